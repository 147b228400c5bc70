package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"mostbot/catalog"
	"mostbot/store"
	"mostbot/store/redistest"
	"mostbot/telegramtest"
)

// What people must be able to rely on, shown on the whole program. Each of these tests prints its figures (-v) and takes
// its short form unless MOSTBOT_SCALE is set:
//
//	MOSTBOT_SCALE=1 go test -v -timeout 30m -run EveryoneIsServed .
//	MOSTBOT_SCALE=1 go test -v -timeout 30m -run PaidBroadcasts .
//	MOSTBOT_SCALE=1 go test -v -timeout 30m -run KillNine .

// asBot, in the environment, makes this test binary the bot itself, so that a test can kill it.
const asBot = "MOSTBOT_AS_BOT"

func TestMain(m *testing.M) {
	if os.Getenv(asBot) != "" {
		os.Exit(start(context.Background(), []string{"run"}, os.Getenv, os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

func full() bool { return os.Getenv("MOSTBOT_SCALE") != "" }

func size(inShort, inFull int) int {
	if full() {
		return inFull
	}
	return inShort
}

const admin = 7

// crowdAt plays a Telegram where each id is a person who has started the bot, and whose answers take their time.
func crowdAt(t *testing.T, limits telegramtest.Limits) (*telegramtest.Server, string) {
	t.Helper()
	telegram := telegramtest.New(telegramtest.Options{
		AnyUser: true, Limits: limits, Latency: telegramtest.Between(50*time.Millisecond, 300*time.Millisecond),
	})
	server := httptest.NewServer(telegram)
	t.Cleanup(server.Close)
	return telegram, server.URL
}

// subscribeCrowd makes so many people instant subscribers of everything.
func subscribeCrowd(t *testing.T, settings map[string]string, people int) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{
		URL: settings["REDIS_URL"], Dir: settings["DATA_DIR"], Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	var g errgroup.Group
	g.SetLimit(32)
	now := time.Now()
	for i := range people {
		g.Go(func() error {
			_, err := s.Subscribe(t.Context(), catalog.Subscription{
				Chat: crowdID(i), Schedule: catalog.Schedule{Recurrence: catalog.Instant}, Since: now,
			}, time.Time{})
			return err
		})
	}
	if err := errors.Join(g.Wait(), s.Close()); err != nil {
		t.Fatal(err)
	}
}

func crowdID(i int) int64 { return 1_000_000 + int64(i) }

// servedOnce tells how many of the crowd got nothing, and how many messages came twice.
func servedOnce(telegram *telegramtest.Server, people int) (lost, doubled int) {
	delivered := telegram.Stats().Delivered
	for i := range people {
		switch n := delivered[crowdID(i)]; {
		case n == 0:
			lost++
		case n > 1:
			doubled += n - 1
		}
	}
	return lost, doubled
}

func TestEveryoneIsServedOnceAtTelegramsLimit(t *testing.T) {
	const rate = 29
	people := size(300, 3000)
	telegram, url := crowdAt(t, telegramtest.TelegramLimits())
	settings := settingsFor(t, telegram, url)
	settings["REDIS_URL"] = redisAt(t)
	subscribeCrowd(t, settings, people)
	runWhole(t, settings)
	waitFor(t, func() error { return get("http://" + settings["LISTEN_ADDR"] + "/readyz") })
	announce(t, telegram)
	ctx, cancel := context.WithTimeout(t.Context(), time.Duration(people/rate)*time.Second+patience)
	defer cancel()
	if err := telegram.Wait(ctx, func() bool { return telegram.Delivered() > people/2 }); err != nil {
		t.Fatal(err)
	}
	answered := ask(t, telegram)
	if err := telegram.Wait(ctx, func() bool { lost, _ := servedOnce(telegram, people); return lost == 0 }); err != nil {
		t.Error(err)
	}
	stats := telegram.Stats()
	lost, doubled := servedOnce(telegram, people)
	reached := float64(people) / stats.Last.Sub(stats.First).Seconds()
	t.Logf("%d people, %d lost, %d doubled, %d floods, %.1f messages a second of %d, a command answered in %v",
		people, lost, doubled, stats.TooMany, reached, rate, answered)
	if lost > 0 || doubled > 0 {
		t.Error("that falls short")
	}
	// How fast it goes depends on what else the machine does, so the short form only says it.
	if full() && (stats.TooMany > 0 || reached < 0.97*rate || answered > 300*time.Millisecond) {
		t.Error("that is too slow, or too fast for Telegram")
	}
}

// counting is crowdAt for so many that their messages are only counted.
func counting(t *testing.T) (*telegramtest.Server, string) {
	t.Helper()
	telegram := telegramtest.New(telegramtest.Options{AnyUser: true, CountOnly: true,
		Limits: telegramtest.PaidLimits(), Latency: telegramtest.Between(50*time.Millisecond, 300*time.Millisecond)})
	server := httptest.NewServer(telegram)
	t.Cleanup(server.Close)
	return telegram, server.URL
}

// With paid broadcasts Telegram takes a thousand messages a second.
func TestPaidBroadcastsReachEveryoneAtTheirRate(t *testing.T) {
	redistest.Each(t, func(t *testing.T, url string) {
		const rate = 1000
		people := size(3000, 100_000)
		telegram, address := counting(t)
		settings := settingsFor(t, telegram, address)
		settings["REDIS_URL"], settings["SEND_RATE"] = url, fmt.Sprint(rate)
		subscribeCrowd(t, settings, people)
		bot := startReady(t, settings) // a process of its own, as in life
		announce(t, telegram)
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
		defer cancel()
		before := telegram.Delivered()
		if err := telegram.Wait(ctx, func() bool { return telegram.Delivered() > before }); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if err := telegram.Wait(ctx, func() bool { return telegram.Delivered() > people/2 }); err != nil {
			t.Fatal(err)
		}
		answered := ask(t, telegram)
		if err := telegram.Wait(ctx, func() bool { return telegram.Delivered() >= people }); err != nil {
			t.Error(err)
		}
		telegram.Wait(ctx, func() bool { lost, _ := servedOnce(telegram, people); return lost == 0 })
		stats := telegram.Stats()
		lost, doubled := servedOnce(telegram, people)
		reached := float64(people) / stats.Last.Sub(began).Seconds()
		t.Logf("%d people, %d lost, %d doubled, %d floods, %.0f messages a second of %d, a command answered in %v",
			people, lost, doubled, stats.TooMany, reached, rate, answered)
		if lost > 0 || doubled > 0 {
			bot.kill()
			t.Errorf("that falls short\n%s", bot.said)
		}
		if full() && (reached < 0.9*rate || answered > 300*time.Millisecond) {
			t.Error("that is too slow")
		}
	})
}

// ask asks a command and tells how long the reply took to reach Telegram.
func ask(t *testing.T, telegram *telegramtest.Server) time.Duration {
	t.Helper()
	before, asked := telegram.DeliveredTo(admin), time.Now()
	telegram.Say(admin, admin, "/city Бургас")
	if err := telegram.Wait(within(t), func() bool { return telegram.DeliveredTo(admin) > before }); err != nil {
		t.Fatal(err)
	}
	return time.Since(asked)
}

// announce lets an admin hand in news, as people do: with a command.
func announce(t *testing.T, telegram *telegramtest.Server) {
	t.Helper()
	telegram.Say(admin, admin, "/add "+story)
	if err := telegram.Wait(within(t), func() bool { return telegram.DeliveredTo(admin) > 0 }); err != nil {
		t.Fatal(err)
	}
}

func TestKillNineInAFanOutLosesNobody(t *testing.T) {
	if !full() {
		t.Parallel() // it waits for leases to end, most of the time
	}
	redistest.Each(t, func(t *testing.T, url string) {
		if !full() {
			t.Parallel()
		}
		if !full() && strings.Contains(url, ",") {
			t.Skip("the short form has killed enough")
		}
		people, kills := size(400, 2000), size(4, 20)
		telegram, address := crowdAt(t, telegramtest.PaidLimits())
		settings := settingsFor(t, telegram, address)
		settings["REDIS_URL"] = url
		settings["SEND_RATE"] = fmt.Sprint(size(100, 200))
		subscribeCrowd(t, settings, people)
		child := startChild(t, settings)
		announce(t, telegram)
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		for k := range kills {
			if !awaitSome(ctx, telegram, people*(k+1)/(kills+1)) {
				break
			}
			child.kill()
			child = startChild(t, settings)
		}
		if err := telegram.Wait(ctx, func() bool { lost, _ := servedOnce(telegram, people); return lost == 0 }); err != nil {
			t.Error(err)
		}
		lost, doubled := servedOnce(telegram, people)
		t.Logf("%d people, %d kills: %d lost, %d doubled", people, kills, lost, doubled)
		// At the moment of a kill, so many calls may be on their way to Telegram and back.
		underWay := kills * size(100, 200) * 300 / 1000 * 2
		if lost > 0 || doubled > underWay {
			t.Errorf("that falls short: at most %d calls were under way at the kills", underWay)
		}
	})
}

// awaitSome waits until so many messages were delivered, and a moment at random more.
func awaitSome(ctx context.Context, telegram *telegramtest.Server, delivered int) bool {
	return telegram.Wait(ctx, func() bool { return telegram.Delivered() >= delivered }) == nil &&
		pause(ctx, time.Duration(rand.IntN(200))*time.Millisecond)
}

// child is the bot in a process of its own.
type child struct {
	command *exec.Cmd
	said    *bytes.Buffer
	once    sync.Once
}

func startChild(t *testing.T, settings map[string]string) *child {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := &child{command: exec.Command(self), said: &bytes.Buffer{}}
	c.command.Env = []string{asBot + "=1", "PATH=" + os.Getenv("PATH")}
	for name, value := range settings {
		c.command.Env = append(c.command.Env, name+"="+value)
	}
	c.command.Stdout, c.command.Stderr = io.Discard, c.said
	if err := c.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.kill)
	return c
}

func (c *child) kill() {
	c.once.Do(func() {
		_ = c.command.Process.Kill()
		_ = c.command.Wait()
	})
}
