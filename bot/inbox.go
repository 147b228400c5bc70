package bot

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"
)

// While a replica handles an update that came by webhook, it renews its lease; what a dead one had is taken over.
const (
	inboxLease = 30 * time.Second
	inboxBeat  = 5 * time.Second
)

// inHand are the updates of the inbox that this replica has and has not handled yet.
type inHand struct {
	mu  sync.Mutex
	ids map[int]bool
}

// begin tells whether the update was not taken yet.
func (t *inHand) begin(id int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ids == nil {
		t.ids = map[int]bool{}
	}
	if t.ids[id] {
		return false
	}
	t.ids[id] = true
	return true
}

func (t *inHand) end(id int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.ids, id)
}

func (t *inHand) list() []int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Sorted(maps.Keys(t.ids))
}

// handleTaken handles an update that lies in the inbox, once in this replica.
func (b *Bot) handleTaken(u update) {
	if !b.inHand.begin(u.ID) {
		return
	}
	if b.queue(u, func() { b.finishTaken(u.ID) }) {
		return
	}
	b.inHand.end(u.ID) // the program ends: another replica shall have it at once
	if err := b.Inbox.KeepUpdates(b.work, []int{u.ID}, time.Now()); err != nil {
		b.Log.Warn("give an update back", slog.Int("update", u.ID), slog.Any("error", err))
	}
}

// finishTaken lets go of a handled update. What the end of the program cut off is not handled: it stays in the inbox.
func (b *Bot) finishTaken(id int) {
	defer b.inHand.end(id)
	if err := b.Inbox.HandledUpdate(b.work, id); err != nil {
		b.Log.Warn("take a handled update out of the inbox", slog.Int("update", id), slog.Any("error", err))
	}
}

// mindInbox renews the leases of what is being handled and takes over what others did not finish, until the context ends.
func (b *Bot) mindInbox(ctx context.Context) {
	for {
		now := time.Now()
		if err := b.Inbox.KeepUpdates(ctx, b.inHand.list(), now.Add(inboxLease)); err != nil && ctx.Err() == nil {
			b.Log.Warn("keep the updates that are being handled", slog.Any("error", err))
		}
		b.takeOver(ctx, now)
		if sleep(ctx, inboxBeat) != nil {
			return
		}
	}
}

func (b *Bot) takeOver(ctx context.Context, now time.Time) {
	list, err := b.Inbox.OverdueUpdates(ctx, now, now.Add(inboxLease))
	if err != nil && ctx.Err() == nil {
		b.Log.Warn("look for updates that nobody has handled", slog.Any("error", err))
	}
	for _, kept := range list {
		var u update
		if err := json.Unmarshal(kept.Raw, &u); err != nil {
			b.Log.Error("read an update of the inbox", slog.Int("update", kept.ID), slog.Any("error", err))
			continue
		}
		b.Log.Info("taking over an update that was not handled", slog.Int("update", u.ID))
		b.handleTaken(u)
	}
}
