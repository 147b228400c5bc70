package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"mostbot/catalog"
	"mostbot/store"
	"mostbot/store/redistest"
	"mostbot/telegramtest"
)

// scene is a bot on the real store, and a stand-in that takes as long over each call as Telegram does.
type scene struct {
	t        testing.TB
	store    *store.Store
	telegram *telegramtest.Server
	stop     func()
}

// openScene starts so many replicas of a bot.
func openScene(t testing.TB, url string, rate, replicas int, o telegramtest.Options) *scene {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	ctx, cancel := context.WithCancel(t.Context())
	keep, err := store.Open(ctx, store.Options{URL: url, Dir: t.TempDir(), Log: log})
	if err != nil {
		t.Fatal(err)
	}
	keep.SetRate(Pace(rate))
	o.Latency = telegramtest.Between(50*time.Millisecond, 300*time.Millisecond)
	telegram := telegramtest.New(o)
	server := httptest.NewServer(telegram)
	var running errgroup.Group
	for i := range replicas {
		b, err := New(Options{Token: telegram.Token(), APIURL: server.URL, Rate: rate, Replica: fmt.Sprint(i), Log: log},
			Needs{Book: &echo{}, Chats: keep, Outbox: keep, Limits: keep, Progress: keep, Inbox: keep, Care: newMemory(1), Turns: keep})
		if err != nil {
			t.Fatal(err)
		}
		running.Go(func() error { return b.Run(ctx) })
	}
	return &scene{t: t, store: keep, telegram: telegram, stop: sync.OnceFunc(func() {
		cancel()
		err := errors.Join(running.Wait(), keep.Close())
		server.Close()
		if err != nil {
			t.Error(err)
		}
	})}
}

func (s *scene) wait(what string, holds func() bool) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), 10*time.Minute)
	defer cancel()
	if err := s.telegram.Wait(ctx, holds); err != nil {
		s.t.Fatalf("wait for %s: %v", what, err)
	}
}

// empty waits until nothing is left in the outbox.
func (s *scene) empty() {
	s.t.Helper()
	for {
		depth, _, err := s.store.OutboxStats(s.t.Context())
		if err != nil {
			s.t.Fatal(err)
		}
		if depth == 0 {
			return
		}
		select {
		case <-time.After(10 * time.Millisecond):
		case <-s.t.Context().Done():
			s.t.Fatal(s.t.Context().Err())
		}
	}
}

// fanOut sends one message to each of many subscribers, and gives what the stand-in counted and how long it took.
func fanOut(t testing.TB, url string, rate, replicas, subscribers int) (telegramtest.Stats, time.Duration) {
	t.Helper()
	s := openScene(t, url, rate, replicas, telegramtest.Options{AnyUser: true, CountOnly: true,
		Limits: telegramtest.Limits{Overall: max(30, rate), PerChat: 1, Burst: 3, Group: 20}})
	defer s.stop()
	put(t, s.store, subscribers)
	began := time.Now()
	s.wait("the fan-out", func() bool { return s.telegram.Delivered() >= subscribers })
	took := time.Since(began)
	s.empty()
	return s.telegram.Stats(), took
}

func put(t testing.TB, keep *store.Store, subscribers int) {
	t.Helper()
	var list []catalog.Outgoing
	run := time.Now().UnixNano() // a Redis that is not empty knows the last run's keys
	for i := range subscribers {
		list = append(list, outgoing(fmt.Sprint("news:", run, ":", i), int64(1000+i), "<b>News</b> for everybody"))
	}
	if n, err := keep.Put(t.Context(), list); err != nil || n != subscribers {
		t.Fatalf("put %d of %d: %v", n, subscribers, err)
	}
}

func TestReplicasSendTheStoresOutboxOnceEach(t *testing.T) {
	redistest.Each(t, func(t *testing.T, url string) {
		for _, replicas := range []int{1, 3} {
			stats, took := fanOut(t, url, 200, replicas, 400)
			if stats.Total != 400 || stats.Doubles != 0 {
				t.Errorf("%d replicas: %d sent, %d doubled", replicas, stats.Total, stats.Doubles)
			}
			t.Logf("%d replicas: %.0f a second", replicas, float64(stats.Total)/took.Seconds())
		}
	})
}

func TestAMigratedGroupGetsTheStoresMessagesOnce(t *testing.T) {
	redistest.Each(t, migrate)
}

func migrate(t *testing.T, url string) {
	s := openScene(t, url, 29, 1, telegramtest.Options{})
	defer s.stop()
	group := s.telegram.AddGroup("Мост", 7)
	s.telegram.Join(group, 7)
	s.wait("the introduction", func() bool { return len(s.telegram.Replies(group)) == 1 })
	super := s.telegram.Migrate(group)
	if _, err := s.store.Put(t.Context(), []catalog.Outgoing{outgoing("a", group, "one"), outgoing("b", group, "two")}); err != nil {
		t.Fatal(err)
	}
	s.wait("the news", func() bool { return len(s.telegram.Replies(super)) >= 2 })
	s.empty()
	if got := s.telegram.Replies(super); len(got) != 2 || got[0].Text != "one" || got[1].Text != "two" {
		t.Errorf("the supergroup got %+v", got)
	}
}

// BenchmarkFanOut tells how close to its rate the bot sends, on the store that REDIS_URL names, by default the embedded.
func BenchmarkFanOut(b *testing.B) {
	for _, c := range []struct{ rate, subscribers int }{{29, 600}, {1000, 30_000}} {
		b.Run(fmt.Sprint(c.rate), func(b *testing.B) {
			for range b.N {
				stats, took := fanOut(b, os.Getenv("REDIS_URL"), c.rate, 1, c.subscribers)
				b.ReportMetric(float64(stats.Total)/took.Seconds(), "sent/s")
				b.ReportMetric(100*float64(stats.Total)/took.Seconds()/float64(c.rate), "%rate")
				b.ReportMetric(float64(stats.TooMany), "429s")
				b.ReportMetric(float64(stats.Doubles), "doubles")
			}
		})
	}
}
