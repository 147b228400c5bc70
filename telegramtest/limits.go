package telegramtest

import (
	"net/http"
	"strconv"
	"time"
)

// Limits are how fast the bot may write. Telegram does not publish them; these are what is known of them.
type Limits struct {
	Off     bool
	Overall int // messages in any second
	PerChat int // messages a second in one chat, on average
	Burst   int // messages at once in one chat
	Group   int // messages in any minute in one group or channel
}

// TelegramLimits are those of an ordinary bot.
func TelegramLimits() Limits { return Limits{Overall: 30, PerChat: 1, Burst: 3, Group: 20} }

// PaidLimits are those of a bot that pays for its broadcasts.
func PaidLimits() Limits { return Limits{Overall: 1000, PerChat: 1, Burst: 3, Group: 20} }

// NoLimits lets everything through.
func NoLimits() Limits { return Limits{Off: true} }

// limiter counts what was written. A message that would break a limit is refused and not counted.
type limiter struct {
	limits  Limits
	overall window
	chats   map[int64]time.Time // when each chat's burst will be whole again
	groups  map[int64]*window
}

func newLimiter(limits Limits) limiter {
	return limiter{
		limits:  limits,
		overall: newWindow(limits.Overall, time.Second),
		chats:   map[int64]time.Time{},
		groups:  map[int64]*window{},
	}
}

// take counts a message to a chat, or says how long to wait.
func (l *limiter) take(c *chat, now time.Time) time.Duration {
	if l.limits.Off {
		return 0
	}
	group := l.group(c)
	wait := max(l.overall.wait(now), l.chatWait(c.id, now), group.wait(now))
	if wait > 0 {
		return wait
	}
	l.overall.add(now)
	group.add(now)
	if l.limits.PerChat > 0 {
		l.chats[c.id] = later(l.chats[c.id], now).Add(time.Second / time.Duration(l.limits.PerChat))
	}
	return 0
}

func (l *limiter) group(c *chat) *window {
	if c.kind == private {
		return nil
	}
	w := l.groups[c.id]
	if w == nil {
		made := newWindow(l.limits.Group, time.Minute)
		w = &made
		l.groups[c.id] = w
	}
	return w
}

func (l *limiter) chatWait(chat int64, now time.Time) time.Duration {
	if l.limits.PerChat == 0 {
		return 0
	}
	interval := time.Second / time.Duration(l.limits.PerChat)
	allowance := interval * time.Duration(max(l.limits.Burst, 1)-1)
	return l.chats[chat].Add(-allowance).Sub(now)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// window remembers the last moments, as many as there may be in a span. A nil or empty one allows everything.
type window struct {
	span    time.Duration
	moments []time.Time
	next    int
}

func newWindow(size int, span time.Duration) window {
	return window{span: span, moments: make([]time.Time, size)}
}

func (w *window) wait(now time.Time) time.Duration {
	if w == nil || len(w.moments) == 0 {
		return 0
	}
	return w.moments[w.next].Add(w.span).Sub(now)
}

func (w *window) add(now time.Time) {
	if w == nil || len(w.moments) == 0 {
		return
	}
	w.moments[w.next] = now
	w.next = (w.next + 1) % len(w.moments)
}

func tooMany(wait time.Duration) *Error {
	seconds := max(int64((wait+time.Second-1)/time.Second), 1)
	return &Error{
		Code:        http.StatusTooManyRequests,
		Description: "Too Many Requests: retry after " + strconv.FormatInt(seconds, 10),
		Parameters:  map[string]int64{"retry_after": seconds},
	}
}

// SetLimits changes the limits from now on.
func (s *Server) SetLimits(limits Limits) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limiter = newLimiter(limits)
}

func (s *Server) withinLimits(c *chat) error {
	if wait := s.limiter.take(c, s.now()); wait > 0 {
		return tooMany(wait)
	}
	return nil
}
