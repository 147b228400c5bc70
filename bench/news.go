package main

import (
	"context"
	"fmt"
	"html/template"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"
)

// news is a site on loopback with a feed that holds one old post and, from some moment on, a new one.
type news struct {
	site *httptest.Server

	mu     sync.Mutex
	opened time.Time
	posted time.Time // when the new post appeared
	asked  time.Time // when the feed was read last
	found  time.Time // when the new post was read first
}

func openNews() *news {
	n := &news{opened: time.Now()}
	pages := http.NewServeMux()
	pages.HandleFunc("GET /feed.xml", n.serveFeed)
	for _, p := range []post{oldPost, newPost} {
		pages.HandleFunc("GET "+p.Path, func(w http.ResponseWriter, _ *http.Request) { render(w, page, p) })
	}
	n.site = httptest.NewServer(pages)
	return n
}

func (n *news) close() { n.site.Close() }

func (n *news) address() string { return n.site.URL + "/feed.xml" }

// article is where the new post leads to.
func (n *news) article() string { return n.site.URL + newPost.Path }

// post makes the new post appear, and tells when that was.
func (n *news) post() time.Time {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.posted = time.Now()
	return n.posted
}

// readAt tells when a bot could know the new post first.
func (n *news) readAt() time.Time {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.found
}

// untilBetweenReadings returns when the last reading is half an interval ago, so that a post that appears then waits for
// its reading as long as posts do on average.
func (n *news) untilBetweenReadings(ctx context.Context, interval time.Duration) error {
	const late = 10 * time.Millisecond
	for {
		n.mu.Lock()
		since := time.Since(n.asked)
		n.mu.Unlock()
		if since >= interval/2 && since < interval/2+5*late {
			return nil
		}
		if err := sleep(ctx, late); err != nil {
			return err
		}
	}
}

func (n *news) serveFeed(w http.ResponseWriter, _ *http.Request) {
	n.mu.Lock()
	n.asked = time.Now()
	if n.found.IsZero() && !n.posted.IsZero() {
		n.found = n.asked
	}
	oldest, posts := oldPost.at(n.opened.Add(-time.Hour)), []post{}
	if !n.posted.IsZero() {
		posts = append(posts, newPost.at(n.posted))
	}
	n.mu.Unlock()
	w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
	render(w, feed, struct {
		Site  string
		Posts []post
	}{n.site.URL, append(posts, oldest)})
}

func render(w http.ResponseWriter, t *template.Template, data any) {
	if err := t.Execute(w, data); err != nil {
		panic(fmt.Sprintf("a page that can't be made: %v", err))
	}
}

// post is one article of the site.
type post struct{ Path, Title, Text, Date string }

func (p post) at(t time.Time) post {
	p.Date = t.Format(time.RFC1123Z)
	return p
}

var oldPost = post{
	Path:  "/library",
	Title: "The library stays open longer",
	Text:  "From next week on, the reading room of the town library is open until eight in the evening.",
}

var newPost = post{
	Path:  "/memorandum",
	Title: "Shumen and Ternopil agree on common digital services",
	Text: "The town halls of Shumen and Ternopil signed a memorandum of cooperation on digital services today. They will " +
		"share the software of their electronic counters for residents, publish open data in one format and train " +
		"their administrators together.",
}

var feed = template.Must(template.New("feed").Parse(`<rss version="2.0"><channel>
<title>Loopback News</title><link>{{.Site}}/</link><description>News of two towns</description>
{{range .Posts}}<item><title>{{.Title}}</title><link>{{$.Site}}{{.Path}}</link><guid>{{$.Site}}{{.Path}}</guid>
<pubDate>{{.Date}}</pubDate><description>{{.Text}}</description></item>
{{end}}</channel></rss>
`))

var page = template.Must(template.New("page").Parse(`<!doctype html><html lang="en"><head><title>{{.Title}}</title></head>
<body><article><h1>{{.Title}}</h1><p>{{.Text}}</p></article></body></html>
`))
