package store

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"

	"mostbot/catalog"
)

// News lists the oldest entries of the log of what entered the catalogue. An entry stays until NewsDone, so that a crash
// before it means that the work is done again; and since the outbox takes each key once, doing it again, here or in
// another process, does nothing. That is why there is no group of consumers with claims to take over.
func (s *Store) News(ctx context.Context, limit int) ([]catalog.NewsItem, error) {
	entries, err := s.db.XRangeN(ctx, catalogueKey("news"), "-", "+", int64(limit)).Result()
	if err != nil {
		return nil, fmt.Errorf("read the news: %w", err)
	}
	items := make([]catalog.NewsItem, len(entries))
	for i, e := range entries {
		event, _ := e.Values["event"].(string)
		novelty, _ := e.Values["novelty"].(string)
		items[i] = catalog.NewsItem{ID: e.ID, Event: event, Novelty: catalog.Novelty(novelty)}
		if was, _, err := field[[]catalog.Event](e.Values["was"]); err == nil { // "" where nothing was corrected
			items[i].Was = was
		}
	}
	return items, nil
}

// NewsDone takes an entry out of the log.
func (s *Store) NewsDone(ctx context.Context, id string) error {
	if err := s.db.XDel(ctx, catalogueKey("news"), id).Err(); err != nil {
		return fmt.Errorf("finish the news %s: %w", id, err)
	}
	return nil
}

// watchersKey names the set of subscriptions ("chat/number") that watch a filter.
func watchersKey(shard int, filter string) string { return shardKey(shard, "watchers", filter) }

// watchKeys name the sets of filters in which a filter is found by a ref: one set for each ref of its narrowest sort,
// since an event that passes has one of those. The filter that lets everything pass lies in a set of its own.
func watchKeys(shard int, filter string) []string {
	f, err := catalog.ParseFilter(filter)
	if err != nil || len(f) == 0 {
		return []string{watchKey(shard, "")}
	}
	var keys []string
	for _, r := range narrowest(f) {
		keys = append(keys, watchKey(shard, r.String()))
	}
	return keys
}

func watchKey(shard int, ref string) string { return shardKey(shard, "watch", ref) }

// narrow lists the sorts of refs, those that fewest events have first.
var narrow = []catalog.Sort{
	catalog.SortProject, catalog.SortOrganisation, catalog.SortCity, catalog.SortTopic, catalog.SortCountry,
	catalog.SortKind, catalog.SortLanguage,
}

func narrowest(f catalog.Filter) []catalog.Ref {
	return slices.MinFunc(f.Groups(), func(a, b []catalog.Ref) int {
		return slices.Index(narrow, a[0].Sort) - slices.Index(narrow, b[0].Sort)
	})
}

// Interested goes, page by page, through the instant subscriptions whose filter wants the event. The work grows with the
// filters that share a ref with the event and with the subscriptions that match, not with all subscriptions. Slot is zero.
func (s *Store) Interested(ctx context.Context, e catalog.Event) iter.Seq2[[]catalog.DueSubscription, error] {
	return func(yield func([]catalog.DueSubscription, error) bool) {
		filters, err := s.wanting(ctx, e)
		if err != nil {
			yield(nil, fmt.Errorf("find who wants event %s: %w", e.ID, err))
			return
		}
		for page, err := range s.watchers(ctx, filters) {
			if err != nil {
				err = fmt.Errorf("list who wants event %s: %w", e.ID, err)
			}
			if !yield(page, err) || err != nil {
				return
			}
		}
	}
}

// wanting lists the keys of the sets of those who watch filters that want the event.
func (s *Store) wanting(ctx context.Context, e catalog.Event) ([]string, error) {
	var found []*redis.StringSliceCmd
	if _, err := s.db.Pipelined(ctx, func(p redis.Pipeliner) error {
		for shard := range shards {
			keys := []string{watchKey(shard, "")}
			for _, r := range e.Refs() {
				keys = append(keys, watchKey(shard, r.String()))
			}
			found = append(found, p.SUnion(ctx, keys...))
		}
		return nil
	}); err != nil {
		return nil, err
	}
	wants := map[string]bool{} // by filter: the same ones are watched in many shards
	var sets []string
	for shard, f := range found {
		for _, key := range f.Val() {
			verdict, known := wants[key]
			if !known {
				filter, err := catalog.ParseFilter(key)
				verdict = err == nil && filter.Wants(e)
				wants[key] = verdict
			}
			if verdict {
				sets = append(sets, watchersKey(shard, key))
			}
		}
	}
	return sets, nil
}

// watchers goes through the members of the sets and reads their subscriptions.
func (s *Store) watchers(ctx context.Context, sets []string) iter.Seq2[[]catalog.DueSubscription, error] {
	const page = 4096
	return func(yield func([]catalog.DueSubscription, error) bool) {
		var members []string
		hand := func() bool {
			list, err := s.watching(ctx, members)
			members = members[:0]
			return yield(list, err) && err == nil
		}
		for set := range slices.Chunk(sets, shards) {
			for batch, err := range s.scan(ctx, set) {
				if err != nil {
					yield(nil, err)
					return
				}
				if members = append(members, batch...); len(members) >= page && !hand() {
					return
				}
			}
		}
		if len(members) > 0 {
			hand()
		}
	}
}

// scan goes through the members of some sets, a part of each at a time. A member may come twice.
func (s *Store) scan(ctx context.Context, sets []string) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		cursors := make(map[string]uint64, len(sets))
		for _, set := range sets {
			cursors[set] = 0
		}
		for len(cursors) > 0 {
			members, err := s.scanOnce(ctx, cursors)
			if !yield(members, err) || err != nil {
				return
			}
		}
	}
}

// scanOnce moves each cursor on by one step and drops those that have arrived.
func (s *Store) scanOnce(ctx context.Context, cursors map[string]uint64) ([]string, error) {
	steps := map[string]*redis.ScanCmd{}
	if _, err := s.db.Pipelined(ctx, func(p redis.Pipeliner) error {
		for set, cursor := range cursors {
			steps[set] = p.SScan(ctx, set, cursor, "", 512)
		}
		return nil
	}); err != nil {
		return nil, err
	}
	var members []string
	for set, step := range steps {
		some, cursor := step.Val()
		members = append(members, some...)
		if cursors[set] = cursor; cursor == 0 {
			delete(cursors, set)
		}
	}
	return members, nil
}

// watching reads the members' subscriptions, leaving out those that ceased to watch meanwhile.
func (s *Store) watching(ctx context.Context, members []string) ([]catalog.DueSubscription, error) {
	list, err := s.load(ctx, members)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(d catalog.DueSubscription) bool {
		sub := d.Subscription
		return d.Chat.Paused != "" || sub.Paused || sub.Schedule.Recurrence != catalog.Instant
	})
	for i := range list {
		list[i].Slot = time.Time{}
	}
	return list, nil
}
