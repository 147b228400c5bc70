package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"mostbot/catalog"
)

// Revise writes an event as an editor wants it, in the place of the one with its id, with the organisations and projects
// as the editor wants them, and the news log tells of it if that changes anything.
func (s *Store) Revise(ctx context.Context, a catalog.Addition) (catalog.Event, error) {
	var revised catalog.Event
	err := s.changeCatalogue(ctx, func(at position) error {
		around, err := s.around(ctx, a)
		if err != nil {
			return err
		}
		known, found := around.same(a.Event)
		if !found || known.ID != a.Event.ID {
			return ErrNotFound
		}
		revised = catalog.Revise(known, a.Event)
		st := step{since: at, writes: append(around.bring(byEditor(a)), recordOf(eventsKey, revised.ID, revised))}
		if !sameButProvenance(known, revised) {
			st.news, st.novelty = revised.ID, catalog.Corrected
			if st.was, err = s.states(ctx, known); err != nil {
				return err
			}
			st.writes = append(st.writes, recordOf(statesKey, revised.ID, st.was))
		}
		return s.commit(ctx, st)
	})
	if err != nil {
		return catalog.Event{}, fmt.Errorf("revise event %s: %w", a.Event.ID, err)
	}
	return revised, nil
}

func sameButProvenance(a, b catalog.Event) bool {
	a.Provenance = b.Provenance
	return recordOf(eventsKey, a.ID, a) == recordOf(eventsKey, b.ID, b)
}

func byEditor(a catalog.Addition) catalog.Addition {
	a.Organisations, a.Projects = slices.Clone(a.Organisations), slices.Clone(a.Projects)
	for i := range a.Organisations {
		a.Organisations[i].Origin = catalog.FromEditor
	}
	for i := range a.Projects {
		a.Projects[i].Origin = catalog.FromEditor
	}
	return a
}

// Remove takes an event out of the catalogue for good, and the news log tells of it. One that was never there gives
// ErrNotFound.
func (s *Store) Remove(ctx context.Context, id string) error {
	err := s.changeCatalogue(ctx, func(at position) error {
		around, err := s.around(ctx, catalog.Addition{Event: catalog.Event{ID: id}})
		switch {
		case err != nil:
			return err
		case len(around.events) == 0 && around.removed:
			return nil
		case len(around.events) == 0:
			return ErrNotFound
		}
		was, err := s.states(ctx, around.events[0])
		if err != nil {
			return err
		}
		removed := s.clock().UTC().Format(time.RFC3339)
		return s.commit(ctx, step{
			since: at, writes: []write{{eventsKey, id, ""}, {removedKey, id, removed}, {statesKey, id, ""}},
			news: id, novelty: catalog.Withdrawn, was: was,
		})
	})
	if err != nil {
		return fmt.Errorf("remove event %s: %w", id, err)
	}
	return nil
}

// Learn writes what an editor says of names: the rulings, with the organisations and projects that they point to. The
// addition's event is of no account.
func (s *Store) Learn(ctx context.Context, a catalog.Addition) error {
	a.Event = catalog.Event{}
	err := s.changeCatalogue(ctx, func(at position) error {
		around, err := s.around(ctx, a)
		if err != nil {
			return err
		}
		return s.commit(ctx, step{since: at, writes: around.bring(byEditor(a))})
	})
	if err != nil {
		return fmt.Errorf("learn names: %w", err)
	}
	return nil
}

// mostStates is how many states of an event are kept that editors corrected.
const mostStates = 20

// states are those in which an event was before, the present one last: somebody may have been told of it in any of them.
func (s *Store) states(ctx context.Context, known catalog.Event) ([]catalog.Event, error) {
	earlier, err := readRecords[[]catalog.Event](ctx, s, statesKey, []string{known.ID})
	if err != nil {
		return nil, err
	}
	states := append(earlier[known.ID], known)
	return states[max(len(states)-mostStates, 0):], nil
}
