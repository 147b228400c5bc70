package digest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"mostbot/catalog"
	"mostbot/store"
	"mostbot/texts"
)

var errCrash = errors.New("the process died here")

// mortal is a store whose process dies at a given step: before the step is done, or after it and before the answer.
type mortal struct {
	*store.Store
	steps, dies int
	after       bool
}

// step counts a step, and dies in it when its time has come.
func (m *mortal) step(do func() error) error {
	m.steps++
	if m.steps != m.dies {
		return do()
	}
	if m.after {
		if err := do(); err != nil {
			return err
		}
	}
	return errCrash
}

func (m *mortal) Due(ctx context.Context, now time.Time, limit int) (list []catalog.DueSubscription, err error) {
	err = m.step(func() error { list, err = m.Store.Due(ctx, now, limit); return err })
	return list, err
}

func (m *mortal) Serve(ctx context.Context, served []catalog.Served) error {
	for part := range slices.Chunk(served, 2) { // it dies between chats, too
		if err := m.step(func() error { return m.Store.Serve(ctx, part) }); err != nil {
			return err
		}
	}
	return nil
}

func (m *mortal) Interested(ctx context.Context, e catalog.Event) iter.Seq2[[]catalog.DueSubscription, error] {
	return func(yield func([]catalog.DueSubscription, error) bool) {
		for page, err := range m.Store.Interested(ctx, e) {
			for part := range slices.Chunk(page, 2) {
				if err := m.step(func() error { return nil }); err != nil {
					yield(nil, err)
					return
				}
				if !yield(part, err) {
					return
				}
			}
		}
	}
}

func (m *mortal) News(ctx context.Context, limit int) (items []catalog.NewsItem, err error) {
	err = m.step(func() error { items, err = m.Store.News(ctx, limit); return err })
	return items, err
}

func (m *mortal) NewsDone(ctx context.Context, id string) error {
	return m.step(func() error { return m.Store.NewsDone(ctx, id) })
}

func (m *mortal) Put(ctx context.Context, messages []catalog.Outgoing) (n int, err error) {
	err = m.step(func() error { n, err = m.Store.Put(ctx, messages); return err })
	return n, err
}

func (m *mortal) Add(ctx context.Context, a catalog.Addition) error {
	return m.step(func() error { _, err := m.Store.Add(ctx, a); return err })
}

func (m *mortal) Revise(ctx context.Context, a catalog.Addition) error {
	return m.step(func() error { _, err := m.Store.Revise(ctx, a); return err })
}

func (m *mortal) Settle(ctx context.Context, o catalog.Outgoing, outcome catalog.Outcome) error {
	return m.step(func() error { return m.Store.Settle(ctx, o, outcome) })
}

// life is what happens in a crash test: articles add events, an editor corrects one, digests fall due, news is told,
// messages are sent.
type life struct {
	store  *mortal
	digest *Digest
	now    time.Time
	sent   map[string]int
}

