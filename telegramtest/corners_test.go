package telegramtest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	tg "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"mostbot/telegramtest"
)

func TestWrongTokensAndPathsAreRefused(t *testing.T) {
	s := telegramtest.New(unlimited())
	for path, want := range map[string]string{
		"/botwrong/getMe":              `{"ok":false,"error_code":401,"description":"Unauthorized"}`,
		"/nothing":                     `{"ok":false,"error_code":404,"description":"Not Found"}`,
		"/file/bot" + s.Token() + "/x": `{"ok":false,"error_code":404,"description":"Not Found"}`,
	} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if got := w.Body.String(); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

func TestAButtonThatIsGoneCanStillBePressed(t *testing.T) {
	c := newCaller(t, unlimited())
	c.server.Say(7, 7, "/start")
	m := c.send(7)
	if _, err := c.server.Press(7, m.MessageID, 7, "old"); err == nil {
		t.Error("a button that is not there was pressed")
	}
	id := c.server.PressAnyway(7, m.MessageID, 8, "old")
	got := c.updates("offset", "-1")[0].CallbackQuery
	if got.Data != "old" || got.From.ID != 8 {
		t.Errorf("the callback is %+v", got)
	}
	c.refused("Bad Request: URL_INVALID", "answerCallbackQuery", "callback_query_id", id, "url", "https://a.bg")
	c.refused("Bad Request: MESSAGE_TOO_LONG", "answerCallbackQuery", "callback_query_id", id, "text", long(201))
	link := "https://t.me/mostbot_bot?start=x"
	c.must("answerCallbackQuery", "callback_query_id", id, "url", link)
	if answer, err := c.server.WaitAnswer(t.Context(), id); err != nil || answer.URL != link {
		t.Errorf("answer %+v (%v)", answer, err)
	}
}

func TestCaptionsAndButtonsAreEdited(t *testing.T) {
	c := newCaller(t, unlimited())
	c.server.Say(7, 7, "/map")
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 9, 9))); err != nil {
		t.Fatal(err)
	}
	photo, err := c.bot.Send(tg.NewPhoto(7, tg.FileBytes{Name: "a.png", Bytes: picture.Bytes()}))
	if err != nil {
		t.Fatal(err)
	}
	edit := func(id int, more ...string) []string {
		return append([]string{"chat_id", "7", "message_id", telegramtest.IDText(int64(id))}, more...)
	}
	c.must("editMessageCaption", edit(photo.MessageID, "caption", "<b>new</b>", "parse_mode", "HTML")...)
	c.refused("Bad Request: message caption is too long", "editMessageCaption",
		edit(photo.MessageID, "caption", long(1025))...)
	c.refused("Bad Request: there is no text in the message to edit", "editMessageText",
		edit(photo.MessageID, "text", "x")...)
	c.must("editMessageReplyMarkup", edit(photo.MessageID, "reply_markup",
		`{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}`)...)
	if got := c.server.Replies(7)[0]; got.HTML() != "<b>new</b>" || len(got.Buttons) != 1 || got.Edits != 2 {
		t.Errorf("after the edits: %+v", got)
	}
	text := c.send(7)
	c.refused("Bad Request: there is no caption in the message to edit", "editMessageCaption",
		edit(text.MessageID, "caption", "x")...)
}

func TestAFileCanBeFetched(t *testing.T) {
	c := newCaller(t, unlimited())
	c.server.Say(7, 7, "/all")
	sent, err := c.bot.Send(tg.NewDocument(7, tg.FileBytes{Name: "a.csv", Bytes: []byte("a,b")}))
	if err != nil {
		t.Fatal(err)
	}
	file, err := c.bot.GetFile(tg.FileConfig{FileID: sent.Document.FileID})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	path := "/file/bot" + c.server.Token() + "/" + file.FilePath
	c.server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Body.String() != "a,b" {
		t.Errorf("fetched %q", w.Body)
	}
	c.refused("Bad Request: wrong file_id or the file is temporarily unavailable", "getFile", "file_id", "none")
}

func TestAChannelIsFoundByItsName(t *testing.T) {
	c := newCaller(t, unlimited())
	channel := c.server.AddChannel("C", 7)
	c.server.Join(channel, 7)
	c.server.SetUsername(channel, "bridges_bg")
	c.must("sendMessage", "chat_id", "@Bridges_bg", "text", "x")
	c.refused("Bad Request: chat not found", "sendMessage", "chat_id", "@nobody", "text", "x")
	c.server.Say(channel, 7, "/latest")
	if post := c.updates("offset", "-1")[0].ChannelPost; post.Text != "/latest" || post.SenderChat.ID != channel {
		t.Errorf("the post came as %+v", post)
	}
}

