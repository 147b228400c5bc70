package store

import (
	"context"
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"mostbot/catalog"
)

func TestARedisWithoutMemoryRefusesWritesAndStillReads(t *testing.T) {
	p := aRedis(t)
	s := open(t, Options{URL: "redis://" + p.address})
	add(t, s, visitOf(t, "e", "2024-01-01", burgas, kherson))
	limit := limiting(t, p)
	limit("1")
	defer limit("0")
	_, err := s.Add(t.Context(), catalog.Addition{Event: visitOf(t, "f", "2020-01-01", burgas, kherson)})
	if !errors.Is(err, ErrFull) || errors.Is(err, ErrUnavailable) {
		t.Errorf("adding gives %v, want ErrFull", err)
	}
	if err := s.Remember(t.Context(), "a", "b", time.Hour); !errors.Is(err, ErrFull) {
		t.Errorf("remembering gives %v, want ErrFull", err)
	}
	var passing interface{ Unavailable() bool }
	if !errors.As(err, &passing) || !passing.Unavailable() {
		t.Errorf("nobody can tell that %v may pass", err)
	}
	mustReadOne(t, s)
}

func mustReadOne(t *testing.T, s *Store) {
	t.Helper()
	if page, err := s.Events(t.Context(), catalog.Query{}); err != nil || page.Total != 1 {
		t.Errorf("reading gives %d events, %v", page.Total, err)
	}
}

func TestAFullRedisDoesNotKeepMostbotFromStarting(t *testing.T) {
	p := aRedis(t)
	first := open(t, Options{URL: "redis://" + p.address})
	add(t, first, visitOf(t, "e", "2024-01-01", burgas, kherson))
	limit := limiting(t, p)
	limit("1")
	defer limit("0")
	mustReadOne(t, open(t, Options{URL: "redis://" + p.address}))
	must(t, first.db.Del(t.Context(), schemaKey).Err())
	unmarked := open(t, Options{URL: "redis://" + p.address})
	mustReadOne(t, unmarked)
	limit("0")
	awaitOther(t, redis.Nil, func() error { return unmarked.db.Get(t.Context(), schemaKey).Err() }, nil)
}

// limiting gives a function that sets how much memory Redis may use.
func limiting(t *testing.T, p *redisProcess) func(memory string) {
	return func(memory string) {
		must(t, p.await(func(ctx context.Context, db *redis.Client) error {
			return errors.Join(db.ConfigSet(ctx, "maxmemory-policy", "noeviction").Err(), db.ConfigSet(ctx, "maxmemory", memory).Err())
		}))
	}
}

func TestAFullDiskUnderAnExportIsNoTroubleOfTheStore(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no /dev/full here")
	}
	defer full.Close()
	eachStore(t, func(t *testing.T, s *Store) {
		for n := range 50 {
			must(t, s.Remember(t.Context(), decimal(n), strings.Repeat("x", 4000), time.Hour))
		}
		if err := s.Export(t.Context(), full); !errors.Is(err, syscall.ENOSPC) || errors.Is(err, ErrUnavailable) {
			t.Errorf("exporting gives %v", err)
		}
	})
}
