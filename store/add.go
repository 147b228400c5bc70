package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"

	"mostbot/catalog"
)

// Add takes an event into the catalogue, in one atomic step with the organisations and projects that it brings: a known
// event gains what the report adds, a new one is written, and the news log tells of either. An event that an editor
// removed stays away unless an editor adds it.
func (s *Store) Add(ctx context.Context, a catalog.Addition) (catalog.Added, error) {
	var added catalog.Added
	err := s.changeCatalogue(ctx, func(at position) error {
		around, err := s.around(ctx, a)
		if err != nil {
			return err
		}
		if around.removed && a.Event.Origin != catalog.FromEditor {
			added = catalog.Added{Event: a.Event, Novelty: catalog.Known}
			return nil
		}
		st := step{since: at}
		if added = addTo(&st, around, a.Event, s.clock()); added.Novelty == catalog.Known {
			return nil
		}
		st.writes = append(st.writes, around.bring(a)...)
		return s.commit(ctx, st)
	})
	if err != nil {
		return catalog.Added{}, fmt.Errorf("add event %s: %w", a.Event.ID, err)
	}
	return added, nil
}

// addTo puts into the step what becomes of the event.
func addTo(st *step, around surroundings, e catalog.Event, now time.Time) catalog.Added {
	known, found := around.same(e)
	if !found {
		e.Entered = around.entering(e.Entered, now)
		e.Version = 1
		st.entering = e.Entered
		st.writes = []write{recordOf(eventsKey, e.ID, e), {removedKey, e.ID, ""}}
		st.news, st.novelty = e.ID, catalog.New
		return catalog.Added{Event: e, Novelty: catalog.New}
	}
	merged, novelty := catalog.Merge(known, e)
	untold := known.Origin == catalog.FromStarter && e.Origin == catalog.FromNews
	switch {
	case untold: // it came with the program, announced to nobody: its first report is news
		merged.Origin, merged.Entered = catalog.FromNews, around.entering(e.Entered, now)
		st.entering, st.news, st.novelty = merged.Entered, merged.ID, catalog.New
		if novelty == catalog.Known {
			novelty = catalog.Attached
		}
	case novelty == catalog.Known:
		return catalog.Added{Event: known, Novelty: novelty}
	case novelty == catalog.Updated:
		st.news, st.novelty = merged.ID, novelty
	}
	merged.Version = known.Version + 1
	st.writes = []write{recordOf(eventsKey, merged.ID, merged)}
	return catalog.Added{Event: merged, Novelty: novelty}
}

// surroundings are what an addition must be held against.
type surroundings struct {
	removed       bool            // an editor removed an event with this id
	horizon       time.Time       // up to which somebody has asked what entered
	events        []catalog.Event // near in time, or of the same id
	organisations map[string]catalog.Organisation
	projects      map[string]catalog.Project
}

// nearness is how many days apart two reports of one event can be, and some more; catalog.Same decides.
const nearness = 10

// around reads an addition's surroundings in one round trip.
func (s *Store) around(ctx context.Context, a catalog.Addition) (surroundings, error) {
	var ids, organisations, projects []string
	if err := s.look(ctx, func(x *index) { ids = x.near(a.Event) }); err != nil {
		return surroundings{}, err
	}
	for _, o := range a.Organisations {
		organisations = append(organisations, o.ID)
	}
	for _, p := range a.Projects {
		projects = append(projects, p.ID)
	}
	pipe := s.db.Pipeline()
	removed := pipe.HExists(ctx, removedKey, a.Event.ID)
	horizon := pipe.Get(ctx, horizonKey)
	events := pipe.HMGet(ctx, eventsKey, ids...)
	knownOrganisations := pipe.HMGet(ctx, organisationsKey, append(organisations, "")...)
	knownProjects := pipe.HMGet(ctx, projectsKey, append(projects, "")...)
	_, _ = pipe.Exec(ctx) // each answer has its own error

	around := surroundings{removed: removed.Val()}
	var err error
	if micros, horizonErr := horizon.Int64(); horizonErr == nil {
		around.horizon = time.UnixMicro(micros).UTC()
	} else if !errors.Is(horizonErr, redis.Nil) {
		return surroundings{}, horizonErr
	}
	if around.events, err = fieldsOf[catalog.Event](events); err != nil {
		return surroundings{}, err
	}
	if around.organisations, err = byID(knownOrganisations, func(o catalog.Organisation) string { return o.ID }); err != nil {
		return surroundings{}, err
	}
	around.projects, err = byID(knownProjects, func(p catalog.Project) string { return p.ID })
	return around, err
}