func TestAnEditedSayingAndADeletedTopic(t *testing.T) {
	c := newCaller(t, unlimited())
	forum := c.server.AddForum("F", 7)
	c.server.Join(forum, 7)
	topic := c.server.AddTopic(forum, "News")
	c.server.DeleteTopic(forum, topic)
	c.sendRefused(forum, "Bad Request: message thread not found", "message_thread_id", telegramtest.IDText(int64(topic)))
	said := c.server.Say(7, 7, "/city Sfia")
	c.server.EditSaying(7, said, "/city Sofia")
	if edited := c.updates("offset", "-1")[0].EditedMessage; edited.Text != "/city Sofia" || edited.EditDate == 0 {
		t.Errorf("the edit came as %+v", edited)
	}
}

func TestAReplyMayQuote(t *testing.T) {
	c := newCaller(t, unlimited())
	said := telegramtest.IDText(int64(c.server.Say(7, 7, "one two three")))
	c.send(7, "reply_parameters", `{"message_id":`+said+`,"quote":"two"}`)
	c.sendRefused(7, "Bad Request: QUOTE_TEXT_INVALID", "reply_parameters", `{"message_id":`+said+`,"quote":"four"}`)
	replies, err := c.server.WaitReplies(t.Context(), 7, 1)
	if err != nil || replies[0].Quote != "two" {
		t.Errorf("%+v (%v)", replies, err)
	}
}

func TestLimitsAndFaultsEndWhenTheTestSaysSo(t *testing.T) {
	c := newCaller(t, telegramtest.Options{AnyUser: true})
	for range 3 {
		c.send(7)
	}
	c.sendRefused(7, "Too Many Requests: retry after 1")
	c.server.SetLimits(telegramtest.PaidLimits())
	c.send(7)
	c.server.Inject(telegramtest.Fault{Refusal: telegramtest.Refusal(401, "Unauthorized"), Times: -1})
	for range 2 {
		_, err := c.call("sendMessage", "chat_id", "8", "text", "x")
		if refusal, ok := errors.AsType[*tg.Error](err); !ok || refusal.Code != http.StatusUnauthorized {
			t.Errorf("got %v, want 401", err)
		}
	}
	c.server.Heal()
	c.send(8)
}

func TestAWebhookMayAnswerWithACall(t *testing.T) {
	bot := roundTripper(func(*http.Request) (int, error) { return http.StatusOK, nil })
	answering := answerer{bot, `{"method":"sendMessage","chat_id":7,"text":"hello back"}`}
	options := telegramtest.Options{WebhookClient: &http.Client{Transport: answering}}
	inBubble(t, options, func(t *testing.T, s *telegramtest.Server, client *http.Client) {
		response, err := client.Get("http://t/bot" + s.Token() + "/setWebhook?url=https://bot.example/&drop_pending_updates=true")
		if err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("%v %v", response, err)
		}
		s.Say(7, 7, "hello")
		if replies, err := s.WaitReplies(t.Context(), 7, 1); err != nil || replies[0].Text != "hello back" {
			t.Errorf("%+v (%v)", replies, err)
		}
	})
}

// answerer gives a webhook's answer a body.
type answerer struct {
	next http.RoundTripper
	body string
}

func (a answerer) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := a.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	response.Header.Set("Content-Type", "application/json")
	response.Body = io.NopCloser(strings.NewReader(a.body))
	return response, nil
}

func TestEntitiesMayBeGivenApart(t *testing.T) {
	c := newCaller(t, unlimited())
	c.server.Say(7, 7, "/start")
	given, err := json.Marshal([]telegramtest.Entity{
		{Type: "bold", Offset: 0, Length: 2}, {Type: "italic", Offset: 3, Length: 99}, {Type: "code", Offset: 3, Length: 2},
	})
	if err != nil {
		t.Fatal(err)
	}
	c.must("sendMessage", "chat_id", "7", "text", "🏙 ab <", "entities", string(given))
	if got, want := c.server.Replies(7)[0].HTML(), "<b>🏙</b> <code>ab</code> &lt;"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
