package store

import (
	"context"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"mostbot/catalog"
)

// OutboxStats says how many messages lie in the outbox, and since when the oldest does (the zero time for an empty one).
// Of a chat's messages, only the first is looked at for that.
func (s *Store) OutboxStats(ctx context.Context) (depth int, oldest time.Time, err error) {
	if depth, err = s.sum(ctx, "depth"); err != nil {
		return 0, time.Time{}, fmt.Errorf("count the outbox: %w", err)
	}
	var firsts []*redis.ZSliceCmd
	if _, err = s.db.Pipelined(ctx, func(p redis.Pipeliner) error {
		for shard := range shards {
			firsts = append(firsts, p.ZRangeWithScores(ctx, waitingKey(shard), 0, 0))
		}
		return nil
	}); err != nil {
		return 0, time.Time{}, fmt.Errorf("find the oldest message: %w", err)
	}
	for _, first := range firsts {
		for _, z := range first.Val() {
			if at := time.UnixMilli(int64(z.Score)).UTC(); oldest.IsZero() || at.Before(oldest) {
				oldest = at
			}
		}
	}
	return depth, oldest, nil
}

// Verdicts counts how attempts to send ended, since the store is there.
func (s *Store) Verdicts(ctx context.Context) (map[catalog.Verdict]int, error) {
	var counts []*redis.MapStringStringCmd
	if _, err := s.db.Pipelined(ctx, func(p redis.Pipeliner) error {
		for shard := range shards {
			counts = append(counts, p.HGetAll(ctx, statsKey(shard)))
		}
		return nil
	}); err != nil {
		return nil, fmt.Errorf("count the verdicts: %w", err)
	}
	total := map[catalog.Verdict]int{}
	for _, c := range counts {
		for verdict, n := range c.Val() {
			count := 0
			if _, err := fmt.Sscan(n, &count); err != nil {
				return nil, fmt.Errorf("count the verdicts: %w", err)
			}
			total[catalog.Verdict(verdict)] += count
		}
	}
	return total, nil
}
