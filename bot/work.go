package bot

import (
	"context"
	"log/slog"
	"runtime/debug"
	"time"

	"mostbot/commands"
)

// handlingTime is how long one update may take; what hangs must not stop its chat for ever.
const handlingTime = 2 * time.Minute

// queue hands an update to its chat's lane; done is called when it is handled. It tells whether there was a lane.
func (b *Bot) queue(u update, done func()) bool {
	arrived := time.Now()
	b.meter.updates.WithLabelValues(u.kind()).Inc()
	work := b.workFor(u, arrived)
	if work == nil {
		done()
		return true
	}
	return b.lanes.do(u.chat(), func() {
		defer done()
		defer func() { b.meter.handling.Observe(time.Since(arrived).Seconds()) }()
		b.perform(u.ID, work)
	})
}

// perform does an update's work; a panic costs that update alone.
func (b *Bot) perform(id int, work func(context.Context)) {
	defer func() {
		if p := recover(); p != nil {
			b.Log.Error("an update made the program panic", slog.Int("update", id), slog.Any("panic", p),
				slog.String("stack", string(debug.Stack())))
		}
	}()
	ctx, cancel := context.WithTimeout(b.work, handlingTime)
	defer cancel()
	work(ctx)
}

// workFor says what there is to do about an update: nil for what is none of the bot's business, and for the requests of
// somebody who was told that they ask too fast.
func (b *Bot) workFor(u update, now time.Time) func(context.Context) {
	switch {
	case u.Message != nil:
		return b.workForMessage(*u.Message, now)
	case u.ChannelPost != nil:
		return b.workForMessage(*u.ChannelPost, now)
	case u.Press != nil:
		return b.workForPress(*u.Press, now)
	case u.Membership != nil:
		return func(ctx context.Context) { b.handleMembership(ctx, *u.Membership) }
	}
	return nil
}

func (b *Bot) workForMessage(m message, now time.Time) func(context.Context) {
	switch {
	case m.MigrateTo != 0:
		return func(ctx context.Context) { b.moveChat(ctx, m.Chat.ID, m.MigrateTo) }
	case m.MigrateFrom != 0:
		return func(ctx context.Context) { b.moveChat(ctx, m.MigrateFrom, m.Chat.ID) }
	}
	r, meant := asked(m, *b.me.Load(), now)
	if !meant {
		return nil
	}
	ask := b.Book.Reply
	if left, tell := b.share(r); !left {
		if !tell {
			return nil
		}
		ask = refuseHaste
	}
	return func(ctx context.Context) {
		reply, err := b.consult(ctx, &r, m.SenderChat, ask)
		b.finish(ctx, r, reply, err)
	}
}

func (b *Bot) workForPress(p press, now time.Time) func(context.Context) {
	r, ok := pressed(p, now)
	ask := b.Book.Reply
	if left, tell := b.share(r); !left {
		if !tell {
			return nil
		}
		ask = refuseHaste
	}
	return func(ctx context.Context) {
		if !ok {
			b.acknowledge(ctx, p.ID, commands.Reply{})
			return
		}
		reply, err := b.consult(ctx, &r, nil, ask)
		b.acknowledge(ctx, p.ID, reply)
		b.finish(ctx, r, reply, err)
	}
}

// share takes from the person's share and, where many can ask, from the chat's.
func (b *Bot) share(r commands.Request) (left, tell bool) {
	left, tell = true, false
	if r.User.ID != 0 {
		left, tell = b.shares.take(r.User.ID, personShare, r.Now)
	}
	if left && crowd(r.Chat.ID) {
		left, tell = b.shares.take(r.Chat.ID, crowdShare, r.Now)
	}
	return left, tell
}

// refuseHaste stands in for the book where somebody asks too fast.
func refuseHaste(context.Context, commands.Request) (commands.Reply, error) {
	return commands.Reply{}, tooFast{}
}
