package digest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mostbot/catalog"
)

var start = time.Date(2026, 5, 6, 12, 0, 0, 0, time.UTC)

func tick(t *testing.T, d *Digest, now time.Time) {
	t.Helper()
	if err := d.Tick(t.Context(), now); err != nil {
		t.Fatal(err)
	}
}

// subscribeDaily gives a chat in Sofia a daily digest at 08:30, subscribed at start.
func subscribeDaily(m *memory, t testing.TB, chat int64, refs ...catalog.Ref) {
	zone := load(t, "Europe/Sofia")
	sub := catalog.Subscription{Chat: chat, N: 1, Schedule: daily, Filter: catalog.NewFilter(refs...), Since: start}
	m.subscribe(catalog.Chat{ID: chat, Zone: zone.String()}, sub, daily.Next(start, zone))
}

// got lists the keys in the outbox with the events that their messages name.
func (m *memory) got(ids ...string) map[string]string {
	got := map[string]string{}
	for key, o := range m.outbox {
		for _, id := range ids {
			if strings.Contains(string(o.Body), "news.example/"+id+`\"`) {
				got[key] += id + " "
			}
		}
	}
	return got
}

func slotOf(t *testing.T, day int) time.Time {
	return time.Date(2026, 5, day, 8, 30, 0, 0, load(t, "Europe/Sofia"))
}

func wantKeys(t *testing.T, got map[string]string, want map[string]string) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("outbox has %v, want %v", got, want)
	}
}

func keyOf(t *testing.T, chat int64, day int) string {
	return fmt.Sprintf("digest/%d/1/%d", chat, slotOf(t, day).Unix())
}

func TestDigestCarriesWhatEnteredSinceTheLastOneAndPasses(t *testing.T) {
	m := newMemory()
	subscribeDaily(m, t, 1, catalog.CityRef(burgas))
	m.events = []catalog.Event{
		event("before", start, burgas), event("first", start.Add(time.Hour), burgas, sibiu),
		event("other", start.Add(time.Hour), sibiu), event("second", slotOf(t, 7).Add(time.Hour), burgas),
	}
	d := newDigest(t, m)
	ids := []string{"before", "first", "other", "second"}
	tick(t, d, slotOf(t, 7).Add(-time.Minute))
	wantKeys(t, m.got(ids...), map[string]string{})
	tick(t, d, slotOf(t, 7))
	tick(t, d, slotOf(t, 7).Add(time.Minute))
	first := map[string]string{keyOf(t, 1, 7): "first "}
	wantKeys(t, m.got(ids...), first)
	tick(t, d, slotOf(t, 8))
	first[keyOf(t, 1, 8)] = "second "
	wantKeys(t, m.got(ids...), first)
	tick(t, d, slotOf(t, 9))
	wantKeys(t, m.got(ids...), first) // nothing new, nothing sent
}

func TestDigestMissedByLessThanTwelveHoursIsSentLateOnce(t *testing.T) {
	for hours, sent := range map[int]bool{3: true, 11: true, 12: false, 23: false} {
		m := newMemory()
		subscribeDaily(m, t, 1)
		m.events = []catalog.Event{event("e", start.Add(time.Hour), burgas)}
		d := newDigest(t, m)
		late := slotOf(t, 7).Add(time.Duration(hours) * time.Hour)
		tick(t, d, late)
		tick(t, d, late.Add(time.Minute))
		want := map[string]string{}
		if sent {
			want[keyOf(t, 1, 7)] = "e "
		}
		wantKeys(t, m.got("e"), want)
		tick(t, d, slotOf(t, 8))
		if !sent { // it joins the next
			want[keyOf(t, 1, 8)] = "e "
		}
		wantKeys(t, m.got("e"), want)
	}
}

