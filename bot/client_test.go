package bot

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"mostbot/telegramtest"
)

const secret = "42:SECRET-TOKEN"

// against gives a client of a server that answers as the handler does.
func against(t *testing.T, handler http.HandlerFunc) *client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return dial(t, server.URL)
}

func dial(t *testing.T, url string) *client {
	t.Helper()
	c, err := newClient(secret, url, newTransport(4), newMeter(nil, time.Now))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func call(t *testing.T, c *client, files ...tgbotapi.RequestFile) diagnosis {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_, err := c.call(ctx, "sendMessage", tgbotapi.Params{"chat_id": "7"}, files...)
	if err == nil {
		t.Fatal("the call went well")
	}
	for e := err; e != nil; e = errors.Unwrap(e) {
		if strings.Contains(e.Error(), "SECRET") {
			t.Errorf("the token is in the error: %v", e)
		}
	}
	return diagnose(err)
}

func TestNoErrorHoldsTheToken(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := "http://" + listener.Addr().String()
	listener.Close()
	if d := call(t, dial(t, nobody)); d.remedy != again {
		t.Errorf("nobody listens: %+v", d)
	}
	if d := call(t, dial(t, "http://no-such-host.invalid")); d.remedy != again {
		t.Errorf("no such host: %+v", d)
	}
	redirect := against(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/elsewhere"+r.URL.Path, http.StatusFound)
	})
	if d := call(t, redirect); d.remedy != again {
		t.Errorf("redirected: %+v", d)
	}
}

func TestAnAnswerThatIsNoJSONIsTrouble(t *testing.T) {
	c := against(t, func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "<html>bad gateway</html>", http.StatusBadGateway)
	})
	if d := call(t, c); d.remedy != again || d.reason != "server" || d.words != "Bad Gateway" {
		t.Errorf("%+v", d)
	}
}

func TestACallWithoutAnAnswerIsInDoubt(t *testing.T) {
	cut := against(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		panic(http.ErrAbortHandler)
	})
	if d := call(t, cut); d.remedy != unsure {
		t.Errorf("the connection was cut: %+v", d)
	}
	short := against(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, `{"ok":tr`)
	})
	if d := call(t, short); d.remedy != unsure {
		t.Errorf("the answer was cut: %+v", d)
	}
}

func TestARefusedUploadHasItsCode(t *testing.T) {
	c := against(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = io.WriteString(w, `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 5","parameters":{"retry_after":5}}`)
	})
	d := call(t, c, tgbotapi.RequestFile{Name: "photo", Data: tgbotapi.FileBytes{Name: "a.png", Bytes: []byte("png")}})
	if d.remedy != waitOut || d.wait != 5*time.Second {
		t.Errorf("%+v", d)
	}
}

func TestACallEndsWithItsContext(t *testing.T) {
	reached := make(chan struct{})
	c := against(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		close(reached)
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancel(context.Background())
	go func() { <-reached; cancel() }()
	if _, err := c.call(ctx, "getUpdates", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestTheLibrarysLogIsRedacted(t *testing.T) {
	var said []string
	l := libraryLog{token: secret, say: func(line string) { said = append(said, line) }}
	l.Printf("Endpoint: %s", "https://api.telegram.org/bot"+secret+"/getMe")
	l.Println("failed", secret)
	if got := strings.Join(said, "|"); got != "Endpoint: https://api.telegram.org/bot***/getMe|failed ***" {
		t.Errorf("got %q", got)
	}
}

func TestBadAddressesAndTokensAreRefusedWithoutSayingTheToken(t *testing.T) {
	for _, bad := range []struct{ token, url string }{
		{"42:SECRET\n", "https://api.telegram.org"}, {"42:SECRET/x", "https://api.telegram.org"}, {"", "https://api.telegram.org"},
		{secret, "api.telegram.org"}, {secret, "ftp://x"}, {secret, "https://"},
	} {
		_, err := newClient(bad.token, bad.url, nil, nil)
		if err == nil || strings.Contains(err.Error(), "SECRET") {
			t.Errorf("token %q, address %q: %v", bad.token, bad.url, err)
		}
	}
}

func TestATokenThatTelegramRefusesEndsTheBot(t *testing.T) {
	s := prepare(t)
	s.bot = s.newBot(Options{Token: "42:SECRET-TOKEN-of-another", APIURL: s.http.URL, Rate: 1, Log: slog.New(slog.NewTextHandler(s.logged, nil))})
	err := s.bot.Run(s.context)
	if err == nil || !strings.Contains(err.Error(), "refuses the token") || strings.Contains(err.Error(), "SECRET") {
		t.Errorf("got %v", err)
	}
}

func TestTheBotWaitsForATelegramThatIsAway(t *testing.T) {
	s := prepare(t)
	s.Inject(telegramtest.Fault{Method: "getMe", Status: http.StatusBadGateway})
	s.Inject(telegramtest.Fault{Method: "getMe", Cut: telegramtest.CutBefore})
	s.start()
	s.Say(7, 7, "/start")
	s.replies(7, 1)
}
