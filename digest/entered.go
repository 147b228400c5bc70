package digest

import (
	"slices"
	"time"

	"mostbot/catalog"
)

// entered are the events that entered the catalogue after a moment, ready to be filtered many times.
type entered struct {
	after  time.Time
	events []catalog.Event // the newest first
	refs   []map[catalog.Ref]bool
	passed map[string][]catalog.Event // by filter: those that pass
}

func newEntered(after time.Time, events []catalog.Event) *entered {
	e := &entered{after: after, events: slices.Clone(events), passed: map[string][]catalog.Event{}}
	slices.SortStableFunc(e.events, func(a, b catalog.Event) int { return b.Entered.Compare(a.Entered) })
	for _, event := range e.events {
		refs := map[catalog.Ref]bool{}
		for _, r := range event.Refs() {
			refs[r] = true
		}
		e.refs = append(e.refs, refs)
	}
	return e
}

// since lists those that entered after the moment and pass the filter, the newest first.
func (e *entered) since(moment time.Time, f catalog.Filter) []catalog.Event {
	key := f.Key()
	passed, ok := e.passed[key]
	if !ok {
		passed = e.passing(f)
		e.passed[key] = passed
	}
	n, _ := slices.BinarySearchFunc(passed, moment, func(event catalog.Event, moment time.Time) int {
		if event.Entered.After(moment) {
			return -1
		}
		return 1
	})
	return passed[:n:n]
}

// passing is Filter.Wants for all events at once.
func (e *entered) passing(f catalog.Filter) []catalog.Event {
	groups := f.Groups()
	var passing []catalog.Event
	for i, event := range e.events {
		hasOne := func(group []catalog.Ref) bool {
			return slices.ContainsFunc(group, func(r catalog.Ref) bool { return e.refs[i][r] })
		}
		if !slices.ContainsFunc(groups, func(group []catalog.Ref) bool { return !hasOne(group) }) {
			passing = append(passing, event)
		}
	}
	return passing
}
