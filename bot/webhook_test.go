package bot

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

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
	s.eventually("the note", func() bool { _, err := s.memory.Recall(s.context, handledKey(5)); return err == nil })
	s.bot.seen = newSeen() // as in another replica
	deliverUpdate(t, url, "s3cret", start)
	deliverUpdate(t, url, "s3cret", strings.Replace(start, "5", "6", 1))
	s.eventually("the next", func() bool { return len(s.book.requests()) > 1 })
	if n := len(s.book.requests()); n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
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
