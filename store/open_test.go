package store

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"mostbot/catalog"
	"mostbot/store/embedded"
)

func TestAnEmptyStoreAnswersAndCarriesTheSchema(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		must(t, s.Ping(t.Context()))
		if got := s.db.Get(t.Context(), schemaKey).Val(); got != "1" {
			t.Errorf("schema is %q, want 1", got)
		}
	})
}

func TestAStoreOfANewerMostbotIsRefused(t *testing.T) {
	dir := t.TempDir()
	s := open(t, Options{Dir: dir})
	must(t, s.db.Set(t.Context(), schemaKey, "2", 0).Err())
	must(t, s.Close())
	_, err := Open(t.Context(), Options{Dir: dir})
	if !errors.Is(err, ErrNewerSchema) || !strings.Contains(err.Error(), `"2"`) {
		t.Errorf("embedded: %v", err)
	}
	p := aRedis(t)
	must(t, p.await(func(ctx context.Context, db *redis.Client) error { return db.Set(ctx, schemaKey, "2", 0).Err() }))
	if _, err := Open(t.Context(), Options{URL: "redis://" + p.address}); !errors.Is(err, ErrNewerSchema) {
		t.Errorf("redis: %v", err)
	}
}

func TestANewerSchemaIsNoticedAlsoWhenTheStoreComesLate(t *testing.T) {
	needRedis(t)
	port := freePort(t)
	s := open(t, Options{URL: "redis://127.0.0.1:" + decimal(port), Log: slog.New(slog.DiscardHandler)})
	p, err := startRedis(t.TempDir(), port)
	must(t, err)
	defer p.kill()
	must(t, p.await(func(ctx context.Context, db *redis.Client) error { return db.Set(ctx, schemaKey, "7", 0).Err() }))
	awaitOther(t, ErrUnavailable, func() error { return s.Ping(t.Context()) }, ErrNewerSchema)
	if err := s.SaveChat(t.Context(), catalog.Chat{ID: 1}); !errors.Is(err, ErrNewerSchema) {
		t.Errorf("writing gives %v", err)
	}
}

// awaitOther asks until the answer is not the first error any more, and wants it to be the other one.
func awaitOther(t *testing.T, first error, ask func() error, other error) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for range 1000 {
		err := ask()
		if !errors.Is(err, first) {
			if !errors.Is(err, other) {
				t.Fatalf("got %v, want %v", err, other)
			}
			return
		}
		<-tick.C
	}
	t.Fatalf("it stays %v", first)
}

