package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"mostbot/catalog"
	"mostbot/store"
	"mostbot/texts"
)

const (
	alarming    = 15 * time.Minute   // a message that has waited for so long should have been sent
	alarmMemory = 7 * 24 * time.Hour // after which an alarm that still holds is given again
	alarmKey    = "alarm:outbox"
)

// watch tells the admins when messages don't get out, and when they do again: each once.
func (h *house) watch(ctx context.Context) error {
	depth, oldest, err := h.store.OutboxStats(ctx)
	if err != nil {
		return err
	}
	_, err = h.store.Recall(ctx, alarmKey)
	told := err == nil
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	now := time.Now()
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
		said := p.Say(id, texts.Data{"Waiting": p.Number(waiting), "Since": p.Ago(since, time.Now())})
		return texts.Message{Blocks: []texts.HTML{said}}, nil
	})
}
