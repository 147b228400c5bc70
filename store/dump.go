package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

// How much is asked for at a time, so that neither side needs more memory for a larger store.
const (
	keysAtOnce   = 500
	valuesAtOnce = 500
)

// dump gives all keys that match the pattern, piece by piece.
func (s *Store) dump(ctx context.Context, pattern string, give func(piece) error) error {
	return s.eachKeys(ctx, pattern, func(db redis.UniversalClient, keys []string) error {
		return dumpKeys(ctx, db, keys, give)
	})
}

// eachKeys gives all keys that match the pattern, some at a time, with the server that has them. Those of a cluster come
// master by master.
func (s *Store) eachKeys(ctx context.Context, pattern string, give func(redis.UniversalClient, []string) error) error {
	masters, err := s.masters(ctx)
	if err != nil {
		return err
	}
	for _, db := range masters {
		if err := eachKeysOf(ctx, db, pattern, give); err != nil {
			return trouble(err)
		}
	}
	return nil
}

func eachKeysOf(ctx context.Context, db redis.UniversalClient, pattern string,
	give func(redis.UniversalClient, []string) error,
) error {
	for cursor := uint64(0); ; {
		keys, next, err := db.Scan(ctx, cursor, pattern, keysAtOnce).Result()
		if err != nil {
			return fmt.Errorf("list the keys: %w", err)
		}
		for batch := range slices.Chunk(keys, keysAtOnce) {
			if err := give(db, batch); err != nil {
				return err
			}
		}
		if cursor = next; cursor == 0 {
			return nil
		}
	}
}

// masters lists the servers that hold the keys, in a steady order.
func (s *Store) masters(ctx context.Context) ([]redis.UniversalClient, error) {
	cluster, ok := s.db.(*redis.ClusterClient)
	if !ok {
		return []redis.UniversalClient{s.db}, nil
	}
	if err := s.knowSchema(ctx); err != nil {
		return nil, err
	}
	found := make(chan *redis.Client, 1000)
	err := cluster.ForEachMaster(ctx, func(_ context.Context, db *redis.Client) error {
		found <- db
		return nil
	})
	close(found)
	if err != nil {
		return nil, fmt.Errorf("find the cluster's masters: %w", trouble(err))
	}
	byAddress := map[string]redis.UniversalClient{}
	var addresses []string
	for db := range found {
		addresses = append(addresses, db.Options().Addr)
		byAddress[db.Options().Addr] = db
	}
	slices.Sort(addresses)
	masters := make([]redis.UniversalClient, 0, len(addresses))
	for _, address := range addresses {
		masters = append(masters, byAddress[address])
	}
	return masters, nil
}

// dumpKeys asks, on the chance that it is one, for the string of each key, and for its time of expiry.
func dumpKeys(ctx context.Context, db redis.UniversalClient, keys []string, give func(piece) error) error {
	values := make([]*redis.StringCmd, len(keys))
	expiries := make([]*redis.DurationCmd, len(keys))
	pipe := db.Pipeline()
	for i, key := range keys {
		values[i], expiries[i] = pipe.Get(ctx, key), pipe.PExpireTime(ctx, key)
	}
	_, _ = pipe.Exec(ctx) // each answer has its own error
	for i, key := range keys {
		if err := dumpKey(ctx, db, key, values[i], expiries[i], give); err != nil {
			return fmt.Errorf("read the key %s: %w", key, err)
		}
	}
	return nil
}

func dumpKey(ctx context.Context, db redis.UniversalClient, key string, value *redis.StringCmd, expiry *redis.DurationCmd,
	give func(piece) error,
) error {
	at, err := expiry.Result()
	if err != nil {
		return err
	}
	first := piece{Key: key}
	if at > 0 {
		first.Expires = at.Milliseconds()
	}
	switch err := value.Err(); {
	case errors.Is(err, redis.Nil): // expired since it was listed
		return nil
	case redis.HasErrorPrefix(err, "WRONGTYPE"):
		kind, err := db.Type(ctx, key).Result()
		if err != nil {
			return err
		}
		return dumpLong(ctx, db, kind, first, give)
	case err != nil:
		return err
	}
	content := text(value.Val())
	first.String = &content
	return give(first)
}

// dumpLong gives a key whose value may be long, in pieces.
func dumpLong(ctx context.Context, db redis.UniversalClient, kind string, first piece, give func(piece) error) error {
	key, next := first.Key, first
	put := func(fill func(*piece)) error {
		p := next
		fill(&p)
		next = piece{Key: key, More: true}
		return give(p)
	}
	switch kind {
	case "hash":
		return dumpHash(ctx, db, key, func(part []text) error { return put(func(p *piece) { p.Hash = part }) })
	case "set":
		return scan(func(cursor uint64) ([]string, uint64, error) {
			return db.SScan(ctx, key, cursor, "", valuesAtOnce).Result()
		},
			valuesAtOnce, func(part []text) error { return put(func(p *piece) { p.Set = part }) })
	case "zset":
		return scan(func(cursor uint64) ([]string, uint64, error) {
			return db.ZScan(ctx, key, cursor, "", valuesAtOnce).Result()
		},
			2*valuesAtOnce, func(part []text) error { return put(func(p *piece) { p.Sorted = part }) })
	case "list":
		return dumpList(ctx, db, key, func(part []text) error { return put(func(p *piece) { p.List = part }) })
	case "stream":
		return dumpStream(ctx, db, key, put)
	case "none", "string": // expired, or changed its type, since it was listed
		return nil
	}
	return fmt.Errorf("key %s is of the unknown type %s", key, kind)
}

