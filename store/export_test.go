package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"mostbot/catalog"
)

// fillWithAllSorts puts something of every type of value into the store.
func fillWithAllSorts(t *testing.T, s *Store) {
	t.Helper()
	ctx := t.Context()
	must(t, s.Fill(ctx, facts(t)))
	add(t, s, visitOf(t, "new", "2024-05-05", sofia, vienna))
	must(t, s.Learn(ctx, catalog.Addition{Rulings: []catalog.Ruling{{Name: "Share this"}}}))
	must(t, s.Queue(ctx, catalog.Review{ID: "r", Reason: "unsure", Queued: noon}))
	must(t, s.MarkSeen(ctx, []string{"a", "b"}))
	must(t, s.Remember(ctx, "x", "y", 24*time.Hour))
	must(t, s.SaveSourceState(ctx, catalog.SourceState{ID: "s"}))
	must(t, s.SaveChat(ctx, catalog.Chat{ID: -100123, Kind: catalog.Group, Title: "Мост <&>"}))
	subscribe(t, s, wishOf(-100123, morning, catalog.CityRef(burgas)), noon)
	mustPut(t, s, 1, message(-100123, "once"))
	long := make([]any, 0, 4000)
	for n := range 2000 {
		long = append(long, n, strings.Repeat("x", n%7))
	}
	must(t, s.db.HSet(ctx, catalogueKey("test", "long"), long...).Err())
	must(t, s.db.RPush(ctx, catalogueKey("test", "list"), "c", "a", "b").Err())
	must(t, s.db.Set(ctx, catalogueKey("test", "bytes"), "\xff\x00\n", 0).Err())
	stream := catalogueKey("test", "stream")
	for _, id := range []string{"1-0", "2-0", "3-0"} {
		must(t, s.db.XAdd(ctx, &redis.XAddArgs{Stream: stream, ID: id, Values: []string{"k", "v" + id}}).Err())
	}
	must(t, s.db.XGroupCreate(ctx, stream, "readers", "0").Err())
	must(t, s.db.XReadGroup(ctx, &redis.XReadGroupArgs{
		Group: "readers", Consumer: "one", Streams: []string{stream, ">"}, Count: 2, Block: -1,
	}).Err())
}

func export(t *testing.T, s *Store) string {
	t.Helper()
	var b bytes.Buffer
	must(t, s.Export(t.Context(), &b))
	return b.String()
}

// contents lists what an export says of each key, in an order that does not depend on the server.
func contents(t *testing.T, export string) map[string][]string {
	t.Helper()
	keys := map[string][]string{}
	err := readExport(strings.NewReader(export), func(p piece) error {
		for _, command := range p.commands() {
			step := 1
			switch command[0] {
			case "HSET", "ZADD":
				step = 2
			case "XADD", "RPUSH", "SET", "XGROUP":
				step = len(command)
			case "XCLAIM":
				command[7], step = "a moment", len(command) // counted from now, to the millisecond
			}
			for part := range slices.Chunk(command[2:], step) {
				keys[p.Key] = append(keys[p.Key], command[0]+" "+strings.Join(part, " "))
			}
		}
		return nil
	})
	must(t, err)
	for key := range keys {
		slices.Sort(keys[key])
	}
	return keys
}

func TestAnExportRestoresTheSameStoreOnEveryKindOfRedis(t *testing.T) {
	from := open(t, Options{Dir: t.TempDir()})
	fillWithAllSorts(t, from)
	exported := export(t, from)
	eachStore(t, func(t *testing.T, s *Store) {
		must(t, s.SaveChat(t.Context(), catalog.Chat{ID: 5})) // what was there goes
		for range 2 {
			must(t, s.Restore(t.Context(), strings.NewReader(exported)))
			want(t, "the export of what was restored", contents(t, export(t, s)), contents(t, exported))
		}
		page, err := s.Events(t.Context(), catalog.Query{})
		must(t, err)
		if page.Total != 3 {
			t.Errorf("%d events, want 3", page.Total)
		}
		pending, err := s.db.XPending(t.Context(), catalogueKey("test", "stream"), "readers").Result()
		must(t, err)
		if pending.Count != 2 || pending.Consumers["one"] != 2 {
			t.Errorf("pending: %+v", pending)
		}
		add(t, s, visitOf(t, "after", "2024-06-06", burgas, vienna))
	})
}

