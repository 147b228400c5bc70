package digest

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"mostbot/catalog"
)

func announce(t *testing.T, d *Digest) {
	t.Helper()
	if err := d.Announce(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func subscribeInstant(m *memory, chat int64, n, thread int, refs ...catalog.Ref) {
	sub := catalog.Subscription{Chat: chat, N: n, Thread: thread, Schedule: instant, Filter: catalog.NewFilter(refs...)}
	m.subscribe(catalog.Chat{ID: chat}, sub, time.Time{})
}

// news puts an event into the log.
func (m *memory) tell(id, event string, novelty catalog.Novelty) {
	m.news = append(m.news, catalog.NewsItem{ID: id, Event: event, Novelty: novelty})
}

func (m *memory) keys() []string {
	var keys []string
	for key := range m.outbox {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func wantOutbox(t *testing.T, m *memory, want ...string) {
	t.Helper()
	if got := m.keys(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("outbox has %q, want %q", got, want)
	}
	if len(m.news) > 0 {
		t.Errorf("news is left: %v", m.news)
	}
}

func TestNewEventReachesEachInterestedChatAndThreadOnce(t *testing.T) {
	m := newMemory()
	subscribeInstant(m, 1, 1, 0)
	subscribeInstant(m, 1, 2, 0, catalog.CityRef(burgas)) // the same place, twice interested
	subscribeInstant(m, -2, 1, 7, catalog.CityRef(burgas))
	subscribeInstant(m, -2, 2, 8, catalog.KindRef(catalog.Visit))
	subscribeInstant(m, 3, 1, 0, catalog.CityRef(sibiu))
	m.events = []catalog.Event{event("e", start, burgas, kherson)}
	m.tell("1", "e", catalog.New)
	d := newDigest(t, m)
	announce(t, d)
	m.tell("1", "e", catalog.New) // as after a crash
	announce(t, d)
	wantOutbox(t, m, "announce/e/-2/7", "announce/e/-2/8", "announce/e/1/0")
	if o := m.outbox["announce/e/-2/7"]; o.Chat != -2 || o.Thread != 7 || o.Event != "e" || o.ReplyTo != "" {
		t.Errorf("message %+v", o)
	}
}

func TestUpdateRepliesToThoseWhoWereTold(t *testing.T) {
	m := newMemory()
	subscribeInstant(m, 1, 1, 0)
	m.events = []catalog.Event{event("e", start, burgas)}
	m.tell("1", "e", catalog.New)
	d := newDigest(t, m)
	announce(t, d)
	subscribeInstant(m, 2, 1, 0) // too late for this event
	m.tell("2", "e", catalog.Updated)
	announce(t, d)
	m.tell("3", "e", catalog.Updated)
	announce(t, d)
	wantOutbox(t, m, "announce/e/1/0", "update/e/1/0/2", "update/e/1/0/3")
	if o := m.outbox["update/e/1/0/2"]; o.ReplyTo != "e" || string(o.Body) == string(m.outbox["announce/e/1/0"].Body) {
		t.Errorf("message %+v", o)
	}
}

func TestNewsAndItsUpdateTogetherAreOneAnnouncement(t *testing.T) {
	m := newMemory()
	subscribeInstant(m, 1, 1, 0)
	m.events = []catalog.Event{event("e", start, burgas)}
	m.tell("1", "e", catalog.New)
	m.tell("2", "e", catalog.Updated)
	announce(t, newDigest(t, m))
	wantOutbox(t, m, "announce/e/1/0")
}

func TestNewsOfAnEventThatIsGoneIsDropped(t *testing.T) {
	m := newMemory()
	subscribeInstant(m, 1, 1, 0)
	m.tell("1", "e", catalog.New)
	announce(t, newDigest(t, m))
	wantOutbox(t, m)
}

func TestRunAnnouncesWithinSecondsUntilItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		subscribeInstant(m, 1, 1, 0)
		m.events = []catalog.Event{event("e", start, burgas)}
		d := newDigest(t, m)
		go func() {
			if err := d.Run(t.Context()); err != nil {
				t.Error(err)
			}
		}()
		synctest.Wait()
		m.mu.Lock()
		m.tell("1", "e", catalog.New)
		m.mu.Unlock()
		time.Sleep(2 * time.Second) // of the bubble's time
		synctest.Wait()
		wantOutbox(t, m, "announce/e/1/0")
	})
}
