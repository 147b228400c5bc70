package store

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"mostbot/catalog"
)

func benchmarkEach(b *testing.B, bench func(b *testing.B, s *Store)) {
	b.Run("embedded", func(b *testing.B) { bench(b, open(b, Options{Dir: b.TempDir()})) })
	b.Run("redis", func(b *testing.B) { bench(b, open(b, Options{URL: "redis://" + aRedis(b).address})) })
}

// fanOut is one message to each of n chats.
func fanOut(n int, key string) []catalog.Outgoing {
	body := []byte(fmt.Sprintf(`{"blocks":["%0800d"]}`, 1))
	messages := make([]catalog.Outgoing, n)
	for i := range messages {
		messages[i] = catalog.Outgoing{Key: key, Chat: userID(i), Body: body, Event: key}
	}
	return messages
}

func BenchmarkPut(b *testing.B) {
	benchmarkEach(b, func(b *testing.B, s *Store) {
		const n = 4096
		for i := 0; b.Loop(); i++ {
			if _, err := s.Put(b.Context(), fanOut(n, fmt.Sprint(i))); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "messages/s")
	})
}

// BenchmarkSend is all that the store does for a message: claim, take, settle, with 64 under way.
func BenchmarkSend(b *testing.B) {
	benchmarkEach(b, func(b *testing.B, s *Store) {
		s.SetRate(1_000_000)
		for i := range (b.N + 9999) / 10_000 {
			if _, err := s.Put(b.Context(), fanOut(10_000, fmt.Sprint(i))); err != nil {
				b.Fatal(err)
			}
		}
		b.ResetTimer()
		work := make(chan catalog.Outgoing)
		var crowd sync.WaitGroup
		for range 64 {
			crowd.Go(func() {
				for o := range work {
					sendOne(b, s, o)
				}
			})
		}
		for sent := 0; sent < b.N; {
			list, err := s.Claim(b.Context(), time.Now(), 512)
			if err != nil {
				b.Fatal(err)
			}
			for _, o := range list {
				work <- o
			}
			sent += len(list)
		}
		close(work)
		crowd.Wait()
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
	})
}

func sendOne(b *testing.B, s *Store, o catalog.Outgoing) {
	if _, err := s.Take(b.Context(), o.Chat, false, time.Now()); err != nil {
		b.Error(err)
	}
	if err := s.Settle(b.Context(), o, sent(1)); err != nil {
		b.Error(err)
	}
}