func newLife(t *testing.T, words *texts.Texts) *life {
	t.Helper()
	l := &life{now: slotOf(t, 7), sent: map[string]int{}}
	s, err := store.Open(t.Context(), store.Options{Dir: t.TempDir(), Clock: func() time.Time { return l.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	l.store = &mortal{Store: s}
	l.digest = New(Options{
		Subscribers: l.store, Catalogue: l.store, News: l.store, Outbox: l.store, Texts: words, Language: "bg",
		Zone: load(t, "Europe/Sofia"), NotFound: store.ErrNotFound,
	})
	for chat := range int64(5) {
		schedules := []catalog.Schedule{daily, instant}
		for _, schedule := range schedules {
			sub := catalog.Subscription{Chat: chat + 1, Schedule: schedule, Filter: catalog.NewFilter(catalog.CityRef(burgas)), Since: start}
			if _, err := s.Subscribe(t.Context(), sub, slotOf(t, 7)); err != nil {
				t.Fatal(err)
			}
		}
	}
	return l
}

// day lets everything happen that is to happen, each part only if the ones before it went well, as in a process that dies.
func (l *life) day(ctx context.Context) error {
	reports := []catalog.Event{
		event("e1", before(2), burgas, kherson), event("e2", before(1), burgas, sibiu),
		event("e1", before(1), burgas, kherson, sibiu), // says more than the first
	}
	reports[2].Sources[0].URL += "/second"
	for _, e := range reports {
		if err := l.store.Add(ctx, catalog.Addition{Event: e}); err != nil {
			return err
		}
		if err := l.digest.Announce(ctx); err != nil {
			return err
		}
	}
	corrected := event("e2", before(1), burgas, kherson) // it was not Sibiu
	if err := l.store.Revise(ctx, catalog.Addition{Event: corrected}); err != nil {
		return err
	}
	if err := l.digest.Announce(ctx); err != nil {
		return err
	}
	if err := l.digest.Tick(ctx, l.now); err != nil {
		return err
	}
	return l.send(ctx)
}

// before is some hours before the slot at which the day ends.
func before(hours int) time.Time {
	return time.Date(2026, 5, 7, 5, 30, 0, 0, time.UTC).Add(-time.Duration(hours) * time.Hour)
}

func (l *life) send(ctx context.Context) error {
	for {
		l.now = l.now.Add(time.Second)
		list, err := l.store.Claim(ctx, l.now, 100)
		if err != nil {
			return err
		}
		if depth, _, err := l.store.OutboxStats(ctx); depth == 0 || err != nil {
			return err
		}
		for _, o := range list {
			l.sent[o.Key]++
			if err := l.store.Settle(ctx, o, catalog.Outcome{Verdict: catalog.Sent, MessageID: len(l.sent)}); err != nil {
				return err
			}
		}
	}
}

// state is all that a person could see of it.
func (l *life) state(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for chat := range int64(5) {
		subs, err := l.store.Subscriptions(t.Context(), chat+1)
		if err != nil {
			t.Fatal(err)
		}
		for i := range subs {
			subs[i].Since = time.Time{} // the moment of the tick, which a crash delays
		}
		text, _ := json.Marshal(subs)
		fmt.Fprintln(&b, string(text))
		for _, id := range []string{"e1", "e2"} {
			n, err := l.store.Delivered(t.Context(), id, chat+1, 0)
			fmt.Fprintln(&b, id, chat+1, n > 0, err)
		}
	}
	due, err := l.store.Due(t.Context(), l.now, 100)
	news, errNews := l.store.Store.News(t.Context(), 100)
	keys := map[string]bool{}
	for key := range l.sent {
		keys[key] = true
	}
	text, _ := json.Marshal(keys)
	fmt.Fprintln(&b, len(due), err, len(news), errNews, string(text))
	return b.String()
}

// TestDeathAtAnyStep kills the process at each step in turn, before and after it was done, starts it again, and wants the
// state in which a life without death ends; nothing may be told twice but what was under way when it died.
func TestDeathAtAnyStepChangesNothing(t *testing.T) {
	words := newTexts(t)
	whole := newLife(t, words)
	if err := whole.day(t.Context()); err != nil {
		t.Fatal(err)
	}
	steps := whole.store.steps
	want := whole.state(t)
	if len(whole.sent) != 5*5 {
		t.Fatalf("too little happens: %v", whole.sent)
	}
	for dies := 1; dies <= steps; dies++ {
		for _, after := range []bool{false, true} {
			l := newLife(t, words)
			l.store.dies, l.store.after = dies, after
			if err := l.day(t.Context()); !errors.Is(err, errCrash) {
				t.Fatalf("step %d: %v", dies, err)
			}
			if err := l.day(t.Context()); err != nil {
				t.Fatalf("after step %d: %v", dies, err)
			}
			if got := l.state(t); got != want {
				t.Errorf("death at step %d (after it: %t) leads to\n%s\nwant\n%s", dies, after, got, want)
			}
			checkTold(t, l, dies)
		}
	}
	t.Logf("died at each of %d steps, twice", steps)
}

func checkTold(t *testing.T, l *life, dies int) {
	t.Helper()
	doubles := 0
	for _, n := range l.sent {
		doubles += n - 1
	}
	if doubles > 1 {
		t.Errorf("death at step %d tells %d messages twice", dies, doubles)
	}
}
