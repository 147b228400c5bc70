package ingest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"mostbot/feed"
)

// newsSite serves feeds of a story each on loopback, and counts the requests.
func newsSite(t testing.TB, feeds map[string]string) (*httptest.Server, *feed.Reader) {
	t.Helper()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := feeds[r.URL.Path]
		switch {
		case !ok:
			http.NotFound(w, r)
		case r.Header.Get("If-None-Match") != "":
			w.WriteHeader(http.StatusNotModified)
		default:
			w.Header().Set("ETag", `"1"`)
			io.WriteString(w, body)
		}
	}))
	t.Cleanup(site.Close)
	reader, err := feed.New(feed.Options{Allow: []string{"127.0.0.1"}})
	if err != nil {
		t.Fatal(err)
	}
	return site, reader
}

func rss(items ...string) string {
	return `<rss version="2.0"><channel><title>News</title>` + strings.Join(items, "") + `</channel></rss>`
}

func item(address, title, text string) string {
	return fmt.Sprintf("<item><title>%s</title><link>%s</link><description>%s</description></item>", title, address, text)
}

func TestOneStoryOnTwoFeedsIsOneEventWithTwoSources(t *testing.T) {
	padding := strings.Repeat(" More of what was said that day.", 40)
	site, reader := newsSite(t, map[string]string{
		"/a": rss(item("https://a.example/1?utm_source=rss", "Signed", "agreement: Burgas, Odesa."+padding)),
		"/b": rss(item("https://b.example/7", "Semnat", "agreement: Burgas, Odesa. Altfel spus."+padding)),
	})
	w := newWorld("a", "b")
	for i := range w.sources {
		w.sources[i].URL = site.URL + "/" + w.sources[i].ID
	}
	in := w.ingest()
	in.Reader = reader
	summary, err := in.Round(context.Background(), noon)
	if err != nil || summary.Failed() > 0 {
		t.Fatalf("%v, %v", summary.Lines, err)
	}
	if total := summary.Total(); total.Added != 1 || total.Merged != 1 || len(w.events) != 1 || len(w.events[0].Sources) != 2 {
		t.Errorf("%v, events %+v", total, w.events)
	}
	again, err := in.Round(context.Background(), noon.Add(time.Hour))
	if err != nil || again.Total().Articles != 0 || again.Failed() != 0 {
		t.Errorf("the next round: %v, %v", again.Lines, err)
	}
}
