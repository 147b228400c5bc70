package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"mostbot/catalog"
)

// find lists the numbers of all events that a query finds, newest first.
func (x *index) find(q catalog.Query) []int32 {
	var groups [][]int32
	for _, refs := range q.Groups {
		groups = append(groups, x.known(refs))
	}
	for _, word := range q.Words {
		for part := range strings.FieldsSeq(catalog.Fold(word)) {
			groups = append(groups, x.matching(part))
		}
	}
	if len(groups) == 0 {
		return x.newest
	}
	hits := make([]uint16, len(x.entries)) // how many of the groups so far have the event
	for n, terms := range groups {
		for _, t := range terms {
			for _, event := range x.terms[t].events {
				if int(hits[event]) == n {
					hits[event]++
				}
			}
		}
	}
	var found []int32
	for _, event := range x.newest {
		if int(hits[event]) == len(groups) {
			found = append(found, event)
		}
	}
	return found
}

// ids gives the events' ids.
func (x *index) ids(numbers []int32) []string {
	ids := make([]string, len(numbers))
	for i, n := range numbers {
		ids[i] = x.entries[n].id
	}
	return ids
}

// count says how many of a ref's events each party has; with no ref, how many events each ref of the sort has.
func (x *index) together(ref catalog.Ref) []catalog.Count {
	t, ok := x.byRef[ref]
	if !ok {
		return nil
	}
	events := map[int32]int{}
	for _, n := range x.terms[t].events {
		for _, other := range x.entries[n].terms {
			if other != t && isParty(x.terms[other].ref.Sort) {
				events[other]++
			}
		}
	}
	counts := make([]catalog.Count, 0, len(events))
	for other, n := range events {
		counts = append(counts, catalog.Count{Ref: x.terms[other].ref, Events: n})
	}
	return mostFirst(counts)
}

func isParty(s catalog.Sort) bool {
	return s == catalog.SortCity || s == catalog.SortOrganisation || s == catalog.SortProject
}

func (x *index) counts(sort catalog.Sort) []catalog.Count {
	var counts []catalog.Count
	for ref, t := range x.byRef {
		if events := len(x.terms[t].events); ref.Sort == sort && events > 0 {
			counts = append(counts, catalog.Count{Ref: ref, Events: events})
		}
	}
	return mostFirst(counts)
}

func mostFirst(counts []catalog.Count) []catalog.Count {
	slices.SortFunc(counts, func(a, b catalog.Count) int {
		return cmp.Or(cmp.Compare(b.Events, a.Events), strings.Compare(a.Ref.ID, b.Ref.ID), cmp.Compare(a.Ref.Sort, b.Ref.Sort))
	})
	return counts
}

// Event gives the event with the id, or ErrNotFound.
func (s *Store) Event(ctx context.Context, id string) (catalog.Event, error) {
	values, err := s.db.HMGet(ctx, eventsKey, id).Result()
	if err != nil {
		return catalog.Event{}, fmt.Errorf("read event %s: %w", id, err)
	}
	e, ok, err := field[catalog.Event](values[0])
	if err == nil && !ok {
		err = ErrNotFound
	}
	if err != nil {
		return catalog.Event{}, fmt.Errorf("read event %s: %w", id, err)
	}
	return e, nil
}

// Events gives a page of the events that the query finds, newest first.
func (s *Store) Events(ctx context.Context, q catalog.Query) (catalog.Page, error) {
	var page catalog.Page
	events, err := s.read(ctx, func(x *index) []string {
		found := x.find(q)
		page.Total = len(found)
		from := min(max(q.Offset, 0), len(found))
		to := len(found)
		if q.Limit > 0 {
			to = min(from+q.Limit, len(found))
		}
		return x.ids(found[from:to])
	})
	if err != nil {
		return catalog.Page{}, fmt.Errorf("look for events: %w", err)
	}
	page.Events = events
	return page, nil
}

