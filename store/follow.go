package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"mostbot/catalog"
)

// look shows the index as it is, read from the store if it has not been yet.
func (s *Store) look(ctx context.Context, at func(*index)) error {
	c := &s.catalogue
	c.mu.RLock()
	if c.index == nil {
		c.mu.RUnlock()
		if err := s.follow(ctx, position{}); err != nil {
			return err
		}
		c.mu.RLock()
	}
	defer c.mu.RUnlock()
	at(c.index)
	return nil
}

// lookNow shows the index brought up to date.
func (s *Store) lookNow(ctx context.Context, at func(*index)) error {
	if _, err := s.upToDate(ctx); err != nil {
		return err
	}
	return s.look(ctx, at)
}

// upToDate brings the index to the catalogue's present state and gives its position.
func (s *Store) upToDate(ctx context.Context) (position, error) {
	at, err := positionOf(s.db.MGet(ctx, sequenceKey, stampKey))
	if err != nil {
		return position{}, err
	}
	return at, s.follow(ctx, at)
}

func positionOf(cmd *redis.SliceCmd) (at position, err error) {
	values, err := cmd.Result()
	if err != nil {
		return position{}, fmt.Errorf("see how far the catalogue has come: %w", err)
	}
	if sequence, ok := values[0].(string); ok {
		if at.sequence, err = strconv.ParseInt(sequence, 10, 64); err != nil {
			return position{}, fmt.Errorf("see how far the catalogue has come: %w", err)
		}
	}
	at.stamp, _ = values[1].(string)
	return at, nil
}

// follow brings the index to a position that the catalogue has had, or further.
func (s *Store) follow(ctx context.Context, to position) error {
	c := &s.catalogue
	c.following.Lock()
	defer c.following.Unlock()
	c.mu.RLock()
	read, from := c.index != nil, position{}
	if read {
		from = c.index.at
	}
	c.mu.RUnlock()
	if read && from == to {
		return nil
	}
	if !read {
		return s.readAll(ctx)
	}
	now, changed, err := s.changesSince(ctx, from)
	if err != nil {
		return err
	}
	if now == (position{}) {
		return s.readAll(ctx)
	}
	return s.readChanged(ctx, now, changed)
}

// changesSince lists what changed after a position, and where that leads. It gives no position when the log does not have
// the one that is asked for: it reaches back only so far, and a catalogue that was restored or lost its last writes never
// was there.
func (s *Store) changesSince(ctx context.Context, from position) (to position, changed []string, err error) {
	entries, err := s.db.XRange(ctx, changesKey, fmt.Sprintf("%d-0", from.sequence), "+").Result()
	if err != nil {
		return position{}, nil, fmt.Errorf("read the log of changes: %w", err)
	}
	for i, entry := range entries {
		at, names, err := readChange(entry)
		if err != nil {
			return position{}, nil, err
		}
		if i == 0 && at != from || i > 0 && at.sequence != to.sequence+1 {
			return position{}, nil, nil
		}
		if i > 0 {
			changed = append(changed, names...)
		}
		to = at
	}
	return to, changed, nil
}

func readChange(entry redis.XMessage) (at position, names []string, err error) {
	number, _, _ := strings.Cut(entry.ID, "-")
	if at.sequence, err = strconv.ParseInt(number, 10, 64); err != nil {
		return position{}, nil, fmt.Errorf("read the log of changes: %w", err)
	}
	at.stamp, _ = entry.Values["stamp"].(string)
	changed, _ := entry.Values["changed"].(string)
	return at, strings.Fields(changed), nil
}

