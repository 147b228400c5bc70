package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
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

func TestEventsAreFoundByRefsAndWordsNewestFirst(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		old := visitOf(t, "old", "2021-01-10", burgas, kherson)
		middle := visitOf(t, "middle", "2022-05-01", burgas, vienna)
		middle.Kind, middle.Title = catalog.Agreement, catalog.Text{"en": "A memorandum on cybersecurity"}
		recent := visitOf(t, "recent", "2024-02", sofia, vienna)
		recent.Organisations, recent.People = []string{"digihub"}, []catalog.Person{{Name: "Мария Петрова"}}
		add(t, s, middle, recent, old)
		_, err := s.Revise(t.Context(), catalog.Addition{Event: recent, Organisations: []catalog.Organisation{
			{ID: "digihub", Names: catalog.Text{"en": "Southeast Digital Innovation Hub"}},
		}})
		if err != nil {
			t.Fatal(err)
		}
		city := catalog.CityRef
		for _, c := range []struct {
			name  string
			query catalog.Query
			want  string
			total int
		}{
			{"everything", catalog.Query{Limit: 10}, "recent middle old", 3},
			{"a page", catalog.Query{Offset: 1, Limit: 1}, "middle", 3},
			{"past the end", catalog.Query{Offset: 9, Limit: 1}, "", 3},
			{"a city", catalog.Query{Groups: [][]catalog.Ref{{city(burgas)}}, Limit: 10}, "middle old", 2},
			{"a country", catalog.Query{Groups: [][]catalog.Ref{{catalog.CountryRef("AT")}}, Limit: 10}, "recent middle", 2},
			{"between two", catalog.Query{Groups: [][]catalog.Ref{{city(burgas)}, {city(vienna)}}, Limit: 10}, "middle", 1},
			{"one or the other", catalog.Query{Groups: [][]catalog.Ref{{city(kherson), city(sofia)}}, Limit: 10}, "recent old", 2},
			{"one of these and one of those", catalog.Query{Groups: [][]catalog.Ref{
				{city(burgas), city(sofia)}, {catalog.KindRef(catalog.Agreement), catalog.KindRef(catalog.Launch)},
			}, Limit: 10}, "middle", 1},
			{"what nothing has", catalog.Query{Groups: [][]catalog.Ref{{catalog.ProjectRef("x")}, {city(burgas)}}, Limit: 10}, "", 0},
			{"a word of a title", catalog.Query{Words: []string{"Memorandum"}, Limit: 10}, "middle", 1},
			{"the beginning of a word", catalog.Query{Words: []string{"cyber"}, Limit: 10}, "middle", 1},
			{"not of a short word", catalog.Query{Words: []string{"me"}, Limit: 10}, "", 0},
			{"a person", catalog.Query{Words: []string{"петрова"}, Limit: 10}, "recent", 1},
			{"an organisation's name", catalog.Query{Words: []string{"southeast", "hub"}, Limit: 10}, "recent", 1},
			{"two words of two events", catalog.Query{Words: []string{"memorandum", "петрова"}, Limit: 10}, "", 0},
			{"words and refs", catalog.Query{
				Groups: [][]catalog.Ref{{city(vienna)}}, Words: []string{"guests"}, Limit: 10,
			}, "recent middle", 2},
		} {
			page, err := s.Events(t.Context(), c.query)
			if err != nil {
				t.Fatal(err)
			}
			if ids(page.Events) != c.want || page.Total != c.total {
				t.Errorf("%s: got %q of %d, want %q of %d", c.name, ids(page.Events), page.Total, c.want, c.total)
			}
		}
	})
}

