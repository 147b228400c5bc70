package bot

import (
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"mostbot/catalog"
	"mostbot/store"
	"mostbot/telegramtest"
)

// fanOut sends one message to each of many subscribers through the real store, to a stand-in that takes as long over each
// call as Telegram does, and gives what the stand-in counted and how long it took.
func fanOut(t testing.TB, rate, subscribers int) (telegramtest.Stats, time.Duration) {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	ctx, cancel := context.WithCancel(t.Context())
	keep, err := store.Open(ctx, store.Options{URL: os.Getenv("REDIS_URL"), Dir: t.TempDir(), Log: log})
	if err != nil {
		t.Fatal(err)
	}
	keep.SetRate(rate)
	telegram := telegramtest.New(telegramtest.Options{AnyUser: true, CountOnly: true,
		Limits:  telegramtest.Limits{Overall: rate + 1, PerChat: 1, Burst: 3, Group: 20},
		Latency: telegramtest.Between(50*time.Millisecond, 300*time.Millisecond)})
	server := httptest.NewServer(telegram)
	b, err := New(Options{Token: telegram.Token(), APIURL: server.URL, Rate: rate, Replica: "one", Log: log},
		Needs{Book: &echo{}, Chats: keep, Outbox: keep, Limits: keep, Progress: keep, Turns: keep})
	if err != nil {
		t.Fatal(err)
	}
	put(t, keep, subscribers)
	ended := make(chan error, 1)
	began := time.Now()
	go func() { ended <- b.Run(ctx) }()
	waiting, stop := context.WithTimeout(ctx, 10*time.Minute)
	defer stop()
	if err := telegram.Wait(waiting, func() bool { return telegram.Delivered() >= subscribers }); err != nil {
		t.Error(err)
	}
	took := time.Since(began)
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if depth, _, err := keep.OutboxStats(context.Background()); depth != 0 || err != nil {
		t.Errorf("%d messages are left in the outbox: %v", depth, err)
	}
	server.Close()
	if err := keep.Close(); err != nil {
		t.Error(err)
	}
	return telegram.Stats(), took
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

func TestTheStoresOutboxIsSentOnceEach(t *testing.T) {
	stats, took := fanOut(t, 200, 400)
	if stats.Total != 400 || stats.Doubles != 0 {
		t.Errorf("%d sent, %d doubled", stats.Total, stats.Doubles)
	}
	t.Logf("%.0f a second", float64(stats.Total)/took.Seconds())
}

// BenchmarkFanOut tells how close to its rate the bot sends, on the store that REDIS_URL names, by default the embedded.
func BenchmarkFanOut(b *testing.B) {
	for _, c := range []struct{ rate, subscribers int }{{29, 600}, {1000, 20_000}} {
		b.Run(fmt.Sprint(c.rate), func(b *testing.B) {
			for range b.N {
				stats, took := fanOut(b, c.rate, c.subscribers)
				b.ReportMetric(float64(stats.Total)/took.Seconds(), "sent/s")
				b.ReportMetric(100*float64(stats.Total)/took.Seconds()/float64(c.rate), "%rate")
				b.ReportMetric(float64(stats.TooMany), "429s")
				b.ReportMetric(float64(stats.Doubles), "doubles")
			}
		})
	}
}
