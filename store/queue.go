package store

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"mostbot/catalog"
)

// A chat's messages wait in a queue of its own, a list of entries whose first is the one under way. The shard's "ready"
// set has each chat with a queue, by the moment from which it may be served: taking an entry moves that moment to the
// end of the lease, so what a dead process held comes back by itself; a chat that must wait is simply served later, and
// holds up no other. The "waiting" set has the same chats by the age of their first entries, "tries" says how often the
// first entries were tried. A body is kept once in a shard, however many entries share it, with the number of them.
//
// These are lists and sorted sets rather than streams because a stream hands out entries in the order of their coming,
// to whoever asks: it knows neither "not before" nor "not while the one before it is under way".

// entry is a message in a queue: four fields of fixed width that the scripts read, and the rest as JSON.
//
//	body's digest (16) | key's digest (16) | due, ms (13) | put, ms (13) | waiting as JSON
type entry string

// waiting is the part of an entry that only we read.
type waiting struct {
	Key     string `json:"k"`
	Thread  int    `json:"t,omitempty"`
	Event   string `json:"e,omitempty"`
	ReplyTo string `json:"r,omitempty"`
	Edit    bool   `json:"d,omitempty"`
	Slot    int64  `json:"s,omitempty"` // Unix seconds
	N       int    `json:"n,omitempty"` // of a digest: the subscription that it serves …
	Since   int64  `json:"i,omitempty"` // … and what its Since was before
}

func enqueued(o catalog.Outgoing, texts *bodies, w waiting, at time.Time) entry {
	w.Key, w.Thread, w.Event, w.ReplyTo, w.Edit = o.Key, o.Thread, o.Event, o.ReplyTo, o.Edit
	if !o.Slot.IsZero() {
		w.Slot = o.Slot.Unix()
	}
	b, err := json.Marshal(w)
	if err != nil {
		panic(err) // strings and numbers can always be written
	}
	due := int64(0)
	if !o.Due.IsZero() {
		due = o.Due.UnixMilli()
	}
	return entry(fmt.Sprintf("%s%s%013d%013d%s", texts.keep(o.Body), digest(o.Key), due, at.UnixMilli(), b))
}

const head = 16 + 16 + 13 + 13

func (e entry) body() string { return string(e[:16]) }

func (e entry) waiting() (waiting, error) {
	var w waiting
	if len(e) < head {
		return w, fmt.Errorf("read an entry of the outbox: %q is too short", string(e))
	}
	if err := json.Unmarshal([]byte(e[head:]), &w); err != nil {
		return w, fmt.Errorf("read an entry of the outbox: %w", err)
	}
	return w, nil
}

func (e entry) outgoing(chat int64, body string, tries int) (catalog.Outgoing, error) {
	w, err := e.waiting()
	if err != nil {
		return catalog.Outgoing{}, err
	}
	o := catalog.Outgoing{
		Key: w.Key, Chat: chat, Thread: w.Thread, Body: []byte(body), Event: w.Event, ReplyTo: w.ReplyTo, Edit: w.Edit, Tries: tries,
	}
	o.Due, o.Put = milliseconds(string(e[32:45])), milliseconds(string(e[45:58]))
	if w.Slot != 0 {
		o.Slot = time.Unix(w.Slot, 0).UTC()
	}
	return o, nil
}

