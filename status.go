package main

import (
	"context"
	"runtime"
	"strconv"
	"time"

	"mostbot/catalog"
	"mostbot/commands"
)

// status tells admins how the bot is doing.
type status struct{ *house }

func (s status) Figures(ctx context.Context, lang catalog.Language) ([]commands.Figure, error) {
	page, err := s.store.Events(ctx, catalog.Query{Limit: 1})
	if err != nil {
		return nil, err
	}
	chats, err := s.store.CountChats(ctx)
	if err != nil {
		return nil, err
	}
	_, waiting, err := s.store.Reviews(ctx, 1)
	if err != nil {
		return nil, err
	}
	depth, oldest, err := s.store.OutboxStats(ctx)
	if err != nil {
		return nil, err
	}
	p := s.texts.Printer(lang)
	now := time.Now()
	age := ""
	if !oldest.IsZero() {
		age = p.Ago(oldest, now)
	}
	last := s.ingest.Last()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	_ = age
	_ = last
	return []commands.Figure{
		{Name: "events", Value: p.Number(page.Total)},
		{Name: "chats", Value: p.Number(chats)},
		{Name: "review", Value: p.Number(waiting)},
		{Name: "outbox", Value: p.Number(depth)},
		{Name: "memory", Value: strconv.FormatUint(memory.Sys>>20, 10) + " MB"},
	}, nil
}
