package commands_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mostbot/catalog"
	"mostbot/catalog/starter"
	"mostbot/commands"
	"mostbot/gazetteer"
	"mostbot/texts"
)

var errNotFound = errors.New("not found")

// places makes what the commands need of the gazetteer, as main does.
type places struct{ *gazetteer.Gazetteer }

func (p places) Find(query string, limit int) []commands.Place {
	var found []commands.Place
	for _, m := range p.Gazetteer.Find(query, limit) {
		place := placeOf(m.Place)
		place.Likeness, place.Distance = commands.Likeness(m.How), m.Distance
		found = append(found, place)
	}
	return found
}

func (p places) Named(name string) []commands.Place {
	var found []commands.Place
	for _, place := range p.Gazetteer.Named(name) {
		found = append(found, placeOf(place))
	}
	return found
}

func (p places) Place(id int32) (commands.Place, bool) {
	place, ok := p.Gazetteer.Place(id)
	return placeOf(place), ok
}

func placeOf(p gazetteer.Place) commands.Place {
	return commands.Place{
		City: p.City, Population: p.Population, Zone: p.Zone, Region: p.Region, Usage: int(p.Usage),
		Latitude: p.Latitude, Longitude: p.Longitude,
	}
}

// world is all that the commands need, in memory.
type world struct {
	mu            sync.Mutex
	events        []catalog.Event
	directory     *catalog.Directory
	chats         map[int64]catalog.Chat
	subscriptions map[int64][]catalog.Subscription
	next          map[string]time.Time
	lastN         int
	memory        map[string]string
	sources       []catalog.NewsSource
	states        map[string]catalog.SourceState
	reviews       []catalog.Review
	told          int   // how often the editors were told of a review
	fail          error // of every question
}

var gazette = sync.OnceValue(func() *gazetteer.Gazetteer {
	g, err := gazetteer.Open()
	if err != nil {
		panic(err)
	}
	return g
})

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{
		chats: map[int64]catalog.Chat{}, subscriptions: map[int64][]catalog.Subscription{},
		memory: map[string]string{}, states: map[string]catalog.SourceState{}, next: map[string]time.Time{},
	}
	if os.Getenv("MOSTBOT_STARTER") != "" {
		facts, err := starter.Read(func(label string) (catalog.City, bool) {
			c, ok := gazette().City(label)
			if !ok {
				c.Name, c.Country = label[:len(label)-4], label[len(label)-2:]
			}
			return c, true
		})
		if err != nil {
			t.Fatal(err)
		}
		w.events, w.directory = facts.Events, catalog.NewDirectory(facts.Organisations, facts.Projects)
		return w
	}
	w.sample(t)
	return w
}