// everything is contents of all keys, also of those that an export leaves out.
func everything(t *testing.T, s *Store) map[string][]string {
	t.Helper()
	var b strings.Builder
	lines := json.NewEncoder(&b)
	must(t, lines.Encode(frame{Export: schema}))
	keys := int64(0)
	must(t, s.dump(t.Context(), schema+":*", func(p piece) error {
		if !p.More {
			keys++
		}
		return lines.Encode(p)
	}))
	must(t, lines.Encode(frame{Export: schema, Keys: keys, End: true}))
	all := contents(t, b.String())
	delete(all, changesKey)
	delete(all, stampKey)
	return all
}

func TestARestoreMakesIndexesAndCountersAsTheyWere(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		for chat := range int64(40) {
			must(t, s.SaveChat(t.Context(), catalog.Chat{ID: chat - 20, Kind: catalog.Private}))
			subscribe(t, s, wishOf(chat-20, instant, catalog.CityRef(burgas), catalog.CountryRef("UA")), time.Time{})
			subscribe(t, s, wishOf(chat-20, morning, catalog.TopicRef("ai")), noon)
			mustPut(t, s, 2, message(chat-20, "one"), message(chat-20, fmt.Sprint("two", chat%3)))
		}
		must(t, s.PauseChat(t.Context(), 3, "blocked"))
		must(t, s.ForgetChat(t.Context(), 4))
		before := everything(t, s)
		exported := export(t, s)
		if strings.Contains(exported, ":due") || strings.Contains(exported, ":ready") {
			t.Error("the export has indexes")
		}
		must(t, s.Restore(t.Context(), strings.NewReader(exported)))
		want(t, "all keys", everything(t, s), before)
	})
}

// Messages are put, claimed and settled while an export is made. In what is restored from it, each message that was put
// before and not sent until after is there, and none that was put before can be put again.
func TestAnExportOfARunningStoreForgetsNoMessageAndRepeatsNone(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		const chats, before = 400, 4
		key := func(n int) string { return fmt.Sprint("message-", n) }
		putAll := func(s *Store, n int) int {
			var messages []catalog.Outgoing
			for chat := range int64(chats) {
				messages = append(messages, message(chat, key(n)))
			}
			fresh, err := s.Put(t.Context(), messages)
			if err != nil {
				t.Error(err)
			}
			return fresh
		}
		for n := range before {
			putAll(s, n)
		}
		stop, done := make(chan struct{}), make(chan map[string]bool)
		go func() { done <- sendAndPut(t, s, stop, func(n int) { putAll(s, before+n) }) }()
		exported := export(t, s)
		close(stop)
		settled := <-done
		t.Logf("%d messages were sent meanwhile", len(settled))

		restored := open(t, Options{Dir: t.TempDir()})
		must(t, restored.Restore(t.Context(), strings.NewReader(exported)))
		for n := range before {
			if fresh := putAll(restored, n); fresh > 0 {
				t.Errorf("%s can be put again in %d chats", key(n), fresh)
			}
		}
		kept := queued(t, restored, chats)
		for n := range before {
			for chat := range int64(chats) {
				if name := fmt.Sprint(chat, key(n)); !kept[name] && !settled[name] {
					t.Errorf("chat %d: %s was neither sent nor kept", chat, key(n))
				}
			}
		}
	})
}