func TestPartnersAndCountsCountEvents(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		withHub := visitOf(t, "c", "2022-01-03", burgas, vienna)
		withHub.Organisations = []string{"digihub"}
		add(t, s, visitOf(t, "a", "2021-01-10", burgas, kherson), visitOf(t, "b", "2021-06-10", burgas, vienna), withHub)
		partners, err := s.Partners(t.Context(), catalog.CityRef(burgas), 2)
		if err != nil {
			t.Fatal(err)
		}
		want := []catalog.Count{{Ref: catalog.CityRef(vienna), Events: 2}, {Ref: catalog.CityRef(kherson), Events: 1}}
		if diff := cmp.Diff(want, partners); diff != "" {
			t.Error(diff)
		}
		counts, err := s.Counts(t.Context(), catalog.SortCity)
		if err != nil {
			t.Fatal(err)
		}
		want = []catalog.Count{
			{Ref: catalog.CityRef(burgas), Events: 3}, {Ref: catalog.CityRef(vienna), Events: 2}, {Ref: catalog.CityRef(kherson), Events: 1},
		}
		if diff := cmp.Diff(want, counts); diff != "" {
			t.Error(diff)
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

func TestAnotherProcessSeesAtOnceWhatIsWritten(t *testing.T) {
	for name, url := range map[string]func(testing.TB) string{
		"redis":   func(t testing.TB) string { return "redis://" + aRedis(t).address },
		"cluster": func(t testing.TB) string { return "redis://" + aCluster(t) },
	} {
		t.Run(name, func(t *testing.T) {
			address := url(t)
			one, other := open(t, Options{URL: address}), open(t, Options{URL: address})
			for n, day := range []string{"2021-01-01", "2022-01-01", "2023-01-01"} {
				add(t, one, visitOf(t, day, day, burgas, kherson))
				if page, err := other.Events(t.Context(), catalog.Query{Limit: 10}); err != nil || page.Total != n+1 {
					t.Fatalf("the other sees %d events, %v; want %d", page.Total, err, n+1)
				}
			}
			if err := one.Remove(t.Context(), "2022-01-01"); err != nil {
				t.Fatal(err)
			}
			page, err := other.Events(t.Context(), catalog.Query{Groups: [][]catalog.Ref{{catalog.CityRef(burgas)}}, Limit: 10})
			if err != nil || ids(page.Events) != "2023-01-01 2021-01-01" {
				t.Errorf("the other sees %q, %v", ids(page.Events), err)
			}
		})
	}
}

func TestWhoSleptThroughTheLogOfChangesReadsAll(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		add(t, s, visitOf(t, "a", "2021-01-01", burgas, kherson))
		if _, err := s.Events(t.Context(), catalog.Query{}); err != nil {
			t.Fatal(err)
		}
		add(t, s, visitOf(t, "b", "2022-01-01", burgas, kherson), visitOf(t, "c", "2023-01-01", burgas, kherson))
		if err := s.db.XTrimMaxLen(t.Context(), changesKey, 1).Err(); err != nil {
			t.Fatal(err)
		}
		if page, err := s.Events(t.Context(), catalog.Query{}); err != nil || ids(page.Events) != "c b a" {
			t.Errorf("got %q, %v", ids(page.Events), err)
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

// The index must say the same after any changes as one that is made afresh.
func TestTheIndexFollowsAllChanges(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		for n := range 30 {
			day := fmt.Sprintf("%d-0%d-11", 1990+n, n%9+1)
			add(t, s, visitOf(t, fmt.Sprint("e", n), day, []catalog.City{burgas, sofia, vienna}[n%3], kherson))
			if n%4 == 3 {
				if err := s.Remove(t.Context(), fmt.Sprint("e", n-2)); err != nil {
					t.Fatal(err)
				}
			}
			if n%5 == 4 {
				e := visitOf(t, fmt.Sprint("e", n), fmt.Sprint(1950+n), vienna, kherson)
				if _, err := s.Revise(t.Context(), catalog.Addition{Event: e}); err != nil {
					t.Fatal(err)
				}
			}
		}
		queries := []catalog.Query{
			{}, {Groups: [][]catalog.Ref{{catalog.CityRef(vienna)}}}, {Words: []string{"guests"}},
			{Groups: [][]catalog.Ref{{catalog.CityRef(burgas), catalog.CityRef(sofia)}, {catalog.LanguageRef("bg")}}},
		}
		answers := func() (all []string) {
			for _, q := range queries {
				page, err := s.Events(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, ids(page.Events))
			}
			counts, err := s.Counts(t.Context(), catalog.SortCity)
			if err != nil {
				t.Fatal(err)
			}
			return append(all, fmt.Sprint(counts))
		}
		followed := answers()
		s.catalogue.index = nil
		if afresh := answers(); !slices.Equal(followed, afresh) {
			t.Errorf("followed:\n%s\nafresh:\n%s", strings.Join(followed, "\n"), strings.Join(afresh, "\n"))
		}
	})
}

func TestTheDirectoryIsAskedForAtMostOnceASecond(t *testing.T) {
	s := open(t, Options{Dir: t.TempDir()})
	if _, err := s.Directory(t.Context()); err != nil {
		t.Fatal(err)
	}
	broken, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Directory(broken); err != nil {
		t.Errorf("a fresh directory asked the store: %v", err)
	}
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
