package telegramtest_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tg "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"mostbot/telegramtest"
)

// inBubble runs a test in simulated time, with calls that need no socket.
func inBubble(t *testing.T, options telegramtest.Options, test func(*testing.T, *telegramtest.Server, *http.Client)) {
	synctest.Test(t, func(t *testing.T) {
		s := telegramtest.New(options)
		test(t, s, &http.Client{Transport: s.Transport()})
	})
}

// post sends a message and returns the status and for how long to wait.
func post(t *testing.T, s *telegramtest.Server, client *http.Client, chat int64) (int, int) {
	t.Helper()
	body := strings.NewReader(`{"chat_id":` + telegramtest.IDText(chat) + `,"text":"x"}`)
	response, err := client.Post("http://telegram/bot"+s.Token()+"/sendMessage", "application/json", body)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer tg.APIResponse
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	if answer.Parameters == nil {
		return response.StatusCode, 0
	}
	return response.StatusCode, answer.Parameters.RetryAfter
}

func TestNoMoreThanThirtyMessagesInAnySecond(t *testing.T) {
	inBubble(t, telegramtest.Options{AnyUser: true}, func(t *testing.T, s *telegramtest.Server, client *http.Client) {
		for i := range 30 {
			if status, _ := post(t, s, client, int64(i+1)); status != 200 {
				t.Fatalf("message %d: status %d", i, status)
			}
		}
		if status, wait := post(t, s, client, 99); status != 429 || wait != 1 {
			t.Errorf("message 31: status %d, wait %d", status, wait)
		}
		time.Sleep(time.Second)
		if status, _ := post(t, s, client, 99); status != 200 {
			t.Errorf("a second later: status %d", status)
		}
		if got := s.Stats().TooMany; got != 1 {
			t.Errorf("%d calls broke a limit, want 1", got)
		}
	})
}

func TestAChatTakesShortBurstsOfOneASecond(t *testing.T) {
	inBubble(t, telegramtest.Options{AnyUser: true}, func(t *testing.T, s *telegramtest.Server, client *http.Client) {
		for range 3 {
			if status, _ := post(t, s, client, 7); status != 200 {
				t.Fatalf("a burst: status %d", status)
			}
		}
		if status, wait := post(t, s, client, 7); status != 429 || wait != 1 {
			t.Errorf("a burst of four: status %d, wait %d", status, wait)
		}
		for range 5 {
			time.Sleep(time.Second)
			if status, _ := post(t, s, client, 7); status != 200 {
				t.Errorf("one a second: status %d", status)
			}
		}
	})
}

func TestAGroupTakesTwentyMessagesAMinute(t *testing.T) {
	inBubble(t, telegramtest.Options{}, func(t *testing.T, s *telegramtest.Server, client *http.Client) {
		channel := s.AddChannel("C", 7)
		s.Join(channel, 7)
		for i := range 20 {
			if status, _ := post(t, s, client, channel); status != 200 {
				t.Fatalf("message %d: status %d", i, status)
			}
			time.Sleep(time.Second)
		}
		if status, wait := post(t, s, client, channel); status != 429 || wait != 40 {
			t.Errorf("message 21: status %d, wait %d", status, wait)
		}
	})
}

func TestAPolledUpdateIsForgottenAfterADay(t *testing.T) {
	inBubble(t, telegramtest.Options{}, func(t *testing.T, s *telegramtest.Server, client *http.Client) {
		s.Say(7, 7, "old")
		time.Sleep(25 * time.Hour)
		start := time.Now()
		response, err := client.Get("http://telegram/bot" + s.Token() + "/getUpdates?timeout=90")
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(response.Body)
		if want := `{"ok":true,"result":[]}`; string(body) != want {
			t.Errorf("got %s, want %s", body, want)
		}
		if took := time.Since(start); took != 50*time.Second {
			t.Errorf("the poll took %s, want the longest there is: 50s", took)
		}
	})
}

func TestAnAnswerThatTakesTime(t *testing.T) {
	latency := telegramtest.Between(50*time.Millisecond, 300*time.Millisecond)
	options := telegramtest.Options{AnyUser: true, Latency: latency}
	inBubble(t, options, func(t *testing.T, s *telegramtest.Server, client *http.Client) {
		start := time.Now()
		post(t, s, client, 7)
		if took := time.Since(start); took < 50*time.Millisecond || took > 300*time.Millisecond {
			t.Errorf("the call took %s", took)
		}
	})
}

func TestInjectedFaults(t *testing.T) {
	c := newCaller(t, unlimited())
	s := c.server
	s.Say(7, 7, "/start")
	s.Inject(telegramtest.Fault{Status: http.StatusBadGateway})
	if _, err := c.call("sendMessage", "chat_id", "7", "text", "x"); err == nil {
		t.Error("a 502 without JSON was taken for an answer")
	}
	s.Inject(telegramtest.Fault{Refusal: telegramtest.Flood(time.Hour), Chat: "7"})
	_, err := c.call("sendMessage", "chat_id", "7", "text", "x")
	if refusal, ok := errors.AsType[*tg.Error](err); !ok || refusal.RetryAfter != 3600 {
		t.Errorf("a flood wait came as %v", err)
	}
	s.Inject(telegramtest.Fault{Cut: telegramtest.CutBefore, Method: "sendMessage"})
	if _, err := c.call("sendMessage", "chat_id", "7", "text", "lost"); err == nil || len(s.Replies(7)) != 0 {
		t.Errorf("a cut before the call: %v, %d delivered", err, len(s.Replies(7)))
	}
	s.Inject(telegramtest.Fault{Cut: telegramtest.CutAfter})
	if _, err := c.call("sendMessage", "chat_id", "7", "text", "taken"); err == nil || len(s.Replies(7)) != 1 {
		t.Errorf("a cut after the call: %v, %d delivered", err, len(s.Replies(7)))
	}
	c.send(7)
	if got := s.Stats(); got.Faults != 4 || got.Total != 2 {
		t.Errorf("%+v, want 4 faults and 2 delivered", got)
	}
}

