package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
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
	if s.schemaTrouble != nil && time.Since(s.schemaAsked) < patience {
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
	if err := s.db.SetNX(ctx, schemaKey, ours, 0).Err(); err != nil {
		return fmt.Errorf("check the store's schema: %w", err)
	}
	found, err := s.db.Get(ctx, schemaKey).Result()
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

func mustNumber(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
