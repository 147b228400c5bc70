package store

import (
	"strings"
	"testing"

	"mostbot/catalog"
)

func TestWhatAnEditorSaidOfANameIsKnownToEveryProcessAndAfterARestore(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		other := &Store{db: s.db, log: s.log, clock: s.clock}
		if d, err := other.Directory(t.Context()); err != nil || len(d.Named("Форум")) > 0 {
			t.Fatalf("Форум means %v, %v", d.Named("Форум"), err)
		}
		learned := catalog.Addition{
			Projects: []catalog.Project{{ID: "forum", Names: catalog.Text{"bg": "Дигитален форум"}}},
			Rulings:  []catalog.Ruling{{Name: "Форум", Ref: catalog.ProjectRef("forum")}, {Name: "Сподели статията"}},
		}
		must(t, s.Learn(t.Context(), learned))
		must(t, s.Learn(t.Context(), learned))
		knows := func(s *Store) {
			t.Helper()
			s.catalogue.checked = s.catalogue.checked.Add(-2 * freshness)
			d, err := s.Directory(t.Context())
			must(t, err)
			nothing, ruled := d.Ruled("Сподели статията")
			if named := d.Named("Форум"); len(named) != 1 || named[0] != catalog.ProjectRef("forum") || !ruled || nothing.Ref != (catalog.Ref{}) {
				t.Errorf("Форум means %v, „Сподели“ %+v, %v", named, nothing, ruled)
			}
		}
		knows(s)
		knows(other)
		file := export(t, s)
		must(t, s.Learn(t.Context(), catalog.Addition{Rulings: []catalog.Ruling{{Name: "Форум"}}}))
		must(t, s.Restore(t.Context(), strings.NewReader(file)))
		knows(s)
	})
}

// newsOf takes what is in the log of news and clears it.
func newsOf(t *testing.T, s *Store) []catalog.NewsItem {
	t.Helper()
	items, err := s.News(t.Context(), 100)
	must(t, err)
	for _, item := range items {
		must(t, s.NewsDone(t.Context(), item.ID))
	}
	return items
}

func TestTheLogTellsWhatACorrectedOrWithdrawnEventWas(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		add(t, s, visitOf(t, "a", "2024-01-01", burgas, kherson))
		newsOf(t, s)
		wanted := event(t, s, "a")
		report := visitOf(t, "b", "2024-01-01", burgas, kherson)
		_, err := s.Add(t.Context(), catalog.Addition{Event: report}) // while the editor looks at it
		must(t, err)
		wanted.Cities = []catalog.City{burgas, vienna}
		_, err = s.Revise(t.Context(), catalog.Addition{Event: wanted})
		must(t, err)
		must(t, s.Remove(t.Context(), "a"))
		must(t, s.Remove(t.Context(), "a")) // again, since the answer was lost
		items := newsOf(t, s)
		if len(items) != 2 {
			t.Fatalf("the log has %+v", items)
		}
		corrected, withdrawn := items[0], items[1]
		if corrected.Novelty != catalog.Corrected || corrected.Event != "a" || len(corrected.Was) != 1 || corrected.Was[0].Cities[1] != kherson {
			t.Errorf("corrected: %+v", corrected)
		}
		if withdrawn.Novelty != catalog.Withdrawn || len(withdrawn.Was) != 2 ||
			withdrawn.Was[0].Cities[1] != kherson || withdrawn.Was[1].Cities[1] != vienna || len(withdrawn.Was[1].Sources) != 2 {
			t.Errorf("withdrawn: %+v", withdrawn)
		}
	})
}

func TestTheFirstReportOfAStarterFactIsNews(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		must(t, s.Fill(t.Context(), facts(t)))
		fact := event(t, s, "one")
		report := visitOf(t, "report", "2021-03-03", burgas, kherson)
		for _, want := range []catalog.Novelty{catalog.Attached, catalog.Known} {
			added, err := s.Add(t.Context(), catalog.Addition{Event: report})
			must(t, err)
			if added.Event.ID != "one" || added.Novelty != want {
				t.Errorf("it is %s of %s, want %s", added.Novelty, added.Event.ID, want)
			}
		}
		items := newsOf(t, s)
		if len(items) != 1 || items[0].Event != "one" || items[0].Novelty != catalog.New {
			t.Errorf("the log has %+v", items)
		}
		if entered := event(t, s, "one").Entered; !entered.After(fact.Entered) {
			t.Errorf("it entered at %s", entered)
		}
		newer := facts(t)
		newer.Events[0].Summary = catalog.Text{"en": "More."}
		must(t, s.Fill(t.Context(), newer))
		_, err := s.Add(t.Context(), catalog.Addition{Event: visitOf(t, "third", "2021-03-03", burgas, kherson)})
		must(t, err)
		if items := newsOf(t, s); len(items) > 0 {
			t.Errorf("it is news again: %+v", items)
		}
	})
}