func TestAfterDaysOfSleepTheLatestDigestIsSentOnce(t *testing.T) {
	for _, days := range []int{3, 20, 400} {
		m := newMemory()
		subscribeDaily(m, t, 1)
		m.events = []catalog.Event{event("e", start.Add(time.Hour), burgas)}
		d := newDigest(t, m)
		slot := slotOf(t, 7).AddDate(0, 0, days)
		m.next = max(m.next, slotOf(t, 7).Unix())
		tick(t, d, slot.Add(2*time.Hour))
		tick(t, d, slot.Add(3*time.Hour))
		wantKeys(t, m.got("e"), map[string]string{fmt.Sprintf("digest/1/1/%d", slot.Unix()): "e "})
	}
}

func TestClockThatJumpsBackBringsNoDigestTwice(t *testing.T) {
	m := newMemory()
	subscribeDaily(m, t, 1)
	m.events = []catalog.Event{event("e", start.Add(time.Hour), burgas)}
	d := newDigest(t, m)
	for now := slotOf(t, 7); now.Before(slotOf(t, 7).Add(4 * time.Hour)); now = now.Add(time.Minute) {
		tick(t, d, now)
	}
	m.events = append(m.events, event("f", slotOf(t, 7).Add(2*time.Hour), burgas))
	for now := slotOf(t, 7).Add(-time.Hour); now.Before(slotOf(t, 7).Add(time.Hour)); now = now.Add(time.Minute) {
		tick(t, d, now)
	}
	wantKeys(t, m.got("e", "f"), map[string]string{keyOf(t, 1, 7): "e "})
	tick(t, d, slotOf(t, 8))
	wantKeys(t, m.got("e", "f"), map[string]string{keyOf(t, 1, 7): "e ", keyOf(t, 1, 8): "f "})
}

func TestSlotSetByAWrongClockIsSetRight(t *testing.T) {
	m := newMemory()
	subscribeDaily(m, t, 1)
	m.events = []catalog.Event{event("e", start.Add(time.Hour), burgas)}
	d := newDigest(t, m)
	one := *m.subscriptions[subscriptionID{1, 1}]
	one.Slot = slotOf(t, 7).AddDate(1, 0, 0)
	r := &round{Digest: d, now: slotOf(t, 7)}
	served, err := r.serve(t.Context(), one)
	if err != nil || served.Message != nil || !served.Next.Equal(slotOf(t, 8)) || !served.Since.Equal(start) {
		t.Errorf("served %+v, %v", served, err)
	}
}

func TestSameWishIsComposedOnce(t *testing.T) {
	m := newMemory()
	for chat := range int64(100) {
		subscribeDaily(m, t, chat+1, catalog.CityRef(burgas))
	}
	m.events = []catalog.Event{event("e", start.Add(time.Hour), burgas)}
	tick(t, newDigest(t, m), slotOf(t, 7))
	bodies := map[*byte]bool{}
	for _, o := range m.outbox {
		bodies[&o.Body[0]] = true
	}
	if len(m.outbox) != 100 || len(bodies) != 1 {
		t.Errorf("%d messages with %d bodies", len(m.outbox), len(bodies))
	}
}

func TestDigestSpeaksTheChatsLanguage(t *testing.T) {
	m := newMemory()
	for i, lang := range []string{"bg", "en", ""} {
		sub := catalog.Subscription{Chat: int64(i + 1), N: 1, Schedule: daily, Since: start}
		m.subscribe(catalog.Chat{ID: sub.Chat, Language: lang}, sub, slotOf(t, 7))
	}
	m.events = []catalog.Event{event("e", start.Add(time.Hour), burgas)}
	tick(t, newDigest(t, m), slotOf(t, 7))
	bg, en, none := m.outbox[keyOf(t, 1, 7)], m.outbox[keyOf(t, 2, 7)], m.outbox[keyOf(t, 3, 7)]
	if string(bg.Body) != string(none.Body) || string(bg.Body) == string(en.Body) {
		t.Errorf("bodies:\n%s\n%s\n%s", bg.Body, en.Body, none.Body)
	}
}
