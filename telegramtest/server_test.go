package telegramtest_test

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	tg "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"mostbot/telegramtest"
)

// caller speaks the Bot API as a bot would.
type caller struct {
	t      *testing.T
	server *telegramtest.Server
	bot    *tg.BotAPI
}

func newCaller(t *testing.T, options telegramtest.Options) *caller {
	t.Helper()
	server := telegramtest.New(options)
	web := httptest.NewServer(server)
	t.Cleanup(web.Close)
	bot, err := tg.NewBotAPIWithAPIEndpoint(server.Token(), web.URL+"/bot%s/%s")
	if err != nil {
		t.Fatalf("getMe: %v", err)
	}
	return &caller{t, server, bot}
}

// call makes a call from pairs of names and values.
func (c *caller) call(method string, pairs ...string) (*tg.APIResponse, error) {
	params := tg.Params{}
	for i := 0; i < len(pairs); i += 2 {
		params[pairs[i]] = pairs[i+1]
	}
	return c.bot.MakeRequest(method, params)
}

func (c *caller) must(method string, pairs ...string) json.RawMessage {
	c.t.Helper()
	response, err := c.call(method, pairs...)
	if err != nil {
		c.t.Fatalf("%s %q: %v", method, pairs, err)
	}
	return response.Result
}

func (c *caller) refused(want, method string, pairs ...string) {
	c.t.Helper()
	response, err := c.call(method, pairs...)
	if err == nil {
		c.t.Fatalf("%s %q was taken: %s, want %q", method, pairs, response.Result, want)
	}
	if err.Error() != want {
		c.t.Fatalf("%s %q was refused with %q, want %q", method, pairs, err, want)
	}
}

func (c *caller) updates(pairs ...string) []tg.Update {
	c.t.Helper()
	var updates []tg.Update
	if err := json.Unmarshal(c.must("getUpdates", pairs...), &updates); err != nil {
		c.t.Fatal(err)
	}
	return updates
}

func unlimited() telegramtest.Options { return telegramtest.Options{Limits: telegramtest.NoLimits()} }

func TestACommandReachesTheBotAndItsReplyTheChat(t *testing.T) {
	c := newCaller(t, unlimited())
	ann := c.server.AddPerson(telegramtest.User{FirstName: "Ann", Language: "uk"})
	c.server.Say(ann, ann, "🏙 /city Бургас")
	update := c.updates()[0]
	if got := update.Message.Entities[0]; got.Type != "bot_command" || got.Offset != 3 || got.Length != 5 {
		t.Errorf("the command stands at %d+%d as %s, want 3+5 UTF-16 units", got.Offset, got.Length, got.Type)
	}
	if got := update.Message.From.LanguageCode; got != "uk" {
		t.Errorf("language %q, want uk", got)
	}
	c.must("sendMessage", "chat_id", telegramtest.IDText(ann), "parse_mode", "HTML", "text", "<b>Бургас</b> & “sea”",
		"reply_markup", `{"inline_keyboard":[[{"text":"More","callback_data":"m:1"}]]}`)
	reply := c.server.Replies(ann)[0]
	if got, want := reply.HTML(), "<b>Бургас</b> &amp; “sea”"; got != want {
		t.Errorf("HTML %q, want %q", got, want)
	}
	id, err := c.server.Press(ann, reply.ID, ann, "More")
	if err != nil {
		t.Fatal(err)
	}
	pressed := c.updates("offset", "-1")[0].CallbackQuery
	if pressed.ID != id || pressed.Data != "m:1" || pressed.Message.MessageID != reply.ID {
		t.Errorf("callback %+v, want id %s and data m:1", pressed, id)
	}
	c.must("answerCallbackQuery", "callback_query_id", id, "text", "Here you are")
	if answer, ok := c.server.Answer(id); !ok || answer.Text != "Here you are" {
		t.Errorf("answer %+v", answer)
	}
	c.refused("Bad Request: query is too old and response timeout expired or query ID is invalid",
		"answerCallbackQuery", "callback_query_id", id)
}