func TestAStoreThatCantBeReachedIsSaidToBeAndRecovers(t *testing.T) {
	needRedis(t)
	port := freePort(t)
	var logged bytes.Buffer
	s := open(t, Options{URL: "redis://:secret@127.0.0.1:" + decimal(port), Log: slog.New(slog.NewTextHandler(&logged, nil))})
	if text := logged.String(); !strings.Contains(text, "can't be reached") || strings.Contains(text, "secret") {
		t.Errorf("logged: %s", text)
	}
	asks := map[string]func() error{
		"Add": func() error {
			_, err := s.Add(t.Context(), catalog.Addition{Event: visitOf(t, "e", "2024-01-01", burgas, kherson)})
			return err
		},
		"Events":      func() error { _, err := s.Events(t.Context(), catalog.Query{}); return err },
		"Event":       func() error { _, err := s.Event(t.Context(), "e"); return err },
		"Entered":     func() error { _, err := s.Entered(t.Context(), noon, noon); return err },
		"Partners":    func() error { _, err := s.Partners(t.Context(), catalog.CityRef(burgas), 3); return err },
		"Directory":   func() error { _, err := s.Directory(t.Context()); return err },
		"Fill":        func() error { return s.Fill(t.Context(), facts(t)) },
		"Queue":       func() error { return s.Queue(t.Context(), catalog.Review{ID: "r"}) },
		"Reviews":     func() error { _, _, err := s.Reviews(t.Context(), 1); return err },
		"Review":      func() error { _, err := s.Review(t.Context(), "r"); return err },
		"Unseen":      func() error { _, err := s.Unseen(t.Context(), []string{"a"}); return err },
		"Recall":      func() error { _, err := s.Recall(t.Context(), "a"); return err },
		"Remember":    func() error { return s.Remember(t.Context(), "a", "b", time.Hour) },
		"Sources":     func() error { _, err := s.Sources(t.Context()); return err },
		"Chat":        func() error { _, err := s.Chat(t.Context(), 1); return err },
		"SaveChat":    func() error { return s.SaveChat(t.Context(), catalog.Chat{ID: 1}) },
		"Due":         func() error { _, err := s.Due(t.Context(), noon, 1); return err },
		"Claim":       func() error { _, err := s.Claim(t.Context(), noon, 1); return err },
		"News":        func() error { _, err := s.News(t.Context(), 1); return err },
		"Offset":      func() error { _, err := s.Offset(t.Context()); return err },
		"Take":        func() error { _, err := s.Take(t.Context(), 1, false, noon); return err },
		"Export":      func() error { return s.Export(t.Context(), &bytes.Buffer{}) },
		"OutboxStats": func() error { _, _, err := s.OutboxStats(t.Context()); return err },
	}
	for name, ask := range asks {
		if err := ask(); !errors.Is(err, ErrUnavailable) {
			t.Errorf("%s gives %v, want ErrUnavailable", name, err)
		}
	}
	p, err := startRedis(t.TempDir(), port)
	must(t, err)
	defer p.kill()
	must(t, p.await(func(ctx context.Context, db *redis.Client) error {
		return db.ConfigSet(ctx, "requirepass", "secret").Err()
	}))
	awaitOther(t, ErrUnavailable, func() error { return s.Ping(t.Context()) }, nil)
	add(t, s, visitOf(t, "e", "2024-01-01", burgas, kherson))
	p.kill()
	if err := asks["Events"](); !errors.Is(err, ErrUnavailable) {
		t.Errorf("after the server died: %v", err)
	}
	again, err := startRedis(t.TempDir(), port) // restarted, empty
	must(t, err)
	defer again.kill()
	must(t, again.await(func(ctx context.Context, db *redis.Client) error {
		return db.ConfigSet(ctx, "requirepass", "secret").Err()
	}))
	awaitOther(t, ErrUnavailable, asks["Events"], nil)
	page, err := s.Events(t.Context(), catalog.Query{})
	must(t, err)
	if page.Total != 0 {
		t.Errorf("the emptied store still shows %d events", page.Total)
	}
}

func TestWhoGaveUpIsNotToldThatTheStoreIsAway(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := s.Event(ctx, "e"); !errors.Is(err, context.Canceled) || errors.Is(err, ErrUnavailable) {
			t.Errorf("got %v", err)
		}
	})
}

func TestARedisThatForgetsIsWarnedOf(t *testing.T) {
	p := aRedis(t)
	set := func(policy, memory, appendOnly string) string {
		must(t, p.await(func(ctx context.Context, db *redis.Client) error {
			return errors.Join(db.ConfigSet(ctx, "maxmemory-policy", policy).Err(), db.ConfigSet(ctx, "maxmemory", memory).Err(),
				db.ConfigSet(ctx, "appendonly", appendOnly).Err())
		}))
		var logged bytes.Buffer
		open(t, Options{URL: "redis://" + p.address, Log: slog.New(slog.NewTextHandler(&logged, nil))})
		return logged.String()
	}
	if text := set("allkeys-lru", "100mb", "no"); !strings.Contains(text, "noeviction") || !strings.Contains(text, "appendonly") {
		t.Errorf("logged: %s", text)
	}
	if text := set("noeviction", "0", "yes"); text != "" {
		t.Errorf("logged of a Redis that is as it should be: %s", text)
	}
	set("noeviction", "0", "no")
}

