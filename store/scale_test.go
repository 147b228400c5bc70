package store

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"mostbot/catalog"
	digests "mostbot/digest"
	printed "mostbot/texts"
)

// What the store and a tick must bear, on a real Redis. The whole size takes a minute and two gigabytes: ask for it with
// MOSTBOT_SCALE=1000000; else a small part of it is measured.
const (
	bytesPerSubscription = 400
	tickTime             = 5 * time.Second
	tickMemory           = 300 << 20
)

func scale(t *testing.T) int {
	if n, err := strconv.Atoi(os.Getenv("MOSTBOT_SCALE")); err == nil {
		return n
	}
	if testing.Short() {
		t.Skip("a matter of many seconds")
	}
	return 20_000
}

// manyFilters are 500 filters such as people make.
func manyFilters() []catalog.Filter {
	var filters []catalog.Filter
	for i := range 500 {
		refs := []catalog.Ref{catalog.CityRef(catalog.City{ID: int32(700_000 + i%250)})}
		if i >= 250 {
			refs = append(refs, catalog.TopicRef(catalog.Topics[i%len(catalog.Topics)]), catalog.CountryRef("BG"))
		}
		filters = append(filters, catalog.NewFilter(refs...))
	}
	return filters
}

// subscribeMany gives n chats a subscription each, the way Subscribe would, many at a time.
func subscribeMany(t testing.TB, s *Store, n int, of func(i int) (catalog.Subscription, time.Time)) {
	t.Helper()
	const atOnce = 20_000
	for from := 0; from < n; from += atOnce {
		var lists [shards][]change
		for i := from; i < min(n, from+atOnce); i++ {
			sub, next := of(i)
			c, err := newChange(sub.Chat, "", func(r *record) ([]command, error) {
				r.set(catalog.Chat{Kind: catalog.Private, Language: "bg", Zone: "Europe/Sofia", Since: noon})
				w := newWish(sub, next)
				w.N, r.Last = 1, 1
				r.Subscriptions = []wish{w}
				return nil, nil
			})
			if err != nil {
				t.Fatal(err)
			}
			lists[shardOf(sub.Chat)] = append(lists[shardOf(sub.Chat)], c)
		}
		if _, err := s.db.Pipelined(t.Context(), func(p redis.Pipeliner) error {
			for shard, list := range lists {
				s.changes(t.Context(), p, shard, nil, list)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
}

func userID(i int) int64 { return 5_000_000_000 + int64(i)*7 }

// redisMemory is what Redis has taken for data.
func redisMemory(t testing.TB, s *Store) int {
	t.Helper()
	info, err := s.db.Info(t.Context(), "memory").Result()
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(info, "used_memory:")
	text, _, _ := strings.Cut(rest, "\r\n")
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func wantSpan(t *testing.T, what string, took, most time.Duration) {
	t.Helper()
	t.Logf("%s: %s", what, took.Round(time.Millisecond))
	if took > most {
		t.Errorf("%s took %s, want at most %s", what, took, most)
	}
}

type nameless struct{}

func (nameless) Name(int32, catalog.Language) string { return "" }

func newDigest(t *testing.T, s *Store) *digests.Digest {
	t.Helper()
	words, err := printed.New(nameless{})
	if err != nil {
		t.Fatal(err)
	}
	return digests.New(digests.Options{
		Subscribers: s, Catalogue: s, News: s, Outbox: s, Texts: words, Language: "bg", Zone: time.UTC, NotFound: ErrNotFound,
		Log: slog.New(slog.DiscardHandler),
	})
}

// TestTickOfAMillion has a million subscriptions, of which one in twenty is due, with 500 filters.
func TestTickGrowsWithWhatIsDue(t *testing.T) {
	n := scale(t)
	s := open(t, Options{URL: "redis://" + aRedis(t).address})
	before := redisMemory(t, s)
	filters := manyFilters()
	subscribeMany(t, s, n, func(i int) (catalog.Subscription, time.Time) {
		sub := wishOf(userID(i), morning, filters[i%len(filters)]...)
		sub.Since = noon.Add(time.Duration(i%1000) * time.Second)
		next := noon.Add(24 * time.Hour)
		if i%20 == i/len(filters)%20 {
			next = noon.Add(time.Hour)
		}
		return sub, next
	})
	each := (redisMemory(t, s) - before) / n
	t.Logf("%d subscriptions: %d bytes each", n, each)
	if each > bytesPerSubscription {
		t.Errorf("a subscription takes %d bytes, want at most %d", each, bytesPerSubscription)
	}
	addEvents(t, s, 40)
	d := newDigest(t, s)
	peak := watchMemory(t)
	began := time.Now()
	if err := d.Tick(t.Context(), noon.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	wantSpan(t, "tick", time.Since(began), tickTime)
	if most := peak(); most > tickMemory {
		t.Errorf("the bot took %d MB", most>>20)
	}
	depth, _, err := s.OutboxStats(t.Context())
	must(t, err)
	t.Logf("%d digests", depth)
	if depth < n/20/2 {
		t.Errorf("%d digests for %d due", depth, n/20)
	}
}

// addEvents adds events in cities that the filters name.
func addEvents(t *testing.T, s *Store, n int) {
	t.Helper()
	for i := range n {
		e := visit
		e.ID = fmt.Sprintf("event-%d", i)
		e.Date = catalog.DayOf(noon.AddDate(0, 0, -20*i))
		e.Topics = catalog.Topics
		e.Entered = noon.Add(30*time.Minute + time.Duration(i)*time.Second)
		e.Cities = nil
		for j := range 7 {
			e.Cities = append(e.Cities, catalog.City{ID: int32(700_000 + (i*7+j)%250), Name: "City", Country: "BG"})
		}
		if _, err := s.Add(t.Context(), catalog.Addition{Event: e}); err != nil {
			t.Fatal(err)
		}
	}
}

// watchMemory returns a function that ends the watch and says what the heap's peak was.
func watchMemory(t *testing.T) func() uint64 {
	ctx, stop := context.WithCancel(t.Context())
	result := make(chan uint64)
	go func() {
		most := uint64(0)
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.Sys-m.HeapReleased)
			select {
			case <-ctx.Done():
				result <- most
				return
			case <-tick.C:
			}
		}
	}()
	return func() uint64 { stop(); most := <-result; t.Logf("memory: %d MB", most>>20); return most }
}

// TestMatchGrowsWithWhoMatches has a million instant subscriptions, of which one in a hundred matches an event.
func TestMatchGrowsWithWhoMatches(t *testing.T) {
	n := scale(t)
	s := open(t, Options{URL: "redis://" + aRedis(t).address})
	before := redisMemory(t, s)
	subscribeMany(t, s, n, func(i int) (catalog.Subscription, time.Time) {
		return wishOf(userID(i), instant, catalog.CityRef(catalog.City{ID: int32(700_000 + i%500)}), catalog.KindRef(catalog.Visit)), time.Time{}
	})
	each := (redisMemory(t, s) - before) / n
	t.Logf("%d instant subscriptions: %d bytes each", n, each)
	if each > bytesPerSubscription {
		t.Errorf("a subscription takes %d bytes, want at most %d", each, bytesPerSubscription)
	}
	e := visit
	e.Cities = nil
	for i := range 5 {
		e.Cities = append(e.Cities, catalog.City{ID: int32(700_000 + i), Name: "City", Country: "BG"})
	}
	if _, err := s.Add(t.Context(), catalog.Addition{Event: e}); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	must(t, newDigest(t, s).Announce(t.Context()))
	wantSpan(t, "announcement", time.Since(began), time.Second)
	depth, _, err := s.OutboxStats(t.Context())
	must(t, err)
	want(t, "messages", depth, n/100)
}
