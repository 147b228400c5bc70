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
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// ErrNoExport says that what was to be restored is not, or not wholly, an export.
var ErrNoExport = errors.New("not a whole export of mostbot")

// Restore makes the store what an export says: what it holds besides goes. It may be done again, with the same end. An
// export that breaks off is refused before anything is touched. The bot should not run meanwhile.
func (s *Store) Restore(ctx context.Context, r io.Reader) error {
	return s.RestoreWith(ctx, r, func(_, _ int64) {})
}

// RestoreWith is Restore for those who want to watch.
func (s *Store) RestoreWith(ctx context.Context, r io.Reader, progress Progress) (err error) {
	file, ok := r.(io.ReadSeeker)
	if !ok {
		spooled, end, errSpool := spool(r)
		if errSpool != nil {
			return fmt.Errorf("restore: %w", errSpool)
		}
		defer func() { err = errors.Join(err, end()) }()
		file = spooled
	}
	total, err := checkExport(file)
	if err == nil {
		err = s.clear(ctx)
	}
	if err == nil {
		err = s.refill(ctx, file, restoring{store: s, progress: progress, total: total, now: s.clock()})
	}
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return nil
}

// spool keeps in a file what can be read only once.
func spool(r io.Reader) (file *os.File, end func() error, err error) {
	file, err = os.CreateTemp("", "mostbot-restore-")
	if err != nil {
		return nil, nil, fmt.Errorf("keep the export at hand: %w", err)
	}
	end = func() error { return errors.Join(file.Close(), os.Remove(file.Name())) }
	_, err = io.Copy(file, r)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("keep the export at hand: %w", err), end())
	}
	return file, end, nil
}

func (s *Store) refill(ctx context.Context, file io.Reader, r restoring) error {
	if err := readExport(file, func(p piece) error { return r.take(ctx, p) }); err != nil {
		return err
	}
	if err := r.finish(ctx); err != nil {
		return err
	}
	return s.newStamp(ctx)
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
			return fmt.Errorf("empty the store: %w", trouble(err))
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
	p, err := r.withoutUnserved(ctx, p)
	if err != nil {
		return err
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

// withoutUnserved leaves the digests out of a queue that its chat's record does not know to be served: they were served
// between the moments at which record and queue were read, are due in the record, and will be served again.
func (r *restoring) withoutUnserved(ctx context.Context, p piece) (piece, error) {
	if _, part, chat, ok := inShard(p.Key); ok && part == chatQueue && slices.ContainsFunc(p.List, isDigest) {
		if err := r.flush(ctx); err != nil {
			return p, err
		}
		record, err := r.store.record(ctx, chat)
		if err != nil {
			return p, err
		}
		p.List = slices.DeleteFunc(p.List, func(t text) bool { return isDigest(t) && !record.knows(entry(t)) })
	}
	return p, nil
}

func isDigest(t text) bool {
	w, err := entry(t).waiting()
	return err == nil && w.N > 0
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