func TestAFaultThatHangs(t *testing.T) {
	inBubble(t, telegramtest.Options{AnyUser: true}, func(t *testing.T, s *telegramtest.Server, client *http.Client) {
		s.Inject(telegramtest.Fault{Hang: time.Hour})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		request, _ := http.NewRequestWithContext(ctx, http.MethodGet, "http://t/bot"+s.Token()+"/sendMessage?chat_id=7&text=x", nil)
		if _, err := client.Do(request); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want a time-out", err)
		}
		synctest.Wait()
		if s.Delivered() != 0 {
			t.Error("a call that was given up was done")
		}
	})
}

func TestAFaultThatStallsAfterTheCallIsDone(t *testing.T) {
	inBubble(t, telegramtest.Options{AnyUser: true}, func(t *testing.T, s *telegramtest.Server, client *http.Client) {
		s.Inject(telegramtest.Fault{Stall: time.Hour})
		start := time.Now()
		post(t, s, client, 7)
		if took := time.Since(start); took != time.Hour || s.DeliveredTo(7) != 1 {
			t.Errorf("answered after %s, %d delivered", took, s.DeliveredTo(7))
		}
	})
}

func TestDoublesAreCountedByChatAndText(t *testing.T) {
	c := newCaller(t, telegramtest.Options{Limits: telegramtest.NoLimits(), AnyUser: true, CountOnly: true})
	for _, chat := range []int64{1, 2, 2, 2} {
		c.send(chat)
	}
	if got := c.server.Stats(); got.Doubles != 2 || got.Total != 4 || got.Delivered[2] != 3 {
		t.Errorf("%+v, want 2 doubles of 4", got)
	}
}

// roundTripper lets a function play the bot's side of a webhook.
type roundTripper func(*http.Request) (int, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) {
	status, err := f(r)
	if err != nil {
		return nil, err
	}
	recorder := httptest.NewRecorder()
	recorder.WriteHeader(status)
	return recorder.Result(), nil
}

func TestAWebhookGetsAnUpdateUntilItTakesIt(t *testing.T) {
	calls, body := 0, ""
	bot := roundTripper(func(r *http.Request) (int, error) {
		calls++
		if r.Header.Get("X-Telegram-Bot-Api-Secret-Token") != "s3cret" {
			t.Error("no secret")
		}
		switch calls {
		case 1:
			return 0, io.ErrUnexpectedEOF
		case 2:
			return http.StatusServiceUnavailable, nil
		}
		data, err := io.ReadAll(r.Body)
		body = string(data)
		return http.StatusOK, err
	})
	options := telegramtest.Options{WebhookClient: &http.Client{Transport: bot}}
	inBubble(t, options, func(t *testing.T, s *telegramtest.Server, client *http.Client) {
		call := func(method string) string {
			response, err := client.Get("http://t/bot" + s.Token() + "/" + method)
			if err != nil {
				t.Fatal(err)
			}
			answer, _ := io.ReadAll(response.Body)
			return string(answer)
		}
		if got := call("setWebhook?url=http://a.bg/"); !strings.Contains(got, "An HTTPS URL must be provided") {
			t.Errorf("a webhook without TLS: %s", got)
		}
		call("setWebhook?url=https://bot.example/hook&secret_token=s3cret")
		if got := call("getUpdates"); !strings.Contains(got, "can't use getUpdates method while webhook is active") {
			t.Errorf("a poll while the webhook is set: %s", got)
		}
		s.Say(7, 7, "hello")
		if err := s.Wait(t.Context(), func() bool { return s.Pending() == 0 }); err != nil {
			t.Fatal(err)
		}
		if calls != 3 || !strings.Contains(body, `"text":"hello"`) {
			t.Errorf("after %d calls the webhook got %s", calls, body)
		}
		if got := call("getWebhookInfo"); !strings.Contains(got, "Wrong response from the webhook: 503") {
			t.Errorf("the webhook's state is %s", got)
		}
		call("deleteWebhook")
		if got := call("getUpdates"); got != `{"ok":true,"result":[]}` {
			t.Errorf("a poll after the webhook is gone: %s", got)
		}
	})
}

func TestAnUpdateOfTheTestsOwnMaking(t *testing.T) {
	c := newCaller(t, unlimited())
	c.server.RawUpdate(`"message":{"message_id":"no number"}`)
	if got := string(c.must("getUpdates")); !strings.Contains(got, `"message":{"message_id":"no number"}`) {
		t.Errorf("got %s", got)
	}
}
