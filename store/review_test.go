package store

import (
	"errors"
	"slices"
	"testing"
	"time"

	"mostbot/catalog"
)

func TestReviewsWaitInTheOrderInWhichTheyCameAndAreSettledOnce(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		for n, id := range []string{"later", "first"} {
			r := catalog.Review{
				ID: id, Reason: "unsure", Article: "Текст", Queued: noon.Add(time.Duration(-n) * time.Hour),
				Addition: catalog.Addition{Event: visitOf(t, id, "2024-01-01", burgas, kherson)},
			}
			must(t, s.Queue(t.Context(), r))
			must(t, s.Queue(t.Context(), r)) // the same again is no second report
		}
		reviews, total, err := s.Reviews(t.Context(), 1)
		must(t, err)
		if total != 2 || len(reviews) != 1 || reviews[0].ID != "first" {
			t.Errorf("got %d of %d, the first %q", len(reviews), total, reviews[0].ID)
		}
		r, err := s.Review(t.Context(), "later")
		must(t, err)
		if r.Article != "Текст" || r.Addition.Event.Cities[1] != kherson {
			t.Errorf("the report came back as %+v", r)
		}
		must(t, s.Settled(t.Context(), "first"))
		if err := s.Settled(t.Context(), "first"); !errors.Is(err, ErrNotFound) {
			t.Errorf("settling again gives %v, want ErrNotFound", err)
		}
		if _, err := s.Review(t.Context(), "first"); !errors.Is(err, ErrNotFound) {
			t.Errorf("a settled report gives %v, want ErrNotFound", err)
		}
		must(t, s.Settled(t.Context(), "later"))
		if reviews, total, err := s.Reviews(t.Context(), 10); err != nil || total != 0 || len(reviews) != 0 {
			t.Errorf("an empty queue gives %d of %d, %v", len(reviews), total, err)
		}
	})
}

func TestSeenArticlesAreRememberedWhileSourcesShowThem(t *testing.T) {
	now := noon
	clock := func() time.Time { return now }
	for name, o := range map[string]func(t *testing.T) Options{
		"embedded": func(t *testing.T) Options { return Options{Dir: t.TempDir(), Clock: clock} },
		// The expiry of a real Redis goes by its own clock, which stands long before the last of these months.
		"redis": func(t *testing.T) Options { return Options{URL: "redis://" + aRedis(t).address, Clock: clock} },
	} {
		t.Run(name, func(t *testing.T) {
			now = time.Now().AddDate(0, 0, 0)
			s := open(t, o(t))
			unseen := func(identities ...string) []string {
				list, err := s.Unseen(t.Context(), identities)
				must(t, err)
				return list
			}
			must(t, s.MarkSeen(t.Context(), []string{"a", "b"}))
			if got := unseen("a", "c", "b"); !slices.Equal(got, []string{"c"}) {
				t.Errorf("unseen: %v, want c", got)
			}
			for range 5 { // months in which the source still shows a
				now = time.Date(now.Year(), now.Month()+1, 15, 0, 0, 0, 0, time.UTC)
				if got := unseen("a"); len(got) > 0 {
					t.Errorf("in %s, a is forgotten though it was always shown", now.Format("2006-01"))
				}
			}
			if got := unseen("b"); len(got) == 0 {
				t.Error("b is remembered though nobody has shown it for five months")
			}
			if got := unseen(); len(got) > 0 {
				t.Errorf("of nothing, %v is unseen", got)
			}
		})
	}
}

func TestSourcesAndTheirStatesComeBack(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		must(t, s.SaveSource(t.Context(), catalog.NewsSource{ID: "b", Name: "B", URL: "https://b.example/feed"}))
		must(t, s.SaveSource(t.Context(), catalog.NewsSource{ID: "a", Name: "A", URL: "https://a.example/feed"}))
		must(t, s.SaveSourceState(t.Context(), catalog.SourceState{ID: "a", ETag: `"x"`, Failures: 3, Next: noon}))
		sources, err := s.Sources(t.Context())
		must(t, err)
		states, err := s.SourceStates(t.Context())
		must(t, err)
		if len(sources) != 2 || sources[0].ID != "a" || states["a"].Failures != 3 || !states["a"].Next.Equal(noon) {
			t.Errorf("got %v and %v", sources, states)
		}
		must(t, s.RemoveSource(t.Context(), "a"))
		sources, err = s.Sources(t.Context())
		must(t, err)
		states, err = s.SourceStates(t.Context())
		must(t, err)
		if len(sources) != 1 || len(states) != 0 {
			t.Errorf("after removing a: %v and %v", sources, states)
		}
	})
}

func TestWhatIsRememberedIsRecalledUntilItsTimeIsOver(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		must(t, s.Remember(t.Context(), "42:dialogue", "step 2", time.Hour))
		if got, err := s.Recall(t.Context(), "42:dialogue"); err != nil || got != "step 2" {
			t.Errorf("got %q, %v", got, err)
		}
		must(t, s.Forget(t.Context(), "42:dialogue"))
		if _, err := s.Recall(t.Context(), "42:dialogue"); !errors.Is(err, ErrNotFound) {
			t.Errorf("what is forgotten gives %v, want ErrNotFound", err)
		}
	})
	now := noon
	s := open(t, Options{Dir: t.TempDir(), Clock: func() time.Time { return now }})
	must(t, s.Remember(t.Context(), "x", "y", time.Minute))
	now = now.Add(59 * time.Second)
	if _, err := s.Recall(t.Context(), "x"); err != nil {
		t.Errorf("after 59 of 60 seconds: %v", err)
	}
	now = now.Add(time.Second)
	if _, err := s.Recall(t.Context(), "x"); !errors.Is(err, ErrNotFound) {
		t.Errorf("after 60 seconds: %v, want ErrNotFound", err)
	}
}