// readChanged reads the changed records anew. They may be newer than the position; then they come up again.
func (s *Store) readChanged(ctx context.Context, to position, changed []string) error {
	ids := map[string][]string{}
	for _, name := range changed {
		kind, id, _ := strings.Cut(name, ":")
		if !slices.Contains(ids[kind], id) {
			ids[kind] = append(ids[kind], id)
		}
	}
	events, err := readRecords[catalog.Event](ctx, s, eventsKey, ids["event"])
	if err != nil {
		return err
	}
	organisations, err := readRecords[catalog.Organisation](ctx, s, organisationsKey, ids["org"])
	if err != nil {
		return err
	}
	projects, err := readRecords[catalog.Project](ctx, s, projectsKey, ids["project"])
	if err != nil {
		return err
	}
	rulings, err := readRecords[catalog.Ruling](ctx, s, rulingsKey, ids["ruling"])
	if err != nil {
		return err
	}
	c := &s.catalogue
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, id := range ids["event"] {
		c.index.drop(id)
		delete(c.events, id)
	}
	c.index.put(slices.Collect(maps.Values(events))...)
	if len(organisations)+len(projects) > 0 {
		c.directory = c.directory.With(slices.Collect(maps.Values(organisations)), slices.Collect(maps.Values(projects)))
		c.index.names = namesOf(c.directory)
	}
	if len(rulings) > 0 {
		c.directory = c.directory.WithRulings(slices.Collect(maps.Values(rulings))...)
	}
	c.index.at = to
	return nil
}

// readRecords gives those of the records that exist, by id.
func readRecords[T any](ctx context.Context, s *Store, key string, ids []string) (map[string]T, error) {
	records := map[string]T{}
	for part := range slices.Chunk(ids, valuesAtOnce) {
		values, err := s.db.HMGet(ctx, key, part...).Result()
		if err != nil {
			return nil, fmt.Errorf("read the catalogue: %w", err)
		}
		for i, v := range values {
			record, ok, err := field[T](v)
			if err != nil {
				return nil, err
			}
			if ok {
				records[part[i]] = record
			}
		}
	}
	return records, nil
}

// readAll reads the whole catalogue. The position is read first: what changes meanwhile comes up again.
func (s *Store) readAll(ctx context.Context) error {
	at, err := positionOf(s.db.MGet(ctx, sequenceKey, stampKey))
	if err != nil {
		return err
	}
	x := newIndex()
	if err := eachRecord(ctx, s, eventsKey, func(e catalog.Event) { x.load(e) }); err != nil {
		return err
	}
	x.sort()
	var organisations []catalog.Organisation
	var projects []catalog.Project
	var rulings []catalog.Ruling
	err = errors.Join(
		eachRecord(ctx, s, organisationsKey, func(o catalog.Organisation) { organisations = append(organisations, o) }),
		eachRecord(ctx, s, projectsKey, func(p catalog.Project) { projects = append(projects, p) }),
		eachRecord(ctx, s, rulingsKey, func(r catalog.Ruling) { rulings = append(rulings, r) }),
	)
	if err != nil {
		return err
	}
	directory := catalog.NewDirectory(organisations, projects).WithRulings(rulings...)
	x.names = namesOf(directory)
	x.at = at
	c := &s.catalogue
	c.mu.Lock()
	defer c.mu.Unlock()
	c.index, c.directory, c.events = x, directory, nil
	return nil
}

// eachRecord reads a hash of records, some at a time: all at once would take several times their size.
func eachRecord[T any](ctx context.Context, s *Store, key string, give func(T)) error {
	ids, err := s.db.HKeys(ctx, key).Result()
	if err != nil {
		return fmt.Errorf("read the catalogue: %w", err)
	}
	for part := range slices.Chunk(ids, valuesAtOnce) {
		records, err := fieldsOf[T](s.db.HMGet(ctx, key, part...))
		if err != nil {
			return fmt.Errorf("read the catalogue: %w", err)
		}
		for _, record := range records {
			give(record)
		}
	}
	return nil
}

// freshness is for how long the directory is used without asking whether it has changed.
const freshness = time.Second

// Directory gives the organisations and projects as they were at most a second ago, with all that this process has written.
func (s *Store) Directory(ctx context.Context) (*catalog.Directory, error) {
	c := &s.catalogue
	c.mu.RLock()
	directory, fresh, commits := c.directory, c.index != nil && time.Since(c.checked) < freshness, c.commits
	c.mu.RUnlock()
	if fresh {
		return directory, nil
	}
	asked := time.Now()
	if _, err := s.upToDate(ctx); err != nil {
		return nil, fmt.Errorf("look into the directory: %w", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.commits == commits {
		c.checked = asked
	}
	return c.directory, nil
}
