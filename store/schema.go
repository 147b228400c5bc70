package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// schemaKey holds the number of the schema. It has no version itself, so that every version finds it.
const schemaKey = "mostbot:schema"

// knowSchema makes sure, once, that the store is of a schema that this program knows; an empty store gets the mark.
func (s *Store) knowSchema(ctx context.Context) error {
	if s.schemaKnown.Load() || ctx.Value(schemaCheck{}) != nil {
		return nil
	}
	s.schemaCheck.Lock()
	defer s.schemaCheck.Unlock()
	if s.schemaKnown.Load() {
		return nil
	}
	if time.Since(s.schemaAsked) < patience {
		return s.schemaTrouble // a crowd must not wait for one time-out each
	}
	s.schemaTrouble = s.checkSchema(ctx)
	s.schemaAsked = time.Now()
	return s.schemaTrouble
}

// patience is how long a store that can't be reached is not asked again.
const patience = 250 * time.Millisecond

func (s *Store) checkSchema(ctx context.Context) error {
	ctx = context.WithValue(ctx, schemaCheck{}, true)
	ours := strings.TrimPrefix(schema, "m")
	found, err := s.schemaMark(ctx, ours)
	if errors.Is(err, ErrFull) {
		return nil // a full store can be read; the mark is written when there is room
	}
	if err != nil {
		return fmt.Errorf("check the store's schema: %w", err)
	}
	if n, err := strconv.Atoi(found); err != nil || n > mustNumber(ours) {
		return fmt.Errorf("%w: its schema is %s, this program knows %s; update mostbot, or give it another store",
			ErrNewerSchema, strconv.Quote(found), ours)
	}
	s.schemaKnown.Store(true)
	return nil
}

// schemaMark reads the mark. It writes only where there is none, for a full Redis takes no writes.
func (s *Store) schemaMark(ctx context.Context, ours string) (string, error) {
	found, err := s.db.Get(ctx, schemaKey).Result()
	if !errors.Is(err, redis.Nil) {
		return found, err
	}
	if err := s.db.SetNX(ctx, schemaKey, ours, 0).Err(); err != nil {
		return "", err
	}
	return s.db.Get(ctx, schemaKey).Result() // another process may have been faster
}

func mustNumber(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
