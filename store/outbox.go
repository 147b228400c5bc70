package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"mostbot/catalog"
)

// Put puts messages into the outbox and says how many of them are new: one whose key was ever put is dropped.
func (s *Store) Put(ctx context.Context, messages []catalog.Outgoing) (int, error) {
	now := s.clock()
	texts := newBodies()
	var calls []*redis.Cmd
	_, err := s.db.Pipelined(ctx, func(p redis.Pipeliner) error {
		for shard, list := range byShard(messages, func(o catalog.Outgoing) int64 { return o.Chat }) {
			var changes []change
			for _, o := range list {
				changes = append(changes, putting(o, texts, now))
			}
			calls = append(calls, s.changes(ctx, p, shard, texts, changes)...)
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("put messages into the outbox: %w", err)
	}
	list, err := results(calls)
	if err != nil {
		return 0, fmt.Errorf("put messages into the outbox: %w", err)
	}
	n := 0
	for _, entries := range list {
		n += int(entries)
	}
	return n, nil
}

func putting(o catalog.Outgoing, texts *bodies, now time.Time) change {
	after := ""
	if o.After != "" {
		after = digest(o.After)
	}
	return change{
		commands: []command{{put, itoa(o.Chat), string(enqueued(o, texts, waiting{}, now)), after}},
		keys:     queueKeys(o.Chat),
	}
}

// lease is how long a claimed message is its claimer's. A message that was not settled by then is claimed again.
const lease = 30 * time.Second

// claimScript takes the first entry of each chat that may be served.
// What tries has of a chat is twice the number of tries that ended, and one more while a try is under way.
// KEYS: ready, tries, bodies, stats, each chat's queue and pace. ARGV: now, the end of the lease, how far ahead of now a
// private chat's and a group's pace may reach (in ms), the chats.
const claimScript = `
local now, taken = tonumber(ARGV[1]), {}
for i = 5, #ARGV do
  local chat, queue, pace = ARGV[i], KEYS[2 * i - 5], KEYS[2 * i - 4]
  local at = redis.call('ZSCORE', KEYS[1], chat)
  local free = tonumber(redis.call('GET', pace) or 0) / 1000
  free = free - (string.sub(chat, 1, 1) == '-' and ARGV[4] or ARGV[3])
  if at and tonumber(at) <= now then
    local entry = redis.call('LINDEX', queue, 0)
    if not entry then
      redis.call('ZREM', KEYS[1], chat)
    elseif free > now then
      redis.call('ZADD', KEYS[1], math.ceil(free), chat)
    else
      redis.call('ZADD', KEYS[1], ARGV[2], chat)
      local tries = tonumber(redis.call('HGET', KEYS[2], chat) or 0)
      if tries % 2 == 1 then
        redis.call('HINCRBY', KEYS[4], 'taken-over', 1)
        tries = tries + 1
      end
      redis.call('HSET', KEYS[2], chat, tries + 1)
      taken[#taken + 1] = {chat, entry, tries / 2, redis.call('HGET', KEYS[3], string.sub(entry, 1, 16)) or ''}
    end
  end
end
return taken`

// Claim hands out messages that are due, at most limit of them, each to one caller until it settles it or the lease
// of 30 seconds ends. A chat's messages come one after the other, in their order, and not before the chat may be written
// to again.
func (s *Store) Claim(ctx context.Context, now time.Time, limit int) ([]catalog.Outgoing, error) {
	chats, err := s.readyChats(ctx, now, limit)
	if err != nil {
		return nil, fmt.Errorf("look into the outbox: %w", err)
	}
	var calls []*redis.Cmd
	if _, err := s.db.Pipelined(ctx, func(p redis.Pipeliner) error {
		for shard, list := range chats {
			if len(list) > 0 {
				calls = append(calls, claimIn(ctx, p, shard, list, now))
			}
		}
		return nil
	}); err != nil {
		return nil, fmt.Errorf("claim messages: %w", err)
	}
	var claimed []catalog.Outgoing
	for _, call := range calls {
		list, err := s.readClaimed(call)
		if err != nil {
			return nil, fmt.Errorf("claim messages: %w", err)
		}
		claimed = append(claimed, list...)
	}
	return claimed, nil
}

// readyChats lists the chats that may be served, by shard, those that waited longest first.
func (s *Store) readyChats(ctx context.Context, now time.Time, limit int) ([][]string, error) {
	var found [shards]*redis.StringSliceCmd
	_, err := s.db.Pipelined(ctx, func(p redis.Pipeliner) error {
		for shard := range shards {
			found[shard] = p.ZRangeByScore(ctx, readyKey(shard),
				&redis.ZRangeBy{Min: "-inf", Max: itoa(now.UnixMilli()), Count: int64(perShard(limit))})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var chats [shards][]string
	for shard, f := range found {
		chats[shard] = f.Val()
	}
	return evenly(chats, limit), nil
}

func claimIn(ctx context.Context, p redis.Pipeliner, shard int, chats []string, now time.Time) *redis.Cmd {
	keys := []string{readyKey(shard), triesKey(shard), bodiesKey(shard), statsKey(shard)}
	args := []any{now.UnixMilli(), now.Add(lease).UnixMilli(), privateLimit.ahead().Milliseconds(),
		groupLimit.ahead().Milliseconds()}
	for _, chat := range chats {
		keys = append(keys, shardKey(shard, "chat", chat, "queue"), shardKey(shard, "chat", chat, "pace"))
		args = append(args, chat)
	}
	return p.Eval(ctx, claimScript, keys, args...)
}

func (s *Store) readClaimed(call *redis.Cmd) ([]catalog.Outgoing, error) {
	rows, err := call.Slice()
	if err != nil {
		return nil, err
	}
	var list []catalog.Outgoing
	for _, row := range rows {
		fields, ok := row.([]any)
		if !ok || len(fields) != 4 {
			return nil, fmt.Errorf("the script answered %v", row)
		}
		id, _ := fields[0].(string)
		chat, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("the script named the chat %q", id)
		}
		text, _ := fields[1].(string)
		tries, _ := fields[2].(int64)
		body, _ := fields[3].(string)
		o, err := entry(text).outgoing(chat, body, int(tries))
		if err != nil {
			s.unreadable(chat, err)
			continue
		}
		list = append(list, o)
	}
	return list, nil
}

// settleScript ends an attempt to send, unless the entry is not the chat's first any more: then somebody did.
// ARGV, after those of the queue: chat, the key's digest, verdict, a moment in ms or "", what was told and the message's
// number or "", a dead letter, whether the message was claimed where the chat was before. KEYS: the shard's, stats, dead, the chat's queue and what it was told.
var settleScript = redis.NewScript(queueScript + `
local chat, id, verdict, at, event, number, letter, moved = unpack(ARGV, 4)
local stats, dead, queue, told = unpack(KEYS, 7)
local first = redis.call('LINDEX', queue, 0)
if not first or string.sub(first, 17, 32) ~= id then return 0 end
local over = verdict == 'sent' or verdict == 'refused' or verdict == 'moot'
local underway = tonumber(redis.call('HGET', tries, chat) or 0) % 2 == 1
if not over and not underway then
  if moved == '1' and at ~= '' then redis.call('ZADD', ready, at, chat) end -- it need not wait for the lease's end
  return 0
end
redis.call('HINCRBY', stats, verdict, 1)

if not over then
  redis.call('HINCRBY', tries, chat, verdict == 'postponed' and -1 or 1)
  if at ~= '' then redis.call('ZADD', ready, at, chat) end
  return 1
end

redis.call('LPOP', queue)
redis.call('HDEL', tries, chat)
release(first)
if verdict == 'refused' then
  redis.call('LPUSH', dead, letter)
  redis.call('LTRIM', dead, 0, 999)
elseif event ~= '' then
  redis.call('ZADD', told, 'NX', number, event)
  if redis.call('ZCOUNT', told, '-inf', numbers) > 100 then redis.call('ZREMRANGEBYRANK', told, 0, 0) end
  redis.call('PEXPIRE', told, remembered)
end
local second = redis.call('LINDEX', queue, 0)
if second then
  local due, put = tonumber(string.sub(second, 33, 45)), tonumber(string.sub(second, 46, 58))
  redis.call('ZADD', ready, math.max(due, put, tonumber(at) or 0), chat)
  redis.call('ZADD', waiting, put, chat)
else
  redis.call('ZREM', ready, chat)
  redis.call('ZREM', waiting, chat)
end
return 1`)

// deadLetter is a message that Telegram will never take.
type deadLetter struct {
	Message catalog.Outgoing `json:"message"`
	Reason  string           `json:"reason"`
}

// Settle says how the attempt to send a claimed message ended. One that was sent is remembered under its event, chat and
// thread; one that was refused is laid among the dead letters, of which the last thousand of a shard are kept. One
// that may or may not have been taken is counted, and tried again: hearing of something twice is better than never.
// Settling twice changes nothing. A message to a group that was moved meanwhile is settled where the group is now.
func (s *Store) Settle(ctx context.Context, o catalog.Outgoing, outcome catalog.Outcome) error {
	done, err := s.settleIn(ctx, o.Chat, o, outcome, false)
	if err == nil && !done {
		var to int64
		if to, err = s.db.Get(ctx, movedKey(o.Chat)).Int64(); err == nil {
			_, err = s.settleIn(ctx, to, o, outcome, true)
		}
	}
	if unlessMissing(err) != nil {
		return fmt.Errorf("settle a message to chat %d: %w", o.Chat, err)
	}
	return nil
}

// settleIn settles a message that lies in the chat's queue, and tells whether it did: not if it is not the first there.
func (s *Store) settleIn(
	ctx context.Context, chat int64, o catalog.Outgoing, outcome catalog.Outcome, moved bool,
) (bool, error) {
	shard := shardOf(chat)
	at, event, letter := "", "", ""
	if !outcome.At.IsZero() {
		at = itoa(outcome.At.UnixMilli())
	}
	if o.Event != "" && outcome.MessageID != 0 {
		event = told(o.Event, o.Thread)
	}
	if outcome.Verdict == catalog.Refused {
		b, err := json.Marshal(deadLetter{o, outcome.Reason})
		if err != nil {
			return false, err
		}
		letter = string(b)
	}
	keys := append(shardKeys(shard), statsKey(shard), shardKey(shard, "dead"))
	keys = append(keys, queueKeys(chat)...)
	done, err := settleScript.Run(ctx, s.db, keys, shardKey(shard, ""), remembered.Milliseconds(), 0,
		chat, digest(o.Key), string(outcome.Verdict), at, event, outcome.MessageID, letter, moved).Int()
	return done == 1, err
}

func statsKey(shard int) string { return shardKey(shard, "stats") }

// told is how what a chat was told names an announcement.
func told(event string, thread int) string { return event + " " + strconv.Itoa(thread) }

// Delivered returns the number of the message that announced the event in the chat and thread, 0 where none did. The last
// hundred announcements of a chat are remembered, for as long as it gets any.
func (s *Store) Delivered(ctx context.Context, event string, chat int64, thread int) (int, error) {
	number, err := s.db.ZScore(ctx, chatKey(chat, "put"), told(event, thread)).Result()
	if unlessMissing(err) != nil {
		return 0, fmt.Errorf("read what chat %d was told: %w", chat, err)
	}
	return int(number), nil
}
