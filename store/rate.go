package store

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"golang.org/x/sync/singleflight"
)

// limit is how often something may be done: once in a while, with a few at once after a pause.
type limit struct {
	every time.Duration
	burst int
}

// ahead is how far the row of what was taken may reach ahead of now.
func (l limit) ahead() time.Duration { return l.every * time.Duration(l.burst-1) }

func limitOf(group bool) limit {
	if group {
		return groupLimit
	}
	return privateLimit
}

// The limits of a chat. Telegram lets one message a second through, a few at once after a pause, and where many read at
// most 20 in a minute: three at once and then one in 3.6 seconds are 19 in any minute.
var (
	privateLimit = limit{every: time.Second, burst: 2}
	groupLimit   = limit{every: 3600 * time.Millisecond, burst: 3}
)

// defaultRate is how many messages a second go out over all chats, unless SetRate says otherwise.
const defaultRate = 29

// jitter is how late a message may be without its place in the row being lost.
const jitter = 25 * time.Millisecond

// takeScript is the generic cell rate algorithm: the key holds the moment at which the row of what was taken ends. It
// lives a second longer than that, in case that the clocks of Redis and of the bot differ, and no more, in case that one
// of them jumps.
// KEYS: the row. ARGV, in µs: now, the distance between two, how far the row may reach ahead of now; how many are taken.
var takeScript = redis.NewScript(`
local now, every, ahead = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local row = tonumber(redis.call('GET', KEYS[1]) or 0)
if row - ahead > now then return row - ahead - now end
row = math.max(row, now) + every * tonumber(ARGV[4])
redis.call('SET', KEYS[1], string.format('%.0f', row), 'PX', 1000 + math.ceil((row - now) / 1000))
return 0`)

// pace is the part of the overall limit that this process has taken and not used.
type pace struct {
	fetching singleflight.Group // many ask at once: one of them fetches for all

	mu     sync.Mutex
	rate   int // a second; 0: defaultRate
	tokens int
	until  time.Time // when the tokens go stale
}

// delivery is what a process remembers of the limits and leases that it shares with others.
type delivery struct {
	pace   pace
	fences sync.Map // lease's name → the number (int64) under which this process held it last
	freed  sync.Map // lease's name → the *sync.Once that ends what a dead process left in the embedded store
}

// SetRate sets how many messages a second may go out over all chats and all processes.
func (s *Store) SetRate(perSecond int) {
	s.pace.mu.Lock()
	defer s.pace.mu.Unlock()
	s.pace.rate = perSecond
}

func overallKey() string { return key("{rate}", []string{"overall"}) }

func paceKey(chat int64) string { return chatKey(chat, "pace") }

// Take asks whether a message may be sent to a chat now. It says how long to wait before asking again; 0 means yes, and
// counts as sent. The limits hold over all processes that share the store.
func (s *Store) Take(ctx context.Context, chat int64, group bool, now time.Time) (time.Duration, error) {
	wait, err := s.takeOverall(ctx, now)
	if wait > 0 || err != nil {
		return wait, err
	}
	l := limitOf(group)
	wait, err = s.takeRow(ctx, paceKey(chat), l.every, l.ahead(), 1, now)
	if wait > 0 || err != nil {
		s.pace.give(1, now)
	}
	return wait, err
}

func (s *Store) takeRow(
	ctx context.Context, key string, every, ahead time.Duration, n int, now time.Time,
) (time.Duration, error) {
	wait, err := takeScript.Run(ctx, s.db, []string{key},
		now.UnixMicro(), every.Microseconds(), ahead.Microseconds(), n).Int64()
	if err != nil {
		return 0, fmt.Errorf("ask whether a message may be sent: %w", err)
	}
	return time.Duration(wait) * time.Microsecond, nil
}

// takeOverall takes a token of the limit over all chats. At high rates several are fetched at once: a fiftieth of a second's.
func (s *Store) takeOverall(ctx context.Context, now time.Time) (time.Duration, error) {
	for {
		own, rate := s.pace.takeOwn(now)
		if own {
			return 0, nil
		}
		select {
		case fetched := <-s.pace.fetching.DoChan("", func() (any, error) {
			return s.fetchOverall(context.WithoutCancel(ctx), rate, now)
		}):
			if wait, _ := fetched.Val.(time.Duration); wait > 0 || fetched.Err != nil {
				return wait, fetched.Err
			}
		case <-ctx.Done():
			return 0, fmt.Errorf("ask whether a message may be sent: %w", ctx.Err())
		}
	}
}

func (s *Store) fetchOverall(ctx context.Context, rate int, now time.Time) (time.Duration, error) {
	n := max(1, rate/50)
	wait, err := s.takeRow(ctx, overallKey(), spacing(rate), jitter, n, now)
	if wait == 0 && err == nil {
		s.pace.give(n, now)
	}
	return wait, err
}

// spacing is the time between two messages over all chats: a little more than the rate asks for, since messages that are
// late on their way come close to those behind them, and Telegram counts when they arrive.
func spacing(rate int) time.Duration { return time.Second * 203 / 200 / time.Duration(rate) }

// takeOwn takes one of the tokens that are there. The lock is not held while Redis is asked: one that doesn't answer must
// not make a row of all who ask.
func (p *pace) takeOwn(now time.Time) (taken bool, rate int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tokens > 0 && now.Before(p.until) {
		p.tokens--
		return true, p.rate
	}
	p.tokens = 0
	if p.rate <= 0 {
		p.rate = defaultRate
	}
	return false, p.rate
}

func (p *pace) give(n int, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tokens += n
	p.until = now.Add(100 * time.Millisecond)
}

// Hold lets nothing go to a chat before the moment, as Telegram asked; chat 0 stands for all chats. It outlives a restart.
func (s *Store) Hold(ctx context.Context, chat int64, until time.Time) error {
	key, ahead := paceKey(chat), limitOf(chat < 0).ahead() // groups and channels have negative ids
	if chat == 0 {
		s.pace.mu.Lock()
		key, ahead = overallKey(), jitter
		s.pace.tokens = 0
		s.pace.mu.Unlock()
	}
	row := until.Add(ahead)
	if err := holdScript.Run(ctx, s.db, []string{key}, row.UnixMicro(), row.UnixMilli()+1000).Err(); err != nil {
		return fmt.Errorf("hold chat %d: %w", chat, err)
	}
	return nil
}

// holdScript moves the end of a row ahead, never back.
// KEYS: the row. ARGV: its new end in µs, and in ms.
var holdScript = redis.NewScript(`
local row = tonumber(redis.call('GET', KEYS[1]) or 0)
if row < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1], 'PXAT', ARGV[2]) end
return 0`)
