package store

import (
	"log/slog"
	"testing"
	"time"
)

// eachStore runs a test on an empty store of each kind: embedded, one real Redis, a cluster of three masters.
func eachStore(t *testing.T, test func(t *testing.T, s *Store)) {
	t.Helper()
	eachStoreAt(t, nil, test)
}

// eachStoreAt is eachStore with a clock.
func eachStoreAt(t *testing.T, clock func() time.Time, test func(t *testing.T, s *Store)) {
	t.Helper()
	t.Run("embedded", func(t *testing.T) { test(t, open(t, Options{Dir: t.TempDir(), Clock: clock})) })
	t.Run("redis", func(t *testing.T) { test(t, open(t, Options{URL: "redis://" + aRedis(t).address, Clock: clock})) })
	t.Run("cluster", func(t *testing.T) { test(t, open(t, Options{URL: "redis://" + aCluster(t), Clock: clock})) })
}

// open opens a store that the test's end closes.
func open(t testing.TB, o Options) *Store {
	t.Helper()
	if o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError}))
	}
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close the store: %v", err)
		}
	})
	return s
}
