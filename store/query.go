package store

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"mostbot/catalog"
)

// mostWords is how many words of a query are looked at; who pastes a page does not keep the others waiting.
const mostWords = 20

// find lists the numbers of all events that a query finds, newest first.
func (x *index) find(q catalog.Query) []int32 {
	var groups [][][]int32 // an event must be in a list of each group
	for _, refs := range q.Groups {
		groups = append(groups, x.leading(refs))
	}
	words := strings.Fields(catalog.Fold(strings.Join(q.Words, " ")))
	for _, word := range words[:min(len(words), mostWords)] {
		groups = append(groups, x.matching(word))
	}
	if len(groups) == 0 {
		return x.newest
	}
	hits := make([]uint16, len(x.entries)) // how many of the groups so far have the event
	most := 0
	for n, lists := range groups {
		most = 0
		for _, events := range lists {
			for _, event := range events {
				if int(hits[event]) == n {
					hits[event]++
					most++
				}
			}
		}
	}
	found := make([]int32, 0, most)
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

// together counts the events that each city, organisation and project shares with the ref, most first.
func (x *index) together(ref catalog.Ref, limit int) []catalog.Count {
	r, ok := x.refOf[ref]
	if !ok {
		return nil
	}
	shared := make([]int, len(x.refs))
	for _, n := range x.ofRef[r] {
		for _, other := range x.entries[n].refs {
			shared[other]++
		}
	}
	shared[r] = 0
	least := x.leastOf(shared, limit)
	var counts []catalog.Count
	for other, events := range shared {
		if events >= least && isParty(x.refs[other].Sort) {
			counts = append(counts, catalog.Count{Ref: x.refs[other], Events: events})
		}
	}
	counts = mostFirst(counts)
	return counts[:min(limit, len(counts))]
}

// leastOf tells how many events a party has at least that is among the first ones, so that the others need no sorting.
func (x *index) leastOf(shared []int, limit int) int {
	var having []int // how many parties have as many events
	for other, events := range shared {
		if isParty(x.refs[other].Sort) {
			having = append(having, make([]int, max(events+1-len(having), 0))...)
			having[events]++
		}
	}
	least := len(having)
	for parties := 0; least > 1 && parties < limit; {
		least--
		parties += having[least]
	}
	return max(least, 1)
}

func isParty(s catalog.Sort) bool {
	return s == catalog.SortCity || s == catalog.SortOrganisation || s == catalog.SortProject
}

func (x *index) counts(sort catalog.Sort) []catalog.Count {
	var counts []catalog.Count
	for r, ref := range x.refs {
		if events := len(x.ofRef[r]); ref.Sort == sort && events > 0 {
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
		var ids []string
		var at position
		var events map[string]catalog.Event
		err := s.look(ctx, func(x *index) {
			ids, at = choose(x), x.at
			events = s.catalogue.remembered(ids)
		})
		if err != nil {
			return nil, err
		}
		remembered := len(events)
		now, err := s.readMissing(ctx, ids, events)
		if err != nil {
			return nil, err
		}
		// Where others write all the time, an answer that is right but for the last milliseconds will do.
		if now == at || attempt == attempts {
			if len(events) > remembered {
				s.catalogue.remember(now, events)
			}
			return inOrder(ids, events), nil
		}
		if err := s.follow(ctx, now); err != nil {
			return nil, err
		}
	}
}

func inOrder(ids []string, events map[string]catalog.Event) []catalog.Event {
	ordered := make([]catalog.Event, 0, len(ids))
	for _, id := range ids {
		if e, ok := events[id]; ok {
			ordered = append(ordered, e)
		}
	}
	return ordered
}

// readMissing asks for those of the events that are not there yet, and for the catalogue's position, at once.
func (s *Store) readMissing(ctx context.Context, ids []string, events map[string]catalog.Event) (position, error) {
	missing := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { _, ok := events[id]; return ok })
	pipe := s.db.Pipeline()
	where := pipe.MGet(ctx, sequenceKey, stampKey)
	var answers []*redis.SliceCmd
	for part := range slices.Chunk(missing, valuesAtOnce) {
		answers = append(answers, pipe.HMGet(ctx, eventsKey, part...))
	}
	_, _ = pipe.Exec(ctx) // each answer has its own error
	at, err := positionOf(where)
	if err != nil {
		return position{}, err
	}
	for _, answer := range answers {
		found, err := fieldsOf[catalog.Event](answer)
		if err != nil {
			return position{}, err
		}
		for _, e := range found {
			events[e.ID] = e
		}
	}
	return at, nil
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

// Partners counts the events that cities, organisations and projects share with the ref, most first; all of them
// where the limit is 0.
func (s *Store) Partners(ctx context.Context, ref catalog.Ref, limit int) ([]catalog.Count, error) {
	var counts []catalog.Count
	if limit <= 0 {
		limit = math.MaxInt
	}
	if err := s.lookNow(ctx, func(x *index) { counts = x.together(ref, limit) }); err != nil {
		return nil, fmt.Errorf("count the partners of %s: %w", ref, err)
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
