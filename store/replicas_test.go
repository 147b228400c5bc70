package store

import (
	"bytes"
	"fmt"
	"sync"
	"testing"
	"time"

	"mostbot/catalog"
)

// replicas opens the same store as several processes would; of the embedded one there is but one.
func replicas(t *testing.T, s *Store, url string, n int) []*Store {
	all := []*Store{s}
	for range n - 1 {
		if url == "" {
			all = append(all, s)
			continue
		}
		all = append(all, open(t, Options{URL: url}))
	}
	return all
}

// eachReplicated runs a test with three replicas on each kind of store.
func eachReplicated(t *testing.T, test func(t *testing.T, all []*Store)) {
	t.Helper()
	for name, url := range map[string]func() string{
		"embedded": func() string { return "" },
		"redis":    func() string { return "redis://" + aRedis(t).address },
		"cluster":  func() string { return "redis://" + aCluster(t) },
	} {
		t.Run(name, func(t *testing.T) {
			address := url()
			test(t, replicas(t, open(t, Options{URL: address, Dir: t.TempDir()}), address, 3))
		})
	}
}

func TestReplicasDoEverythingOnceTogether(t *testing.T) {
	const chats = 300
	eachReplicated(t, func(t *testing.T, all []*Store) {
		now := time.Now().Truncate(time.Second)
		for chat := range int64(chats) {
			sub := wishOf(chat+1, morning, catalog.CityRef(burgas))
			sub.Since = now.Add(-time.Hour)
			subscribe(t, all[0], sub, now)
			subscribe(t, all[0], wishOf(chat+1, instant), now)
		}
		e := visit
		e.Date, e.Entered = catalog.DayOf(now), now.Add(-time.Minute)
		_, err := all[0].Add(t.Context(), catalog.Addition{Event: e})
		must(t, err)
		var mu sync.Mutex
		got := map[string]int{}
		var crowd sync.WaitGroup
		for _, s := range all {
			d := newDigest(t, s)
			crowd.Go(func() {
				if err := d.Announce(t.Context()); err != nil {
					t.Error(err)
				}
				if err := d.Tick(t.Context(), now); err != nil {
					t.Error(err)
				}
				for _, o := range drain(t, s) {
					mu.Lock()
					got[fmt.Sprint(o.Key, " ", o.Chat)]++
					mu.Unlock()
				}
			})
		}
		crowd.Wait()
		want(t, "messages", len(got), 2*chats)
		for key, n := range got {
			if n != 1 {
				t.Errorf("%s was sent %d times", key, n)
			}
		}
		wantNothingLeft(t, all[0])
	})
}

// drain sends until the outbox is empty.
func drain(t *testing.T, s *Store) []catalog.Outgoing {
	var all []catalog.Outgoing
	for {
		list, err := s.Claim(t.Context(), time.Now().Add(time.Second), 64)
		if err != nil {
			t.Error(err)
			return all
		}
		for _, o := range list {
			if err := s.Settle(t.Context(), o, sent(1)); err != nil {
				t.Error(err)
			}
		}
		all = append(all, list...)
		if depth, _, err := s.OutboxStats(t.Context()); err != nil || depth == 0 {
			return all
		}
	}
}

func TestReplicasShareOneRate(t *testing.T) {
	eachReplicated(t, func(t *testing.T, all []*Store) {
		begin := time.Now()
		var moments []time.Time
		for i := 0; i < 3000; i++ { // each of them asks every three milliseconds
			now := begin.Add(time.Duration(i) * time.Millisecond)
			wait, err := all[i%len(all)].Take(t.Context(), int64(i+1), false, now)
			must(t, err)
			if wait == 0 {
				moments = append(moments, now)
			}
		}
		if n := most(moments, time.Second); n > 30 || len(moments) < 85 {
			t.Errorf("%d in a second, %d in three", n, len(moments))
		}
	})
}

func TestDigestServedInTheMiddleOfAnExportIsSentOnce(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		sub := wishOf(7, morning)
		sub.Since = noon.Add(-time.Hour)
		subscribe(t, s, sub, noon)
		before := exported(t, s)
		list, err := s.Due(t.Context(), noon, 10)
		must(t, err)
		o := message(7, "digest")
		must(t, s.Serve(t.Context(), []catalog.Served{served(list[0], &o)}))
		after := exported(t, s)
		// The record was read before the digest was served, the queue after that.
		mixed := bytes.Replace(after, lineOf(t, after, chatKey(7)), lineOf(t, before, chatKey(7)), 1)
		for export, again := range map[*[]byte]int{&mixed: 1, &after: 0} {
			must(t, s.Restore(t.Context(), bytes.NewReader(*export)))
			list, err := s.Due(t.Context(), noon, 10)
			must(t, err)
			want(t, "due", len(list), again)
			for _, d := range list {
				must(t, s.Serve(t.Context(), []catalog.Served{served(d, &o)}))
			}
			settle(t, s, claimOne(t, s, noon, "digest"), sent(1))
			want(t, "left", len(claim(t, s, noon)), 0)
		}
	})
}

func exported(t *testing.T, s *Store) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, s.Export(t.Context(), &b))
	return b.Bytes()
}

// lineOf finds a key's line in an export.
func lineOf(t *testing.T, export []byte, key string) []byte {
	t.Helper()
	for line := range bytes.Lines(export) {
		if bytes.Contains(line, []byte(`"key":"`+key+`"`)) {
			return line
		}
	}
	t.Fatalf("%s is not in the export", key)
	return nil
}
