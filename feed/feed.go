// Package feed reads the news: it fetches feeds and pages, politely and safely, and makes articles of them.
//
// A [Reader] reads a source: Read gives the articles that the source lists, many of them by address and headline alone;
// Complete fetches the page of such a one, once it is known that nobody has read it yet; Page reads a single address. What
// goes over the wire is in fetch.go, guard.go (which addresses may be called at all) and hosts.go (how often, and what
// robots.txt says); what is made of it in charset.go, entries.go, list.go, page.go and text.go. sources.toml is the
// built-in list of sources.
package feed

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"runtime"
	"strings"
	"time"
	"unicode/utf8"

	"mostbot/catalog"
)

// Options of a Reader.
type Options struct {
	UserAgent string           // who we say we are; "" for the program's name
	Allow     []string         // private hosts, addresses and networks that may be read all the same
	Now       func() time.Time // nil: time.Now
	Gap       time.Duration    // between two requests to one public host; 0: a second
}

// Reader fetches and reads news. It is safe for concurrent use.
type Reader struct {
	client *http.Client
	guard  guard
	hosts  *hosts
	agent  string
	now    func() time.Time

	patience time.Duration // with one request
	desks    chan struct{} // one for each document that is being read: parsed, a page takes many times its size
}

const patience = 15 * time.Second

// New makes a reader. An entry of Allow that is no host, address or network is an error.
func New(o Options) (*Reader, error) {
	guard, err := newGuard(o.Allow)
	if err != nil {
		return nil, err
	}
	r := &Reader{guard: guard, agent: o.UserAgent, now: o.Now, patience: patience}
	r.desks = make(chan struct{}, runtime.GOMAXPROCS(0))
	if r.agent == "" {
		r.agent = "mostbot"
	}
	if r.now == nil {
		r.now = time.Now
	}
	if o.Gap == 0 {
		o.Gap = time.Second
	}
	r.hosts = newHosts(o.Gap, r.now, rand.Float64)
	r.client = newClient(guard)
	return r, nil
}

// Read fetches a source and gives the articles that it lists, newest first as a rule, with the source's state as it is
// after that: what to ask with the next time, and, where the site asked for patience, not before when. A source that has
// not changed gives no articles and no error.
func (r *Reader) Read(
	ctx context.Context, source catalog.NewsSource, state catalog.SourceState,
) ([]catalog.Article, catalog.SourceState, error) {
	request := request{url: source.URL, accept: acceptFeed, etag: state.ETag, lastModified: state.LastModified}
	if source.Kind == List || source.Kind == Page {
		request.accept, request.obeyRobots = acceptPage, true
	}
	got, err := r.fetch(ctx, request)
	if err != nil {
		var status *StatusError
		if errors.As(err, &status) {
			state.Next = status.RetryAfter
		}
		return nil, state, fmt.Errorf("read %s: %w", source.URL, err)
	}
	state.Next = time.Time{}
	if got.notModified {
		return nil, state, nil
	}
	articles, err := r.articles(source, got)
	if err != nil {
		return nil, state, fmt.Errorf("read %s: %w", source.URL, err)
	}
	state.ETag, state.LastModified = got.etag, got.lastModified
	return articles, state, nil
}

// The kinds of sources, as the sources file names them.
const (
	Feed = "feed"
	List = "list"
	Page = "page"
)

func (r *Reader) articles(source catalog.NewsSource, got response) ([]catalog.Article, error) {
	r.desks <- struct{}{}
	defer func() { <-r.desks }()
	var articles []catalog.Article
	var err error
	switch source.Kind {
	case List:
		articles, err = listedArticles(got, source.Links)
	case Page:
		var article catalog.Article
		article, err = pageArticle(got, r.now())
		articles = []catalog.Article{article}
	default:
		articles, err = feedArticles(got, r.now())
	}
	if err != nil {
		return nil, err
	}
	for i := range articles {
		articles[i].Outlet, articles[i].Place = source.Name, source.Place
		if source.Language != "" {
			articles[i].Language = source.Language
		}
	}
	return articles, nil
}

