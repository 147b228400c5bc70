package bot

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"mostbot/catalog"
)

// deliver sends one post, and mends on the way what can be mended at once: a group that moved, markup that Telegram
// refuses, a message that can't be edited. Each call first pays its price, the right to send. What a failure says of the
// chat is written down; the failure itself is the caller's.
func (b *Bot) deliver(ctx context.Context, p *post, timeout time.Duration, price price) (int, error) {
	for {
		paid, err := price(ctx, p.chat)
		if err != nil {
			return 0, err
		}
		id, err := b.client.send(ctx, *p, timeout)
		paid()
		if err == nil {
			return id, nil
		}
		d := diagnose(err)
		switch {
		case d.remedy == fine:
			return p.edit, nil
		case b.mend(ctx, p, d):
			continue
		case d.remedy == pause && !p.optional:
			b.closeChat(ctx, p.chat, d)
		case d.remedy == noTopic && p.queued:
			b.leaveTopic(ctx, p, d)
		case d.remedy == waitOut:
			b.flooded(ctx, p.chat, d.wait)
		}
		return 0, err
	}
}

// price is what a call to a chat costs: it returns when the call may be made, with what is to be done after it.
type price func(ctx context.Context, chat int64) (paid func(), err error)

// mend changes the post so that Telegram may take it, or tells that nothing is to be changed.
func (b *Bot) mend(ctx context.Context, p *post, d diagnosis) bool {
	switch {
	case d.remedy == move && d.movedTo != p.chat:
		b.moveChat(ctx, p.chat, d.movedTo)
		p.chat, p.edit = d.movedTo, 0
		return !p.queued
	case d.remedy == plain && !p.bare:
		b.Log.Warn("Telegram refuses the markup", slog.String("words", d.words))
		p.bare = true
	case d.remedy == anew && p.edit != 0 && !p.mendOnly:
		p.edit = 0
	case d.remedy == asFile && p.picture:
		p.picture = false
	default:
		return false
	}
	return true
}

func (b *Bot) closeChat(ctx context.Context, chat int64, d diagnosis) {
	b.Log.Info("nothing can be sent to the chat", slog.Int64("chat", chat), slog.String("words", d.words))
	if err := b.Chats.PauseChat(ctx, chat, d.words); err != nil {
		b.Log.Error("pause a chat", slog.Int64("chat", chat), slog.Any("error", err))
	}
	if d.reason != noRights {
		return
	}
	if err := b.Care.Muted(ctx, chat, d.words); err != nil {
		b.Log.Error("tell that the bot may not write", slog.Int64("chat", chat), slog.Any("error", err))
	}
}

// leaveTopic stops what goes to a topic. The chat goes on.
func (b *Bot) leaveTopic(ctx context.Context, p *post, d diagnosis) {
	b.Log.Info("nothing can be sent to the topic", slog.Int64("chat", p.chat), slog.Int("thread", p.thread),
		slog.String("words", d.words))
	if err := b.Care.TopicLost(ctx, p.chat, p.thread, catalog.Trouble(d.reason)); err != nil {
		b.Log.Error("pause a topic", slog.Int64("chat", p.chat), slog.Any("error", err))
	}
}

func (b *Bot) moveChat(ctx context.Context, from, to int64) {
	b.Log.Info("a group became a supergroup", slog.Int64("from", from), slog.Int64("to", to))
	if err := b.Chats.MoveChat(ctx, from, to); err != nil {
		b.Log.Error("move a chat", slog.Int64("from", from), slog.Int64("to", to), slog.Any("error", err))
	}
}

// flooded holds what Telegram has called too much: the chat, or, when it says so of several, everything.
func (b *Bot) flooded(ctx context.Context, chat int64, wait time.Duration) {
	now := time.Now()
	b.meter.floods.Inc()
	held := chat
	if b.floods.note(chat, now) > 1 {
		held = 0
	}
	b.Log.Warn("Telegram asks to wait", slog.Int64("chat", held), slog.Duration("wait", wait))
	if err := b.Limits.Hold(ctx, held, now.Add(wait)); err != nil {
		b.Log.Error("hold a chat", slog.Int64("chat", held), slog.Any("error", err))
	}
}

// floods remembers for a moment which chats were flooded.
type floods struct {
	mu   sync.Mutex
	last map[int64]time.Time
}

const floodMemory = 5 * time.Second

// note counts the chats that were flooded lately, this one included.
func (f *floods) note(chat int64, now time.Time) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.last == nil {
		f.last = map[int64]time.Time{}
	}
	f.last[chat] = now
	for other, at := range f.last {
		if now.Sub(at) > floodMemory {
			delete(f.last, other)
		}
	}
	return len(f.last)
}

// tooEarly is the price of a post that the outbox does not want to wait for.
type tooEarly time.Duration

func (t tooEarly) Error() string { return fmt.Sprintf("not before %v have passed", time.Duration(t)) }
