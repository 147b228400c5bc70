package store

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mostbot/catalog"
)

var (
	vienna = catalog.City{ID: 2761369, Name: "Vienna", Country: "AT"}
	sofia  = catalog.City{ID: 727011, Name: "Sofia", Country: "BG"}
)

func date(t testing.TB, s string) catalog.Date {
	t.Helper()
	d, err := catalog.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// visitOf is an event of the given day between the cities.
func visitOf(t testing.TB, id, day string, cities ...catalog.City) catalog.Event {
	return catalog.Event{
		ID: id, Kind: catalog.Visit, Stage: catalog.Happened, Date: date(t, day), Cities: cities,
		Topics: []catalog.Topic{"smart-city"},
		Sources: []catalog.Source{{
			URL: "https://example.org/" + id, Outlet: "Example", Language: "bg", Title: "Guests " + id, Published: date(t, day),
		}},
		Confidence: 0.9, Provenance: catalog.Provenance{Origin: catalog.FromNews, Version: 1},
	}
}

func add(t testing.TB, s *Store, events ...catalog.Event) {
	t.Helper()
	for _, e := range events {
		added, err := s.Add(t.Context(), catalog.Addition{Event: e})
		if err != nil {
			t.Fatal(err)
		}
		if added.Novelty != catalog.New {
			t.Fatalf("%s is %s, want new", e.ID, added.Novelty)
		}
	}
}

func ids(events []catalog.Event) string {
	var all []string
	for _, e := range events {
		all = append(all, e.ID)
	}
	return strings.Join(all, " ")
}

func TestAnAddedEventComesBackAsItWas(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		e := visitOf(t, "one", "2023-11-22", burgas, kherson)
		e.Title = catalog.Text{"bg": "Гости <от> „Херсон“ & други"}
		e.Entered = time.Date(2023, 11, 23, 8, 0, 0, 123456000, time.UTC)
		add(t, s, e)
		got, err := s.Event(t.Context(), "one")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(e, got, cmp.Comparer(func(a, b catalog.Date) bool { return a.String() == b.String() })); diff != "" {
			t.Error(diff)
		}
		if _, err := s.Event(t.Context(), "two"); !errors.Is(err, ErrNotFound) {
			t.Errorf("an unknown event gives %v, want ErrNotFound", err)
		}
	})
}

func TestASecondReportOfAnEventIsAttachedToIt(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		first := visitOf(t, "first", "2023-11-22", burgas, kherson)
		add(t, s, first)
		second := visitOf(t, "second", "2023-11-22", burgas, kherson)
		added, err := s.Add(t.Context(), catalog.Addition{Event: second})
		if err != nil {
			t.Fatal(err)
		}
		if added.Novelty != catalog.Attached || added.Event.ID != "first" || len(added.Event.Sources) != 2 {
			t.Errorf("got %s %s with %d sources", added.Novelty, added.Event.ID, len(added.Event.Sources))
		}
		if added, err = s.Add(t.Context(), catalog.Addition{Event: second}); err != nil || added.Novelty != catalog.Known {
			t.Errorf("the same report again is %s, %v; want known", added.Novelty, err)
		}
		if n := s.db.XLen(t.Context(), newsKey).Val(); n != 1 {
			t.Errorf("%d entries in the news log, want 1", n)
		}
	})
}

func TestOneEventReportedByManyAtOnceIsOne(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		var all sync.WaitGroup
		for n := range 8 {
			all.Go(func() {
				_, err := s.Add(t.Context(), catalog.Addition{Event: visitOf(t, fmt.Sprint("e", n), "2023-11-22", burgas, kherson)})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		page, err := s.Events(t.Context(), catalog.Query{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		if page.Total != 1 || len(page.Events[0].Sources) != 8 {
			t.Errorf("got %d events, the first with %d sources; want one with all 8", page.Total, len(page.Events[0].Sources))
		}
	})
}

func TestEveryEventEntersOnceForWhoAsksSpanAfterSpan(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		var done sync.WaitGroup
		const events = 40
		done.Go(func() {
			for n := range events {
				day := fmt.Sprintf("%d-01-01", 1980+n)
				if _, err := s.Add(t.Context(), catalog.Addition{Event: visitOf(t, day, day, burgas, kherson)}); err != nil {
					t.Error(err)
				}
			}
		})
		finished := make(chan struct{})
		go func() { done.Wait(); close(finished) }()
		heard := map[string]int{}
		after := time.Time{}
		ask := func(until time.Time) {
			entered, err := s.Entered(t.Context(), after, until)
			if err != nil {
				t.Error(err)
			}
			for _, e := range entered {
				heard[e.ID]++
			}
			after = until
		}
		for asking := true; asking; {
			select {
			case <-finished:
				asking = false
			default:
			}
			ask(time.Now())
		}
		ask(time.Now().Add(time.Minute))
		if len(heard) != events {
			t.Errorf("heard of %d events, want %d", len(heard), events)
		}
		for id, times := range heard {
			if times != 1 {
				t.Errorf("heard %d times of %s", times, id)
			}
		}
	})
}

func TestAnEventThatWaitedForReviewEntersAfterWhatWasAsked(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		noon := time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC)
		if _, err := s.Entered(t.Context(), noon.Add(-time.Hour), noon); err != nil {
			t.Fatal(err)
		}
		late := visitOf(t, "late", "2024-02-28", burgas, kherson)
		late.Entered = noon.Add(-2 * time.Hour)
		add(t, s, late)
		entered, err := s.Entered(t.Context(), noon, noon.Add(time.Hour))
		if err != nil || ids(entered) != "late" {
			t.Errorf("got %q, %v; want late", ids(entered), err)
		}
	})
}

