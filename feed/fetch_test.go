package feed

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"mostbot/catalog"
)

// site is a web site on loopback, and a reader that may read it.
type site struct {
	*httptest.Server
	*http.ServeMux
	reader *Reader
	mu     sync.Mutex
	asked  []*http.Request
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{ServeMux: http.NewServeMux()}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r)
		s.mu.Unlock()
		s.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	s.reader = newReader(t, "127.0.0.1")
	return s
}

func newReader(t *testing.T, allow ...string) *Reader {
	t.Helper()
	reader, err := New(Options{UserAgent: "mostbot/test (+https://most.example)", Allow: allow, Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	return reader
}

func (s *site) says(path, contentType, body string) {
	s.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		io.WriteString(w, body)
	})
}

func (s *site) read(path string, state catalog.SourceState) ([]catalog.Article, catalog.SourceState, error) {
	return s.reader.Read(context.Background(), catalog.NewsSource{ID: "s", Name: "Outlet", Language: "bg", URL: s.URL + path}, state)
}

func TestAFeedIsAskedForOnlyWhenItChanged(t *testing.T) {
	s := newSite(t)
	s.HandleFunc("/feed", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"v1"` && r.Header.Get("If-Modified-Since") == "Tue, 03 Mar 2026 10:00:00 GMT" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Last-Modified", "Tue, 03 Mar 2026 10:00:00 GMT")
		w.Write(recorded(t, "feeds/rss-full.xml"))
	})
	articles, state, err := s.read("/feed", catalog.SourceState{})
	if err != nil || len(articles) != 1 || articles[0].Outlet != "Outlet" || articles[0].Language != "bg" {
		t.Fatalf("first %v, %v", articles, err)
	}
	articles, again, err := s.read("/feed", state)
	if err != nil || len(articles) != 0 || again.ETag != `"v1"` {
		t.Errorf("then %v, %+v, %v", articles, again, err)
	}
	if agent := s.asked[0].UserAgent(); agent != "mostbot/test (+https://most.example)" {
		t.Errorf("we say that we are %q", agent)
	}
}

func TestASiteThatAsksForPatienceGetsIt(t *testing.T) {
	s := newSite(t)
	for path, after := range map[string]string{"/seconds": "7200", "/date": "Thu, 05 Mar 2026 14:00:00 GMT"} {
		s.reader = newReader(t, "127.0.0.1")
		s.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", after)
			w.WriteHeader(http.StatusTooManyRequests)
		})
		_, state, err := s.read(path, catalog.SourceState{})
		if err == nil || !state.Next.Equal(noon.Add(2*time.Hour)) {
			t.Errorf("%s: next at %s, %v", path, state.Next, err)
		}
		before := len(s.asked)
		if _, state, err := s.read("/another", catalog.SourceState{}); err == nil || state.Next.IsZero() || len(s.asked) > before {
			t.Errorf("another source of the host is read all the same: %v", err)
		}
	}
	for _, nonsense := range []string{"", "-5", "soon", "99999999999999999999", "Thu, 05 Mar 2020 14:00:00 GMT"} {
		if at := retryAfter(nonsense, noon); !at.IsZero() {
			t.Errorf("%q means %s", nonsense, at)
		}
	}
	if at := retryAfter("999999999", noon); at.After(noon.Add(mostPatience)) {
		t.Errorf("we would wait until %s", at)
	}
}

func TestTooMuchIsRefused(t *testing.T) {
	s := newSite(t)
	s.HandleFunc("/announced", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(50<<20))
		w.WriteHeader(http.StatusOK)
	})
	s.HandleFunc("/endless", func(w http.ResponseWriter, _ *http.Request) {
		for range 6 << 10 {
			w.Write(make([]byte, 1<<10))
		}
	})
	s.HandleFunc("/bomb", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		packed := gzip.NewWriter(w)
		defer packed.Close()
		for range 64 {
			packed.Write(make([]byte, 1<<20))
		}
	})
	for _, path := range []string{"/announced", "/endless", "/bomb"} {
		if _, _, err := s.read(path, catalog.SourceState{}); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestASiteThatLiesAboutItsLengthIsReadAsFarAsItGoes(t *testing.T) {
	s := newSite(t)
	s.reader.patience = 100 * time.Millisecond
	s.HandleFunc("/waiting", func(w http.ResponseWriter, r *http.Request) {
		body := recorded(t, "feeds/rss-full.xml")
		w.Header().Set("Content-Length", fmt.Sprint(len(body)+1000))
		w.Write(body)
		http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	s.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		body := recorded(t, "feeds/rss-full.xml")
		w.Header().Set("Content-Length", fmt.Sprint(len(body)+1000))
		w.Write(body)
	})
	for _, path := range []string{"/", "/waiting"} {
		if articles, _, err := s.read(path, catalog.SourceState{}); err != nil || len(articles) != 1 {
			t.Errorf("%s: got %v, %v", path, articles, err)
		}
	}
}

func TestAHangingSiteIsGivenUp(t *testing.T) {
	s := newSite(t)
	s.reader.patience = 30 * time.Millisecond
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	for path, before := range map[string]string{"/silent": "", "/dripping": "<rss>"} {
		s.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, before)
			http.NewResponseController(w).Flush()
			select {
			case <-release:
			case <-r.Context().Done():
			}
		})
		if _, _, err := s.read(path, catalog.SourceState{}); !errors.Is(err, errPatience) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestRedirects(t *testing.T) {
	s := newSite(t)
	s.HandleFunc("/hop/{n}", func(w http.ResponseWriter, r *http.Request) {
		var n int
		fmt.Sscan(r.PathValue("n"), &n)
		if n == 0 {
			w.Write(recorded(t, "feeds/rss-full.xml"))
			return
		}
		http.Redirect(w, r, fmt.Sprintf("/hop/%d", n-1), http.StatusFound)
	})
	if articles, _, err := s.read("/hop/5", catalog.SourceState{}); err != nil || len(articles) != 1 {
		t.Errorf("five redirects: %v, %v", articles, err)
	}
	if _, _, err := s.read("/hop/6", catalog.SourceState{}); !errors.Is(err, ErrRedirects) {
		t.Errorf("six redirects: %v", err)
	}
	for path, to := range map[string]string{"/file": "file:///etc/passwd", "/private": "http://10.0.0.1/", "/local": "http://[::1]:1/",
		"/mapped": "http://[::ffff:10.0.0.1]/", "/metadata": "http://169.254.169.254/latest/", "/port": "http://127.0.0.2:22/"} {
		s.Handle(path, http.RedirectHandler(to, http.StatusMovedPermanently))
		if _, _, err := s.read(path, catalog.SourceState{}); !errors.Is(err, ErrAddress) {
			t.Errorf("redirected to %s: %v", to, err)
		}
	}
}

func TestErrorsNeitherRepeatTheAddressNorHideTheReason(t *testing.T) {
	s := newSite(t)
	_, _, err := s.read("/none", catalog.SourceState{})
	if err == nil || strings.Count(err.Error(), s.URL) != 1 || !strings.Contains(err.Error(), "404 not found") {
		t.Errorf("got %v", err)
	}
}

func TestRobotsAreObeyedForPages(t *testing.T) {
	s := newSite(t)
	s.says("/robots.txt", "text/plain", "User-agent: *\nDisallow: /secret\n")
	s.Handle("/", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write(recorded(t, "pages/article.html")) }))
	if _, err := s.reader.Page(context.Background(), s.URL+"/secret/1"); !errors.Is(err, ErrRobots) || !isPermanent(err) {
		t.Errorf("a forbidden page: %v", err)
	}
	for range 3 {
		if _, err := s.reader.Page(context.Background(), s.URL+"/open"); err != nil {
			t.Errorf("an open page: %v", err)
		}
	}
	if got := len(s.asked); got != 4 {
		t.Errorf("%d requests, want one for robots.txt and three for pages", got)
	}
}

func TestASiteInTroubleWithItsRobotsIsNotRead(t *testing.T) {
	s := newSite(t)
	s.HandleFunc("/robots.txt", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	if _, err := s.reader.Page(context.Background(), s.URL+"/open"); !errors.Is(err, ErrRobots) {
		t.Errorf("got %v", err)
	}
}

func TestASummaryIsCompletedFromItsPage(t *testing.T) {
	s := newSite(t)
	s.says("/robots.txt", "text/plain", "")
	s.Handle("/whole", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write(recorded(t, "pages/article.html")) }))
	s.HandleFunc("/down", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	summary := catalog.Article{
		Title: "Заглавие от емисията", Text: strings.Repeat("Общините Пристан и Одеса подписаха споразумение за хъб. ", 5) + "…", Published: catalog.NewDate(2026, 3, 4),
		Outlet: "О", Place: "Varna, BG",
	}
	complete := func(path string, a catalog.Article) (catalog.Article, error) {
		a.URL = s.URL + path
		return s.reader.Complete(context.Background(), a)
	}
	got, err := complete("/whole", summary)
	if err != nil || got.Title != summary.Title || !strings.HasPrefix(got.Text, summary.Title+"\n\n") ||
		!strings.Contains(got.Text, "киберсигурност") || strings.Contains(got.Text, "отварят общ хъб") || got.Outlet != "О" || got.Place != "Varna, BG" || got.Published.String() != "2026-03-04" {
		t.Errorf("got %s, %v", line(got), err)
	}
	if got, err := complete("/whole", catalog.Article{Title: "Т", Text: strings.Repeat("съвсем друга история за нещо друго ", 8) + "…"}); err != nil ||
		strings.Contains(got.Text, "киберсигурност") {
		t.Errorf("a page that is not the article is taken for it: %s, %v", line(got), err)
	}
	if got, err := complete("/down", catalog.Article{Title: "Т", Text: strings.Repeat("Почти цял текст на статия. ", 20)}); err != nil || got.Text == "" {
		t.Errorf("a text that may well be whole is not used: %v", err)
	}
	if got, err := complete("/whole", catalog.Article{Title: "Прочети още"}); err != nil || got.Title != "Пристан и Одеса отварят общ хъб" {
		t.Errorf("a link's text stays the headline: %s, %v", line(got), err)
	}
	if got, err := complete("/none", summary); err != nil || got.Text != summary.Text {
		t.Errorf("a page that is gone: %s, %v", line(got), err)
	}
	if _, err := complete("/down", summary); err == nil {
		t.Error("a page that is down for now is given up")
	}
	old := summary
	old.Published = catalog.NewDate(2026, 2, 1)
	if got, err := complete("/down", old); err != nil || got.Text != summary.Text {
		t.Errorf("a page that is down for days: %s, %v", line(got), err)
	}
	if _, err := complete("/none", catalog.Article{Title: "Само заглавие"}); err == nil {
		t.Error("a headline alone is an article")
	}
	s.asked = nil
	whole := catalog.Article{Title: "Т", Text: strings.Repeat("Дълъг текст на статия. ", 60)}
	if got, err := complete("/whole", whole); err != nil || got.Text != whole.Text || len(s.asked) > 0 {
		t.Errorf("a whole article is fetched again: %v", err)
	}
}

func TestAListIsReadByItsSelector(t *testing.T) {
	s := newSite(t)
	s.says("/list", "text/html", string(recorded(t, "pages/list.html")))
	source := catalog.NewsSource{ID: "l", Name: "О", URL: s.URL + "/list", Kind: List, Links: ".item a", Language: "bg"}
	got, _, err := s.reader.Read(context.Background(), source, catalog.SourceState{})
	if err != nil || len(got) != 2 || got[0].Language != "bg" {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestOneHostIsNotHurried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHosts(time.Second, time.Now, func() float64 { return 0 })
		to := h.at("a.example")
		start := time.Now()
		for range 3 {
			done, err := h.turn(context.Background(), to)
			if err != nil {
				t.Fatal(err)
			}
			done()
		}
		if waited := time.Since(start); waited != 2*time.Second {
			t.Errorf("three requests took %s", waited)
		}
		if done, err := h.turn(context.Background(), h.at("b.example")); err != nil || time.Since(start) != 2*time.Second {
			t.Errorf("another host waits too: %v", err)
		} else {
			done()
		}
	})
}

func TestTwoRequestsAtMostAreUnderWayToOneHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHosts(time.Second, time.Now, func() float64 { return 0 })
		to := h.at("a.example")
		for range mostAtOnce {
			if _, err := h.turn(context.Background(), to); err != nil {
				t.Fatal(err)
			}
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if _, err := h.turn(ctx, to); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a third one went: %v", err)
		}
	})
}

func TestTheAllowedHostsPort(t *testing.T) {
	s := newSite(t)
	s.says("/", "application/rss+xml", string(recorded(t, "feeds/rss-full.xml")))
	at, _ := url.Parse(s.URL)
	for allow, want := range map[string]bool{
		at.Host: true, "127.0.0.1": true, "127.0.0.0/8": true, "127.0.0.1:1": false, "10.0.0.0/8": false, "localhost": false,
	} {
		s.reader = newReader(t, allow)
		_, _, err := s.read("/", catalog.SourceState{})
		if (err == nil) != want {
			t.Errorf("with %s allowed: %v", allow, err)
		}
	}
	s.reader = newReader(t, "localhost")
	source := catalog.NewsSource{URL: "http://localhost:" + at.Port() + "/"}
	if _, _, err := s.reader.Read(context.Background(), source, catalog.SourceState{}); err != nil {
		t.Errorf("localhost, allowed by name: %v", err)
	}
	s.reader = newReader(t)
	if _, _, err := s.reader.Read(context.Background(), source, catalog.SourceState{}); !errors.Is(err, ErrAddress) {
		t.Errorf("localhost, not allowed: %v", err)
	}
}
