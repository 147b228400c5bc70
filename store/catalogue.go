package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"mostbot/catalog"
)

// The catalogue's keys. Each record is a field of one of the hashes, under its id, as JSON.
var (
	eventsKey        = catalogueKey("events")
	organisationsKey = catalogueKey("organisations")
	projectsKey      = catalogueKey("projects")
	rulingsKey       = catalogueKey("rulings")  // what editors decided that names mean
	statesKey        = catalogueKey("states")   // what events were before editors corrected them, as lists
	removedKey       = catalogueKey("removed")  // events that an editor removed: they must not come back
	sequenceKey      = catalogueKey("sequence") // grows by one with each change
	changesKey       = catalogueKey("changes")  // stream: under each sequence number, which records changed
	stampKey         = catalogueKey("stamp")    // drawn by lot with each change
	horizonKey       = catalogueKey("horizon")  // Unix microseconds up to which somebody has asked what entered
	newsKey          = catalogueKey("news")     // stream: events that are new or say more than before
)

// changesKept is how far back a process can follow the changes; one that slept longer reads everything again.
const changesKept = 1000

// position is how far the catalogue has come: with the same position, it is the same. The number alone would not do: a
// Redis that lost its last writes, or was restored, comes to the same number by another way.
type position struct {
	sequence int64
	stamp    string
}

func (p position) String() string { return strconv.FormatInt(p.sequence, 10) + "/" + p.stamp }

// catalogue is what this process knows of the catalogue.
type catalogue struct {
	following sync.Mutex // held by the one who brings the index up to date
	mu        sync.RWMutex
	index     *index // nil until it is first needed
	directory *catalog.Directory
	events    map[string]catalog.Event // some that were asked for, as they are at the index's position
	checked   time.Time                // when the directory was last seen to be up to date; zero when this process has written since
	commits   int                      // of this process
}

// write is a record that a step writes, or takes away where value is "".
type write struct {
	key, id, value string
}

// step is one atomic change of the catalogue.
type step struct {
	since    position // the step is done only if nobody has changed the catalogue since
	writes   []write
	entering time.Time       // when the step's new event enters; zero where it has none
	news     string          // the id of the event that the news log is to tell of; "" for none
	novelty  catalog.Novelty // of the news
	was      []catalog.Event // that event as it had been, if the news is of a correction
}

// commitScript does a step. An event may not enter at a moment up to which somebody has already asked what entered: they
// would never hear of it.
// KEYS: sequence, changes, horizon, news, stamp, events, organisations, projects, removed, rulings,
// states.
// ARGV: expected position; what changed; moment of entering, if any; news event, if any; novelty; how many changes are
// kept; stamp; what the news event was; then number of the key, id and value of each write.
var commitScript = redis.NewScript(`
if (redis.call('GET', KEYS[1]) or '0') .. '/' .. (redis.call('GET', KEYS[5]) or '') ~= ARGV[1] then return 0 end
if ARGV[3] ~= '' and tonumber(redis.call('GET', KEYS[3]) or '0') >= tonumber(ARGV[3]) then return 0 end
local sequence = redis.call('INCR', KEYS[1])
local id = string.format('%d-0', sequence)
redis.call('SET', KEYS[5], ARGV[7])
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[6], id, 'stamp', ARGV[7], 'changed', ARGV[2])
if ARGV[4] ~= '' then redis.call('XADD', KEYS[4], id, 'event', ARGV[4], 'novelty', ARGV[5], 'was', ARGV[8]) end
for i = 9, #ARGV, 3 do
  local key = KEYS[tonumber(ARGV[i])]
  if ARGV[i+2] == '' then redis.call('HDEL', key, ARGV[i+1]) else redis.call('HSET', key, ARGV[i+1], ARGV[i+2]) end
end
return sequence`)

var commitKeys = []string{
	sequenceKey, changesKey, horizonKey, newsKey, stampKey, eventsKey, organisationsKey, projectsKey, removedKey, rulingsKey,
	statesKey,
}

// keyNames is how the log of changes calls the hashes.
var keyNames = map[string]string{eventsKey: "event", organisationsKey: "org", projectsKey: "project", rulingsKey: "ruling"}

// errOutrun says that somebody else changed the catalogue first.
var errOutrun = errors.New("the catalogue has changed meanwhile")

// commit does a step, or gives errOutrun. Should the answer be lost and the step be sent again, it is not done again.
func (s *Store) commit(ctx context.Context, st step) error {
	entering := ""
	if !st.entering.IsZero() {
		entering = strconv.FormatInt(st.entering.UnixMicro(), 10)
	}
	var changed []string
	was := ""
	if st.was != nil {
		was = recordOf(statesKey, st.news, st.was).value
	}
	args := []any{st.since.String(), "", entering, st.news, string(st.novelty), changesKept, rand.Text(), was}
	for _, w := range st.writes {
		args = append(args, indexOf(commitKeys, w.key), w.id, w.value)
		if name := keyNames[w.key]; name != "" {
			changed = append(changed, name+":"+w.id)
		}
	}
	args[1] = strings.Join(changed, " ")
	done, err := commitScript.Run(ctx, s.db, commitKeys, args...).Int64()
	if err != nil {
		return fmt.Errorf("write to the catalogue: %w", err)
	}
	if done == 0 {
		return errOutrun
	}
	s.catalogue.mu.Lock()
	s.catalogue.checked = time.Time{}
	s.catalogue.commits++
	s.catalogue.mu.Unlock()
	return nil
}

// indexOf counts from 1, as Lua does.
func indexOf(keys []string, key string) int {
	for i, k := range keys {
		if k == key {
			return i + 1
		}
	}
	return 0
}

// changeCatalogue reads what it needs and commits, again and again while others are faster.
func (s *Store) changeCatalogue(ctx context.Context, try func(at position) error) error {
	const attempts = 100
	for range attempts {
		at, err := s.upToDate(ctx)
		if err != nil {
			return err
		}
		if err := try(at); !errors.Is(err, errOutrun) {
			return err
		}
	}
	return errOutrun
}

func recordOf[T any](key, id string, value T) write {
	b, err := json.Marshal(value)
	if err != nil {
		panic(fmt.Sprintf("the catalogue's records can always be written: %v", err))
	}
	return write{key, id, string(b)}
}

// field decodes a hash's field as HMGET gives it; nil is a record that is not there.
func field[T any](value any) (record T, ok bool, err error) {
	document, ok := value.(string)
	if !ok {
		return record, false, nil
	}
	if err := json.Unmarshal([]byte(document), &record); err != nil {
		return record, false, fmt.Errorf("read a record: %w", err)
	}
	return record, true, nil
}

func fields[T any](values []any) ([]T, error) {
	records := make([]T, 0, len(values))
	for _, v := range values {
		r, ok, err := field[T](v)
		if err != nil {
			return nil, err
		}
		if ok {
			records = append(records, r)
		}
	}
	return records, nil
}
