package store

import (
	"bytes"
	"errors"
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
		if err := s.Restore(t.Context(), strings.NewReader(c.input)); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
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