func TestAWrongPasswordStopsTheStart(t *testing.T) {
	p := aRedis(t)
	must(t, p.await(func(ctx context.Context, db *redis.Client) error {
		return db.ConfigSet(ctx, "requirepass", "right").Err()
	}))
	defer func() {
		db := redis.NewClient(&redis.Options{Addr: p.address, Password: "right"})
		defer db.Close()
		must(t, db.ConfigSet(context.WithoutCancel(t.Context()), "requirepass", "").Err())
	}()
	_, err := Open(t.Context(), Options{URL: "redis://:wrong@" + p.address})
	if err == nil || errors.Is(err, ErrUnavailable) || strings.Contains(err.Error(), "wrong@") {
		t.Errorf("got %v", err)
	}
}

func TestWhoObservesIsToldOfEachRoundTrip(t *testing.T) {
	var told []string
	s := open(t, Options{Dir: t.TempDir(), Observe: func(name string, _ time.Duration, err error) {
		told = append(told, name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}})
	told = nil
	if _, err := s.Recall(t.Context(), "nothing"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	_, err := s.Events(t.Context(), catalog.Query{})
	must(t, err)
	told = nil
	_, err = s.Events(t.Context(), catalog.Query{})
	must(t, err)
	want(t, "round trips of a query", told, []string{"pipeline"})
}

func TestASecondProcessOnTheDataDirectoryIsToldSo(t *testing.T) {
	dir := t.TempDir()
	open(t, Options{Dir: dir})
	_, err := Open(t.Context(), Options{Dir: dir})
	var locked *embedded.LockedError
	if !errors.As(err, &locked) || !strings.Contains(err.Error(), "DATA_DIR") {
		t.Errorf("got %v", err)
	}
}

func TestACopyOfAStoreThatIsInUseHasWhatWasAcknowledged(t *testing.T) {
	dir := t.TempDir()
	s := open(t, Options{Dir: dir})
	fillWithAllSorts(t, s)
	beside := open(t, Options{Dir: dir, Copy: true})
	want(t, "the copy", contents(t, export(t, beside)), contents(t, export(t, s)))
	must(t, beside.Forget(t.Context(), "x"))
	if _, err := s.Recall(t.Context(), "x"); err != nil {
		t.Errorf("what was done to the copy was done to the store: %v", err)
	}
	must(t, beside.Close())
	if _, err := os.Stat(beside.scratch); !os.IsNotExist(err) {
		t.Errorf("the copy was left behind: %v", err)
	}
	if _, err := Open(t.Context(), Options{Dir: t.TempDir(), Copy: true}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a copy of nothing gives %v", err)
	}
}

func TestAReopenedEmbeddedStoreHasEverything(t *testing.T) {
	dir := t.TempDir()
	s := open(t, Options{Dir: dir})
	fillWithAllSorts(t, s)
	before := contents(t, export(t, s))
	must(t, s.Close())
	s = open(t, Options{Dir: dir})
	want(t, "after a restart", contents(t, export(t, s)), before)
	must(t, s.Compact(t.Context()))
	want(t, "after compacting", contents(t, export(t, s)), before)
	must(t, s.Close())
	s = open(t, Options{Dir: dir})
	want(t, "after compacting and a restart", contents(t, export(t, s)), before)
}

func TestTheJournalPipedIntoARedisIsTheSameStore(t *testing.T) {
	if _, err := exec.LookPath("redis-cli"); err != nil {
		t.Skip("redis-cli is not installed")
	}
	p := aRedis(t)
	dir := t.TempDir()
	s := open(t, Options{Dir: dir})
	fillWithAllSorts(t, s)
	before := contents(t, export(t, s))
	for _, moment := range []string{"as written", "compacted"} {
		journal, err := os.Open(filepath.Join(dir, "journal.resp"))
		must(t, err)
		pipe := exec.CommandContext(t.Context(), "redis-cli", "-p", decimal(p.port), "--pipe")
		pipe.Stdin = journal
		output, err := pipe.CombinedOutput()
		if err != nil || !strings.Contains(string(output), "errors: 0") {
			t.Fatalf("%s: %v: %s", moment, err, output)
		}
		must(t, journal.Close())
		moved := open(t, Options{URL: "redis://" + p.address})
		want(t, moment, contents(t, export(t, moved)), before)
		p.empty(t)
		must(t, s.Compact(t.Context()))
	}
}
