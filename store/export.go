package store

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

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
			return 0, fmt.Errorf("count the keys: %w", trouble(err))
		}
		total += n
	}
	return total, nil
}
