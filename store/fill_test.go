package store

import (
	"testing"
	"time"

	"mostbot/catalog"
	"mostbot/catalog/starter"
)

func facts(t *testing.T) starter.Facts {
	fromStarter := catalog.Provenance{Origin: catalog.FromStarter, Version: 1}
	var f starter.Facts
	for id, day := range map[string]string{"one": "2021-03-03", "two": "2022-03-03"} {
		e := visitOf(t, id, day, burgas, kherson)
		e.Entered, e.Provenance = e.Date.First(), fromStarter
		f.Events = append(f.Events, e)
	}
	f.Organisations = []catalog.Organisation{{ID: "hub", Names: catalog.Text{"en": "Hub"}, Provenance: fromStarter}}
	f.Projects = []catalog.Project{{ID: "bridge", Names: catalog.Text{"en": "Bridge"}, Provenance: fromStarter}}
	return f
}

func event(t *testing.T, s *Store, id string) catalog.Event {
	t.Helper()
	e, err := s.Event(t.Context(), id)
	must(t, err)
	return e
}

func TestStarterFactsFillTheCatalogueWithoutBeingNews(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		must(t, s.Fill(t.Context(), facts(t)))
		page, err := s.Events(t.Context(), catalog.Query{})
		must(t, err)
		if ids(page.Events) != "two one" {
			t.Errorf("got %q", ids(page.Events))
		}
		if n := s.db.XLen(t.Context(), newsKey).Val(); n != 0 {
			t.Errorf("%d starter facts are in the news log", n)
		}
		recent, err := s.Entered(t.Context(), time.Now().AddDate(0, -1, 0), time.Now())
		must(t, err)
		if len(recent) > 0 {
			t.Errorf("%s entered in the last month", ids(recent))
		}
		directory, err := s.Directory(t.Context())
		must(t, err)
		if _, ok := directory.Project("bridge"); !ok {
			t.Error("the project is missing")
		}
		at, err := s.upToDate(t.Context())
		must(t, err)
		must(t, s.Fill(t.Context(), facts(t)))
		if again, err := s.upToDate(t.Context()); err != nil || again != at {
			t.Errorf("filling again changed the catalogue: %v, %v", again, err)
		}
	})
}

func TestANewerReleaseUpdatesItsFactsAndLeavesEditorsAlone(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		old := facts(t)
		must(t, s.Fill(t.Context(), old))
		report := visitOf(t, "report", "2021-03-03", burgas, kherson)
		added, err := s.Add(t.Context(), catalog.Addition{Event: report})
		must(t, err)
		if added.Event.ID != "one" {
			t.Fatalf("the news of one became %s", added.Event.ID)
		}
		edited := event(t, s, "two")
		edited.Kind = catalog.Funding
		_, err = s.Revise(t.Context(), catalog.Addition{Event: edited})
		must(t, err)

		newer := facts(t)
		for i := range newer.Events {
			newer.Events[i].Kind = catalog.Agreement
		}
		newer.Events = append(newer.Events, visitOf(t, "three", "2020-01-01", sofia, vienna))
		newer.Organisations[0].URL = "https://hub.example"
		must(t, s.Fill(t.Context(), newer))

		if one := event(t, s, "one"); one.Kind != catalog.Agreement || len(one.Sources) != 2 {
			t.Errorf("one is %s with %d sources; want the newer kind, and the source that the news brought", one.Kind, len(one.Sources))
		}
		if two := event(t, s, "two"); two.Kind != catalog.Funding {
			t.Errorf("the editor's word is gone: two is %s", two.Kind)
		}
		event(t, s, "three")
		directory, err := s.Directory(t.Context())
		must(t, err)
		if hub, _ := directory.Organisation("hub"); hub.URL == "" || hub.Version != 2 {
			t.Errorf("the hub was not updated: %+v", hub)
		}
	})
}

func TestARemovedFactStaysAway(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		must(t, s.Fill(t.Context(), facts(t)))
		must(t, s.Remove(t.Context(), "one"))
		newer := facts(t)
		newer.Organisations[0].URL = "https://hub.example"
		must(t, s.Fill(t.Context(), newer))
		page, err := s.Events(t.Context(), catalog.Query{})
		must(t, err)
		if ids(page.Events) != "two" {
			t.Errorf("got %q, want two alone", ids(page.Events))
		}
	})
}
