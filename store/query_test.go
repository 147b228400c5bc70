package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mostbot/catalog"
)

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
			{"a word with another ending", catalog.Query{Words: []string{"memoranda"}, Limit: 10}, "middle", 1},
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