func TestARemovedEventStaysAwayUnlessAnEditorAddsIt(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		e := visitOf(t, "e", "2024-02-28", burgas, kherson)
		add(t, s, e)
		if err := s.Remove(t.Context(), "e"); err != nil {
			t.Fatal(err)
		}
		if err := s.Remove(t.Context(), "never"); !errors.Is(err, ErrNotFound) {
			t.Errorf("removing what never was gives %v", err)
		}
		if added, err := s.Add(t.Context(), catalog.Addition{Event: e}); err != nil || added.Novelty != catalog.Known {
			t.Errorf("the news bring it back: %s, %v", added.Novelty, err)
		}
		e.Origin = catalog.FromEditor
		add(t, s, e)
	})
}

func TestAnEditorsRecordsAreNotOverwrittenByNews(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		hub := catalog.Organisation{ID: "hub", Names: catalog.Text{"en": "Hub of the news"}, Provenance: catalog.Provenance{Origin: catalog.FromNews}}
		e := visitOf(t, "e", "2024-02-28", burgas, kherson)
		if _, err := s.Add(t.Context(), catalog.Addition{Event: e, Organisations: []catalog.Organisation{hub}}); err != nil {
			t.Fatal(err)
		}
		corrected := hub
		corrected.Names = catalog.Text{"en": "Hub of the editors"}
		e.Kind = catalog.Launch
		revised, err := s.Revise(t.Context(), catalog.Addition{Event: e, Organisations: []catalog.Organisation{corrected}})
		if err != nil || revised.Kind != catalog.Launch || revised.Origin != catalog.FromEditor || revised.Version != 2 {
			t.Fatalf("revised to %+v, %v", revised, err)
		}
		other := visitOf(t, "other", "2020-02-28", burgas, kherson)
		if _, err := s.Add(t.Context(), catalog.Addition{Event: other, Organisations: []catalog.Organisation{hub}}); err != nil {
			t.Fatal(err)
		}
		directory, err := s.Directory(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := directory.Organisation("hub"); got.Names["en"] != "Hub of the editors" {
			t.Errorf("the hub is called %q", got.Names["en"])
		}
		if _, err := s.Revise(t.Context(), catalog.Addition{Event: catalog.Event{ID: "never"}}); !errors.Is(err, ErrNotFound) {
			t.Errorf("revising what never was gives %v", err)
		}
	})
}

func TestAStepThatWasSentTwiceIsDoneOnce(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		at, err := s.upToDate(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		e := visitOf(t, "e", "2024-02-28", burgas, kherson)
		st := step{since: at, writes: []write{recordOf(eventsKey, e.ID, e)}, news: e.ID, novelty: catalog.New}
		if err := s.commit(t.Context(), st); err != nil {
			t.Fatal(err)
		}
		if err := s.commit(t.Context(), st); !errors.Is(err, errOutrun) {
			t.Errorf("the second time gives %v, want errOutrun", err)
		}
		if n := s.db.XLen(t.Context(), newsKey).Val(); n != 1 {
			t.Errorf("%d entries in the news log, want 1", n)
		}
	})
}

func TestAnEventWithoutADateIsFoundByItsParties(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		known := visitOf(t, "one", "2023-11-22", burgas, kherson)
		known.Projects, known.People = []string{"bridges"}, []catalog.Person{{Name: "Petko Georgiev"}, {Name: "Vitaliy Belobrov"}}
		add(t, s, known)
		undated := visitOf(t, "two", "", burgas, kherson)
		undated.Projects, undated.People = known.Projects, known.People
		added, err := s.Add(t.Context(), catalog.Addition{Event: undated})
		if err != nil || added.Event.ID != "one" {
			t.Errorf("got %s, %v, want it merged into one", added.Event.ID, err)
		}
	})
}
