package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"mostbot/catalog"
)

// The review queue: the reports, and the order in which they came.
var (
	reviewsKey     = catalogueKey("reviews")
	reviewOrderKey = catalogueKey("reviews", "order")
)

// Queue puts a report into the review queue. One with the id of a report that waits takes its place.
func (s *Store) Queue(ctx context.Context, r catalog.Review) error {
	if r.Queued.IsZero() {
		r.Queued = s.clock().UTC()
	}
	document, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("queue %s for review: %w", r.ID, err)
	}
	_, err = s.db.TxPipelined(ctx, func(p redis.Pipeliner) error {
		p.HSet(ctx, reviewsKey, r.ID, document)
		p.ZAddNX(ctx, reviewOrderKey, redis.Z{Score: float64(r.Queued.UnixMilli()), Member: r.ID})
		return nil
	})
	if err != nil {
		return fmt.Errorf("queue %s for review: %w", r.ID, err)
	}
	return nil
}

// Reviews gives the reports that have waited longest, and how many wait in all.
func (s *Store) Reviews(ctx context.Context, limit int) (reviews []catalog.Review, total int, err error) {
	pipe := s.db.Pipeline()
	order := pipe.ZRange(ctx, reviewOrderKey, 0, int64(max(limit, 1))-1)
	count := pipe.ZCard(ctx, reviewOrderKey)
	if _, err := pipe.Exec(ctx); err != nil {
		return nil, 0, fmt.Errorf("read the review queue: %w", err)
	}
	if len(order.Val()) == 0 || limit < 1 {
		return nil, int(count.Val()), nil
	}
	reviews, err = fieldsOf[catalog.Review](s.db.HMGet(ctx, reviewsKey, order.Val()...))
	if err != nil {
		return nil, 0, fmt.Errorf("read the review queue: %w", err)
	}
	return reviews, int(count.Val()), nil
}

// Review gives the report with the id, or ErrNotFound when it was settled.
func (s *Store) Review(ctx context.Context, id string) (catalog.Review, error) {
	var r catalog.Review
	document, err := s.db.HGet(ctx, reviewsKey, id).Bytes()
	if errors.Is(err, redis.Nil) {
		err = ErrNotFound
	}
	if err == nil {
		err = json.Unmarshal(document, &r)
	}
	if err != nil {
		return catalog.Review{}, fmt.Errorf("read the report %s: %w", id, err)
	}
	return r, nil
}

// settleReviewScript takes a report out of the queue for one taker. Asked again because the answer was lost, it gives the
// same answer. KEYS: reports, order, who took it. ARGV: id, taker, for how many seconds that is remembered.
var settleReviewScript = redis.NewScript(`
if redis.call('HDEL', KEYS[1], ARGV[1]) == 1 then
  redis.call('ZREM', KEYS[2], ARGV[1])
  redis.call('SET', KEYS[3], ARGV[2], 'EX', ARGV[3])
end
return redis.call('GET', KEYS[3]) == ARGV[2] and 1 or 0`)

// Settled takes a report out of the queue. ErrNotFound says that somebody else was faster.
func (s *Store) Settled(ctx context.Context, id string) error {
	keys := []string{reviewsKey, reviewOrderKey, catalogueKey("reviews", "taken", id)}
	taken, err := settleReviewScript.Run(ctx, s.db, keys, id, rand.Text(), 60).Int()
	if err == nil && taken == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("settle the report %s: %w", id, err)
	}
	return nil
}

// Article identities are kept by the month in which they were last met. Those that no source has shown for a while go with
// their month.
const monthsSeen = 3

func seenKey(month time.Time) string { return catalogueKey("seen", month.Format("2006-01")) }

// seenKeys lists the months that are looked into, the present one first.
func (s *Store) seenKeys() []string {
	now := s.clock().UTC()
	keys := make([]string, monthsSeen)
	for i := range keys {
		keys[i] = seenKey(time.Date(now.Year(), now.Month()-time.Month(i), 1, 0, 0, 0, 0, time.UTC))
	}
	return keys
}

// Unseen gives those of the identities that no article had, in their order. Those that were seen are remembered anew.
func (s *Store) Unseen(ctx context.Context, identities []string) ([]string, error) {
	if len(identities) == 0 {
		return nil, nil
	}
	pipe := s.db.Pipeline()
	var months []*redis.BoolSliceCmd
	for _, month := range s.seenKeys() {
		months = append(months, pipe.SMIsMember(ctx, month, anys(identities)...))
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return nil, fmt.Errorf("look which articles are new: %w", err)
	}
	var unseen, ageing []string
	for i, identity := range identities {
		seen, now := false, months[0].Val()[i]
		for _, month := range months {
			seen = seen || month.Val()[i]
		}
		switch {
		case !seen:
			unseen = append(unseen, identity)
		case !now:
			ageing = append(ageing, identity)
		}
	}
	return unseen, s.MarkSeen(ctx, ageing)
}

// MarkSeen remembers the identities of articles that have been dealt with.
func (s *Store) MarkSeen(ctx context.Context, identities []string) error {
	if len(identities) == 0 {
		return nil
	}
	month := s.seenKeys()[0]
	_, err := s.db.TxPipelined(ctx, func(p redis.Pipeliner) error {
		p.SAdd(ctx, month, anys(identities)...)
		p.ExpireAt(ctx, month, s.clock().AddDate(0, monthsSeen+1, 0))
		return nil
	})
	if err != nil {
		return fmt.Errorf("remember which articles were read: %w", err)
	}
	return nil
}

func anys[T any](values []T) []any {
	list := make([]any, len(values))
	for i, v := range values {
		list[i] = v
	}
	return list
}