// Complete gives the article whole: one that its feed gave only a summary of, or nothing but the headline, is fetched from
// its page. When the page can't be had, what the feed gave must do, if it can be judged by; for a mere summary of today's
// the page is worth another try, and so the error is returned.
func (r *Reader) Complete(ctx context.Context, a catalog.Article) (catalog.Article, error) {
	if IsWhole(a) || a.URL == "" {
		return a, nil
	}
	page, err := r.read(ctx, a.URL)
	if err != nil {
		if r.mustDo(a, err) {
			return a, nil
		}
		return catalog.Article{}, err
	}
	if page.Title != "" && (a.Title == "" || a.Text == "") { // a list's links may say no more than "read on"
		a.Title = page.Title
	}
	if tellsTheSame(page.Text, a.Text) {
		a.Text = strings.TrimPrefix(page.Text, page.Title) // the headline is put back below, once
	}
	a.Text = withHeadline(a.Title, a.Text)
	if a.Published.IsZero() {
		a.Published = page.Published
	}
	return a, nil
}

// mustDo tells whether an article whose page can't be had may be judged by what its feed gave.
func (r *Reader) mustDo(a catalog.Article, err error) bool {
	length := utf8.RuneCountInString(a.Text)
	if length >= leastText && !isCut(a.Text) {
		return true
	}
	return length >= leastSummary && (isPermanent(err) || r.isOld(a))
}

// tellsTheSame guards against pages that are not the article: consent forms, login walls, a home page. The article has
// most of the words of its summary.
func tellsTheSame(page, summary string) bool {
	if len(strings.Fields(summary)) < 20 { // too few words to compare
		return true
	}
	if utf8.RuneCountInString(page) <= utf8.RuneCountInString(summary) {
		return false
	}
	words := map[string]bool{}
	for _, w := range strings.Fields(catalog.Fold(page)) {
		words[w] = true
	}
	found, all := 0, 0
	for _, w := range strings.Fields(catalog.Fold(summary)) {
		all++
		if words[w] {
			found++
		}
	}
	return 2*found >= all
}

func isPermanent(err error) bool {
	var lasting interface{ Permanent() bool }
	return errors.As(err, &lasting) && lasting.Permanent()
}

func (r *Reader) isOld(a catalog.Article) bool {
	return !a.Published.IsZero() && r.now().Sub(a.Published.Last()) > 48*time.Hour
}

// In characters of an article's text.
const (
	leastSummary = 80  // what is shorter can't be judged
	leastText    = 400 // what is shorter is only used when there is no hope of more
	leastWhole   = 900 // what is shorter is taken for a summary
)

// IsWhole tells whether an article's text is more than a summary.
func IsWhole(a catalog.Article) bool {
	return utf8.RuneCountInString(a.Text) >= leastWhole && !isCut(a.Text)
}

// isCut tells whether a text ends as summaries do.
func isCut(text string) bool {
	text = strings.TrimSpace(text)
	for _, end := range []string{"…", "...", "[…]", "[...]", "»", "more", "Прочети още", "Читати далі", "mai mult", "weiterlesen"} {
		if strings.HasSuffix(text, end) {
			return true
		}
	}
	return false
}

// Page reads the article at an address.
func (r *Reader) Page(ctx context.Context, address string) (catalog.Article, error) {
	return r.read(ctx, address)
}

func (r *Reader) read(ctx context.Context, address string) (catalog.Article, error) {
	got, err := r.fetch(ctx, request{url: address, accept: acceptPage, obeyRobots: true})
	if err != nil {
		return catalog.Article{}, fmt.Errorf("read %s: %w", address, err)
	}
	r.desks <- struct{}{}
	defer func() { <-r.desks }()
	article, err := pageArticle(got, r.now())
	if err != nil {
		return catalog.Article{}, fmt.Errorf("read %s: %w", address, err)
	}
	return article, nil
}