func TestTextsAreRefusedInTelegramsWords(t *testing.T) {
	c := newCaller(t, unlimited())
	c.server.Say(7, 7, "/start")
	for _, test := range []struct{ text, want string }{
		{"", "message text is empty"},
		{" \n ", "text must be non-empty"},
		{"<b></b>", "text must be non-empty"},
		{strings.Repeat("я", 4097), "message is too long"},
		{strings.Repeat("x", 1<<15+1), "text is too long"},
		{"a <b>c", `can't parse entities: Can't find end tag corresponding to start tag "b"`},
		{"я <hr>", `can't parse entities: Unsupported start tag "hr" at byte offset 3`},
		{"a < b", `can't parse entities: Unsupported start tag "" at byte offset 2`},
		{"<b>x</i>", `can't parse entities: Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`},
		{"x</b>", "can't parse entities: Unexpected end tag at byte offset 1"},
		{"<b", "can't parse entities: Unclosed start tag at byte offset 0"},
		{`<a href="x`, "can't parse entities: Unclosed start tag at byte offset 0"},
		{`<span class="x">a</span>`, `can't parse entities: Tag "span" must have class "tg-spoiler" at byte offset 0`},
	} {
		c.refused("Bad Request: "+test.want, "sendMessage", "chat_id", "7", "parse_mode", "HTML", "text", test.text)
	}
	c.must("sendMessage", "chat_id", "7", "parse_mode", "HTML", "text", "<b>"+strings.Repeat("я", 4096)+"</b>")
	c.refused("Bad Request: chat_id is empty", "sendMessage", "text", "x")
	c.refused("Bad Request: chat not found", "sendMessage", "chat_id", "8", "text", "x")
	c.refused("Bad Request: unsupported parse_mode", "sendMessage", "chat_id", "7", "text", "x", "parse_mode", "bb")
	c.refused("Not Found: method not found", "sendLove", "chat_id", "7")
}

func TestASecondPollEndsTheFirst(t *testing.T) {
	c := newCaller(t, unlimited())
	ended := make(chan error)
	go func() {
		_, err := c.call("getUpdates", "timeout", "50")
		ended <- err
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if err := c.server.Wait(ctx, func() bool { return c.server.Stats().Calls["getupdates"] == 1 }); err != nil {
		t.Fatal(err)
	}
	c.updates()
	want := "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
	if err := <-ended; err == nil || err.Error() != want {
		t.Errorf("the first poll ended with %v, want %q", err, want)
	}
}

func TestALongPollEndsWhenSomebodyWrites(t *testing.T) {
	c := newCaller(t, unlimited())
	got := make(chan []tg.Update)
	go func() { got <- c.updates("timeout", "50") }()
	c.server.Say(7, 7, "hello")
	if updates := <-got; len(updates) != 1 || updates[0].Message.Text != "hello" {
		t.Errorf("got %+v", updates)
	}
}

func TestOnlyAHigherOffsetConfirms(t *testing.T) {
	c := newCaller(t, unlimited())
	c.server.Say(7, 7, "one")
	c.server.Say(7, 7, "two")
	first := c.updates("limit", "1")
	if again := c.updates(); len(again) != 2 || again[0].UpdateID != first[0].UpdateID {
		t.Fatalf("unconfirmed updates came as %+v", again)
	}
	next := c.updates("offset", telegramtest.IDText(int64(first[0].UpdateID+1)))
	if len(next) != 1 || next[0].Message.Text != "two" {
		t.Fatalf("after the offset came %+v", next)
	}
	if c.server.Pending() != 1 {
		t.Errorf("%d pending, want 1", c.server.Pending())
	}
}

func TestArgumentsMayStandAnywhere(t *testing.T) {
	c := newCaller(t, unlimited())
	c.server.Say(7, 7, "/start")
	web := httptest.NewServer(c.server)
	defer web.Close()
	base := web.URL + "/bot" + c.server.Token() + "/"
	for _, test := range []struct{ name, kind, address, body string }{
		{"query", "", base + "SENDMESSAGE?chat_id=7&text=a+b", ""},
		{"form", "application/x-www-form-urlencoded", base + "sendMessage", "chat_id=7&text=a%20b"},
		{"json", "application/json", base + "sendMessage", `{"chat_id":7,"text":"a b","reply_markup":{"inline_keyboard":[]}}`},
		{"multipart", "multipart/form-data; boundary=X", base + "sendMessage",
			"--X\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n7\r\n" +
				"--X\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\na b\r\n--X--\r\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := len(c.server.Replies(7))
			response, err := web.Client().Post(test.address, test.kind, strings.NewReader(test.body))
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			replies := c.server.Replies(7)
			if response.StatusCode != 200 || len(replies) != before+1 || replies[before].Text != "a b" {
				t.Errorf("status %s, replies %+v", response.Status, replies)
			}
		})
	}
}
