package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

// An export takes of a shard what nothing else tells: the chats' records, their queues, the keys of what was put there,
// and what lies besides. What follows from records and queues (the indexes and counters) is made anew by a restore, so
// that it agrees with them although they were not all read at one moment.
//
// The order in which they are read matters while the bot runs. A record comes before its chat's queue: a digest that is
// served in between is then due in the record and waits in the queue, where a restore leaves it out, rather than served in
// the one and missing in the other. Queue and put keys are read in one atomic step.

// shardPart says what a key of a shard is.
type shardPart int

const (
	besides shardPart = iota
	chatRecord
	chatQueue
	chatPut
	follows // from the others
)

// inShard takes a key apart: its shard, what it is, and of which chat. ok is false for the keys of no shard.
func inShard(key string) (shard int, part shardPart, chat int64, ok bool) {
	rest, ok := strings.CutPrefix(key, schema+":{")
	number, rest, closed := strings.Cut(rest, "}:")
	shard, err := strconv.Atoi(number)
	if !ok || !closed || err != nil || shard < 0 || shard >= shards {
		return 0, besides, 0, false
	}
	words := strings.Split(rest, ":")
	if words[0] == "chat" && len(words) > 1 {
		part, chat = ofChat(words)
		return shard, part, chat, true
	}
	if slices.Contains([]string{
		"due", "watch", "watchers", "ready", "waiting", "tries", "bodies", "shared", "depth", "chats",
	}, words[0]) {
		part = follows
	}
	return shard, part, 0, true
}

func ofChat(words []string) (shardPart, int64) {
	chat, err := strconv.ParseInt(words[1], 10, 64)
	switch {
	case err != nil || len(words) > 3:
		return besides, 0
	case len(words) == 2:
		return chatRecord, chat
	case words[2] == "queue":
		return chatQueue, chat
	case words[2] == "put":
		return chatPut, chat
	}
	return besides, 0
}

// outboxes reads chats' queues with the keys of what was put there.
type outboxes struct {
	give   func(piece) error
	queued map[int64]bool          // chats whose queue has been given
	bodies [shards]map[string]bool // those that have been given
}

func newOutboxes(give func(piece) error) *outboxes {
	o := &outboxes{give: give, queued: map[int64]bool{}}
	for shard := range o.bodies {
		o.bodies[shard] = map[string]bool{}
	}
	return o
}

// outbox is one chat's.
type outbox struct {
	chat   int64
	queue  *redis.StringSliceCmd
	put    *redis.ZSliceCmd
	expiry *redis.DurationCmd
}

// read gives the outboxes that the keys belong to.
func (o *outboxes) read(ctx context.Context, db redis.UniversalClient, keys []string) error {
	var chats [shards][]int64
	for _, key := range keys {
		shard, part, chat, ok := inShard(key)
		if ok && (part == chatQueue || part == chatPut) && !o.queued[chat] && !slices.Contains(chats[shard], chat) {
			chats[shard] = append(chats[shard], chat)
		}
	}
	for shard, list := range chats {
		if len(list) == 0 {
			continue
		}
		if err := o.readShard(ctx, db, shard, list); err != nil {
			return fmt.Errorf("read the outbox: %w", err)
		}
	}
	return nil
}