func (w *world) book(t testing.TB) *commands.Book {
	t.Helper()
	texts, err := texts.New(gazette())
	if err != nil {
		t.Fatal(err)
	}
	zone, _ := time.LoadLocation("Europe/Sofia")
	b, err := commands.New(commands.Needs{
		Texts: texts, Places: places{gazette()}, Catalogue: w, News: w, Chats: w, Subscriptions: w, Memory: w,
		Sources: w, Articles: w, Status: w,
		Reviews: w, Editing: w, Editors: w, Pictures: w, SourceDesk: w, Language: "bg", Zone: zone, NotFound: errNotFound,
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (w *world) Event(_ context.Context, id string) (catalog.Event, error) {
	for _, e := range w.events {
		if e.ID == id {
			return e, w.fail
		}
	}
	return catalog.Event{}, errNotFound
}

func (w *world) Events(_ context.Context, q catalog.Query) (catalog.Page, error) {
	var found []catalog.Event
	for _, e := range w.events {
		refs := e.Refs()
		ok := true
		for _, group := range q.Groups {
			ok = ok && slices.ContainsFunc(group, func(r catalog.Ref) bool { return slices.Contains(refs, r) })
		}
		text := catalog.Fold(fmt.Sprint(e.Title, e.Summary, e.People, e.Organisations, e.Projects))
		for _, word := range q.Words {
			ok = ok && strings.Contains(text, word)
		}
		if ok {
			found = append(found, e)
		}
	}
	slices.SortStableFunc(found, func(a, b catalog.Event) int { return b.Date.First().Compare(a.Date.First()) })
	offset := min(q.Offset, len(found))
	return catalog.Page{Events: found[offset:min(offset+q.Limit, len(found))], Total: len(found)}, w.fail
}

func (w *world) count(wanted func(catalog.Event) bool, keep func(catalog.Ref) bool) []catalog.Count {
	counts := map[catalog.Ref]int{}
	for _, e := range w.events {
		if wanted(e) {
			for _, r := range e.Refs() {
				if keep(r) {
					counts[r]++
				}
			}
		}
	}
	refs := slices.SortedFunc(maps.Keys(counts), func(a, b catalog.Ref) int {
		if d := counts[b] - counts[a]; d != 0 {
			return d
		}
		return strings.Compare(a.String(), b.String())
	})
	var list []catalog.Count
	for _, r := range refs {
		list = append(list, catalog.Count{Ref: r, Events: counts[r]})
	}
	return list
}

func (w *world) Partners(_ context.Context, r catalog.Ref, limit int) ([]catalog.Count, error) {
	list := w.count(
		func(e catalog.Event) bool { return slices.Contains(e.Refs(), r) },
		func(other catalog.Ref) bool {
			return other != r && slices.Contains([]catalog.Sort{"city", "org", "project"}, other.Sort)
		})
	return list[:min(limit, len(list))], w.fail
}

func (w *world) Counts(_ context.Context, s catalog.Sort) ([]catalog.Count, error) {
	return w.count(func(catalog.Event) bool { return true }, func(r catalog.Ref) bool { return r.Sort == s }), w.fail
}

func (w *world) Entered(_ context.Context, after, until time.Time) ([]catalog.Event, error) {
	var found []catalog.Event
	for _, e := range w.events {
		if e.Entered.After(after) && !e.Entered.After(until) {
			found = append(found, e)
		}
	}
	return found, w.fail
}

func (w *world) Directory(context.Context) (*catalog.Directory, error) { return w.directory, w.fail }

func (w *world) SaveChat(_ context.Context, c catalog.Chat) error {
	w.chats[c.ID] = c
	return w.fail
}

func (w *world) ForgetChat(_ context.Context, id int64) error {
	delete(w.chats, id)
	delete(w.subscriptions, id)
	return w.fail
}

func (w *world) Subscriptions(_ context.Context, chat int64) ([]catalog.Subscription, error) {
	return slices.Clone(w.subscriptions[chat]), w.fail
}

func (w *world) Subscribe(_ context.Context, s catalog.Subscription, next time.Time) (catalog.Subscription, error) {
	w.lastN++
	s.N = w.lastN
	w.subscriptions[s.Chat] = append(w.subscriptions[s.Chat], s)
	w.next[fmt.Sprint(s.Chat, s.N)] = next
	return s, w.fail
}

func (w *world) ChangeSubscription(_ context.Context, s catalog.Subscription, next time.Time) error {
	for i, known := range w.subscriptions[s.Chat] {
		if known.N == s.N {
			w.subscriptions[s.Chat][i] = s
			w.next[fmt.Sprint(s.Chat, s.N)] = next
			return w.fail
		}
	}
	return errNotFound
}

func (w *world) Unsubscribe(_ context.Context, chat int64, n int) error {
	w.subscriptions[chat] = slices.DeleteFunc(w.subscriptions[chat], func(s catalog.Subscription) bool { return s.N == n })
	return w.fail
}

func (w *world) Remember(_ context.Context, key, value string, _ time.Duration) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.memory[key] = value
	return w.fail
}

func (w *world) Recall(_ context.Context, key string) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	value, ok := w.memory[key]
	if !ok {
		return "", errNotFound
	}
	return value, w.fail
}
