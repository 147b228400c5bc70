package main

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"mostbot/catalog"
	"mostbot/store"
	"mostbot/texts"
)

const (
	alarming    = 15 * time.Minute   // a message that has waited for so long should have been sent
	awayTime    = 2 * time.Minute    // a store that can't be reached for so long has not only hiccuped
	alarmMemory = 7 * 24 * time.Hour // after which an alarm that still holds is given again
	alarmKey    = "alarm:outbox"
)

// watch tells the admins of what keeps the bot from its work, and when that is over: each once.
func (h *house) watch(ctx context.Context) error {
	now := time.Now()
	h.watchTelegram(ctx)
	err := h.watchStore(ctx, now)
	if err != nil {
		return err
	}
	return h.watchOutbox(ctx, now)
}

// watchOutbox looks whether messages get out. What was told stands in the store, since the replicas share the outbox.
func (h *house) watchOutbox(ctx context.Context, now time.Time) error {
	depth, oldest, err := h.store.OutboxStats(ctx)
	if err != nil {
		return err
	}
	_, err = h.store.Recall(ctx, alarmKey)
	told := err == nil
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	late := !oldest.IsZero() && now.Sub(oldest) > alarming
	switch {
	case late && !told:
		h.log.Error("messages don't get out", slog.Int("waiting", depth), slog.Time("oldest", oldest))
		if err := h.alarm(ctx, "alarm.late", depth, oldest); err != nil {
			return err
		}
		return h.store.Remember(ctx, alarmKey, oldest.Format(time.RFC3339), alarmMemory)
	case !late && told:
		h.log.Info("messages get out again")
		if err := h.alarm(ctx, "alarm.well", depth, now); err != nil {
			return err
		}
		return h.store.Forget(ctx, alarmKey)
	}
	return nil
}

func (h *house) alarm(ctx context.Context, id string, waiting int, since time.Time) error {
	key := id + ":" + since.UTC().Format(time.RFC3339)
	return editors{h}.tell(ctx, key, func(lang catalog.Language) (texts.Message, error) {
		p := h.texts.Printer(lang)
		return saying(p, id, texts.Data{"Waiting": p.Number(waiting), "Since": p.Ago(since, time.Now())}), nil
	})
}

// alarms is what this process has told the admins of and not yet withdrawn. It is not in the store: that may be what is
// wrong.
type alarms struct {
	mu       sync.Mutex
	telegram string    // why Telegram turns the bot away
	store    string    // the message that told of the store
	awayFrom time.Time // since when the store can't be reached
}

// watchTelegram tells that somebody else polls, or, when it is over, that the token was refused: before, Telegram would
// take no message.
func (h *house) watchTelegram(ctx context.Context) {
	const conflict, unauthorized = "conflict", "unauthorized"
	h.alarms.mu.Lock()
	defer h.alarms.mu.Unlock()
	before, now := h.alarms.telegram, h.telegram.TurnedAway()
	switch {
	case now == before:
		return
	case now == conflict:
		h.tellNow(ctx, "alarm.telegram.conflict")
	case now == "" && before == conflict:
		h.tellNow(ctx, "alarm.telegram.heard")
	case before == unauthorized:
		h.tellNow(ctx, "alarm.telegram.token")
	}
	h.alarms.telegram = now
}

// watchStore writes into the store to see whether it takes that.
func (h *house) watchStore(ctx context.Context, now time.Time) error {
	err := h.store.Remember(ctx, "alarm:store:"+h.replica, now.UTC().Format(time.RFC3339), time.Hour)
	h.alarms.mu.Lock()
	defer h.alarms.mu.Unlock()
	said := h.alarms.store
	switch {
	case errors.Is(err, store.ErrFull):
		said = "alarm.store.full"
	case errors.Is(err, store.ErrUnavailable):
		if h.alarms.awayFrom.IsZero() {
			h.alarms.awayFrom = now
		}
		if now.Sub(h.alarms.awayFrom) >= awayTime {
			said = "alarm.store.away"
		}
	case err == nil && said != "":
		said = ""
		h.tellNow(ctx, "alarm.store.kept")
	}
	if err == nil {
		h.alarms.awayFrom = time.Time{}
	}
	if said != "" && said != h.alarms.store {
		h.log.Error("the store does not work", slog.Any("error", err))
		h.tellNow(ctx, said)
	}
	h.alarms.store = said
	return err
}

// tellNow tells the admins past the outbox. Who can't be reached is not told.
func (h *house) tellNow(ctx context.Context, id string) {
	for _, admin := range h.config.AdminIDs {
		p := h.texts.Printer(texts.Choose(h.languageOf(ctx, admin), "", string(h.config.Language)))
		if err := h.telegram.Tell(ctx, admin, saying(p, id, nil)); err != nil {
			h.log.Warn("tell an admin", slog.String("what", id), slog.Any("error", err))
		}
	}
}

// languageOf is a chat's language, "" where it chose none or the store does not tell.
func (h *house) languageOf(ctx context.Context, chat int64) catalog.Language {
	known, err := h.store.Chat(ctx, chat)
	switch {
	case err != nil:
		return ""
	case known.Language == "":
		return known.App
	}
	return known.Language
}
