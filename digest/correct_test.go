package digest

import (
	"strings"
	"testing"

	"mostbot/catalog"
)

// told is a memory in which chat 1 was told of the event e, and chat 2 could not be; chat 3 watches what e is not.
func told(t *testing.T) (*memory, *Digest, catalog.Event) {
	t.Helper()
	m := newMemory()
	subscribeInstant(m, 1, 1, 0, catalog.CityRef(burgas))
	subscribeInstant(m, 3, 1, 0, catalog.CityRef(sibiu))
	e := event("e", start, burgas, kherson)
	m.events = []catalog.Event{e}
	m.tell("1", "e", catalog.New)
	d := newDigest(t, m)
	announce(t, d)
	subscribeInstant(m, 2, 1, 0) // too late to be told
	return m, d, e
}

func (m *memory) correct(id string, novelty catalog.Novelty, was ...catalog.Event) {
	m.news = append(m.news, catalog.NewsItem{ID: id, Event: was[0].ID, Novelty: novelty, Was: was})
}

func TestACorrectionEditsWhatWasSentOnce(t *testing.T) {
	m, d, was := told(t)
	m.events[0].Cities = []catalog.City{sibiu, kherson} // nothing that chat 1 watches any more
	for range 2 {                                       // as after a crash
		m.correct("2", catalog.Corrected, was)
		announce(t, d)
	}
	wantOutbox(t, m, "announce/e/1/0", "correct/e/1/0/2")
	if o := m.outbox["correct/e/1/0/2"]; !o.Edit || o.ReplyTo != "e" || !strings.Contains(string(o.Body), "Sibiu") || strings.Contains(string(o.Body), "Burgas") {
		t.Errorf("message %+v, %s", o, o.Body)
	}
}

func TestAWithdrawnEventIsStruckOutWhereItWasSent(t *testing.T) {
	m, d, was := told(t)
	m.events = nil
	m.correct("2", catalog.Withdrawn, was)
	announce(t, d)
	wantOutbox(t, m, "announce/e/1/0", "correct/e/1/0/2")
	if o := m.outbox["correct/e/1/0/2"]; !o.Edit || !strings.Contains(string(o.Body), `\u003cs\u003e`) && !strings.Contains(string(o.Body), "<s>") {
		t.Errorf("message %+v, %s", o, o.Body)
	}
}

func TestACorrectionThatChangesNothingThatWasSaidEditsNothing(t *testing.T) {
	m, d, was := told(t)
	m.events[0].People = []catalog.Person{{Name: "Mara Ilieva"}}
	m.correct("2", catalog.Corrected, was)
	announce(t, d)
	wantOutbox(t, m, "announce/e/1/0")
}

func TestACorrectionBeforeTheAnnouncementIsAnnouncedAtOnce(t *testing.T) {
	m := newMemory()
	subscribeInstant(m, 1, 1, 0)
	was := event("e", start, burgas)
	m.events = []catalog.Event{event("e", start, sibiu)}
	m.tell("1", "e", catalog.New)
	m.correct("2", catalog.Corrected, was)
	announce(t, newDigest(t, m))
	if body := string(m.outbox["announce/e/1/0"].Body); !strings.Contains(body, "Sibiu") || strings.Contains(body, "Burgas") {
		t.Errorf("announced %s", body)
	}
}

func TestWhoWasToldOfAnEarlierStateHearsOfALaterCorrection(t *testing.T) {
	m, d, was := told(t)
	between := event("e", start, sibiu)
	m.events[0] = event("e", start, kherson)
	m.correct("2", catalog.Corrected, was, between)
	announce(t, d)
	wantOutbox(t, m, "announce/e/1/0", "correct/e/1/0/2")
}

func TestTheLastOfSeveralCorrectionsStands(t *testing.T) {
	m, d, was := told(t)
	m.events = nil
	m.correct("2", catalog.Corrected, was)
	m.correct("3", catalog.Withdrawn, was)
	announce(t, d)
	wantOutbox(t, m, "announce/e/1/0", "correct/e/1/0/3")
}

func TestACorrectionEditsTheRepliesOfOtherSourcesToo(t *testing.T) {
	m, d, was := told(t)
	was.Sources = []catalog.Source{{URL: "https://a.example/1"}, {URL: "https://b.example/2"}}
	m.events[0] = was
	m.tell("2", "e", catalog.Updated)
	announce(t, d)
	m.events[0].Cities = []catalog.City{sibiu, kherson}
	for range 2 {
		m.correct("3", catalog.Corrected, was)
		announce(t, d)
	}
	wantOutbox(t, m, "announce/e/1/0", "correct/e+2/1/0/3", "correct/e/1/0/3", "update/e/1/0/2")
	reply, edit := m.outbox["update/e/1/0/2"], m.outbox["correct/e+2/1/0/3"]
	if reply.ReplyTo != "e" || !edit.Edit || edit.ReplyTo != reply.Event || !strings.Contains(string(edit.Body), "Sibiu") {
		t.Errorf("reply %+v, its edit %+v, %s", reply, edit, edit.Body)
	}
}
