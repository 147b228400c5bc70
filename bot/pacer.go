package bot

import (
	"context"
	"time"

	"golang.org/x/time/rate"
)

// pacer keeps within Telegram's limits. The limits themselves are counted in the store, where all replicas share them;
// the pacer only sees to it that the outbox does not ask more often than it can be allowed, and that people go first.
type pacer struct {
	limits Limits
	own    *rate.Limiter // of this replica's outbox, a little faster than the shared limit
}

func newPacer(limits Limits, perSecond int) *pacer {
	return &pacer{limits: limits, own: rate.NewLimiter(rate.Limit(float64(perSecond)*1.1), max(1, perSecond/20))}
}

// person is the price of an answer to somebody. The outbox waits one turn longer for it. When the store can't count, the
// answer goes out all the same: people want to hear that something is wrong.
func (p *pacer) person(ctx context.Context, chat int64) (func(), error) {
	p.own.Reserve()
	for {
		wait, err := p.limits.Take(ctx, chat, crowd(chat), time.Now())
		if err != nil || wait <= 0 {
			return func() {}, ctx.Err()
		}
		if err := sleep(ctx, wait); err != nil {
			return nil, err
		}
	}
}

// outbox waits for the right to send something that nobody is waiting for. Where the chat is not to be written to for
// longer than the patience, it gives the wait back instead.
func (p *pacer) outbox(ctx context.Context, chat int64, patience time.Duration) (time.Duration, error) {
	for {
		if err := p.own.Wait(ctx); err != nil {
			return 0, err
		}
		wait, err := p.limits.Take(ctx, chat, crowd(chat), time.Now())
		if err != nil || wait <= 0 || wait > patience {
			return wait, err
		}
		if err := sleep(ctx, wait); err != nil {
			return 0, err
		}
	}
}

// crowd tells a group or channel, which have a limit of their own, by its id.
func crowd(chat int64) bool { return chat < 0 }
