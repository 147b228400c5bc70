package starter

import (
	"slices"
	"strings"
	"testing"

	"mostbot/catalog"
	"mostbot/gazetteer"
)

func facts(t *testing.T) Facts {
	t.Helper()
	places, err := gazetteer.Open()
	if err != nil {
		t.Fatal(err)
	}
	facts, err := Read(places.City)
	if err != nil {
		t.Fatal(err)
	}
	return facts
}

func TestEveryReferenceResolves(t *testing.T) {
	facts := facts(t)
	directory := catalog.NewDirectory(facts.Organisations, facts.Projects)
	organisations := func(where string, ids ...string) {
		for _, id := range ids {
			if _, ok := directory.Organisation(id); !ok {
				t.Errorf("%s names the organisation %q, which there is not", where, id)
			}
		}
	}
	for _, e := range facts.Events {
		organisations(e.ID, e.Organisations...)
		for _, id := range e.Projects {
			if _, ok := directory.Project(id); !ok {
				t.Errorf("%s names the project %q, which there is not", e.ID, id)
			}
		}
	}
	for _, p := range facts.Projects {
		organisations(p.ID, p.Partners...)
		if p.Coordinator != "" {
			organisations(p.ID, p.Coordinator)
		}
	}
}

func TestEveryEventIsWhole(t *testing.T) {
	ids := map[string]bool{}
	for _, e := range facts(t).Events {
		if ids[e.ID] {
			t.Errorf("%s stands twice", e.ID)
		}
		ids[e.ID] = true
		if len(e.Sources) == 0 || e.Sources[0].URL == "" || e.Sources[0].Outlet == "" {
			t.Errorf("%s has no source", e.ID)
		}
		if !slices.Contains(catalog.Kinds, e.Kind) || e.Date.IsZero() || e.Entered.IsZero() || len(e.Parties()) == 0 {
			t.Errorf("%s lacks a kind, a date or parties: %+v", e.ID, e)
		}
		if e.Title["bg"] == "" || e.Title["en"] == "" {
			t.Errorf("%s lacks a title", e.ID)
		}
		for _, topic := range e.Topics {
			if !slices.Contains(catalog.Topics, topic) {
				t.Errorf("%s has the unknown topic %q", e.ID, topic)
			}
		}
	}
}

func TestEveryOrganisationIsOfAKnownKind(t *testing.T) {
	for _, o := range facts(t).Organisations {
		if !slices.Contains(catalog.OrganisationKinds, o.Kind) {
			t.Errorf("%s is of the unknown kind %q", o.ID, o.Kind)
		}
	}
}

func TestAnUnknownCityIsAnErrorThatNamesIt(t *testing.T) {
	_, err := Events([]byte(`{"id":"x","date":"2024","cities":["Atlantis, GR"]}`),
		func(string) (catalog.City, bool) { return catalog.City{}, false })
	if err == nil || !strings.Contains(err.Error(), "Atlantis, GR") {
		t.Errorf("got %v", err)
	}
}

func TestAnEventMayNameItsStage(t *testing.T) {
	for stage, want := range map[string]catalog.Stage{
		"": catalog.Happened, `,"stage":"planned"`: catalog.Planned, `,"stage":"happened"`: catalog.Happened, `,"stage":"soon"`: "",
	} {
		events, err := Events([]byte(`{"id":"x","date":"2024"`+stage+`}`), nil)
		if (err == nil) != (want != "") || err == nil && events[0].Stage != want {
			t.Errorf("%s gives %+v, %v", stage, events, err)
		}
	}
}
