package commands_test

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"mostbot/catalog"
	"mostbot/commands"
)

func (w *world) Sources(context.Context) ([]catalog.NewsSource, error) { return w.sources, w.fail }

func (w *world) SourceStates(context.Context) (map[string]catalog.SourceState, error) {
	return w.states, w.fail
}

func (w *world) ReadNow(_ context.Context, article string) (commands.Reading, error) {
	switch {
	case strings.Contains(article, "festival"):
		return commands.Reading{Outcome: commands.Refused, Why: catalog.CooperationAlone}, w.fail
	case strings.Contains(article, "maybe"):
		return commands.Reading{Outcome: commands.Queued, Why: catalog.Unsure}, w.fail
	}
	return commands.Reading{Outcome: commands.Taken, Added: catalog.Added{Event: w.events[0], Novelty: catalog.New}}, w.fail
}

func (w *world) Figures(context.Context, string) ([]commands.Figure, error) {
	return []commands.Figure{{Name: "Events", Value: "12"}, {Name: "Outbox", Value: "<empty> & well"}}, w.fail
}

func (w *world) Queue(_ context.Context, r catalog.Review) error {
	for i, known := range w.reviews {
		if known.ID == r.ID {
			w.reviews[i] = r
			return w.fail
		}
	}
	w.reviews = append(w.reviews, r)
	return w.fail
}

func (w *world) Reviews(_ context.Context, limit int) ([]catalog.Review, int, error) {
	return slices.Clone(w.reviews[:min(limit, len(w.reviews))]), len(w.reviews), w.fail
}

func (w *world) Review(_ context.Context, id string) (catalog.Review, error) {
	for _, r := range w.reviews {
		if r.ID == id {
			return r, w.fail
		}
	}
	return catalog.Review{}, errNotFound
}

func (w *world) Settled(_ context.Context, id string) error {
	before := len(w.reviews)
	w.reviews = slices.DeleteFunc(w.reviews, func(r catalog.Review) bool { return r.ID == id })
	if len(w.reviews) == before {
		return errNotFound
	}
	return w.fail
}

func (w *world) bring(a catalog.Addition) {
	w.directory = w.directory.With(a.Organisations, a.Projects)
}

func (w *world) Add(_ context.Context, a catalog.Addition) (catalog.Added, error) {
	w.bring(a)
	for i, known := range w.events {
		if known.ID == a.Event.ID {
			merged, novelty := catalog.Merge(known, a.Event)
			w.events[i] = merged
			return catalog.Added{Event: merged, Novelty: novelty}, w.fail
		}
	}
	w.events = append(w.events, a.Event)
	return catalog.Added{Event: a.Event, Novelty: catalog.New}, w.fail
}

func (w *world) Revise(_ context.Context, a catalog.Addition) (catalog.Event, error) {
	w.bring(a)
	for i, e := range w.events {
		if e.ID == a.Event.ID {
			w.events[i] = a.Event
			return a.Event, w.fail
		}
	}
	return catalog.Event{}, errNotFound
}

func (w *world) Learn(_ context.Context, a catalog.Addition) error {
	w.bring(a)
	w.directory = w.directory.WithRulings(a.Rulings...)
	return w.fail
}

func (w *world) Remove(_ context.Context, id string) error {
	w.events = slices.DeleteFunc(w.events, func(e catalog.Event) bool { return e.ID == id })
	return w.fail
}

func (w *world) Notify(context.Context, catalog.Review) error {
	w.told++
	return w.fail
}

func (w *world) Map(title, _ string, marks []commands.Mark, bridges []commands.Bridge) ([]byte, error) {
	return fmt.Appendf(nil, "map %q of %v %v", title, marks, bridges), w.fail
}

func (w *world) Timeline(title, _ string, moments []commands.Moment) ([]byte, error) {
	return fmt.Appendf(nil, "timeline %q of %v", title, moments), w.fail
}

func (w *world) SaveSource(_ context.Context, s catalog.NewsSource) error {
	w.sources = append(w.sources, s)
	return w.fail
}

// RemoveSource knows those alone that were added; the sample's are built in.
func (w *world) RemoveSource(_ context.Context, id string) error {
	w.sources = slices.DeleteFunc(w.sources, func(s catalog.NewsSource) bool { return s.ID == id && s.Kind != "" })
	return w.fail
}

func (w *world) SaveSourceState(_ context.Context, state catalog.SourceState) error {
	w.states[state.ID] = state
	return w.fail
}
