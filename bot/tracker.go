package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"sync"
	"time"
)

// tracker knows which updates are being handled and from which on to ask.
type tracker struct {
	mu      sync.Mutex
	from    int           // all below are handled or set aside
	top     int           // the highest that was begun
	begun   int           // how many were begun since the start
	open    map[int]*open // those at or above from that were begun
	aside   map[int]bool  // those below from that are not handled: the store keeps them
	changed chan struct{}
}

// open is an update that was begun.
type open struct {
	id      int
	raw     json.RawMessage
	handled bool
}

// reset is how far an update's id can lie below what was asked for and still be a repetition. Telegram begins anew with
// a random id after a week without updates.
const reset = 10 * batch

func newTracker() *tracker {
	return &tracker{top: -1, open: map[int]*open{}, aside: map[int]bool{}, changed: make(chan struct{}, 1)}
}

// start begins with an offset from the store. What is being handled stays known.
func (t *tracker) start(from int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.from, t.top, t.begun = max(t.from, from), max(t.top, from-1), 0
}

func (t *tracker) next() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.from
}

func (t *tracker) highest() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.top
}

func (t *tracker) seen() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.begun
}

// begin tells whether the update is new, and if so notes it.
func (t *tracker) begin(id int, raw json.RawMessage) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if id < t.from-reset {
		t.from, t.top, t.open = id, id-1, map[int]*open{}
	}
	if t.open[id] != nil || t.aside[id] || id < t.from {
		return false
	}
	t.open[id] = &open{id: id, raw: raw}
	t.top = max(t.top, id)
	t.begun++
	return true
}

// beginAside notes an update that was set aside by an earlier run.
func (t *tracker) beginAside(id int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.aside[id] = true
}

func (t *tracker) isAside(id int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.aside[id]
}

// finish notes that an update is handled, and tells whether the offset says so: else it lies above an open one or was
// set aside.
func (t *tracker) finish(id int) (passed bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	defer t.notify()
	if t.aside[id] {
		delete(t.aside, id)
		return false
	}
	if o := t.open[id]; o != nil {
		o.handled = true
	}
	t.advance()
	return t.from > id
}

// advance moves from to the lowest update that is not handled.
func (t *tracker) advance() {
	lowest := t.top + 1
	for id, o := range t.open {
		if !o.handled {
			lowest = min(lowest, id)
		}
	}
	t.from = max(t.from, lowest)
	for id := range t.open {
		if id < t.from {
			delete(t.open, id)
		}
	}
}

// unhandled lists the updates that are being handled, in their order.
func (t *tracker) unhandled() []open {
	t.mu.Lock()
	defer t.mu.Unlock()
	var list []open
	for _, o := range t.open {
		if !o.handled {
			list = append(list, *o)
		}
	}
	slices.SortFunc(list, func(a, b open) int { return cmp.Compare(a.id, b.id) })
	return list
}

// setAside lets the offset pass updates that the store keeps now.
func (t *tracker) setAside(list []open) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, kept := range list {
		if o := t.open[kept.id]; o != nil && !o.handled {
			t.aside[kept.id] = true
			o.handled = true
		}
	}
	t.advance()
}

func (t *tracker) notify() {
	select {
	case t.changed <- struct{}{}:
	default:
	}
}

// progress waits until an update is handled, but not long.
func (t *tracker) progress(ctx context.Context, atMost time.Duration) {
	timer := time.NewTimer(atMost)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-t.changed:
	case <-timer.C:
	}
}
