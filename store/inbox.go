package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"mostbot/catalog"
)

// What Telegram brings by webhook is acknowledged as soon as it lies in the inbox, and handled after. It stays there until
// it was handled, under a lease: what a dead process had taken, another one finds overdue. The numbers of updates are kept
// for a day, as long as Telegram may bring one again.
func inboxKeys() []string {
	return []string{inboxKey("seen"), inboxKey("updates"), inboxKey("until"), inboxKey("tries")}
}

func inboxKey(name string) string { return key("{inbox}", []string{name}) }

const (
	updatesKept = 24 * time.Hour
	mostKept    = 200_000 // numbers of updates; so a flood fills no memory
	mostTakings = 3       // an update that ended so many processes, or hung in them, is given up
)

// acceptScript puts an update into the inbox unless it was ever there.
// KEYS: the inbox's. ARGV: number, update, now and the end of the lease in ms, for how long numbers are kept, and how many.
var acceptScript = redis.NewScript(`
local seen, updates, ends, now = KEYS[1], KEYS[2], KEYS[3], tonumber(ARGV[3])
if redis.call('ZADD', seen, 'NX', now, ARGV[1]) == 0 then return 0 end
redis.call('ZREMRANGEBYSCORE', seen, '-inf', now - ARGV[5])
redis.call('ZREMRANGEBYRANK', seen, 0, -1 - ARGV[6])
redis.call('HSET', updates, ARGV[1], ARGV[2])
redis.call('ZADD', ends, ARGV[4], ARGV[1])
return 1`)

// AcceptUpdate keeps an update until HandledUpdate, and tells whether it is new. It is the caller's until the moment; after
// that OverdueUpdates hands it out.
func (s *Store) AcceptUpdate(ctx context.Context, u catalog.Update, until time.Time) (bool, error) {
	fresh, err := acceptScript.Run(ctx, s.db, inboxKeys(), u.ID, u.Raw, itoa(s.clock().UnixMilli()), itoa(until.UnixMilli()),
		updatesKept.Milliseconds(), mostKept).Int()
	if err != nil {
		return false, fmt.Errorf("keep an update: %w", err)
	}
	return fresh == 1, nil
}

// keepScript moves the ends of leases.
var keepScript = redis.NewScript(`
for i = 2, #ARGV do redis.call('ZADD', KEYS[1], 'XX', ARGV[1], ARGV[i]) end
return 0`)

// KeepUpdates makes the updates that somebody is handling theirs until the moment.
func (s *Store) KeepUpdates(ctx context.Context, ids []int, until time.Time) error {
	if len(ids) == 0 {
		return nil
	}
	args := []any{itoa(until.UnixMilli())}
	for _, id := range ids {
		args = append(args, id)
	}
	if err := keepScript.Run(ctx, s.db, []string{inboxKey("until")}, args...).Err(); err != nil {
		return fmt.Errorf("keep updates that are being handled: %w", err)
	}
	return nil
}

// overdueScript hands out updates whose lease has ended; one that was handed out too often is dropped.
// KEYS: the inbox's. ARGV: now, the end of the new lease, at most how many, at most how often each.
var overdueScript = redis.NewScript(`
local updates, ends, tries = KEYS[2], KEYS[3], KEYS[4]
local taken = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', ends, '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])) do
  local raw = redis.call('HGET', updates, id)
  if raw and redis.call('HINCRBY', tries, id, 1) < tonumber(ARGV[4]) then
    redis.call('ZADD', ends, ARGV[2], id)
    taken[#taken + 1] = id
    taken[#taken + 1] = raw
  else
    redis.call('ZREM', ends, id)
    redis.call('HDEL', updates, id)
    redis.call('HDEL', tries, id)
  end
end
return taken`)

// OverdueUpdates hands out updates that nobody has finished in time, each to one caller, until the moment.
func (s *Store) OverdueUpdates(ctx context.Context, now, until time.Time) ([]catalog.Update, error) {
	const atOnce = 100
	words, err := overdueScript.Run(ctx, s.db, inboxKeys(), itoa(now.UnixMilli()), itoa(until.UnixMilli()), atOnce, mostTakings).StringSlice()
	if err != nil {
		return nil, fmt.Errorf("look for overdue updates: %w", err)
	}
	var list []catalog.Update
	for i := 0; i+1 < len(words); i += 2 {
		id, err := strconv.Atoi(words[i])
		if err != nil {
			return nil, fmt.Errorf("look for overdue updates: the script named the update %q", words[i])
		}
		list = append(list, catalog.Update{ID: id, Raw: []byte(words[i+1])})
	}
	return list, nil
}

// HandledUpdate lets go of an update. Its number is remembered.
func (s *Store) HandledUpdate(ctx context.Context, id int) error {
	_, err := s.db.Pipelined(ctx, func(p redis.Pipeliner) error {
		field := strconv.Itoa(id)
		p.ZRem(ctx, inboxKey("until"), field)
		p.HDel(ctx, inboxKey("updates"), field)
		p.HDel(ctx, inboxKey("tries"), field)
		return nil
	})
	if err != nil {
		return fmt.Errorf("let go of a handled update: %w", err)
	}
	return nil
}
