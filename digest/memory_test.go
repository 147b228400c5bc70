package digest

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"mostbot/catalog"
	"mostbot/texts"
)

// memory is a twin of the store that keeps everything in maps.
type memory struct {
	mu            sync.Mutex
	subscriptions map[subscriptionID]*catalog.DueSubscription
	slots         map[int64][]subscriptionID // by Unix time
	next          int64                      // no slot lies before
	events        []catalog.Event
	news          []catalog.NewsItem
	outbox        map[string]catalog.Outgoing
}

func newMemory() *memory {
	return &memory{
		subscriptions: map[subscriptionID]*catalog.DueSubscription{}, slots: map[int64][]subscriptionID{},
		outbox: map[string]catalog.Outgoing{},
	}
}

var errGone = errors.New("gone")

func (m *memory) subscribe(c catalog.Chat, sub catalog.Subscription, next time.Time) {
	id := subscriptionID{sub.Chat, sub.N}
	m.subscriptions[id] = &catalog.DueSubscription{Subscription: sub, Chat: c, Slot: next}
	m.schedule(id, next)
}

func (m *memory) schedule(id subscriptionID, next time.Time) {
	m.slots[next.Unix()] = append(m.slots[next.Unix()], id)
	if m.next == 0 || next.Unix() < m.next {
		m.next = next.Unix()
	}
}

func (m *memory) Due(_ context.Context, now time.Time, limit int) ([]catalog.DueSubscription, error) {
	var due []catalog.DueSubscription
	for ; m.next <= now.Unix(); m.next++ {
		for _, id := range m.slots[m.next] {
			if one := m.subscriptions[id]; one.Slot.Unix() == m.next {
				due = append(due, *one)
			}
		}
		if len(due) >= limit {
			return due, nil
		}
		if len(due) > 0 && m.next == now.Unix() {
			return due, nil
		}
	}
	return due, nil
}

func (m *memory) Serve(_ context.Context, served []catalog.Served) error {
	for _, one := range served {
		id := subscriptionID{one.Due.Subscription.Chat, one.Due.Subscription.N}
		kept := m.subscriptions[id]
		if !kept.Slot.Equal(one.Due.Slot) {
			continue
		}
		delete(m.slots, kept.Slot.Unix())
		kept.Subscription.Since, kept.Slot = one.Since, one.Next
		m.schedule(id, one.Next)
		if one.Message != nil {
			_, _ = m.Put(context.Background(), []catalog.Outgoing{*one.Message})
		}
	}
	return nil
}

func (m *memory) Interested(_ context.Context, e catalog.Event) iter.Seq2[[]catalog.DueSubscription, error] {
	return func(yield func([]catalog.DueSubscription, error) bool) {
		for _, one := range m.subscriptions {
			if one.Subscription.Schedule.Recurrence == catalog.Instant && one.Subscription.Filter.Wants(e) &&
				!yield([]catalog.DueSubscription{*one}, nil) {
				return
			}
		}
	}
}

func (m *memory) Entered(_ context.Context, after, until time.Time) ([]catalog.Event, error) {
	var events []catalog.Event
	for _, e := range m.events {
		if e.Entered.After(after) && !e.Entered.After(until) {
			events = append(events, e)
		}
	}
	return events, nil
}

func (m *memory) Event(_ context.Context, id string) (catalog.Event, error) {
	i := slices.IndexFunc(m.events, func(e catalog.Event) bool { return e.ID == id })
	if i < 0 {
		return catalog.Event{}, errGone
	}
	return m.events[i], nil
}

func (m *memory) Directory(context.Context) (*catalog.Directory, error) {
	return catalog.NewDirectory(nil, nil), nil
}

func (m *memory) News(_ context.Context, limit int) ([]catalog.NewsItem, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.news[:min(limit, len(m.news))]), nil
}

func (m *memory) NewsDone(_ context.Context, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.news = slices.DeleteFunc(m.news, func(n catalog.NewsItem) bool { return n.ID == id })
	return nil
}

func (m *memory) Put(_ context.Context, messages []catalog.Outgoing) (int, error) {
	n := 0
	for _, o := range messages {
		_, known := m.outbox[o.Key]
		_, told := m.outbox[o.After]
		if !known && (o.After == "" || told) {
			m.outbox[o.Key] = o
			n++
		}
	}
	return n, nil
}

// nameless knows no place: names are then those of the events.
type nameless struct{}

func (nameless) Name(int32, catalog.Language) string { return "" }

func newTexts(t testing.TB) *texts.Texts {
	t.Helper()
	all, err := texts.New(nameless{})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func newDigest(t testing.TB, m *memory) *Digest {
	t.Helper()
	return New(Options{
		Subscribers: m, Catalogue: m, News: m, Outbox: m, Texts: newTexts(t), Language: "bg", Zone: load(t, "Europe/Sofia"),
		NotFound: errGone, Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
	})
}

func load(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

var (
	burgas  = catalog.City{ID: 732770, Name: "Burgas", Country: "BG"}
	kherson = catalog.City{ID: 706448, Name: "Kherson", Country: "UA"}
	sibiu   = catalog.City{ID: 667268, Name: "Sibiu", Country: "RO"}
	daily   = catalog.Schedule{Recurrence: catalog.Daily, Hour: 8, Minute: 30}
	instant = catalog.Schedule{Recurrence: catalog.Instant}
)

func event(id string, entered time.Time, cities ...catalog.City) catalog.Event {
	return catalog.Event{
		ID: id, Kind: catalog.Visit, Stage: catalog.Happened, Date: catalog.DayOf(entered), Cities: cities,
		Sources: []catalog.Source{{URL: "https://news.example/" + id, Outlet: "News", Language: "bg"}}, Entered: entered,
	}
}
