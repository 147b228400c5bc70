package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"mostbot/catalog"
	"mostbot/commands"
	"mostbot/ingest"
)

// status tells admins how the bot is doing. The figures' names are those of the messages.
type status struct{ *house }

func (s status) Figures(ctx context.Context, lang catalog.Language) ([]commands.Figure, error) {
	page, err := s.store.Events(ctx, catalog.Query{Limit: 1})
	chats, errChats := s.store.CountChats(ctx)
	_, waiting, errReviews := s.store.Reviews(ctx, 1)
	depth, oldest, errOutbox := s.store.OutboxStats(ctx)
	states, errStates := s.store.SourceStates(ctx)
	if err := errors.Join(err, errChats, errReviews, errOutbox, errStates); err != nil {
		return nil, err
	}
	p, now := s.texts.Printer(lang), time.Now()
	figures := []commands.Figure{
		{Name: "events", Value: p.Number(page.Total)},
		{Name: "chats", Value: p.Number(chats)},
		{Name: "review", Value: p.Number(waiting)},
		{Name: "outbox", Value: p.Number(depth)},
	}
	if !oldest.IsZero() && oldest.Before(now) {
		figures = append(figures, commands.Figure{Name: "oldest", Value: p.Ago(oldest, now)})
	}
	last, progress := s.ingest.Last()
	if progress.Due > 0 {
		figures = append(figures, commands.Figure{Name: "reading", Value: fmt.Sprintf("%d / %d", progress.Read, progress.Due)})
	}
	if !last.Started.IsZero() {
		figures = append(figures, commands.Figure{Name: "round", Value: roundCame(last, p.Ago(last.Started, now))})
	}
	return append(figures,
		commands.Figure{Name: "sources", Value: sourcesWell(states)},
		commands.Figure{Name: "memory", Value: resident()},
		commands.Figure{Name: "uptime", Value: p.Ago(s.started, now)},
		commands.Figure{Name: "version", Value: version},
	), nil
}

// roundCame is "5 minutes ago, 12 s: +3 =2 ?1 −40 ⚠️ 2": events that are new, reports of known ones, reports for an
// editor, articles that report nothing; and sources that failed.
func roundCame(s ingest.Summary, ago string) string {
	t := s.Total()
	said := fmt.Sprintf("%s, %.0f s: +%d =%d ?%d −%d", ago, s.Took.Seconds(), t.Added, t.Merged, t.Queued, t.Dropped)
	if n := s.Failed(); n > 0 {
		said += fmt.Sprintf(" ⚠️ %d", n)
	}
	return said
}

// countSources counts the sources that could be read the last time, that could not, and that an editor paused.
func countSources(states map[string]catalog.SourceState) map[string]int {
	counts := map[string]int{"well": 0, "failing": 0, "paused": 0}
	for _, s := range states {
		switch {
		case s.Paused:
			counts["paused"]++
		case s.Failures > 0:
			counts["failing"]++
		default:
			counts["well"]++
		}
	}
	return counts
}

// sourcesWell is "✅ 40 ⚠️ 2 ⏸ 1".
func sourcesWell(states map[string]catalog.SourceState) string {
	counts := countSources(states)
	said := fmt.Sprintf("✅ %d", counts["well"])
	if n := counts["failing"]; n > 0 {
		said += fmt.Sprintf(" ⚠️ %d", n)
	}
	if n := counts["paused"]; n > 0 {
		said += fmt.Sprintf(" ⏸ %d", n)
	}
	return said
}

// resident is how much memory the process has, "–" where the system does not tell.
func resident() string {
	held, err := os.ReadFile("/proc/self/statm")
	fields := strings.Fields(string(held))
	if err != nil || len(fields) < 2 {
		return "–"
	}
	pages, err := strconv.Atoi(fields[1])
	if err != nil {
		return "–"
	}
	return strconv.Itoa(pages*os.Getpagesize()>>20) + " MB"
}
