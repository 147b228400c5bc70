package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"mostbot/telegramtest"
)

// contestant is a bot that is measured.
type contestant struct {
	name     string
	interval time.Duration                     // between two readings of the feed: the smallest that it takes
	command  func(feed string) string          // by which a person subscribes
	agreed   func(m telegramtest.Message) bool // whether that is the answer to somebody who is subscribed now
	start    func(p *processes, s *stage, folder string) error
}

// measure starts a bot on a stage of its own, subscribes the people, and counts what one new post brings them.
func measure(ctx context.Context, c contestant, o options, progress io.Writer) (f figures, err error) {
	folder, err := os.MkdirTemp("", "mostbot-bench-run-")
	if err != nil {
		return f, fmt.Errorf("make a folder for the run: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	s := openStage(o)
	defer s.close()
	running := newProcesses(ctx, folder)
	defer running.stop()
	if err := c.start(running, s, folder); err != nil {
		return f, err
	}
	ctx = running.ctx
	if err := s.subscribe(ctx, c, o.people); err != nil {
		return f, err
	}
	fmt.Fprintf(progress, "  %d people are subscribed\n", o.people)
	if err := s.feed.untilBetweenReadings(ctx, c.interval); err != nil {
		return f, err
	}
	return s.fanOut(ctx, c, o, running)
}

// fanOut lets the post appear and waits until all have it, and then for one more reading of the feed, which may bring it
// a second time. Who has nothing when nothing more comes for so long is counted as lost.
func (s *stage) fanOut(ctx context.Context, c contestant, o options, running *processes) (figures, error) {
	s.getSerious()
	before := s.telegram.Stats()
	spent, err := running.cpu()
	if err != nil {
		return figures{}, err
	}
	posted := s.feed.post()
	moved, total := posted, before.Total
	for time.Since(moved) < c.interval+o.grace {
		if err := sleep(ctx, time.Second/10); err != nil {
			return figures{}, err
		}
		if now := s.telegram.Delivered(); now > total {
			moved, total = time.Now(), now
		}
	}
	f := s.count(o.people, posted)
	f.name, f.floods = c.name, s.telegram.Stats().TooMany-before.TooMany
	after, errCPU := running.cpu()
	peak, errPeak := running.peak()
	f.cpu, f.peak = after-spent, peak
	return f, errors.Join(errCPU, errPeak)
}

// sleep waits, or tells why waiting has no sense any more.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
