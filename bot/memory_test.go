package bot

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"mostbot/catalog"
)

// memory is a store without Redis: the same promises, kept in a few maps.
type memory struct {
	mu       sync.Mutex
	away     error // what every method answers while the store is away
	chats    map[int64]catalog.Chat
	moved    map[int64]int64
	queues   map[int64][]catalog.Outgoing
	leased   map[int64]time.Time
	tries    map[string]int
	outcomes map[string][]catalog.Outcome
	told     map[string]int
	offset   int
	notes    map[string]string
	inbox    map[int]kept
	lost     []string // what Care was told
	holder   string
	pace     *pace
}

func newMemory(rate int) *memory {
	return &memory{
		chats: map[int64]catalog.Chat{}, moved: map[int64]int64{}, queues: map[int64][]catalog.Outgoing{},
		leased: map[int64]time.Time{}, tries: map[string]int{}, outcomes: map[string][]catalog.Outcome{},
		told: map[string]int{}, notes: map[string]string{}, inbox: map[int]kept{}, pace: newPace(rate),
	}
}

func (m *memory) lock() func() {
	m.mu.Lock()
	return m.mu.Unlock
}

func (m *memory) setAway(err error) {
	defer m.lock()()
	m.away = err
}

func (m *memory) Chat(_ context.Context, id int64) (catalog.Chat, error) {
	defer m.lock()()
	c := m.chats[id]
	c.ID = id
	return c, m.away
}

func (m *memory) setPaused(id int64, reason string) error {
	defer m.lock()()
	c := m.chats[id]
	c.ID, c.Paused = id, reason
	m.chats[id] = c
	return m.away
}

func (m *memory) PauseChat(_ context.Context, id int64, reason string) error {
	return m.setPaused(id, reason)
}

func (m *memory) ResumeChat(_ context.Context, id int64) error { return m.setPaused(id, "") }

func (m *memory) MoveChat(_ context.Context, from, to int64) error {
	defer m.lock()()
	m.moved[from] = to
	for _, o := range m.queues[from] {
		o.Chat = to
		m.queues[to] = append(m.queues[to], o)
	}
	delete(m.queues, from)
	return m.away
}

func (m *memory) put(list ...catalog.Outgoing) {
	defer m.lock()()
	for _, o := range list {
		m.queues[o.Chat] = append(m.queues[o.Chat], o)
	}
}

func (m *memory) Claim(_ context.Context, now time.Time, limit int) ([]catalog.Outgoing, error) {
	defer m.lock()()
	var list []catalog.Outgoing
	for _, chat := range slices.Sorted(maps.Keys(m.queues)) {
		if len(list) >= limit || m.away != nil {
			break
		}
		if until := m.leased[chat]; len(m.queues[chat]) == 0 || until.After(now) || m.pace.of(chat).held.After(now) {
			continue
		}
		m.leased[chat] = now.Add(30 * time.Second)
		o := m.queues[chat][0]
		o.Tries = m.tries[o.Key]
		m.tries[o.Key]++
		list = append(list, o)
	}
	return list, m.away
}

func (m *memory) Settle(_ context.Context, o catalog.Outgoing, out catalog.Outcome) error {
	defer m.lock()()
	if m.away != nil {
		return m.away
	}
	m.outcomes[o.Key] = append(m.outcomes[o.Key], out)
	queue := m.queues[o.Chat]
	if len(queue) == 0 || queue[0].Key != o.Key {
		return nil
	}
	switch out.Verdict {
	case catalog.Sent, catalog.Refused, catalog.Moot:
		m.queues[o.Chat] = queue[1:]
		delete(m.leased, o.Chat)
		if o.Event != "" {
			m.told[fmt.Sprint(o.Event, o.Chat)] = out.MessageID
		}
		return nil
	case catalog.Postponed:
		m.tries[o.Key]--
	}
	m.leased[o.Chat] = out.At
	return nil
}

func (m *memory) Delivered(_ context.Context, event string, chat int64, _ int) (int, error) {
	defer m.lock()()
	return m.told[fmt.Sprint(event, chat)], m.away
}

// verdicts are those of all attempts to send the message with the key.
func (m *memory) verdicts(key string) []catalog.Verdict {
	defer m.lock()()
	var list []catalog.Verdict
	for _, o := range m.outcomes[key] {
		list = append(list, o.Verdict)
	}
	return list
}

func (m *memory) waiting() int {
	defer m.lock()()
	n := 0
	for _, queue := range m.queues {
		n += len(queue)
	}
	return n
}

func (m *memory) paused(chat int64) string {
	defer m.lock()()
	return m.chats[chat].Paused
}

func (m *memory) Take(_ context.Context, chat int64, group bool, now time.Time) (time.Duration, error) {
	defer m.lock()()
	if m.away != nil {
		return 0, m.away
	}
	return m.pace.take(chat, group, now), nil
}

