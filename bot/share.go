package bot

import (
	"sync"
	"time"
)

// shares gives each person and each chat its share of the bot's attention: a few requests at once, then so many in a
// while. Who takes more is told once, and then not listened to until there is a share again.
type shares struct {
	mu   sync.Mutex
	rows map[int64]row
}

// row is what was taken, as a moment: taking moves it ahead of now, time lets it fall behind.
type row struct {
	end  time.Time
	told bool
}

// share is how much there is: one every so often, and so many at once.
type share struct {
	every time.Duration
	burst int
}

// A person reads one answer a second at the most. A group or channel may get twenty messages a minute from the bot.
var (
	personShare = share{every: time.Second, burst: 10}
	crowdShare  = share{every: 3 * time.Second, burst: 15}
)

// tidyAt is the number of rows above which those that are whole again are forgotten.
const tidyAt = 50_000

// take tells whether the person or chat has a share left, and if not, whether they have to be told.
func (s *shares) take(id int64, of share, now time.Time) (left, tell bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tidy(now)
	r := s.rows[id]
	if r.end.Before(now) {
		r = row{end: now}
	}
	if r.end.Sub(now) > of.every*time.Duration(of.burst-1) {
		tell = !r.told
		r.told = true
		s.rows[id] = r
		return false, tell
	}
	r.end = r.end.Add(of.every)
	s.rows[id] = r
	return true, false
}

func (s *shares) tidy(now time.Time) {
	if s.rows == nil {
		s.rows = map[int64]row{}
	}
	if len(s.rows) < tidyAt {
		return
	}
	for id, r := range s.rows {
		if r.end.Before(now) {
			delete(s.rows, id)
		}
	}
}

// tooFast is what somebody is told who took more than their share.
type tooFast struct{}

func (tooFast) Error() string { return "more requests than one person or chat can be answered" }
func (tooFast) TooFast() bool { return true }
