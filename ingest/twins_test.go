package ingest

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"mostbot/catalog"
)

// world is an in-memory twin of everything that a round meets. Each of its steps can be made to fail once.
type world struct {
	mu       sync.Mutex
	sources  []catalog.NewsSource
	articles map[string][]catalog.Article // by source
	failing  map[string]error             // by source
	hanging  map[string]bool              // by source
	pages    map[string]error             // by address: why its page can't be had
	seen     map[string]bool
	states   map[string]catalog.SourceState
	events   []catalog.Event
	queue    []catalog.Review
	told     []Trouble
	crash    string // the step that fails next
	steps    []string
}

func newWorld(sources ...string) *world {
	w := &world{
		articles: map[string][]catalog.Article{}, failing: map[string]error{}, hanging: map[string]bool{},
		pages: map[string]error{}, seen: map[string]bool{}, states: map[string]catalog.SourceState{},
	}
	for _, id := range sources {
		w.sources = append(w.sources, catalog.NewsSource{ID: id, Name: "Outlet " + id, URL: "https://" + id + ".example/feed"})
	}
	return w
}

func (w *world) ingest() *Ingest {
	return New(Options{
		Sources: func(context.Context) ([]catalog.NewsSource, error) { return w.sources, nil },
		Reader:  w, Catalogue: w, Memory: w, Admins: w, Extract: readTestArticle, Interval: 10 * time.Minute,
	})
}

var errCrash = errors.New("crash")

// step notes what is done, and fails when it is this step's turn to.
func (w *world) step(name string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.steps = append(w.steps, name)
	if w.crash == name {
		w.crash = ""
		return errCrash
	}
	return nil
}

func (w *world) Read(
	ctx context.Context, s catalog.NewsSource, state catalog.SourceState,
) ([]catalog.Article, catalog.SourceState, error) {
	if w.hanging[s.ID] {
		<-ctx.Done()
		return nil, state, ctx.Err()
	}
	if err := errors.Join(w.failing[s.ID], w.step("read")); err != nil {
		return nil, state, err
	}
	if state.ETag == "whole" {
		return nil, state, nil
	}
	state.ETag = "whole"
	var articles []catalog.Article
	for _, a := range w.articles[s.ID] {
		a.Outlet = s.Name
		articles = append(articles, a)
	}
	return articles, state, nil
}

func (w *world) Complete(_ context.Context, a catalog.Article) (catalog.Article, error) {
	return a, errors.Join(w.pages[a.URL], w.step("complete"))
}

func (w *world) Page(_ context.Context, address string) (catalog.Article, error) {
	for _, articles := range w.articles {
		for _, a := range articles {
			if a.URL == address {
				return a, nil
			}
		}
	}
	return catalog.Article{}, errors.New("there is no article on the page")
}

func (w *world) Directory(context.Context) (*catalog.Directory, error) {
	return nil, w.step("directory")
}

func (w *world) Add(_ context.Context, a catalog.Addition) (catalog.Added, error) {
	if err := w.step("add"); err != nil {
		return catalog.Added{}, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, known := range w.events {
		if catalog.Same(known, a.Event) {
			merged, novelty := catalog.Merge(known, a.Event)
			w.events[i] = merged
			return catalog.Added{Event: merged, Novelty: novelty}, nil
		}
	}
	w.events = append(w.events, a.Event)
	return catalog.Added{Event: a.Event, Novelty: catalog.New}, nil
}

func (w *world) Queue(_ context.Context, r catalog.Review) error {
	if err := w.step("queue"); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for i := range w.queue {
		if w.queue[i].ID == r.ID {
			w.queue[i] = r
			return nil
		}
	}
	w.queue = append(w.queue, r)
	return nil
}

func (w *world) Unseen(_ context.Context, keys []string) ([]string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var unseen []string
	for _, k := range keys {
		if !w.seen[k] {
			unseen = append(unseen, k)
		}
	}
	return unseen, nil
}

func (w *world) MarkSeen(_ context.Context, keys []string) error {
	if err := w.step("mark"); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, k := range keys {
		w.seen[k] = true
	}
	return nil
}

func (w *world) SourceStates(context.Context) (map[string]catalog.SourceState, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	states := map[string]catalog.SourceState{}
	for id, s := range w.states {
		states[id] = s
	}
	return states, nil
}

func (w *world) SaveSourceState(_ context.Context, s catalog.SourceState) error {
	if err := w.step("save"); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.states[s.ID] = s
	return nil
}

func (w *world) Tell(_ context.Context, t Trouble) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.told = append(w.told, t)
	return nil
}

// readTestArticle reads the articles of these tests: "agreement: Burgas, Odesa" is one, with "unsure" it is less sure.
func readTestArticle(a catalog.Article, _ *catalog.Directory) catalog.Report {
	_, said, found := strings.Cut(a.Text, "agreement: ")
	if strings.Contains(a.Text, "panic") {
		panic("a bug")
	}
	if !found {
		return catalog.Report{Title: a.Title, Reasons: []string{"no trigger"}}
	}
	kind, stage, date := catalog.Agreement, catalog.Happened, catalog.NewDate(2026, 3, 1)
	r := catalog.Report{
		Language: "en", Cooperation: true, Digital: true, Kind: &kind, Stage: &stage, Date: &date, Confidence: 0.9, Title: a.Title,
	}
	said, _, _ = strings.Cut(said, ".")
	for i, name := range strings.Split(said, ", ") {
		id := int32(i) + int32(name[0])<<16 + int32(name[len(name)-1])<<8
		r.Cities = append(r.Cities, catalog.City{ID: id, Name: name, Country: "BG"})
	}
	if strings.Contains(a.Text, "unsure") {
		r.Confidence = 0.5
	}
	return r
}
