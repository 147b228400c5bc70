package store

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"golang.org/x/sync/errgroup"

	"mostbot/catalog"
)

func dueKey(shard int) string { return shardKey(shard, "due") }

// horizon is farther than any subscription's next slot can lie.
const horizon = 9 * 24 * time.Hour

// Due lists subscriptions whose slot has come, at most limit of them; what Serve did for them is due no more. Slots
// farther ahead than any schedule reaches are listed too: they were set by a clock that was wrong then.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]catalog.DueSubscription, error) {
	members, err := s.dueMembers(ctx, now, limit)
	if err != nil {
		return nil, fmt.Errorf("find what is due: %w", err)
	}
	list, err := s.load(ctx, members)
	if err != nil {
		return nil, fmt.Errorf("read what is due: %w", err)
	}
	return list, nil
}

func (s *Store) dueMembers(ctx context.Context, now time.Time, limit int) ([]string, error) {
	spans := []redis.ZRangeBy{
		{Min: "-inf", Max: itoa(now.Unix()), Count: int64(perShard(limit))},
		{Min: itoa(now.Add(horizon).Unix()), Max: "+inf", Count: int64(perShard(limit))},
	}
	var found [shards][]*redis.StringSliceCmd
	if _, err := s.db.Pipelined(ctx, func(p redis.Pipeliner) error {
		for shard := range shards {
			for _, span := range spans {
				found[shard] = append(found[shard], p.ZRangeByScore(ctx, dueKey(shard), &span))
			}
		}
		return nil
	}); err != nil {
		return nil, err
	}
	var lists [shards][]string
	for shard, replies := range found {
		for _, reply := range replies {
			lists[shard] = append(lists[shard], reply.Val()...)
		}
	}
	return slices.Concat(evenly(lists, limit)...), nil
}

// perShard is how many things to ask a shard for, when limit are wanted of all together: more than its part, in case that
// others have less.
func perShard(limit int) int { return 2*(limit/shards) + 8 }

// evenly cuts the shards' lists so that they have limit things together, none being cut below the others' length.
func evenly(lists [shards][]string, limit int) [][]string {
	cut := make([][]string, shards)
	for i := 0; limit > 0; i++ {
		before := limit
		for shard, list := range lists {
			if i < len(list) && limit > 0 {
				cut[shard] = list[:i+1]
				limit--
			}
		}
		if limit == before {
			break
		}
	}
	return cut
}

// load reads the subscriptions that the members ("chat/number") name, leaving out those that are gone.
func (s *Store) load(ctx context.Context, members []string) ([]catalog.DueSubscription, error) {
	chats := make([]int64, len(members))
	for i, m := range members {
		chats[i], _ = parseMember(m)
	}
	documents, err := s.documents(ctx, chats)
	if err != nil {
		return nil, err
	}
	list := make([]catalog.DueSubscription, 0, len(members))
	for _, m := range members {
		chat, n := parseMember(m)
		d, ok, err := dueOf(chat, n, documents[chat])
		if err != nil {
			s.unreadable(chat, err) // one bad record must not hold up the others
			continue
		}
		if ok {
			list = append(list, d)
		}
	}
	return list, nil
}

func (s *Store) unreadable(chat int64, err error) {
	s.log.Error("something of a chat can't be read and is left out", slog.Int64("chat", chat), slog.Any("error", err))
}

func dueOf(chat int64, n int, document string) (d catalog.DueSubscription, ok bool, err error) {
	r, err := readRecord(document)
	if err != nil {
		return d, false, fmt.Errorf("chat %d: %w", chat, err)
	}
	i := r.wish(n)
	if i < 0 {
		return d, false, nil // deleted since the index was read
	}
	sub, err := r.Subscriptions[i].subscription(chat)
	d = catalog.DueSubscription{Subscription: sub, Chat: r.chat(chat), Slot: time.Unix(r.Subscriptions[i].Next, 0).UTC()}
	return d, true, err
}

