package bot

import (
	"context"
	"slices"
	"sync"
	"time"
)

// flow watches how many messages can have reached Telegram in the last second, at rates where hundreds are on their way at
// once. They leave evenly; but when this machine or the network stalls for a moment, they arrive all together with those
// that follow, and Telegram counts arrivals: it would refuse some and ask for a pause of a second. So what was not answered
// counts, and of what was answered, what may have arrived in the last second: when it left, or, if the answer was late,
// shortly before the answer.
type flow struct {
	most int

	mu       sync.Mutex
	underWay int
	arrived  []time.Time   // of those that were answered
	mean     time.Duration // that an answer takes
}

// stalled is how long to wait before looking again whether there is room.
const stalled = 2 * time.Millisecond

// newFlow is nil, which lets everything pass, at rates where few messages are on their way at once.
func newFlow(perSecond int) *flow {
	if perSecond < 100 {
		return nil
	}
	return &flow{most: perSecond - perSecond/25}
}

// enter waits until there is room for one more, which is taken then.
func (f *flow) enter(ctx context.Context) error {
	for f != nil && !f.room(time.Now()) {
		if err := sleep(ctx, stalled); err != nil {
			return err
		}
	}
	return nil
}

// push takes room for one that does not wait.
func (f *flow) push() {
	if f != nil {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.underWay++
	}
}

// room tells whether there is room for one more, and takes it.
func (f *flow) room(now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.arrived = slices.DeleteFunc(f.arrived, func(at time.Time) bool { return now.Sub(at) > time.Second })
	if f.underWay+len(f.arrived) >= f.most {
		return false
	}
	f.underWay++
	return true
}

// leaving is to be called when a message leaves; what it gives, when the answer came.
func (f *flow) leaving() (answered func()) {
	if f == nil {
		return func() {}
	}
	left := time.Now()
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.underWay--
		f.arrived = append(f.arrived, f.arrival(left, time.Now()))
	}
}

// arrival guesses when a message arrived.
func (f *flow) arrival(left, answered time.Time) time.Time {
	const slowly, late = 4096, 2 // a stall must not be taken for usual
	took := answered.Sub(left)
	if f.mean == 0 {
		f.mean = took
	}
	f.mean += (took - f.mean) / slowly
	if took < late*f.mean {
		return left
	}
	return answered.Add(-f.mean)
}
