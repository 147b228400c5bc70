package store

import (
	"context"
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
	enqueue      = "ENQUEUE"      // chat, entry: into the chat's queue
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

// arguments are the change as the script reads it: one word after the other, lists with their lengths before them.
func (c change) arguments() []any {
	args := []any{c.record, c.old, c.new, len(c.commands)}
	for _, do := range c.commands {
		args = append(args, len(do))
		for _, word := range do {
			args = append(args, word)
		}
	}
	return args
}

// changed says what became of a change: how many entries it put, or stale.
type changed int64

// stale: the record is not what was read, and nothing was done.
const stale changed = -1

// changeScript does changes one after the other.
// KEYS: all that are touched. ARGV: how the shard's keys begin; for how many milliseconds keys are remembered; the number
// of bodies; each body's digest and text; the changes.
const changeScript = queueScript + `
local at = 3 + 2 * tonumber(ARGV[3])
local function word()
  at = at + 1
  return ARGV[at]
end

local function obey(first, last)
  local name = ARGV[first]
  if name == 'PUT' then return put(ARGV[first + 1], ARGV[first + 2], ARGV[first + 3]) end
  if name == 'ENQUEUE' then return enqueue(ARGV[first + 1], ARGV[first + 2]) end
  if name == 'DROP' then
    drop(ARGV[first + 1])
  elseif name ~= 'UNLESSEXISTS' then
    redis.call(unpack(ARGV, first, last))
  elseif redis.call('EXISTS', ARGV[first + 1]) == 0 then
    redis.call(unpack(ARGV, first + 2, last))
  end
  return 0
end

local function change()
  local record, old, new, commands = word(), word(), word(), tonumber(word())
  local entries = 0
  if record ~= '' then
    if (redis.call('GET', record) or '') ~= old then
      entries = -1
    elseif new == '' then
      redis.call('DEL', record)
    else
      redis.call('SET', record, new)
    end
  end
  for _ = 1, commands do
    local words = tonumber(word())
    if entries >= 0 then entries = entries + obey(at + 1, at + words) end
    at = at + words
  end
  return entries
end

local results = {}
while at < #ARGV do results[#results + 1] = change() end
return results`

// batch is how many changes one script call makes: enough to save round trips, few enough not to hold up the others.
const batch = 128

// changes sends changes of one shard, with the bodies that their entries need, into the pipeline.
func (s *Store) changes(ctx context.Context, p redis.Pipeliner, shard int, texts *bodies, list []change) []*redis.Cmd {
	var calls []*redis.Cmd
	for part := range slices.Chunk(list, batch) {
		keys := shardKeys(shard)
		var arguments []any
		needed := map[string]bool{}
		for _, c := range part {
			if c.record != "" {
				keys = append(keys, c.record)
			}
			keys = append(keys, c.keys...)
			arguments = append(arguments, c.arguments()...)
			for _, do := range c.commands {
				if do[0] == put || do[0] == enqueue {
					needed[entry(do[2]).body()] = true
				}
			}
		}
		args := []any{shardKey(shard, ""), remembered.Milliseconds(), len(needed)}
		for digest := range needed {
			args = append(args, digest, texts.texts[digest])
		}
		calls = append(calls, p.Eval(ctx, changeScript, keys, append(args, arguments...)...))
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
		c.keys = append(c.keys, do.keys()...)
	}
	return c, nil
}

// keys are those that the command touches besides the chat's queue.
func (c command) keys() []string {
	switch c[0] {
	case put, enqueue, drop:
		return nil
	case unlessExists:
		return []string{c[1], c[3]}
	}
	return c[1:2]
}

// remembered is how long the keys of what was put, and the messages that were sent, are kept.
const remembered = 35 * 24 * time.Hour

func itoa[T int | int64](n T) string { return strconv.FormatInt(int64(n), 10) }
