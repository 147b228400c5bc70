package bot

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

const (
	pollLease = "poll"
	leaseTime = 10 * time.Second // a dead replica's turn ends after it
	leaseBeat = 3 * time.Second
)

// takeTurns polls while this replica holds the lease.
func (b *Bot) takeTurns(ctx context.Context) error {
	b.removeWebhook(ctx)
	defer b.giveUpTurn()
	p := &poller{client: b.client, progress: b.Progress, meter: b.meter, log: b.Log, track: newTracker()}
	p.handle = func(u update) {
		if !b.queue(u, func() { p.finished(b.work, u.ID) }) {
			b.Log.Warn("an update came at the end", slog.Int("update", u.ID))
		}
	}
	for ctx.Err() == nil {
		held, err := b.Turns.Lease(ctx, pollLease, b.Replica, leaseTime)
		if err != nil && ctx.Err() == nil {
			b.Log.Warn("ask for the turn to poll", slog.Any("error", err))
		}
		if held {
			b.pollForATurn(ctx, p)
		}
		_ = sleep(ctx, leaseBeat)
	}
	b.lanes.close()
	return nil
}

// pollForATurn polls until the lease is lost or the context ends.
func (b *Bot) pollForATurn(ctx context.Context, p *poller) {
	turn, end := context.WithCancel(ctx)
	defer end()
	renewing, stop := context.WithCancel(b.work)
	var keeper sync.WaitGroup
	keeper.Go(func() { b.keepTurn(renewing, end) })
	defer func() { stop(); keeper.Wait() }() // lest the lease be renewed after it was given up
	b.Log.Info("polling for updates")
	p.run(turn)
	b.meter.restPolling()
	if ctx.Err() != nil {
		b.lanes.close() // the turn lasts until all that was taken is handled, lest the next one handle it too
	}
}

// keepTurn renews the lease. While the store can't be asked the turn goes on: nobody else can get it either.
func (b *Bot) keepTurn(ctx context.Context, end context.CancelFunc) {
	for sleep(ctx, leaseBeat) == nil {
		held, err := b.Turns.Lease(ctx, pollLease, b.Replica, leaseTime)
		if err == nil && !held {
			b.Log.Warn("another replica polls now")
			end()
		}
	}
}

// giveUpTurn lets another replica poll at once.
func (b *Bot) giveUpTurn() {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(b.work), settleTime)
	defer cancel()
	if err := b.Turns.Release(ctx, pollLease, b.Replica); err != nil {
		b.Log.Warn("give up the turn to poll", slog.Any("error", err))
	}
}
