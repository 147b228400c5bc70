package ingest

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"time"

	"mostbot/catalog"
)

const (
	longestBackoff = 12 * time.Hour
	tellFailing    = 3 * 24 * time.Hour  // a source that gave nothing but errors for so long is told of
	tellFailures   = 10                  // … or that never worked, after so many attempts
	tellSilent     = 30 * 24 * time.Hour // and one that had no news for so long
)

// settle gives a source's state after a reading, and when it is due next: after the usual time, after ever longer times
// while it fails, and never before the moment that the site asked for.
func (in *Ingest) settle(s catalog.SourceState, line Line, now time.Time) catalog.SourceState {
	wait := in.Interval
	if line.Err != nil {
		s.Failures++
		s.Error, s.Why = line.Err.Error(), whyOf(line.Err)
		wait = min(in.Interval<<min(s.Failures, 16), max(longestBackoff, in.Interval))
	} else {
		s.Failures, s.Error, s.Why, s.Read = 0, "", "", now
	}
	if line.Err == nil && line.Later > 0 && line.Articles == 0 { // only pages that can't be had now
		wait *= 4
	}
	if line.Articles > 0 {
		s.News = now
		s.Articles += line.Articles
		s.Events += line.Added + line.Merged
	}
	// A little earlier at random, so that the sources don't stay in step.
	due := now.Add(wait - time.Duration(rand.Float64()*float64(wait)/10))
	if s.Next.Before(due) {
		s.Next = due
	}
	return s
}

// Trouble is a source that has failed or been silent for days.
type Trouble struct {
	Source catalog.NewsSource
	State  catalog.SourceState
	Silent bool // it can be read, but had no news for long
}

// tell tells the admins once of a source in trouble; when it is well again, the next trouble will be told too.
func (in *Ingest) tell(ctx context.Context, s catalog.NewsSource, state catalog.SourceState, now time.Time) catalog.SourceState {
	failing, silent := isFailing(state, now), isSilent(state, now)
	if !failing && !silent {
		state.Told = state.Told && state.Failures > 0
		return state
	}
	if state.Told || in.Admins == nil {
		return state
	}
	if err := in.Admins.Tell(ctx, Trouble{s, state, silent && !failing}); err != nil {
		in.Log.Warn("admins not told of a source", slog.String("source", s.ID), slog.Any("error", err))
		return state
	}
	state.Told = true
	return state
}

func isFailing(s catalog.SourceState, now time.Time) bool {
	if s.Failures == 0 {
		return false
	}
	if s.Read.IsZero() {
		return s.Failures >= tellFailures
	}
	return now.Sub(s.Read) >= tellFailing
}

func isSilent(s catalog.SourceState, now time.Time) bool {
	return !s.News.IsZero() && now.Sub(s.News) >= tellSilent
}
