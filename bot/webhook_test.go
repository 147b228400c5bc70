package bot

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"mostbot/catalog"
	"mostbot/commands"
	"mostbot/telegramtest"
)

// hooked is a bot that takes its updates by webhook.
func hooked(t *testing.T) (*stage, string) {
	t.Helper()
	s := prepare(t, func(o *Options, _ *telegramtest.Options) { o.WebhookSecret = "s3cret" })
	server := httptest.NewServer(s.bot)
	t.Cleanup(server.Close)
	s.bot.WebhookURL = server.URL
	s.start()
	s.wait("the webhook to be set", func() bool { return s.Stats().Calls["setwebhook"] > 0 })
	return s, server.URL
}

func deliverUpdate(t *testing.T, url, secret, body string) int {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}

const start = `{"update_id":5,"message":{"message_id":1,"from":{"id":7},"chat":{"id":7,"type":"private"},"text":"/start"}}`

func TestTheWebhookTakesUpdatesWithItsSecretOnly(t *testing.T) {
	s, url := hooked(t)
	s.AddPerson(telegramtest.User{ID: 7})
	for _, wrong := range []string{"", "S3cret", "s3cret "} {
		if got := deliverUpdate(t, url, wrong+"x", start); got != http.StatusUnauthorized {
			t.Errorf("secret %q: status %d", wrong, got)
		}
	}
	if n := len(s.book.requests()); n != 0 {
		t.Errorf("%d requests without the secret", n)
	}
	if got := deliverUpdate(t, url, "s3cret", start); got != http.StatusOK {
		t.Errorf("status %d", got)
	}
	s.eventually("the request", func() bool { return len(s.book.requests()) == 1 })
}

func TestTheWebhookBringsWhatPeopleSay(t *testing.T) {
	s, _ := hooked(t)
	s.Say(7, 7, "/start")
	s.replies(7, 1)
}

func TestTheWebhookKnowsRepetitions(t *testing.T) {
	s, url := hooked(t)
	for range 3 {
		if got := deliverUpdate(t, url, "s3cret", start); got != http.StatusOK {
			t.Errorf("status %d", got)
		}
	}
	s.eventually("the update to be handled", func() bool { return s.memory.handled(5) })
	deliverUpdate(t, url, "s3cret", start)
	deliverUpdate(t, url, "s3cret", strings.Replace(start, "5", "6", 1))
	s.eventually("the next", func() bool { return len(s.book.requests()) > 1 })
	if n := len(s.book.requests()); n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
}

func TestTheWebhookAnswersAtOnceAndWorksAfter(t *testing.T) {
	s, url := hooked(t)
	s.AddPerson(telegramtest.User{ID: 7})
	proceed := make(chan struct{})
	s.book.answers(func(context.Context, commands.Request) (commands.Reply, error) { <-proceed; return saying("done"), nil })
	if got := deliverUpdate(t, url, "s3cret", start); got != http.StatusOK {
		t.Errorf("status %d", got)
	}
	if s.memory.handled(5) {
		t.Error("it is handled already")
	}
	close(proceed)
	s.eventually("the update to be handled", func() bool { return s.memory.handled(5) })
}

func TestAnUpdateOfADeadReplicaIsTakenOver(t *testing.T) {
	rehearse(t, func(s *stage) {
		s.AddPerson(telegramtest.User{ID: 7})
		s.bot.WebhookURL = "http://127.0.0.1:1/"
		if _, err := s.memory.AcceptUpdate(s.context, catalog.Update{ID: 5, Raw: []byte(start)}, time.Now().Add(inboxLease)); err != nil {
			t.Fatal(err)
		}
		s.start()
		began := time.Now()
		s.wait("the answer", func() bool { return len(s.book.requests()) == 1 })
		if took := time.Since(began); took < inboxLease || took > inboxLease+inboxBeat {
			t.Errorf("it was taken over after %v", took)
		}
		time.Sleep(2 * inboxLease)
		if n := len(s.book.requests()); n != 1 {
			t.Errorf("it was handled %d times", n)
		}
	})
}

func TestAnUpdateThatTakesLongIsNotTakenOver(t *testing.T) {
	rehearse(t, func(s *stage) {
		s.AddPerson(telegramtest.User{ID: 7})
		s.bot.WebhookURL = "http://127.0.0.1:1/"
		s.book.answers(func(ctx context.Context, _ commands.Request) (commands.Reply, error) {
			return saying("done"), sleep(ctx, 3*inboxLease)
		})
		if _, err := s.memory.AcceptUpdate(s.context, catalog.Update{ID: 5, Raw: []byte(start)}, time.Now()); err != nil {
			t.Fatal(err)
		}
		s.start()
		time.Sleep(2 * inboxLease)
		if list, err := s.memory.OverdueUpdates(s.context, time.Now(), time.Now()); err != nil || len(list) > 0 {
			t.Errorf("overdue: %v, %v", list, err)
		}
	})
}

func TestWhileTheStoreIsAwayTheWebhookSaysSoBeforeItAnswers(t *testing.T) {
	s, url := hooked(t)
	s.Say(7, 7, "/start")
	s.replies(7, 1)
	s.memory.setAway(errAway)
	if got := deliverUpdate(t, url, "s3cret", start); got != http.StatusOK {
		t.Errorf("status %d", got)
	}
	if got := s.Replies(7); len(got) != 2 || !strings.Contains(got[1].Text, "try again") {
		t.Errorf("the person was told %+v", got)
	}
	s.memory.setAway(nil)
}

func TestTheWebhookRefusesWhatIsNoUpdate(t *testing.T) {
	s, url := hooked(t)
	if got := deliverUpdate(t, url, "s3cret", strings.Repeat(" ", 2<<20)); got != http.StatusRequestEntityTooLarge {
		t.Errorf("two megabytes: status %d", got)
	}
	if got := deliverUpdate(t, url, "s3cret", `{"update_id":5,"message":"x"}`); got != http.StatusOK {
		t.Errorf("an unreadable one would be brought for ever: status %d", got)
	}
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("GET: status %d", resp.StatusCode)
	}
	if s.figure("mostbot_updates_undecodable_total") != 1 {
		t.Error("the unreadable one was not counted")
	}
}

func TestAfterTheEndTheWebhookTakesNothing(t *testing.T) {
	s, url := hooked(t)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if got := deliverUpdate(t, url, "s3cret", start); got != http.StatusServiceUnavailable {
		t.Errorf("status %d", got)
	}
}

func TestAWebhookThatTelegramRefusesEndsTheBot(t *testing.T) {
	s := prepare(t, func(o *Options, _ *telegramtest.Options) {
		o.WebhookURL, o.WebhookSecret = "https://example.org/x", "s3cret"
	})
	s.Inject(telegramtest.Fault{Method: "setWebhook", Refusal: telegramtest.Refusal(400, "Bad Request: bad webhook: Failed to resolve host")})
	if err := s.bot.Run(s.context); err == nil || !strings.Contains(err.Error(), "bad webhook") {
		t.Errorf("ended with %v", err)
	}
}
