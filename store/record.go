package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"mostbot/catalog"
)

// record is all that is kept of a chat, as one short document: a million of them must fit in memory. What the indexes
// say of a chat (when it is due, which filters it watches) follows from its record alone; see marks.
type record struct {
	Kind          catalog.ChatKind `json:"k,omitempty"`
	Title         string           `json:"t,omitempty"`
	Language      string           `json:"l,omitempty"`
	App           string           `json:"a,omitempty"`
	Zone          string           `json:"z,omitempty"`
	Paused        string           `json:"p,omitempty"`
	Since         int64            `json:"b,omitempty"` // Unix seconds
	Last          int              `json:"n,omitempty"` // the highest number that a subscription ever had
	Subscriptions []wish           `json:"s,omitempty"`
}

// wish is a subscription in a record.
type wish struct {
	N        int    `json:"n"`
	Thread   int    `json:"t,omitempty"`
	Schedule string `json:"s"`
	Filter   string `json:"f,omitempty"`
	Paused   bool   `json:"p,omitempty"`
	Trouble  string `json:"y,omitempty"` // why the bot paused it
	Since    int64  `json:"i"`           // Unix microseconds
	Next     int64  `json:"x,omitempty"` // Unix seconds; 0 for an instant one
}

func readRecord(document string) (record, error) {
	var r record
	if document == "" {
		return r, nil
	}
	if err := json.Unmarshal([]byte(document), &r); err != nil {
		return r, fmt.Errorf("read a chat's record: %w", err)
	}
	return r, nil
}

func (r record) String() string {
	b, err := json.Marshal(r)
	if err != nil {
		panic(err) // strings and numbers can always be written
	}
	return string(b)
}

func (r record) chat(id int64) catalog.Chat {
	c := catalog.Chat{
		ID: id, Kind: r.Kind, Title: r.Title, Language: r.Language, App: r.App, Zone: r.Zone, Paused: r.Paused,
	}
	if r.Since != 0 {
		c.Since = time.Unix(r.Since, 0).UTC()
	}
	return c
}

// set takes over a chat's settings.
func (r *record) set(c catalog.Chat) {
	r.Kind, r.Title, r.Language, r.App, r.Zone, r.Paused = c.Kind, c.Title, c.Language, c.App, c.Zone, c.Paused
	if !c.Since.IsZero() {
		r.Since = c.Since.Unix()
	}
}

// wish returns the place of the subscription with that number, -1 without one.
func (r record) wish(n int) int {
	return slices.IndexFunc(r.Subscriptions, func(w wish) bool { return w.N == n })
}

func newWish(s catalog.Subscription, next time.Time) wish {
	w := wish{
		N: s.N, Thread: s.Thread, Schedule: s.Schedule.String(), Filter: s.Filter.Key(), Paused: s.Paused,
		Since: micros(s.Since),
	}
	if s.Paused {
		w.Trouble = string(s.Trouble)
	}
	if s.Schedule.Recurrence != catalog.Instant && !next.IsZero() {
		w.Next = next.Unix()
	}
	return w
}

func (w wish) subscription(chat int64) (catalog.Subscription, error) {
	s := catalog.Subscription{Chat: chat, N: w.N, Thread: w.Thread, Paused: w.Paused, Trouble: catalog.Trouble(w.Trouble), Since: moment(w.Since)}
	var err error
	if s.Schedule, err = catalog.ParseSchedule(w.Schedule); err != nil {
		return s, fmt.Errorf("read subscription %d of a chat: %w", w.N, err)
	}
	if s.Filter, err = catalog.ParseFilter(w.Filter); err != nil {
		return s, fmt.Errorf("read subscription %d of a chat: %w", w.N, err)
	}
	return s, nil
}

// micros rounds up, so that an event is never after the moment at which it was served.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Add(time.Microsecond - 1).UnixMicro()
}

func moment(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

func (w wish) instant() bool { return w.Schedule == string(catalog.Instant) }

// mark is one entry in an index: a subscription among the due ones, or among those that watch a filter.
type mark struct {
	member string // "chat/number"
	due    int64  // of a scheduled subscription
	filter string // of an instant one
	watch  bool
}

// marks lists the entries that a chat should have in the indexes: none while it is paused.
func (r record) marks(chat int64) []mark {
	if r.Paused != "" {
		return nil
	}
	var marks []mark
	for _, w := range r.Subscriptions {
		switch m := (mark{member: member(chat, w.N)}); {
		case w.Paused:
		case w.instant():
			m.watch, m.filter = true, w.Filter
			marks = append(marks, m)
		case w.Next != 0:
			m.due = w.Next
			marks = append(marks, m)
		}
	}
	return marks
}

func member(chat int64, n int) string {
	return strconv.FormatInt(chat, 10) + "/" + strconv.Itoa(n)
}

func parseMember(s string) (chat int64, n int) {
	c, number, _ := strings.Cut(s, "/")
	chat, _ = strconv.ParseInt(c, 10, 64)
	n, _ = strconv.Atoi(number)
	return chat, n
}

// reindex lists the commands that lead from the old marks to the new ones.
func reindex(shard int, old, wanted []mark) []command {
	var commands []command
	for _, m := range old {
		moved := func(w mark) bool { return w.member == m.member && !w.watch && !m.watch } // the new score replaces it
		if !slices.Contains(wanted, m) && !slices.ContainsFunc(wanted, moved) {
			commands = append(commands, m.remove(shard)...)
		}
	}
	for _, m := range wanted {
		if !slices.Contains(old, m) {
			commands = append(commands, m.add(shard)...)
		}
	}
	return commands
}

func (m mark) add(shard int) []command {
	if !m.watch {
		return []command{{"ZADD", dueKey(shard), strconv.FormatInt(m.due, 10), m.member}}
	}
	commands := []command{{"SADD", watchersKey(shard, m.filter), m.member}}
	for _, key := range watchKeys(shard, m.filter) {
		commands = append(commands, command{"SADD", key, m.filter})
	}
	return commands
}

func (m mark) remove(shard int) []command {
	if !m.watch {
		return []command{{"ZREM", dueKey(shard), m.member}}
	}
	watchers := watchersKey(shard, m.filter)
	commands := []command{{"SREM", watchers, m.member}}
	for _, key := range watchKeys(shard, m.filter) {
		commands = append(commands, command{unlessExists, watchers, "SREM", key, m.filter})
	}
	return commands
}

func (r record) empty() bool {
	return len(r.Subscriptions) == 0 && r.Last == 0 && r.chat(0) == catalog.Chat{}
}
