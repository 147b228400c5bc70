package store

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// leaseScript gives a lease to a holder if it is free or already the holder's.
// KEYS: the lease, the number of its last owner. ARGV: holder, time to live in ms.
var leaseScript = redis.NewScript(`
local holder = redis.call('HGET', KEYS[1], 'holder')
if holder and holder ~= ARGV[1] then return 0 end
if not holder then
  redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'number', redis.call('INCR', KEYS[2]))
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return tonumber(redis.call('HGET', KEYS[1], 'number'))`)

// releaseScript gives a lease up, if it is the holder's.
var releaseScript = redis.NewScript(`
if redis.call('HGET', KEYS[1], 'holder') == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 0`)

func leaseKeys(name string) []string {
	return []string{key("{lease}", []string{name}), key("{lease}", []string{name, "number"})}
}

// Lease takes or renews the lease of that name, which one holder at a time has until it ends or is released.
func (s *Store) Lease(ctx context.Context, name, holder string, ttl time.Duration) (bool, error) {
	if err := s.freeOfTheDead(ctx, name); err != nil {
		return false, fmt.Errorf("take the lease %s: %w", name, err)
	}
	number, err := leaseScript.Run(ctx, s.db, leaseKeys(name), holder, ttl.Milliseconds()).Int64()
	if err != nil {
		return false, fmt.Errorf("take the lease %s: %w", name, err)
	}
	if number == 0 {
		return false, nil
	}
	s.fences.Store(name, number)
	return true, nil
}

// freeOfTheDead ends, once, a lease that an earlier process left in the embedded store: as only one process at a time has
// that open, its holder is dead.
func (s *Store) freeOfTheDead(ctx context.Context, name string) error {
	if s.embedded == nil {
		return nil
	}
	first, _ := s.freed.LoadOrStore(name, &sync.Once{})
	var err error
	first.(*sync.Once).Do(func() { err = s.db.Del(ctx, leaseKeys(name)[0]).Err() })
	return err
}

// Release gives the lease up if the holder has it.
func (s *Store) Release(ctx context.Context, name, holder string) error {
	if err := releaseScript.Run(ctx, s.db, leaseKeys(name)[:1], holder).Err(); err != nil {
		return fmt.Errorf("release the lease %s: %w", name, err)
	}
	return nil
}

// fence returns the number under which this process last held the lease, which grows with each new owner; 0: it never
// held it.
func (s *Store) fence(name string) int64 {
	number, _ := s.fences.Load(name)
	n, _ := number.(int64)
	return n
}

// PollLease is the name of the lease of the process that asks Telegram for updates.
const PollLease = "poll"

func offsetKey() string { return key("{lease}", []string{"offset"}) }

// offsetScript saves an offset, unless a later owner of the lease has saved one. Who never held the lease (0) is alone.
// KEYS: offset. ARGV: offset, the number of the lease.
var offsetScript = redis.NewScript(`
local fence = tonumber(redis.call('HGET', KEYS[1], 'fence') or 0)
if tonumber(ARGV[2]) > 0 and fence > tonumber(ARGV[2]) then return 0 end
redis.call('HSET', KEYS[1], 'offset', ARGV[1], 'fence', ARGV[2])
return 1`)

// Offset returns the number of the update with which polling goes on, 0 before the first.
func (s *Store) Offset(ctx context.Context) (int, error) {
	text, err := s.db.HGet(ctx, offsetKey(), "offset").Result()
	if unlessMissing(err) != nil {
		return 0, fmt.Errorf("read the offset of updates: %w", err)
	}
	if text == "" {
		return 0, nil
	}
	return strconv.Atoi(text)
}

// SaveOffset saves the number of the next update. A process that lost the lease, and doesn't know it yet, saves nothing.
func (s *Store) SaveOffset(ctx context.Context, offset int) error {
	if err := offsetScript.Run(ctx, s.db, []string{offsetKey()}, offset, s.fence(PollLease)).Err(); err != nil {
		return fmt.Errorf("save the offset of updates: %w", err)
	}
	return nil
}