// milliseconds is the moment that a number names, the zero time for 0.
func milliseconds(digits string) time.Time {
	ms, _ := strconv.ParseInt(digits, 10, 64)
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// knows tells whether a record knows that the digest in the entry was served: its subscription's Since has moved on.
func (r record) knows(e entry) bool {
	w, err := e.waiting()
	i := r.wish(w.N)
	return err != nil || i < 0 || r.Subscriptions[i].Since != w.Since
}

// digest is short enough to be kept by the million and long enough never to meet its like.
func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// bodies are the texts of messages that are being put, by their digests. A message to many is one slice in all of them:
// it is digested once.
type bodies struct {
	texts   map[string][]byte
	digests map[slice]string
}

type slice struct {
	first  *byte
	length int
}

func newBodies() *bodies { return &bodies{map[string][]byte{}, map[slice]string{}} }

// keep takes a body in and returns its digest.
func (b *bodies) keep(body []byte) string {
	if len(body) == 0 {
		return digest("")
	}
	same := slice{&body[0], len(body)}
	d, ok := b.digests[same]
	if !ok {
		d = digest(string(body))
		b.digests[same], b.texts[d] = d, body
	}
	return d
}

// The keys of a shard's outbox.
func readyKey(shard int) string   { return shardKey(shard, "ready") }
func waitingKey(shard int) string { return shardKey(shard, "waiting") }
func triesKey(shard int) string   { return shardKey(shard, "tries") }
func bodiesKey(shard int) string  { return shardKey(shard, "bodies") }
func sharedKey(shard int) string  { return shardKey(shard, "shared") }
func depthKey(shard int) string   { return shardKey(shard, "depth") }

func shardKeys(shard int) []string {
	return []string{
		readyKey(shard), waitingKey(shard), triesKey(shard), bodiesKey(shard), sharedKey(shard), depthKey(shard),
	}
}

// queueKeys are a chat's queue and what it was told: a sorted set of the keys' digests by the moment when they were put,
// and of "event thread" by the number of the message that announced the event there.
func queueKeys(chat int64) []string { return []string{chatKey(chat, "queue"), chatKey(chat, "put")} }

// queueScript has what the other scripts do with queues. It wants ARGV to begin with how the shard's keys begin, how long
// keys are remembered, and the bodies.
const queueScript = `
local prefix, remembered = ARGV[1], tonumber(ARGV[2])
local ready, waiting, tries = prefix .. 'ready', prefix .. 'waiting', prefix .. 'tries'
local texts, shared, depth = prefix .. 'bodies', prefix .. 'shared', prefix .. 'depth'

local numbers = '100000000000' -- scores up to it are numbers of messages; moments are above

local bodies = {}
for i = 4, 3 + 2 * tonumber(ARGV[3]), 2 do bodies[ARGV[i]] = ARGV[i + 1] end

-- enqueue appends an entry to a chat's queue. Those that came first are served first.
local function enqueue(chat, entry)
  local queue, body = prefix .. 'chat:' .. chat .. ':queue', string.sub(entry, 1, 16)
  local due, at = string.sub(entry, 33, 45), string.sub(entry, 46, 58)
  if redis.call('HINCRBY', shared, body, 1) == 1 then redis.call('HSET', texts, body, bodies[body]) end
  if redis.call('RPUSH', queue, entry) == 1 then
    redis.call('ZADD', ready, math.max(tonumber(due), tonumber(at)), chat)
    redis.call('ZADD', waiting, at, chat)
  end
  redis.call('INCR', depth)
  return 1
end

-- put is enqueue for an entry whose key was never put there, and only after another where one is named.
local function put(chat, entry, after)
  local keys = prefix .. 'chat:' .. chat .. ':put'
  local id, at = string.sub(entry, 17, 32), tonumber(string.sub(entry, 46, 58))
  redis.call('ZREMRANGEBYSCORE', keys, '(' .. numbers, at - remembered)
  if after ~= '' and not redis.call('ZSCORE', keys, after) then return 0 end
  if redis.call('ZADD', keys, 'NX', at, id) == 0 then return 0 end
  redis.call('PEXPIRE', keys, remembered)
  return enqueue(chat, entry)
end

-- release lets go of an entry's share in its body.
local function release(entry)
  local body = string.sub(entry, 1, 16)
  if redis.call('HINCRBY', shared, body, -1) <= 0 then
    redis.call('HDEL', shared, body)
    redis.call('HDEL', texts, body)
  end
  redis.call('DECR', depth)
end

-- drop empties a chat's queue.
local function drop(chat)
  local queue = prefix .. 'chat:' .. chat .. ':queue'
  for _, entry in ipairs(redis.call('LRANGE', queue, 0, -1)) do release(entry) end
  redis.call('DEL', queue)
  redis.call('ZREM', ready, chat)
  redis.call('ZREM', waiting, chat)
  redis.call('HDEL', tries, chat)
end
`