func fieldsOf[T any](cmd *redis.SliceCmd) ([]T, error) {
	values, err := cmd.Result()
	if err != nil {
		return nil, err
	}
	return fields[T](values)
}

func byID[T any](cmd *redis.SliceCmd, id func(T) string) (map[string]T, error) {
	records, err := fieldsOf[T](cmd)
	found := map[string]T{}
	for _, r := range records {
		found[id(r)] = r
	}
	return found, err
}

// near lists the event's own id and those of all events that can have happened when it did. Where one of two events has no
// date, sharing two parties must do.
func (x *index) near(e catalog.Event) []string {
	ids := []string{e.ID}
	entry := newIndexed(e)
	parties := x.known(e.Parties())
	for _, n := range x.newest {
		other := &x.entries[n]
		if other.id != e.ID && (entry.meets(other) || !(entry.dated && other.dated) && other.shares(parties) > 1) {
			ids = append(ids, other.id)
		}
	}
	return ids
}

// meets tells whether two dated events can have happened at the same time.
func (e *indexed) meets(other *indexed) bool {
	return e.dated && other.dated && other.first <= e.last+nearness && e.first <= other.last+nearness
}

// shares counts the refs that lead to the event.
func (e *indexed) shares(refs []int32) int {
	count := 0
	for _, r := range refs {
		if slices.Contains(e.refs, r) {
			count++
		}
	}
	return count
}

// known gives the numbers of those refs that lead to an event.
func (x *index) known(refs []catalog.Ref) []int32 {
	var numbers []int32
	for _, ref := range refs {
		if n, ok := x.refOf[ref]; ok {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// same finds the known event that this one is: the one with its id, else the one that is most like it.
func (a surroundings) same(e catalog.Event) (catalog.Event, bool) {
	at := catalog.MostAlike(a.events, e)
	if at < 0 {
		return catalog.Event{}, false
	}
	return a.events[at], true
}

// entering is when the event enters: when it says, or now, but after all moments that somebody has already asked about.
func (a surroundings) entering(wanted, now time.Time) time.Time {
	if wanted.IsZero() {
		wanted = now
	}
	if !wanted.After(a.horizon) {
		wanted = a.horizon.Add(time.Microsecond)
	}
	return wanted.UTC().Truncate(time.Microsecond)
}

// bring lists the writes of those organisations and projects that are not known, or that an editor changes, and of the
// rulings. A known organisation may learn a name.
func (a surroundings) bring(addition catalog.Addition) []write {
	var writes []write
	for _, o := range addition.Organisations {
		known, found := a.organisations[o.ID]
		changed := !found || o.Origin == catalog.FromEditor
		if !changed {
			o, changed = catalog.LearnNames(known, o)
		}
		if changed {
			o.Version = known.Version + 1
			writes = append(writes, recordOf(organisationsKey, o.ID, o))
		}
	}
	for _, p := range addition.Projects {
		known, found := a.projects[p.ID]
		if !found || p.Origin == catalog.FromEditor {
			p.Version = known.Version + 1
			writes = append(writes, recordOf(projectsKey, p.ID, p))
		}
	}
	for _, r := range addition.Rulings {
		writes = append(writes, recordOf(rulingsKey, r.Key(), r))
	}
	return writes
}