// documents reads the records of many chats in one round trip.
func (s *Store) documents(ctx context.Context, chats []int64) (map[int64]string, error) {
	const most = 512 // keys in one command: a slow one would hold up the others
	type part struct {
		chats []int64
		reply *redis.SliceCmd
	}
	var parts []part
	_, err := s.db.Pipelined(ctx, func(p redis.Pipeliner) error {
		for _, inShard := range byShard(chats, func(c int64) int64 { return c }) {
			for chunk := range slices.Chunk(inShard, most) {
				keys := make([]string, len(chunk))
				for i, c := range chunk {
					keys[i] = chatKey(c)
				}
				parts = append(parts, part{chunk, p.MGet(ctx, keys...)})
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	documents := make(map[int64]string, len(chats))
	for _, p := range parts {
		for i, value := range p.reply.Val() {
			documents[p.chats[i]], _ = value.(string)
		}
	}
	return documents, nil
}

// byShard sorts things into the shards of their chats, each shard's in the order in which they came.
func byShard[T any](things []T, chat func(T) int64) [shards][]T {
	var sorted [shards][]T
	for _, t := range things {
		shard := shardOf(chat(t))
		sorted[shard] = append(sorted[shard], t)
	}
	return sorted
}

// Serve writes what was done for due subscriptions: each one's message into the outbox, and its Since and next slot, in
// one step. A subscription that was changed or served by somebody else meanwhile is left alone: it is still due, or was
// done.
func (s *Store) Serve(ctx context.Context, served []catalog.Served) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(4) // so that Redis works on one shard while we write the next
	for shard, list := range byShard(served, func(one catalog.Served) int64 { return one.Due.Subscription.Chat }) {
		if len(list) > 0 {
			group.Go(func() error { return s.serveShard(ctx, shard, list) })
		}
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

func (s *Store) serveShard(ctx context.Context, shard int, list []catalog.Served) error {
	chats := make([]int64, len(list))
	for i, one := range list {
		chats[i] = one.Due.Subscription.Chat
	}
	documents, err := s.documents(ctx, chats)
	if err != nil {
		return err
	}
	texts := newBodies()
	changes := s.servings(list, documents, texts)
	var calls []*redis.Cmd
	if _, err := s.db.Pipelined(ctx, func(p redis.Pipeliner) error {
		calls = s.changes(ctx, p, shard, texts, changes)
		return nil
	}); err != nil {
		return err
	}
	_, err = results(calls)
	return err
}

// servings makes one change of each chat's record, for all of the chat's subscriptions that were served.
func (s *Store) servings(list []catalog.Served, documents map[int64]string, texts *bodies) []change {
	now := s.clock()
	byChat := map[int64][]catalog.Served{}
	var chats []int64
	for _, one := range list {
		chat := one.Due.Subscription.Chat
		if byChat[chat] == nil {
			chats = append(chats, chat)
		}
		byChat[chat] = append(byChat[chat], one)
	}
	// Neighbours share bodies, which travel once for each call of the script.
	slices.SortStableFunc(chats, func(a, b int64) int {
		return strings.Compare(firstBody(byChat[a], texts), firstBody(byChat[b], texts))
	})
	var changes []change
	for _, chat := range chats {
		c, err := newChange(chat, documents[chat], func(r *record) ([]command, error) {
			return r.serve(byChat[chat], texts, now), nil
		})
		if err != nil {
			s.unreadable(chat, err)
			continue
		}
		if c.new != c.old {
			changes = append(changes, c)
		}
	}
	return changes
}

func firstBody(list []catalog.Served, texts *bodies) string {
	if m := list[0].Message; m != nil {
		return texts.keep(m.Body)
	}
	return ""
}

func (r *record) serve(list []catalog.Served, texts *bodies, now time.Time) []command {
	var commands []command
	for _, one := range list {
		sub := one.Due.Subscription
		i := r.wish(sub.N)
		if r.Paused != "" || i < 0 || r.Subscriptions[i].Paused || r.Subscriptions[i].Next != one.Due.Slot.Unix() {
			continue
		}
		w := &r.Subscriptions[i]
		before := w.Since
		w.Since, w.Next = micros(one.Since), one.Next.Unix()
		if m := one.Message; m != nil {
			e := enqueued(*m, texts, waiting{N: sub.N, Since: before}, now)
			commands = append(commands, command{enqueue, itoa(sub.Chat), string(e)}) // the record sees to it that it is once
		}
	}
	return commands
}
