package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"mostbot/catalog"
	"mostbot/config"
	"mostbot/store/redistest"
	"mostbot/telegramtest"
)

// heard waits until somebody was told something that holds the words.
func heard(t *testing.T, telegram *telegramtest.Server, person int64, words string) {
	t.Helper()
	err := telegram.Wait(within(t), func() bool {
		for _, m := range telegram.Replies(person) {
			if strings.Contains(m.Text, words) {
				return true
			}
		}
		return false
	})
	if err != nil {
		t.Fatalf("%d was not told of %q but %+v", person, words, telegram.Replies(person))
	}
}

// watched is a running bot whose house looks for trouble when the test says so, and an admin who has started it.
func watched(t *testing.T, redis string) (*telegramtest.Server, *house) {
	t.Helper()
	telegram, url := telegramAt(t)
	settings := settingsFor(t, telegram, url)
	settings["REDIS_URL"], settings["BOT_LANGUAGE"] = redis, "en"
	h := runHouse(t, settings)
	telegram.Say(admin, admin, "/start")
	if err := telegram.Wait(within(t), func() bool { return telegram.DeliveredTo(admin) > 0 }); err != nil {
		t.Fatal(err)
	}
	return telegram, h
}

// runHouse runs the bot without its clockwork until the test ends.
func runHouse(t *testing.T, settings map[string]string) *house {
	t.Helper()
	c, err := config.Read(settingsOf(settings))
	if err != nil {
		t.Fatal(err)
	}
	h, err := openHouse(t.Context(), program{config: c, log: slog.New(slog.DiscardHandler), out: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	g, ctx := errgroup.WithContext(ctx)
	if err := h.run(ctx, g, listener); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		if err := errors.Join(g.Wait(), h.close()); err != nil {
			t.Error(err)
		}
	})
	return h
}

func TestTheAdminsHearOfAStoreThatIsFullAndThatItIsWellAgain(t *testing.T) {
	redis := redistest.Start(t, "--maxmemory-policy", "noeviction")
	telegram, h := watched(t, redis.URL())
	limit := func(memory string) {
		t.Helper()
		if _, err := redis.Do("CONFIG", "SET", "maxmemory", memory); err != nil {
			t.Fatal(err)
		}
	}
	limit("1")
	for range 3 {
		_ = h.watch(t.Context()) // it says that the store is full
	}
	heard(t, telegram, admin, "takes no more")
	telegram.Say(admin, admin, "/latest")
	heard(t, telegram, admin, "Nothing here yet") // reads go on
	limit("0")
	if err := h.watch(t.Context()); err != nil {
		t.Fatal(err)
	}
	heard(t, telegram, admin, "works again")
	if n := said(telegram, "takes no more"); n != 1 {
		t.Errorf("it was said %d times", n)
	}
}

func said(telegram *telegramtest.Server, words string) int {
	n := 0
	for _, m := range telegram.Replies(admin) {
		if strings.Contains(m.Text, words) {
			n++
		}
	}
	return n
}

func TestTheAdminsHearOfAStoreThatIsAway(t *testing.T) {
	redis := redistest.Start(t)
	telegram, h := watched(t, redis.URL())
	redis.Kill()
	now := time.Now()
	for _, at := range []time.Time{now, now.Add(awayTime), now.Add(2 * awayTime)} {
		if err := h.watchStore(t.Context(), at); err == nil {
			t.Error("a store that is away is no trouble")
		}
	}
	heard(t, telegram, admin, "can’t be reached")
	redis.Restart(t)
	waitFor(t, func() error { return h.watchStore(t.Context(), now) })
	heard(t, telegram, admin, "works again")
	if n := said(telegram, "can’t be reached"); n != 1 {
		t.Errorf("it was said %d times", n)
	}
}

func TestTheAdminsHearOfAnotherPoller(t *testing.T) {
	telegram, h := watched(t, "")
	telegram.Inject(telegramtest.Fault{Method: "getUpdates", Times: 1, Refusal: telegramtest.Refusal(http.StatusConflict,
		"Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")})
	telegram.Say(admin, admin, "/help") // ends the poll that waits
	waitFor(t, func() error {
		h.watchTelegram(t.Context())
		if said(telegram, "Another program") == 0 {
			return errors.New("the admin was not told")
		}
		return nil
	})
	h.watchTelegram(t.Context())
	if n := said(telegram, "Another program"); n != 1 {
		t.Errorf("it was said %d times", n)
	}
}

func TestTheAdminsHearOfMessagesThatDoNotGetOut(t *testing.T) {
	telegram, h := watched(t, "")
	telegram.SetLimits(telegramtest.NoLimits())
	hold(t, h, 99, time.Hour)
	if err := h.put(t.Context(), "late", 99, saying(h.texts.Printer("en"), "alarm.well", nil)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := h.watchOutbox(t.Context(), time.Now().Add(alarming+time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	heard(t, telegram, admin, "not getting out")
	if err := h.store.ForgetChat(t.Context(), 99); err != nil {
		t.Fatal(err)
	}
	if err := h.watchOutbox(t.Context(), time.Now()); err != nil {
		t.Fatal(err)
	}
	heard(t, telegram, admin, "getting out again")
	if n := said(telegram, "not getting out"); n != 1 {
		t.Errorf("it was said %d times", n)
	}
}

func hold(t *testing.T, h *house, chat int64, wait time.Duration) {
	t.Helper()
	if err := h.store.Hold(t.Context(), chat, time.Now().Add(wait)); err != nil {
		t.Fatal(err)
	}
}

func TestAClosedTopicIsPausedAndSaidOnceInTheGroupAndToTheAdmins(t *testing.T) {
	telegram, h := watched(t, "")
	forum := telegram.AddForum("Мост", admin)
	telegram.Join(forum, admin)
	topic := telegram.AddTopic(forum, "news")
	telegram.CloseTopic(forum, topic)
	sub := catalog.Subscription{
		Chat: forum, Thread: topic, Schedule: catalog.Schedule{Recurrence: catalog.Instant}, Since: time.Now(),
	}
	if _, err := h.store.Subscribe(t.Context(), sub, time.Time{}); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"one", "two"} {
		message := saying(h.texts.Printer("en"), "alarm.well", nil)
		body, err := json.Marshal(message)
		if err != nil {
			t.Fatal(err)
		}
		o := catalog.Outgoing{Key: key, Chat: forum, Thread: topic, Body: body}
		if _, err := h.store.Put(t.Context(), []catalog.Outgoing{o}); err != nil {
			t.Fatal(err)
		}
	}
	heard(t, telegram, forum, "it is closed")
	heard(t, telegram, admin, "a topic can’t be written to")
	list, err := h.store.Subscriptions(t.Context(), forum)
	if err != nil || len(list) != 1 || !list[0].Paused || list[0].Trouble != catalog.TopicClosed {
		t.Errorf("the subscription is %+v, %v", list, err)
	}
	telegram.Say(forum, admin, "/subscriptions@mostbot_bot")
	heard(t, telegram, forum, "paused: the topic is closed")
}
