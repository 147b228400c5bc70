package embedded

import (
	"container/heap"
	"strings"
	"sync"
	"time"
)

// expiries knows when keys expire. miniredis could see to that itself, but looks at each key whenever its clock moves, which
// with hundreds of thousands of keys stops everybody for a while. So its times to live stand still here: what is due is
// deleted, and a key's time to live is brought up to date before a command looks at it. The journal has what expired as
// deleted, since a replay stops the clock: who writes to an expired key writes to a new one.
type expiries struct {
	mu    sync.Mutex
	now   time.Time
	byKey map[string]time.Time
	queue endings

	gone []string // keys that have expired and that the journal does not have as deleted yet; under the server's mu
}

// ending is a moment at which a key may expire: if it still has that end.
type ending struct {
	key string
	at  time.Time
}

// endings is a heap, the soonest first.
type endings []ending

func (e endings) Len() int           { return len(e) }
func (e endings) Less(i, j int) bool { return e[i].at.Before(e[j].at) }
func (e endings) Swap(i, j int)      { e[i], e[j] = e[j], e[i] }
func (e *endings) Push(x any)        { *e = append(*e, x.(ending)) }

func (e *endings) Pop() any {
	last := (*e)[len(*e)-1]
	*e = (*e)[:len(*e)-1]
	return last
}

// note takes in a command that was done. Whether it set the key's end, only the key can tell: it may have had conditions.
func (x *expiries) note(command []string, end func(key string) (ms int64)) {
	if !setsExpiry(command) {
		return
	}
	key := command[1]
	ms := end(key)
	x.mu.Lock()
	defer x.mu.Unlock()
	if ms <= 0 {
		delete(x.byKey, key)
		return
	}
	if x.byKey == nil {
		x.byKey = map[string]time.Time{}
	}
	at := time.UnixMilli(ms)
	if x.byKey[key].Equal(at) {
		return
	}
	x.byKey[key] = at
	heap.Push(&x.queue, ending{key, at})
}

// setsExpiry tells whether a command, as the journal has it, may set a key's end.
func setsExpiry(command []string) bool {
	switch strings.ToUpper(command[0]) {
	case "PEXPIREAT", "EXPIREAT":
		return true
	case "SET", "GETEX":
		return len(command) > 3
	}
	return false
}

// asksForExpiry tells whether a command looks at a key's time to live.
func asksForExpiry(command []string) bool {
	switch strings.ToUpper(command[0]) {
	case "TTL", "PTTL", "EXPIRETIME", "PEXPIRETIME", "EXPIRE", "PEXPIRE", "EXPIREAT", "PEXPIREAT", "GETEX":
		return len(command) > 1
	case "SET":
		return len(command) > 3
	}
	return false
}

// left is how long a key has to live; false where it has no end.
func (x *expiries) left(key string) (time.Duration, bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	at, ok := x.byKey[key]
	return at.Sub(x.now), ok && !x.now.IsZero()
}

// pass moves the clock and takes out the keys that are due by then.
func (x *expiries) pass(now time.Time) []string {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.now = now
	var due []string
	for len(x.queue) > 0 && !x.queue[0].at.After(now) {
		e := heap.Pop(&x.queue).(ending)
		if at, ok := x.byKey[e.key]; ok && at.Equal(e.at) {
			delete(x.byKey, e.key)
			due = append(due, e.key)
		}
	}
	return due
}
