package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// command is a Redis command, or one of the words below that the script knows.
type command []string

// The words that the script adds to Redis's commands.
const (
	put          = "PUT"          // chat, entry, an earlier entry's id or "": into the chat's queue, unless it ever was there
	drop         = "DROP"         // chat: its whole queue
	unlessExists = "UNLESSEXISTS" // key, command …
)

// change is one atomic step in a shard: when a chat's record is still what was read, it becomes what is wanted, and the
// commands are done with it. Without a record key, the commands are done in any case.
type change struct {
	record   string // its key
	old, new string // documents; "" where there is none
	commands []command
	keys     []string // all that the commands touch
}

// MarshalJSON writes the change as the script reads it.
func (c change) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{c.record, c.old, c.new, append([]command{}, c.commands...)}) // the script wants no null
}

// changed says what became of a change: how many entries it put, or stale.
type changed int64

// stale: the record is not what was read, and nothing was done.
const stale changed = -1

// changeScript does changes one after the other.
// KEYS: all that are touched. ARGV: how the shard's keys begin; for how many milliseconds keys are remembered; the number
// of bodies; each body's digest and text; the changes.
const changeScript = queueScript + `
local function change(c)
  local record, old, new, commands = c[1], c[2], c[3], c[4]
  if record ~= '' then
    if (redis.call('GET', record) or '') ~= old then return -1 end
    if new == '' then redis.call('DEL', record) else redis.call('SET', record, new) end
  end
  local entries = 0
  for _, do_ in ipairs(commands) do
    if do_[1] == 'PUT' then
      entries = entries + put(do_[2], do_[3], do_[4])
    elseif do_[1] == 'DROP' then
      drop(do_[2])
    elseif do_[1] == 'UNLESSEXISTS' then
      if redis.call('EXISTS', do_[2]) == 0 then redis.call(unpack(do_, 3)) end
    else
      redis.call(unpack(do_))
    end
  end
  return entries
end

local results = {}
for i = 4 + 2 * tonumber(ARGV[3]), #ARGV do
  results[#results + 1] = change(cjson.decode(ARGV[i]))
end
return results`

// batch is how many changes one script call makes: enough to save round trips, few enough not to hold up the others.
const batch = 128

// changes sends changes of one shard, with the bodies that their entries need, into the pipeline.
func (s *Store) changes(ctx context.Context, p redis.Pipeliner, shard int, bodies bodies, list []change) []*redis.Cmd {
	var calls []*redis.Cmd
	for part := range slices.Chunk(list, batch) {
		keys := shardKeys(shard)
		var documents []any
		needed := map[string]bool{}
		for _, c := range part {
			if c.record != "" {
				keys = append(keys, c.record)
			}
			keys = append(keys, c.keys...)
			b, err := json.Marshal(c)
			if err != nil {
				panic(err) // strings can always be written
			}
			documents = append(documents, string(b))
			for _, do := range c.commands {
				if do[0] == put {
					needed[entry(do[2]).body()] = true
				}
			}
		}
		args := []any{shardKey(shard, ""), remembered.Milliseconds(), len(needed)}
		for digest := range needed {
			args = append(args, digest, bodies[digest])
		}
		calls = append(calls, p.Eval(ctx, changeScript, keys, append(args, documents...)...))
	}
	return calls
}

// results reads what became of the changes that the calls made, in their order.
func results(calls []*redis.Cmd) ([]changed, error) {
	var all []changed
	for _, call := range calls {
		list, err := call.Int64Slice()
		if err != nil {
			return nil, err
		}
		for _, n := range list {
			all = append(all, changed(n))
		}
	}
	return all, nil
}

// errContended: a record changed under our hands each time that we tried.
var errContended = errors.New("the chat's record keeps changing")

// changeChat reads a chat's record, lets edit change it, and writes it with its marks and the commands that edit returned
// in one step, if nobody else was faster; else again. edit may be called several times.
func (s *Store) changeChat(ctx context.Context, id int64, edit func(r *record) ([]command, error)) error {
	const attempts = 100
	for range attempts {
		document, err := s.document(ctx, id)
		if err != nil {
			return err
		}
		c, err := newChange(id, document, edit)
		if err != nil {
			return err
		}
		if c.old == c.new && len(c.commands) == 0 {
			return nil
		}
		result, err := s.apply(ctx, id, c)
		if err != nil || result != stale {
			return err
		}
	}
	return errContended
}

func (s *Store) document(ctx context.Context, chat int64) (string, error) {
	document, err := s.db.Get(ctx, chatKey(chat)).Result()
	return document, unlessMissing(err)
}

// unlessMissing drops the error that says that there is no such key or field.
func unlessMissing(err error) error {
	if errors.Is(err, redis.Nil) {
		return nil
	}
	return err
}

func (s *Store) apply(ctx context.Context, chat int64, c change) (changed, error) {
	var calls []*redis.Cmd
	if _, err := s.db.Pipelined(ctx, func(p redis.Pipeliner) error {
		calls = s.changes(ctx, p, shardOf(chat), nil, []change{c})
		return nil
	}); err != nil {
		return 0, err
	}
	list, err := results(calls)
	if err != nil {
		return 0, err
	}
	return list[0], nil
}

// newChange makes the change of a chat's record from what edit does to it. A record that edit leaves as the zero one is
// deleted.
func newChange(chat int64, document string, edit func(*record) ([]command, error)) (change, error) {
	r, err := readRecord(document)
	if err != nil {
		return change{}, fmt.Errorf("chat %d: %w", chat, err)
	}
	before := r.marks(chat)
	r.Subscriptions = slices.Clone(r.Subscriptions)
	commands, err := edit(&r)
	if err != nil {
		return change{}, err
	}
	shard := shardOf(chat)
	c := change{record: chatKey(chat), old: document, new: r.String(), keys: queueKeys(chat)}
	switch {
	case r.empty():
		c.new = ""
	case document == "":
		commands = append(commands, command{"INCR", shardKey(shard, "chats")})
	}
	if c.new == "" && document != "" {
		commands = append(commands, command{"DECR", shardKey(shard, "chats")})
	}
	c.commands = append(reindex(shard, before, r.marks(chat)), commands...)
	for _, do := range c.commands {
		if do[0] != put && do[0] != drop {
			c.keys = append(c.keys, do[1])
		}
	}
	return c, nil
}

// remembered is how long the keys of what was put, and the messages that were sent, are kept.
const remembered = 35 * 24 * time.Hour

func itoa[T int | int64](n T) string { return strconv.FormatInt(int64(n), 10) }