func (m *memory) Hold(_ context.Context, chat int64, until time.Time) error {
	defer m.lock()()
	m.pace.hold(chat, until)
	return m.away
}

func (m *memory) Offset(context.Context) (int, error) {
	defer m.lock()()
	return m.offset, m.away
}

func (m *memory) SaveOffset(_ context.Context, offset int) error {
	defer m.lock()()
	if m.away == nil {
		m.offset = offset
	}
	return m.away
}

func (m *memory) Remember(_ context.Context, key, value string, _ time.Duration) error {
	defer m.lock()()
	if m.away == nil {
		m.notes[key] = value
	}
	return m.away
}

func (m *memory) Recall(_ context.Context, key string) (string, error) {
	defer m.lock()()
	value, ok := m.notes[key]
	if !ok {
		return "", errors.New("not found")
	}
	return value, m.away
}

// kept is an update in the inbox, or the memory of one.
type kept struct {
	raw     []byte
	until   time.Time
	handled bool
}

func (m *memory) AcceptUpdate(_ context.Context, u catalog.Update, until time.Time) (bool, error) {
	defer m.lock()()
	if m.away != nil {
		return false, m.away
	}
	if _, known := m.inbox[u.ID]; known {
		return false, nil
	}
	m.inbox[u.ID] = kept{raw: u.Raw, until: until}
	return true, nil
}

func (m *memory) KeepUpdates(_ context.Context, ids []int, until time.Time) error {
	defer m.lock()()
	for _, id := range ids {
		if k, ok := m.inbox[id]; ok && !k.handled {
			k.until = until
			m.inbox[id] = k
		}
	}
	return m.away
}

func (m *memory) OverdueUpdates(_ context.Context, now, until time.Time) ([]catalog.Update, error) {
	defer m.lock()()
	var list []catalog.Update
	for _, id := range slices.Sorted(maps.Keys(m.inbox)) {
		if k := m.inbox[id]; !k.handled && !k.until.After(now) {
			k.until = until
			m.inbox[id] = k
			list = append(list, catalog.Update{ID: id, Raw: k.raw})
		}
	}
	return list, m.away
}

func (m *memory) HandledUpdate(_ context.Context, id int) error {
	defer m.lock()()
	if k, ok := m.inbox[id]; ok && m.away == nil {
		k.handled = true
		m.inbox[id] = k
	}
	return m.away
}

func (m *memory) TopicLost(_ context.Context, chat int64, thread int, why catalog.Trouble) error {
	defer m.lock()()
	m.lost = append(m.lost, fmt.Sprint(chat, " ", thread, " ", why))
	return m.away
}

func (m *memory) Muted(_ context.Context, chat int64, words string) error {
	defer m.lock()()
	m.lost = append(m.lost, fmt.Sprint(chat, " ", words))
	return m.away
}

func (m *memory) toldOfLoss() string {
	defer m.lock()()
	return strings.Join(m.lost, ", ")
}

func (m *memory) handled(id int) bool {
	defer m.lock()()
	return m.inbox[id].handled
}

func (m *memory) Lease(_ context.Context, _, holder string, _ time.Duration) (bool, error) {
	defer m.lock()()
	if m.away != nil {
		return false, m.away
	}
	if m.holder == "" {
		m.holder = holder
	}
	return m.holder == holder, nil
}

func (m *memory) Release(_ context.Context, _, holder string) error {
	defer m.lock()()
	if m.holder == holder {
		m.holder = ""
	}
	return m.away
}

// pace is the limit of one a second in a chat and so many over all, with a small burst in each chat.
type pace struct {
	every time.Duration
	row   time.Time // the end of what was taken, over all
	held  time.Time
	chats map[int64]*chatPace
}

type chatPace struct{ row, held time.Time }

func newPace(rate int) *pace {
	return &pace{every: time.Second / time.Duration(rate), chats: map[int64]*chatPace{}}
}

func (p *pace) take(chat int64, _ bool, now time.Time) time.Duration {
	c := p.of(chat)
	if p.row.Before(now) {
		p.row = now
	}
	if c.row.Before(now) {
		c.row = now
	}
	const burst, late = 2 * time.Second, 10 * time.Millisecond
	if wait := max(c.held.Sub(now), p.held.Sub(now), c.row.Sub(now)-burst, p.row.Sub(now)-late); wait > 0 {
		return wait
	}
	p.row, c.row = p.row.Add(p.every), c.row.Add(time.Second)
	return 0
}

func (p *pace) hold(chat int64, until time.Time) {
	if chat == 0 {
		p.held = until
		return
	}
	p.of(chat).held = until
}

func (p *pace) of(chat int64) *chatPace {
	if p.chats[chat] == nil {
		p.chats[chat] = &chatPace{}
	}
	return p.chats[chat]
}