// sendAndPut sends what lies in the outbox and puts more, until stopped, and says what was sent.
func sendAndPut(t *testing.T, s *Store, stop chan struct{}, put func(n int)) map[string]bool {
	settled := map[string]bool{}
	now := time.Now()
	for n := 0; ; n++ {
		select {
		case <-stop:
			return settled
		default:
		}
		now = now.Add(2 * time.Second) // as if it had taken as long as Telegram wants
		list, err := s.Claim(t.Context(), now, 30)
		if err != nil {
			t.Error(err)
		}
		for _, o := range list {
			if err := s.Settle(t.Context(), o, sent(1)); err != nil {
				t.Error(err)
			}
			settled[fmt.Sprint(o.Chat, o.Key)] = true
		}
		put(n)
	}
}

// queued lists what lies in the chats' queues.
func queued(t *testing.T, s *Store, chats int64) map[string]bool {
	t.Helper()
	names, depth := map[string]bool{}, 0
	for chat := range chats {
		entries, err := s.db.LRange(t.Context(), chatKey(chat, "queue"), 0, -1).Result()
		must(t, err)
		for _, e := range entries {
			w, err := entry(e).waiting()
			must(t, err)
			names[fmt.Sprint(chat, w.Key)] = true
			if s.db.HGet(t.Context(), bodiesKey(shardOf(chat)), entry(e).body()).Val() == "" {
				t.Errorf("chat %d: %s has no body", chat, w.Key)
			}
		}
		depth += len(entries)
	}
	if counted, _, err := s.OutboxStats(t.Context()); err != nil || counted != depth {
		t.Errorf("the outbox's depth is %d, want %d: %v", counted, depth, err)
	}
	return names
}

func TestARunningProcessNoticesThatTheStoreWasRestored(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		add(t, s, visitOf(t, "a", "2021-01-01", burgas, kherson))
		exported := export(t, s)
		must(t, s.Remove(t.Context(), "a"))
		must(t, s.Restore(t.Context(), strings.NewReader(exported)))
		add(t, s, visitOf(t, "b", "2022-01-01", burgas, kherson))
		page, err := s.Events(t.Context(), catalog.Query{})
		must(t, err)
		if ids(page.Events) != "b a" {
			t.Errorf("got %q, want b a", ids(page.Events))
		}
	})
}

func TestWhatIsNoWholeExportIsRefusedBeforeAnythingIsTouched(t *testing.T) {
	s := open(t, Options{Dir: t.TempDir()})
	add(t, s, visitOf(t, "a", "2021-01-01", burgas, kherson))
	exported := export(t, s)
	lines := strings.SplitAfter(exported, "\n")
	for name, c := range map[string]struct {
		input string
		want  error
	}{
		"nothing":         {"", ErrNoExport},
		"another file":    {"{\"id\":1}\n", ErrNoExport},
		"cut in a line":   {exported[:len(exported)/2], ErrNoExport},
		"cut after one":   {strings.Join(lines[:len(lines)-2], ""), ErrNoExport},
		"a line missing":  {strings.Join(slices.Delete(slices.Clone(lines), 2, 3), ""), ErrNoExport},
		"a newer schema":  {strings.ReplaceAll(exported, `"mostbot_export":"m1"`, `"mostbot_export":"m2"`), ErrNewerSchema},
		"somebody else's": {strings.ReplaceAll(exported, `"m1:{c}:events"`, `"other"`), ErrNoExport},
	} {
		for how, input := range map[string]io.Reader{
			"a file": strings.NewReader(c.input), "a pipe": io.MultiReader(strings.NewReader(c.input)),
		} {
			if err := s.Restore(t.Context(), input); !errors.Is(err, c.want) {
				t.Errorf("%s from %s: got %v, want %v", name, how, err, c.want)
			}
		}
	}
	event(t, s, "a")
}

func TestAnExportThatCantBeWrittenSaysSo(t *testing.T) {
	s := open(t, Options{Dir: t.TempDir()})
	add(t, s, visitOf(t, "a", "2021-01-01", burgas, kherson))
	if err := s.Export(t.Context(), brokenWriter{}); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("got %v", err)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, io.ErrShortWrite }
