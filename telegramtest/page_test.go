package telegramtest_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"mostbot/telegramtest"
)

const hostile = `<img src=x onerror="document.title='taken over'">`

// stage is a Telegram with a scene and its page.
func stage(t *testing.T) (*caller, *httptest.Server) {
	t.Helper()
	c := newCaller(t, telegramtest.Options{
		Limits: telegramtest.NoLimits(),
		Scene: telegramtest.Scene{
			Person: telegramtest.User{ID: 7, FirstName: "Ann " + hostile, Language: "en"},
			Group:  "Town hall " + hostile, Channel: "News", Try: []string{"Burgas"},
		},
	})
	page := httptest.NewServer(c.server.Page())
	t.Cleanup(func() { page.CloseClientConnections(); page.Close() })
	return c, page
}

// state reads the first event that a page gets.
func state(t *testing.T, page *httptest.Server) map[string]any {
	t.Helper()
	response, err := page.Client().Get(page.URL + "/demo/events")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	line, err := bufio.NewReader(response.Body).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	var event struct{ State map[string]any }
	if err := json.Unmarshal([]byte(strings.TrimPrefix(line, "data: ")), &event); err != nil {
		t.Fatalf("%v in %s", err, line)
	}
	return event.State
}

func postPage(t *testing.T, page *httptest.Server, path, body string) (int, string) {
	t.Helper()
	response, err := page.Client().Post(page.URL+path, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, _ := io.ReadAll(response.Body)
	return response.StatusCode, string(answer)
}

func TestThePageShowsThreeChats(t *testing.T) {
	c, page := stage(t)
	c.must("setMyCommands", "commands", `[{"command":"help","description":"What I do"}]`)
	c.must("setMyDescription", "description", "Опис", "language_code", "uk")
	if status, _ := postPage(t, page, "/demo/language", `{"language":"uk"}`); status != http.StatusNoContent {
		t.Errorf("choosing a language: status %d", status)
	}
	got := state(t, page)
	chats := got["chats"].([]any)
	if len(chats) != 3 || got["description"] != "Опис" {
		t.Fatalf("state %v", got)
	}
	first := chats[0].(map[string]any)
	if first["started"] != false || len(first["commands"].([]any)) != 1 {
		t.Errorf("the private chat is %v", first)
	}
}

func TestWhatThePageSaysReachesTheBot(t *testing.T) {
	c, page := stage(t)
	c.updates("offset", "999999999")
	if status, _ := postPage(t, page, "/demo/say", `{"chat":"7","text":"Бургас"}`); status != http.StatusNoContent {
		t.Fatalf("status %d", status)
	}
	c.send(7, "reply_markup", `{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}`)
	reply := c.server.Replies(7)[0]
	body := `{"chat":"7","message":` + telegramtest.IDText(int64(reply.ID)) + `,"data":"b"}`
	status, answer := postPage(t, page, "/demo/press", body)
	if status != http.StatusOK || !strings.Contains(answer, "callback") {
		t.Errorf("pressing: status %d, %s", status, answer)
	}
	updates := c.updates()
	if len(updates) != 2 || updates[0].Message.Text != "Бургас" || updates[1].CallbackQuery.Data != "b" {
		t.Errorf("the bot got %+v", updates)
	}
	for path, body := range map[string]string{
		"/demo/say":   `{"chat":"8","text":"x"}`,
		"/demo/press": `{"chat":"7","message":9999,"data":"b"}`,
	} {
		if status, _ := postPage(t, page, path, body); status < 400 {
			t.Errorf("%s %s: status %d", path, body, status)
		}
	}
	if status, _ := postPage(t, page, "/demo/say", `nonsense`); status != http.StatusBadRequest {
		t.Errorf("nonsense: status %d", status)
	}
}

func TestALongTextOfThePageBecomesSeveralMessages(t *testing.T) {
	c, page := stage(t)
	postPage(t, page, "/demo/say", `{"chat":"7","text":"`+strings.Repeat("я", 5000)+`"}`)
	if got := c.server.Messages(7); len(got) != 2 {
		t.Errorf("%d messages, want 2", len(got))
	}
}

func TestOtherSitesCannotSpeakForThePage(t *testing.T) {
	c, page := stage(t)
	request, _ := http.NewRequest(http.MethodPost, page.URL+"/demo/say", strings.NewReader(`{"chat":"7","text":"x"}`))
	request.Header.Set("Origin", "https://elsewhere.example")
	response, err := page.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusForbidden || len(c.server.Messages(7)) != 0 {
		t.Errorf("status %s, %d messages", response.Status, len(c.server.Messages(7)))
	}
}

func TestThePageLoadsNothingFromElsewhere(t *testing.T) {
	_, page := stage(t)
	for _, path := range []string{
		"/", "/demo/chat.js", "/demo/text.js", "/demo/style.css", "/demo/bubbles.css", "/demo/wallpaper.svg",
	} {
		response, err := page.Client().Get(page.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(response.Body)
		response.Body.Close()
		text := strings.ReplaceAll(string(body), "http://www.w3.org/", "")
		if response.StatusCode != http.StatusOK || strings.Contains(text, "https://") || strings.Contains(text, `"http://`) {
			t.Errorf("%s: %s, or it names another server", path, response.Status)
		}
		if policy := response.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") {
			t.Errorf("%s has policy %q", path, policy)
		}
	}
}

func TestAnUploadIsNeverShownAsAPage(t *testing.T) {
	c, page := stage(t)
	c.server.Say(7, 7, "/start")
	upload := "--X\r\nContent-Disposition: form-data; name=\"document\"; filename=\"a.html\"\r\n" +
		"Content-Type: text/html\r\n\r\n<script>alert(1)</script>\r\n--X--\r\n"
	web := httptest.NewServer(c.server)
	defer web.Close()
	address := web.URL + "/bot" + c.server.Token() + "/sendDocument?chat_id=7"
	response, err := http.Post(address, "multipart/form-data; boundary=X", strings.NewReader(upload))
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%v, %v", response, err)
	}
	defer response.Body.Close()
	got, err := page.Client().Get(page.URL + "/demo/file/" + c.server.Replies(7)[0].File.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	if disposition := got.Header.Get("Content-Disposition"); !strings.HasPrefix(disposition, "attachment") {
		t.Errorf("Content-Disposition %q", disposition)
	}
}