// read gives the events that choose names, as they stand in the catalogue at one moment. That takes one round trip, or more
// when others have just written.
func (s *Store) read(ctx context.Context, choose func(*index) []string) ([]catalog.Event, error) {
	const attempts = 5
	for attempt := 1; ; attempt++ {
		ids, at, err := s.choose(ctx, choose)
		if err != nil {
			return nil, err
		}
		now, values, err := s.readEvents(ctx, ids)
		if err != nil {
			return nil, err
		}
		// Where others write all the time, an answer that is right but for the last milliseconds will do.
		if now == at || attempt == attempts {
			return fields[catalog.Event](values)
		}
		if err := s.follow(ctx, now); err != nil {
			return nil, err
		}
	}
}

func (s *Store) choose(ctx context.Context, choose func(*index) []string) (ids []string, at position, err error) {
	err = s.look(ctx, func(x *index) { ids, at = choose(x), x.at })
	return ids, at, err
}

// readEvents asks for the events and for the catalogue's position at once.
func (s *Store) readEvents(ctx context.Context, ids []string) (at position, values []any, err error) {
	pipe := s.db.Pipeline()
	where := pipe.MGet(ctx, sequenceKey, stampKey)
	var records []*redis.SliceCmd
	for part := range slices.Chunk(ids, valuesAtOnce) {
		records = append(records, pipe.HMGet(ctx, eventsKey, part...))
	}
	_, _ = pipe.Exec(ctx) // each answer has its own error
	if at, err = positionOf(where); err != nil {
		return position{}, nil, err
	}
	for _, r := range records {
		part, err := r.Result()
		if err != nil {
			return position{}, nil, err
		}
		values = append(values, part...)
	}
	return at, values, nil
}

// raiseScript notes up to when somebody has asked what entered. KEYS: horizon. ARGV: that moment.
var raiseScript = redis.NewScript(`
if tonumber(redis.call('GET', KEYS[1]) or '0') < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1]) end
return 0`)

// Entered gives the events that entered the catalogue after one moment and until another, in the order in which they came.
// Whatever is added from then on enters later than that, so that who asks span after span hears of each event once.
func (s *Store) Entered(ctx context.Context, after, until time.Time) ([]catalog.Event, error) {
	if err := raiseScript.Run(ctx, s.db, []string{horizonKey}, until.UnixMicro()).Err(); err != nil {
		return nil, fmt.Errorf("look what entered the catalogue: %w", err)
	}
	events, err := s.read(ctx, func(x *index) []string {
		var found []int32
		for n := range x.entries {
			if e := &x.entries[n]; e.id != "" && e.entered.After(after) && !e.entered.After(until) {
				found = append(found, int32(n))
			}
		}
		slices.SortFunc(found, func(a, b int32) int {
			return cmp.Or(x.entries[a].entered.Compare(x.entries[b].entered), strings.Compare(x.entries[a].id, x.entries[b].id))
		})
		return x.ids(found)
	})
	if err != nil {
		return nil, fmt.Errorf("look what entered the catalogue: %w", err)
	}
	return events, nil
}

// Partners counts the events that cities, organisations and projects share with the ref, most first.
func (s *Store) Partners(ctx context.Context, ref catalog.Ref, limit int) ([]catalog.Count, error) {
	var counts []catalog.Count
	if err := s.lookNow(ctx, func(x *index) { counts = x.together(ref) }); err != nil {
		return nil, fmt.Errorf("count the partners of %s: %w", ref, err)
	}
	if limit > 0 && len(counts) > limit {
		counts = counts[:limit]
	}
	return counts, nil
}

// Counts lists all refs of a sort with their number of events, most first.
func (s *Store) Counts(ctx context.Context, sort catalog.Sort) ([]catalog.Count, error) {
	var counts []catalog.Count
	if err := s.lookNow(ctx, func(x *index) { counts = x.counts(sort) }); err != nil {
		return nil, fmt.Errorf("count the events of each %s: %w", sort, err)
	}
	return counts, nil
}