func scan(next func(cursor uint64) ([]string, uint64, error), most int, give func([]text) error) error {
	for cursor := uint64(0); ; {
		values, then, err := next(cursor)
		if err != nil {
			return err
		}
		for part := range slices.Chunk(values, most) {
			if err := give(textsOf(part)); err != nil {
				return err
			}
		}
		if cursor = then; cursor == 0 {
			return nil
		}
	}
}

// dumpHash asks for the values some at a time. HSCAN would not do: the embedded server answers it with everything.
func dumpHash(ctx context.Context, db redis.UniversalClient, key string, give func([]text) error) error {
	names, err := db.HKeys(ctx, key).Result()
	if err != nil {
		return err
	}
	for part := range slices.Chunk(names, valuesAtOnce) {
		values, err := db.HMGet(ctx, key, part...).Result()
		if err != nil {
			return err
		}
		var pairs []text
		for i, v := range values {
			if value, ok := v.(string); ok {
				pairs = append(pairs, text(part[i]), text(value))
			}
		}
		if len(pairs) == 0 {
			continue
		}
		if err := give(pairs); err != nil {
			return err
		}
	}
	return nil
}

// dumpList reads a list at once: one from whose front others take would come out with gaps.
func dumpList(ctx context.Context, db redis.UniversalClient, key string, give func([]text) error) error {
	values, err := db.LRange(ctx, key, 0, -1).Result()
	if err != nil {
		return err
	}
	for part := range slices.Chunk(values, valuesAtOnce) {
		if err := give(textsOf(part)); err != nil {
			return err
		}
	}
	return nil
}

// dumpStream reads the groups before the entries: an entry that comes in between is then delivered once more, not never.
func dumpStream(ctx context.Context, db redis.UniversalClient, key string, put func(func(*piece)) error) error {
	groups, err := readGroups(ctx, db, key)
	if err != nil {
		return err
	}
	for from := "-"; ; {
		entries, err := db.Do(ctx, "XRANGE", key, from, "+", "COUNT", valuesAtOnce).Slice()
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			break
		}
		part := make([][]text, len(entries))
		for i, entry := range entries {
			part[i] = entryTexts(entry)
		}
		if err := put(func(p *piece) { p.Stream = part }); err != nil {
			return err
		}
		from = following(string(part[len(part)-1][0]))
	}
	return put(func(p *piece) { p.Groups = groups })
}

// entryTexts flattens an entry as the server sends it, so that fields keep their order and may repeat.
func entryTexts(entry any) []text {
	pair, _ := entry.([]any)
	if len(pair) != 2 {
		return nil
	}
	fields, _ := pair[1].([]any)
	flat := []text{text(fmt.Sprint(pair[0]))}
	for _, f := range fields {
		flat = append(flat, text(fmt.Sprint(f)))
	}
	return flat
}

func readGroups(ctx context.Context, db redis.UniversalClient, key string) ([]group, error) {
	infos, err := db.XInfoGroups(ctx, key).Result()
	if err != nil {
		return nil, err
	}
	var groups []group
	for _, info := range infos {
		g := group{Name: info.Name, Last: info.LastDeliveredID}
		if g.Pending, err = readPending(ctx, db, key, info.Name); err != nil {
			return nil, err
		}
		groups = append(groups, g)
	}
	return groups, nil
}

func readPending(ctx context.Context, db redis.UniversalClient, key, group string) ([]pending, error) {
	var all []pending
	for from := "-"; ; {
		entries, err := db.XPendingExt(ctx, &redis.XPendingExtArgs{
			Stream: key, Group: group, Start: from, End: "+", Count: valuesAtOnce,
		}).Result()
		if err != nil || len(entries) == 0 {
			return all, err
		}
		now, err := db.Time(ctx).Result() // by whose clock they have been idle
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			all = append(all, pending{
				ID: e.ID, Consumer: e.Consumer, Delivered: now.Add(-e.Idle).UnixMilli(), Times: e.RetryCount,
			})
		}
		from = following(entries[len(entries)-1].ID)
	}
}

// following is the first id that a stream's entry can have after the given one. The embedded server knows no open ranges.
func following(id string) string {
	ms, sequence, _ := strings.Cut(id, "-")
	n, _ := strconv.ParseUint(sequence, 10, 64)
	return ms + "-" + strconv.FormatUint(n+1, 10)
}
