package main

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"mostbot/telegramtest"
)

// stage is where a bot is measured: a Telegram with its crowd, and a feed, both on loopback.
type stage struct {
	telegram *telegramtest.Server
	api      *httptest.Server
	feed     *news
	serious  atomic.Bool // Telegram takes its time, as in life
}

// openStage opens one with a Telegram that is quick and lets everything through, until it is told to get serious.
func openStage(o options) *stage {
	s := &stage{feed: openNews()}
	takesTime := telegramtest.Between(o.low, o.high)
	s.telegram = telegramtest.New(telegramtest.Options{
		Limits: telegramtest.NoLimits(),
		Latency: func() time.Duration {
			if !s.serious.Load() {
				return 0
			}
			return takesTime()
		},
	})
	s.api = httptest.NewServer(s.telegram)
	return s
}

func (s *stage) close() {
	s.api.CloseClientConnections() // of polls that wait
	s.api.Close()
	s.feed.close()
}

// getSerious gives Telegram its limits and its latency.
func (s *stage) getSerious() {
	s.telegram.SetLimits(telegramtest.TelegramLimits())
	s.serious.Store(true)
}

func person(i int) int64 { return 1_000_000 + int64(i) }

// subscribe has the people subscribe, a few at a time. The first one does it alone: a bot may take up the feed then.
func (s *stage) subscribe(ctx context.Context, c contestant, people int) error {
	const together = 8
	polls := func() bool { return s.telegram.Stats().Calls["getupdates"] > 0 }
	if err := s.telegram.Wait(ctx, polls); err != nil {
		return err
	}
	if err := s.subscribeOne(ctx, c, person(0)); err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(together)
	for i := 1; i < people; i++ {
		g.Go(func() error { return s.subscribeOne(ctx, c, person(i)) })
	}
	return g.Wait()
}

// subscribeOne asks again when the bot is not ready for it.
func (s *stage) subscribeOne(ctx context.Context, c contestant, id int64) error {
	const attempts, patience = 5, 15 * time.Second
	s.telegram.AddPerson(telegramtest.User{ID: id, FirstName: "Mira", Language: "en"})
	said := "nothing"
	for range attempts {
		answered := len(s.telegram.Replies(id))
		s.telegram.Say(id, id, c.command(s.feed.address()))
		waiting, cancel := context.WithTimeout(ctx, patience)
		replies, err := s.telegram.WaitReplies(waiting, id, answered+1)
		cancel()
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			continue
		}
		last := replies[len(replies)-1]
		if c.agreed(last) {
			return nil
		}
		said = last.HTML()
	}
	return fmt.Errorf("%s did not subscribe somebody who asked %d times: it said %s", c.name, attempts, said)
}

// count looks for the post in what the people were sent. A message that does not lead to it is no delivery.
func (s *stage) count(people int, posted time.Time) figures {
	f := figures{people: people, runs: 1, read: s.feed.readAt().Sub(posted)}
	for i := range people {
		got := 0
		for _, m := range s.telegram.Replies(person(i)) {
			if !strings.Contains(m.HTML(), s.feed.article()) {
				continue
			}
			got++
			f.noteDelivery(m.At.Sub(posted))
		}
		switch got {
		case 0:
			f.lost++
		default:
			f.delivered++
			f.doubled += got - 1
		}
	}
	return f
}
