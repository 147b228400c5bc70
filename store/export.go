package store

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// frame is the first and the last line of an export.
type frame struct {
	Export string `json:"mostbot_export"` // the schema, in both
	Keys   int64  `json:"keys,omitempty"` // in the last line: how many keys stand above it
	End    bool   `json:"end,omitempty"`
}

// derived are keys that an export leaves out, since they say nothing of their own.
var derived = []string{changesKey, stampKey}

// Progress is told, each time that a key has been exported or restored, how many have been, and how many there are to do:
// 0 if nobody knows.
type Progress func(done, total int64)

// Export writes everything as JSON lines, a key or a part of a long one each. The bot may run meanwhile: what is restored
// from it is whole. It is the state of the catalogue when the export began, and of each chat at one moment after that;
// a message that was on its way then is sent again after a restore, none is forgotten.
func (s *Store) Export(ctx context.Context, w io.Writer) error {
	return s.ExportWith(ctx, w, func(_, _ int64) {})
}

// ExportWith is Export for those who want to watch.
func (s *Store) ExportWith(ctx context.Context, w io.Writer, progress Progress) error {
	out := bufio.NewWriterSize(w, 1<<16)
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	if err := lines.Encode(frame{Export: schema}); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	total, err := s.countKeys(ctx)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	keys := int64(0)
	err = s.facts(ctx, func(p piece) error {
		if !p.More {
			keys++
			progress(keys, max(keys, total))
		}
		return lines.Encode(p)
	})
	if err == nil {
		err = lines.Encode(frame{Export: schema, Keys: keys, End: true})
	}
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

// facts gives all that an export takes. The catalogue with its log of news comes before the outboxes: news that are passed
// on meanwhile are then in both, which the outbox sees through, instead of in neither.
func (s *Store) facts(ctx context.Context, give func(piece) error) error {
	plain := func(wanted func(key string) bool) func(redis.UniversalClient, []string) error {
		return func(db redis.UniversalClient, keys []string) error {
			keys = slices.DeleteFunc(keys, func(key string) bool { return !wanted(key) })
			return dumpKeys(ctx, db, keys, give)
		}
	}
	outboxes := newOutboxes(give)
	for _, pass := range []struct {
		pattern string
		read    func(redis.UniversalClient, []string) error
	}{
		{schema + ":{c}:*", plain(func(key string) bool { return !slices.Contains(derived, key) })},
		{schema + ":{[0-9]*}:*", plain(isPlain)},
		{schema + ":{[0-9]*}:chat:*", func(db redis.UniversalClient, keys []string) error { return outboxes.read(ctx, db, keys) }},
		{schema + ":*", plain(isElsewhere)},
	} {
		if err := s.eachKeys(ctx, pass.pattern, pass.read); err != nil {
			return err
		}
	}
	return nil
}

func isPlain(key string) bool {
	_, part, _, ok := inShard(key)
	return ok && (part == besides || part == chatRecord)
}

func isElsewhere(key string) bool {
	_, _, _, sharded := inShard(key)
	return !sharded && !strings.HasPrefix(key, schema+":{c}:")
}

// countKeys says how many keys the servers have.
func (s *Store) countKeys(ctx context.Context) (total int64, err error) {
	masters, err := s.masters(ctx)
	if err != nil {
		return 0, err
	}
	for _, db := range masters {
		n, err := db.DBSize(ctx).Result()
		if err != nil {
			return 0, fmt.Errorf("count the keys: %w", trouble(ctx, err))
		}
		total += n
	}
	return total, nil
}

// ErrNoExport says that what was to be restored is not, or not wholly, an export.
var ErrNoExport = errors.New("not a whole export of mostbot")

// Restore makes the store what an export says: what it holds besides goes. It may be done again, with the same end. Where
// the input can be read twice, as a file can, it is checked before anything is touched. The bot should not run meanwhile.
func (s *Store) Restore(ctx context.Context, r io.Reader) error {
	return s.RestoreWith(ctx, r, func(_, _ int64) {})
}

// RestoreWith is Restore for those who want to watch.
func (s *Store) RestoreWith(ctx context.Context, r io.Reader, progress Progress) error {
	total := int64(0)
	if file, ok := r.(io.ReadSeeker); ok {
		var err error
		if total, err = checkExport(file); err != nil {
			return fmt.Errorf("restore: %w", err)
		}
	}
	if err := s.clear(ctx); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	restoring := restoring{store: s, progress: progress, total: total, now: s.clock()}
	if err := readExport(r, func(p piece) error { return restoring.take(ctx, p) }); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if err := restoring.finish(ctx); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if err := s.newStamp(ctx); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return nil
}

// checkExport reads an export through, winds it back, and says how many keys it has.
func checkExport(file io.ReadSeeker) (keys int64, err error) {
	err = readExport(file, func(p piece) error {
		if !p.More {
			keys++
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return 0, fmt.Errorf("read it again: %w", err)
	}
	return keys, nil
}

// readExport gives the pieces of an export, and an error where it is none or breaks off.
func readExport(r io.Reader, give func(piece) error) error {
	in := bufio.NewReaderSize(r, 1<<16)
	for n, keys := 1, int64(0); ; n++ {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return fmt.Errorf("%w: it breaks off in line %d", ErrNoExport, n)
		}
		if err != nil {
			return err
		}
		if f, ok := readFrame(line); ok {
			if err := f.check(n, keys); err != nil || f.End {
				return err
			}
			continue
		}
		var p piece
		if err := json.Unmarshal(line, &p); err != nil || n == 1 || !strings.HasPrefix(p.Key, schema+":") {
			return fmt.Errorf("%w: line %d is no part of one", ErrNoExport, n)
		}
		if !p.More {
			keys++
		}
		if err := give(p); err != nil {
			return err
		}
	}
}

func readFrame(line []byte) (frame, bool) {
	var f frame
	if !bytes.HasPrefix(line, []byte(`{"mostbot_export":`)) || json.Unmarshal(line, &f) != nil {
		return frame{}, false
	}
	return f, true
}

func (f frame) check(line int, keys int64) error {
	version := func(s string) int { n, _ := strconv.Atoi(strings.TrimPrefix(s, "m")); return n }
	switch {
	case version(f.Export) > version(schema):
		return fmt.Errorf("%w: the export's schema is %s, this program knows %s", ErrNewerSchema, f.Export, schema)
	case f.Export != schema, f.End != (line > 1), f.Keys != keys:
		return fmt.Errorf("%w: line %d does not fit", ErrNoExport, line)
	}
	return nil
}

// clear empties the store.
func (s *Store) clear(ctx context.Context) error {
	masters, err := s.masters(ctx)
	if err != nil {
		return err
	}
	for _, db := range masters {
		if err := clearMaster(ctx, db); err != nil {
			return fmt.Errorf("empty the store: %w", trouble(ctx, err))
		}
	}
	return nil
}

func clearMaster(ctx context.Context, db redis.UniversalClient) error {
	for cursor := uint64(0); ; {
		keys, next, err := db.Scan(ctx, cursor, schema+":*", keysAtOnce).Result()
		if err != nil {
			return err
		}
		for batch := range slices.Chunk(keys, keysAtOnce) {
			_, err := db.Pipelined(ctx, func(p redis.Pipeliner) error {
				for _, key := range batch {
					p.Unlink(ctx, key) // one by one: in a cluster they lie in many slots
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		if cursor = next; cursor == 0 {
			return nil
		}
	}
}

// restoring writes pieces, many at once, and what follows from them.
type restoring struct {
	store       *Store
	progress    Progress
	keys, total int64
	now         time.Time
	expired     string // the key that is left out because its time is over
	followers   followers
	waiting     [][]string
}

func (r *restoring) take(ctx context.Context, p piece) error {
	if !p.More {
		r.keys++
		r.progress(r.keys, r.total)
		r.expired = ""
		if p.Expires != 0 && p.Expires <= r.now.UnixMilli() {
			r.expired = p.Key
		}
	}
	if p.Key == r.expired {
		return nil
	}
	following, err := r.followers.of(p)
	if err != nil {
		return err
	}
	r.waiting = append(append(r.waiting, p.commands()...), following...)
	if len(r.waiting) < keysAtOnce {
		return nil
	}
	return r.flush(ctx)
}

func (r *restoring) finish(ctx context.Context) error {
	r.waiting = append(r.waiting, r.followers.counted()...)
	return r.flush(ctx)
}

func (r *restoring) flush(ctx context.Context) error {
	if len(r.waiting) == 0 {
		return nil
	}
	_, err := r.store.db.Pipelined(ctx, func(p redis.Pipeliner) error {
		for _, command := range r.waiting {
			p.Do(ctx, anys(command)...)
		}
		return nil
	})
	r.waiting = r.waiting[:0]
	if err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// newStamp makes all processes read the catalogue anew, also where its sequence number is one that they have seen.
func (s *Store) newStamp(ctx context.Context) error {
	return s.db.Set(ctx, stampKey, rand.Text(), 0).Err()
}
