package bot

import (
	"context"
	"sync/atomic"
	"time"
)

// pacer keeps within Telegram's limits. The limits themselves are counted in the store, where all replicas share them;
// the pacer sees to it that few messages of the outbox ask at once, lest they ask in vain, and that people go first.
type pacer struct {
	limits Limits
	tick   time.Duration // between two messages over all chats
	turns  chan struct{} // held by the outbox messages that ask: at high rates several, as each question takes its time
	flow   *flow
	people atomic.Int32 // answers that wait for the limit over all chats
}

func newPacer(limits Limits, perSecond int) *pacer {
	return &pacer{limits: limits, tick: time.Second / time.Duration(perSecond), turns: make(chan struct{}, 3+perSecond/5),
		flow: newFlow(perSecond)}
}

// Pace is the rate at which messages have to leave so that no more than the given rate arrive in any second. At high rates
// many are on their way at once and some catch up with those before them, so a few places stay free.
func Pace(perSecond int) int {
	if perSecond < 100 {
		return perSecond
	}
	return perSecond - perSecond/20
}

// person is the price of an answer to somebody. When the store can't count, the answer goes out all the same: people want
// to hear that something is wrong.
func (p *pacer) person(ctx context.Context, chat int64) (func(), error) {
	p.people.Add(1)
	defer p.people.Add(-1)
	for {
		wait, err := p.limits.Take(ctx, chat, crowd(chat), time.Now())
		if err != nil || wait <= 0 {
			p.flow.push()
			return p.flow.leaving(), ctx.Err()
		}
		if err := sleep(ctx, wait); err != nil {
			return nil, err
		}
	}
}

// outbox waits for the right to send something that nobody is waiting for; leave is to be called when it was sent. Where the chat is not to be written to for
// longer than the patience, it gives the wait back instead.
func (p *pacer) outbox(ctx context.Context, chat int64, patience time.Duration) (leave func(), wait time.Duration, err error) {
	for {
		wait, err := p.ask(ctx, chat)
		if err == nil && wait <= 0 {
			return p.flow.leaving(), 0, p.flow.enter(ctx)
		}
		if err != nil || wait > patience {
			return nil, wait, err
		}
		if err := sleep(ctx, wait); err != nil {
			return nil, 0, err
		}
	}
}

// mostWayGiven is how many places an outbox message leaves to waiting people before it takes one itself.
const mostWayGiven = 4

// ask asks until the limit over all chats allows a message; the wait that it gives is the chat's own. Waiting people go
// first, but not for ever.
func (p *pacer) ask(ctx context.Context, chat int64) (time.Duration, error) {
	select {
	case p.turns <- struct{}{}:
		defer func() { <-p.turns }()
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	for range mostWayGiven {
		if p.people.Load() == 0 {
			break
		}
		if err := sleep(ctx, p.tick); err != nil {
			return 0, err
		}
	}
	for {
		wait, err := p.limits.Take(ctx, chat, crowd(chat), time.Now())
		if err != nil || wait <= 0 || wait > p.overall() {
			return wait, err
		}
		if err := sleep(ctx, wait); err != nil {
			return 0, err
		}
	}
}

// overall is the longest wait that the limit over all chats makes.
func (p *pacer) overall() time.Duration { return 2*p.tick + 40*time.Millisecond }

// crowd tells a group or channel, which have a limit of their own, by its id.
func crowd(chat int64) bool { return chat < 0 }
