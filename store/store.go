// Package store keeps everything that mostbot remembers in Redis: the catalogue, the chats and their subscriptions, the
// outbox, the review queue, and how the news sources are doing. It is the only package that names a key or imports
// go-redis.
//
// One code path serves the embedded server with its journal, a single Redis, a cluster and Sentinel. What must happen
// in one atomic step shares a hash slot: all of the catalogue lives under the tag {c}, all of a chat (its settings,
// subscriptions, due times and outbox entries) under the tag of its shard, {0} to {15}.
//
// The catalogue's records are hashes of JSON, and a log of changes says which of them changed. What events are found by is
// an [index] in memory, in each process, that follows the log: a read asks for the catalogue's sequence number and the
// events that it wants in one round trip, and repeats that only when others have written.
//
// A chat is one short [record], and what is due and who watches which filter are indexes that follow from the records: a
// [change] writes a record, its marks in the indexes and its messages in one step, if the record still is what was read.
// A message waits in its chat's queue, and a sorted set in each shard says which chats may be served; see [entry].
package store

import (
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"mostbot/store/embedded"
)

// What can be wrong with the store, for errors.Is.
var (
	ErrUnavailable = errors.New("the store can't be reached")
	ErrFull        = error(full{})
	ErrNotFound    = errors.New("not in the store")
	ErrNewerSchema = errors.New("the store was written by a newer mostbot")
)

// full is the error of a store that can be read, but takes no writes.
type full struct{}

func (full) Error() string { return "the store takes no more" }

// Unavailable tells those who word errors for people that it may pass: what was asked is worth another try.
func (full) Unavailable() bool { return true }

// Store is open until Close. Its methods are safe for concurrent use.
type Store struct {
	db       redis.UniversalClient
	log      *slog.Logger
	clock    func() time.Time
	embedded *embedded.Server      // nil when Redis is another process
	apart    redis.UniversalClient // the embedded server's snapshots read through it: those of db may all be held up then
	scratch  string                // the directory of a copy, "" for the store itself

	schemaKnown   atomic.Bool
	schemaCheck   sync.Mutex
	schemaTrouble error
	schemaAsked   time.Time

	catalogue catalogue
	delivery
}

// schema is the version of the keys' layout. Every key carries it.
const schema = "m1"

// shards is the number of slots over which chats are spread; it is part of the schema.
const shards = 16

// catalogueKey names a key of the catalogue: catalogueKey("event", id).
func catalogueKey(parts ...string) string { return key("{c}", parts) }

// shardOf is the shard that a chat belongs to, 0 to shards-1.
func shardOf(chat int64) int { return int(uint64(chat) % shards) }

// shardKey names a key of a shard: shardKey(3, "outbox").
func shardKey(shard int, parts ...string) string {
	return key("{"+strconv.Itoa(shard)+"}", parts)
}

// chatKey names a key of one chat, in its shard: chatKey(42, "subscriptions").
func chatKey(chat int64, parts ...string) string {
	return shardKey(shardOf(chat), append([]string{"chat", strconv.FormatInt(chat, 10)}, parts...)...)
}

func key(tag string, parts []string) string {
	return schema + ":" + tag + ":" + strings.Join(parts, ":")
}
