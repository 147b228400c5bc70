package bot

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"
	"time"

	"mostbot/store"
	"mostbot/telegramtest"
)

// crashEnv makes the test's program a bot that sends what is in the outbox, until it is killed: it holds the stand-in's
// address. crashDir is where its store is, unless REDIS_URL names one.
const (
	crashEnv = "MOSTBOT_TEST_CRASH"
	crashDir = "MOSTBOT_TEST_CRASH_DIR"
)

const crashRate = 200

func TestMain(m *testing.M) {
	if address := os.Getenv(crashEnv); address != "" {
		if err := runUntilKilled(address); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func runUntilKilled(address string) error {
	ctx := context.Background()
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	keep, err := store.Open(ctx, store.Options{URL: os.Getenv("REDIS_URL"), Dir: os.Getenv(crashDir), Log: log})
	if err != nil {
		return err
	}
	keep.SetRate(crashRate)
	b, err := New(Options{Token: "42:TEST", APIURL: address, Rate: crashRate, Replica: fmt.Sprint(os.Getpid()), Log: log},
		Needs{Book: &echo{}, Chats: keep, Outbox: keep, Limits: keep, Progress: keep, Inbox: keep, Care: newMemory(1), Turns: keep})
	if err != nil {
		return err
	}
	return b.Run(ctx)
}

// The bot is killed in the middle of a fan-out, again and again, and each time started anew. A killed bot's claims come
// back when their lease of half a minute ends, so that the test takes as long.
func TestKillsInAFanOutLoseNothingAndDoubleWhatWasInFlightAtMost(t *testing.T) {
	kills, subscribers := 1, 200
	switch {
	case testing.Short():
		t.Skip("takes half a minute")
	case os.Getenv("MOSTBOT_SCALE") != "":
		kills, subscribers = 20, 2000
	}
	telegram := telegramtest.New(telegramtest.Options{AnyUser: true, CountOnly: true,
		Limits:  telegramtest.Limits{Overall: crashRate + crashRate/10, PerChat: 1, Burst: 3, Group: 20},
		Latency: telegramtest.Between(50*time.Millisecond, 300*time.Millisecond)})
	server := httptest.NewServer(telegram)
	defer server.Close()
	dir := t.TempDir()
	fillOutbox(t, dir, subscribers)

	for kill := range kills {
		wanted := telegram.Delivered() + rand.IntN(2*subscribers/kills)
		child := startChild(t, server.URL, dir)
		waitFor(t, telegram, min(wanted, subscribers-kills+kill, telegram.Delivered()+subscribers/2))
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = child.Wait() // it was killed
	}
	child := startChild(t, server.URL, dir)
	distinct := func() int { stats := telegram.Stats(); return stats.Total - stats.Doubles }
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	if err := telegram.Wait(ctx, func() bool { return distinct() == subscribers }); err != nil {
		t.Errorf("%d of %d were served: %v", distinct(), subscribers, err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait()
	stats := telegram.Stats()
	t.Logf("%d kills: %d served, %d doubled", kills, distinct(), stats.Doubles)
	if stats.Doubles > kills*callsAtOnce(crashRate) {
		t.Errorf("%d doubled, more than can have been in flight", stats.Doubles)
	}
}

func fillOutbox(t *testing.T, dir string, subscribers int) {
	t.Helper()
	keep, err := store.Open(t.Context(), store.Options{URL: os.Getenv("REDIS_URL"), Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	put(t, keep, subscribers)
	if err := keep.Close(); err != nil {
		t.Fatal(err)
	}
}

func startChild(t *testing.T, address, dir string) *exec.Cmd {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), crashEnv+"="+address, crashDir+"="+dir)
	child.Stderr = os.Stderr
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	return child
}

func waitFor(t *testing.T, telegram *telegramtest.Server, delivered int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := telegram.Wait(ctx, func() bool { return telegram.Delivered() >= delivered }); err != nil {
		t.Fatalf("%d of %d: %v", telegram.Delivered(), delivered, err)
	}
}