func (o *outboxes) readShard(ctx context.Context, db redis.UniversalClient, shard int, chats []int64) error {
	found := make([]outbox, len(chats))
	_, err := db.TxPipelined(ctx, func(p redis.Pipeliner) error {
		for i, chat := range chats {
			queue, put := chatKey(chat, "queue"), chatKey(chat, "put")
			found[i] = outbox{chat, p.LRange(ctx, queue, 0, -1), p.ZRangeWithScores(ctx, put, 0, -1), p.PExpireTime(ctx, put)}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, box := range found {
		if err := o.giveQueue(ctx, db, shard, box); err != nil {
			return err
		}
		if err := o.givePut(box); err != nil {
			return err
		}
	}
	return nil
}

// giveQueue leaves out entries whose bodies have gone since: they were settled.
func (o *outboxes) giveQueue(ctx context.Context, db redis.UniversalClient, shard int, box outbox) error {
	entries := box.queue.Val()
	if len(entries) == 0 {
		return nil
	}
	o.queued[box.chat] = true
	digests := make([]string, len(entries))
	for i, e := range entries {
		digests[i] = entry(e).body()
	}
	bodies, err := db.HMGet(ctx, bodiesKey(shard), digests...).Result()
	if err != nil {
		return err
	}
	p := piece{Key: chatKey(box.chat, "queue"), Bodies: map[string]text{}}
	for i, body := range bodies {
		content, alive := body.(string)
		if !alive {
			continue
		}
		p.List = append(p.List, text(entries[i]))
		if !o.bodies[shard][digests[i]] {
			o.bodies[shard][digests[i]] = true
			p.Bodies[digests[i]] = text(content)
		}
	}
	if len(p.List) == 0 {
		return nil
	}
	return o.give(p)
}

func (o *outboxes) givePut(box outbox) error {
	keys := box.put.Val()
	if len(keys) == 0 {
		return nil
	}
	p := piece{Key: chatKey(box.chat, "put"), Expires: max(box.expiry.Val(), 0).Milliseconds()}
	for _, z := range keys {
		p.Sorted = append(p.Sorted, text(fmt.Sprint(z.Member)), text(strconv.FormatFloat(z.Score, 'f', -1, 64)))
	}
	return o.give(p)
}

// followers are what follows from records and queues.
type followers struct {
	chats, depth [shards]int
	shared       [shards]map[string]int // how many entries share a body
}

// of lists the commands that make what follows from a piece, but for what is counted.
func (f *followers) of(p piece) ([][]string, error) {
	shard, part, chat, ok := inShard(p.Key)
	switch {
	case ok && part == chatRecord && p.String != nil:
		f.chats[shard]++
		return marksOf(shard, chat, string(*p.String))
	case ok && part == chatQueue:
		return f.queue(shard, chat, p), nil
	}
	return nil, nil
}

func marksOf(shard int, chat int64, document string) ([][]string, error) {
	r, err := readRecord(document)
	if err != nil {
		return nil, fmt.Errorf("chat %d: %w", chat, err)
	}
	var commands [][]string
	for _, m := range r.marks(chat) {
		for _, c := range m.add(shard) {
			commands = append(commands, c)
		}
	}
	return commands, nil
}

func (f *followers) queue(shard int, chat int64, p piece) [][]string {
	if len(p.List) == 0 {
		return nil
	}
	if f.shared[shard] == nil {
		f.shared[shard] = map[string]int{}
	}
	for _, e := range p.List {
		if len(e) >= head {
			f.shared[shard][entry(e).body()]++
			f.depth[shard]++
		}
	}
	var commands [][]string
	for digest, body := range p.Bodies {
		commands = append(commands, []string{"HSET", bodiesKey(shard), digest, string(body)})
	}
	if first := p.List[0]; len(first) >= head {
		due, put, member := string(first[32:45]), string(first[45:58]), itoa(chat)
		commands = append(commands, []string{"ZADD", readyKey(shard), max(due, put), member},
			[]string{"ZADD", waitingKey(shard), put, member})
	}
	return commands
}

// counted lists the commands that write what was counted.
func (f *followers) counted() [][]string {
	var commands [][]string
	for shard := range shards {
		if f.chats[shard] > 0 {
			commands = append(commands, []string{"SET", shardKey(shard, "chats"), itoa(f.chats[shard])})
		}
		if f.depth[shard] > 0 {
			commands = append(commands, []string{"SET", depthKey(shard), itoa(f.depth[shard])})
		}
		for digest, n := range f.shared[shard] {
			commands = append(commands, []string{"HSET", sharedKey(shard), digest, itoa(n)})
		}
	}
	return commands
}
