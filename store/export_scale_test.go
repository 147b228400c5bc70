package store

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"mostbot/catalog"
)

const (
	exportTime   = time.Minute
	exportMemory = 100 << 20
)

// A million subscriptions are exported in less than a minute, and neither export nor restore needs memory for them all.
func TestAnExportOfManySubscriptionsTakesLittleTimeAndMemory(t *testing.T) {
	n := scale(t)
	s := open(t, Options{URL: "redis://" + aRedis(t).address})
	filters := manyFilters()
	subscribeMany(t, s, n, func(i int) (catalog.Subscription, time.Time) {
		return catalog.Subscription{Chat: userID(i), Schedule: morning, Filter: filters[i%len(filters)], Since: noon}, noon
	})
	file, err := os.Create(filepath.Join(t.TempDir(), "export.jsonl"))
	must(t, err)
	defer file.Close()
	memory := watchMemory(t)
	start := time.Now()
	must(t, s.Export(t.Context(), file))
	wantSpan(t, "export", time.Since(start), exportTime)
	_, err = file.Seek(0, 0)
	must(t, err)
	start = time.Now()
	must(t, s.Restore(t.Context(), file))
	wantSpan(t, "restore", time.Since(start), 3*exportTime)
	if most := memory(); most > exportMemory {
		t.Errorf("%d MB were needed", most>>20)
	}
	count, err := s.CountChats(t.Context())
	must(t, err)
	if count != n {
		t.Errorf("%d chats came back, want %d", count, n)
	}
}
