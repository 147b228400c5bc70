package store

import (
	"testing"

	"mostbot/catalog"
)

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
		if corrected.Novelty != catalog.Corrected || corrected.Event != "a" || corrected.Was.Cities[1] != kherson {
			t.Errorf("corrected: %+v", corrected)
		}
		if withdrawn.Novelty != catalog.Withdrawn || withdrawn.Was.Cities[1] != vienna || len(withdrawn.Was.Sources) != 2 {
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
