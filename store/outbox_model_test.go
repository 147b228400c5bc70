package store

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mostbot/catalog"
)

// outboxModel is what the outbox should be: a list for each chat, whose first is perhaps under way.
type outboxModel struct {
	store  *Store
	now    time.Time
	queues map[int64][]string
	put    map[string]bool
	ready  map[int64]time.Time // when the chat's first may be claimed
	busy   map[int64]bool      // the chat's first was claimed and nobody has said yet what became of it
	taken  []catalog.Outgoing  // claimed and not settled, perhaps too late
}

var modelChats = []int64{7, 23, 8, -7, -1007}

func (m *outboxModel) Put(t *rapid.T) {
	chat, key := rapid.SampledFrom(modelChats).Draw(t, "chat"), rapid.StringMatching(`[a-e]`).Draw(t, "key")
	id := fmt.Sprint(chat, key)
	n, err := m.store.Put(t.Context(), []catalog.Outgoing{message(chat, key)})
	if err != nil || (n == 1) == m.put[id] {
		t.Fatalf("put %s: %d, %v", id, n, err)
	}
	if n == 1 {
		m.put[id] = true
		m.queues[chat] = append(m.queues[chat], key)
		if len(m.queues[chat]) == 1 {
			m.ready[chat] = m.now
		}
	}
}

func (m *outboxModel) Wait(t *rapid.T) {
	m.now = m.now.Add(time.Duration(rapid.IntRange(1, 40).Draw(t, "seconds")) * time.Second)
}

func (m *outboxModel) Claim(t *rapid.T) {
	list, err := m.store.Claim(t.Context(), m.now, 100)
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, o := range list {
		got = append(got, fmt.Sprint(o.Chat, o.Key))
	}
	for chat, queue := range m.queues {
		if len(queue) > 0 && !m.ready[chat].After(m.now) {
			want = append(want, fmt.Sprint(chat, queue[0]))
			m.ready[chat], m.busy[chat] = m.now.Add(lease), true
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Fatalf("claimed %v, want %v", got, want)
	}
	m.taken = append(m.taken, list...)
}

func (m *outboxModel) Settle(t *rapid.T) {
	if len(m.taken) == 0 {
		t.Skip("nothing is claimed")
	}
	i := rapid.IntRange(0, len(m.taken)-1).Draw(t, "which")
	o := m.taken[i]
	m.taken = slices.Delete(m.taken, i, i+1)
	outcome := catalog.Outcome{
		Verdict: rapid.SampledFrom([]catalog.Verdict{
			catalog.Sent, catalog.Refused, catalog.Retry, catalog.Uncertain, catalog.Postponed,
		}).Draw(t, "verdict"),
		At: m.now.Add(time.Duration(rapid.IntRange(0, 20).Draw(t, "later")) * time.Second),
	}
	if err := m.store.Settle(t.Context(), o, outcome); err != nil {
		t.Fatal(err)
	}
	queue := m.queues[o.Chat]
	if len(queue) == 0 || queue[0] != o.Key {
		return // it was settled before
	}
	switch over := outcome.Verdict == catalog.Sent || outcome.Verdict == catalog.Refused; {
	case over:
		m.queues[o.Chat] = queue[1:]
	case !m.busy[o.Chat]:
		return // of several that claimed it, one has put it off already
	}
	m.ready[o.Chat], m.busy[o.Chat] = outcome.At, false
}

func (m *outboxModel) Pause(t *rapid.T) {
	chat := rapid.SampledFrom(modelChats).Draw(t, "chat")
	if err := m.store.PauseChat(t.Context(), chat, "Forbidden"); err != nil {
		t.Fatal(err)
	}
	m.queues[chat], m.busy[chat] = nil, false
}

func (m *outboxModel) Check(t *rapid.T) {
	want := 0
	for _, queue := range m.queues {
		want += len(queue)
	}
	if depth, _, err := m.store.OutboxStats(t.Context()); err != nil || depth != want {
		t.Fatalf("%d messages, %v; want %d", depth, err, want)
	}
	n, err := m.store.db.HLen(t.Context(), bodiesKey(7)).Result()
	if most := int64(len(m.queues[7]) + len(m.queues[23])); err != nil || n > most {
		t.Fatalf("%d bodies for %d messages, %v", n, most, err)
	}
}

func TestOutboxIsAListForEachChatWhateverHappens(t *testing.T) {
	var m *outboxModel
	rapid.Check(t, func(rt *rapid.T) {
		m = &outboxModel{now: noon, queues: map[int64][]string{}, put: map[string]bool{}, ready: map[int64]time.Time{}, busy: map[int64]bool{}}
		s, err := Open(rt.Context(), Options{Dir: t.TempDir(), Clock: func() time.Time { return m.now }})
		if err != nil {
			rt.Fatal(err)
		}
		defer s.Close()
		m.store = s
		rt.Repeat(map[string]func(*rapid.T){
			"put": m.Put, "put2": m.Put, "claim": m.Claim, "settle": m.Settle, "settle2": m.Settle, "wait": m.Wait,
			"pause": m.Pause, "": m.Check,
		})
	})
}
