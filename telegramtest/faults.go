package telegramtest

import (
	"math/rand/v2"
	"net/http"
	"strings"
	"time"
)

// Cut says when a connection is cut.
type Cut int

// The moments for a cut.
const (
	CutNever  Cut = iota
	CutBefore     // the call is lost
	CutAfter      // the call is done, its answer is lost
)

// Fault is something that goes wrong with a call. The zero value of a condition matches every call but polls.
type Fault struct {
	Method string // only calls of this method
	Chat   string // only calls with this chat_id
	Times  int    // how often; 0: once, negative: until Heal

	Refusal *Error        // answer with this
	Status  int           // answer with this status and a body that is no JSON
	Cut     Cut           // cut the connection
	Hang    time.Duration // say nothing for so long first
	Stall   time.Duration // do it, then say nothing for so long
}

// Inject makes the next calls that match go wrong.
func (s *Server) Inject(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Times == 0 {
		f.Times = 1
	}
	s.faults = append(s.faults, &f)
}

// Heal forgets what was injected.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// Flood is the refusal of a call that has to wait so long.
func Flood(wait time.Duration) *Error { return tooMany(wait) }

// Refusal is any other refusal: a code such as 400, and the whole description.
func Refusal(code int, description string) *Error {
	return &Error{Code: code, Description: description}
}

// Between is a latency spread evenly over a span, for Options.
func Between(low, high time.Duration) func() time.Duration {
	return func() time.Duration { return low + rand.N(high-low+1) }
}

func (s *Server) takeFault(q *query) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.faults {
		if !f.matches(q) {
			continue
		}
		if f.Times > 0 {
			f.Times--
		}
		if f.Times == 0 {
			s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
		}
		s.stats.Faults++
		return f
	}
	return nil
}

func (f *Fault) matches(q *query) bool {
	if f.Method == "" && q.method == "getupdates" {
		return false
	}
	return (f.Method == "" || strings.EqualFold(f.Method, q.method)) && (f.Chat == "" || f.Chat == q.text("chat_id"))
}

// before does what happens ahead of the call, and says whether that was all.
func (f *Fault) before(w http.ResponseWriter, r *http.Request) bool {
	if f == nil {
		return false
	}
	sleep(r.Context(), f.Hang)
	switch {
	case f.Cut == CutBefore:
		panic(http.ErrAbortHandler)
	case f.Refusal != nil:
		writeError(w, f.Refusal)
	case f.Status != 0:
		http.Error(w, "<html><body>"+http.StatusText(f.Status)+"</body></html>", f.Status)
	default:
		return r.Context().Err() != nil
	}
	return true
}
