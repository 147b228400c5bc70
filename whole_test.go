package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"mostbot/store/redistest"
	"mostbot/telegramtest"
)

// These tests run the whole program, as a person starts it, against the stand-in for Telegram.

// patience is how long a test waits for what should take a moment; a machine may be busy.
const patience = time.Minute

// telegramAt starts a Telegram without limits on loopback.
func telegramAt(t *testing.T) (*telegramtest.Server, string) {
	t.Helper()
	telegram := telegramtest.New(telegramtest.Options{Limits: telegramtest.NoLimits()})
	server := httptest.NewServer(telegram)
	t.Cleanup(server.Close)
	return telegram, server.URL
}

func settingsOf(pairs map[string]string) func(string) string {
	return func(name string) string { return pairs[name] }
}

// log is a writer for a program's errors that may be read while the program writes.
type log struct {
	mu   sync.Mutex
	held bytes.Buffer
}

func (l *log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.held.Write(b)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.held.String()
}

// runWhole runs the bot until the test ends, and sees that it ends well.
func runWhole(t *testing.T, settings map[string]string) *log {
	t.Helper()
	said := &log{}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan int, 1)
	go func() {
		ended <- start(ctx, []string{"run"}, settingsOf(settings), strings.NewReader(""), io.Discard, said)
	}()
	t.Cleanup(func() {
		cancel()
		if status := <-ended; status != 0 {
			t.Errorf("the bot ended with status %d:\n%s", status, said)
		}
	})
	return said
}

func callWith(t *testing.T, settings map[string]string, in string, arguments ...string) (out string, status int) {
	t.Helper()
	var printed, said bytes.Buffer
	status = start(t.Context(), arguments, settingsOf(settings), strings.NewReader(in), &printed, &said)
	return printed.String() + said.String(), status
}

func redisAt(t testing.TB) string { return redistest.Start(t).URL() }

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func waitFor(t testing.TB, well func() error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		err := well()
		if err == nil {
			return
		}
		if !pause(ctx, 20*time.Millisecond) {
			t.Fatal(err)
		}
	}
}

func get(url string) error {
	response, err := http.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return errors.New(response.Status)
	}
	return nil
}

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

func settingsFor(t *testing.T, telegram *telegramtest.Server, url string) map[string]string {
	return map[string]string{
		"TELEGRAM_TOKEN": telegram.Token(), "TELEGRAM_API_URL": url, "LISTEN_ADDR": freeAddress(t),
		"DATA_DIR": t.TempDir(), "ADMIN_IDS": "7", "SOURCES_FILE": noSources(t),
	}
}

// noSources is a sources file whose one source is on loopback, where nobody may read.
func noSources(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "sources.toml")
	source := "[[source]]\nid = \"none\"\nname = \"None\"\nurl = \"http://127.0.0.1:9/feed\"\nlanguage = \"en\"\n"
	if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestAPersonGetsAnAnswerFromTheStarterFacts(t *testing.T) {
	telegram, url := telegramAt(t)
	settings := settingsFor(t, telegram, url)
	said := runWhole(t, settings)
	waitFor(t, func() error { return get("http://" + settings["LISTEN_ADDR"] + "/readyz") })
	waitFor(t, func() error { return get("http://" + settings["LISTEN_ADDR"] + "/metrics") })
	person := telegram.AddPerson(telegramtest.User{ID: 11, FirstName: "Ганка", Language: "bg"})
	waitFor(t, func() error {
		telegram.Say(person, person, "/city Херсон")
		replies, err := telegram.WaitReplies(within(t), person, 1)
		if err == nil && !strings.Contains(replies[len(replies)-1].Text, "Бургас") {
			err = fmt.Errorf("the card of Kherson names no Burgas: %s", replies[len(replies)-1].Text)
		}
		return err
	})
	if strings.Contains(said.String(), telegram.Token()) {
		t.Error("the token stands in the log")
	}
}

const story = `Варна и Одеса ще развиват заедно електронни услуги

Варна, 12 май 2026 г. Кметовете на Варна и Одеса подписаха вчера меморандум за сътрудничество в областта на електронното управление и отворените данни. Документът предвижда двете общини да обменят опит и общи дигитални решения за гражданите.
`

func TestWhatIsImportedIsAnnouncedWithinSeconds(t *testing.T) {
	telegram, url := telegramAt(t)
	settings := settingsFor(t, telegram, url)
	settings["REDIS_URL"] = redisAt(t)
	runWhole(t, settings)
	waitFor(t, func() error { return get("http://" + settings["LISTEN_ADDR"] + "/readyz") })
	person := telegram.AddPerson(telegramtest.User{ID: 12, FirstName: "Olena", Language: "uk"})
	telegram.Say(person, person, "/subscribe instant Одеса")
	if _, err := telegram.WaitReplies(within(t), person, 1); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "story.txt")
	if err := os.WriteFile(file, []byte(story), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"added", "known"} {
		if out, status := callWith(t, settings, "", "import", file); status != 0 || !strings.Contains(out, want) {
			t.Fatalf("import gives %d, %s", status, out)
		}
	}
	replies, err := telegram.WaitReplies(within(t), person, 2)
	if err != nil {
		t.Fatal(err)
	}
	if got := replies[1].Text; !strings.Contains(got, "Одеса") || !strings.Contains(got, "Варна") {
		t.Errorf("announced: %s", got)
	}
}

func TestADigestComesAtItsMinute(t *testing.T) {
	telegram, url := telegramAt(t)
	settings := settingsFor(t, telegram, url)
	settings["REDIS_URL"] = redisAt(t)
	runWhole(t, settings)
	waitFor(t, func() error { return get("http://" + settings["LISTEN_ADDR"] + "/readyz") })
	person := telegram.AddPerson(telegramtest.User{ID: 13, FirstName: "Ion", Language: "ro"})
	telegram.Say(person, person, "/subscribe daily "+time.Now().Add(time.Minute).In(sofia(t)).Format("15:04"))
	if _, err := telegram.WaitReplies(within(t), person, 1); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "story.txt")
	if err := os.WriteFile(file, []byte(story), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, status := callWith(t, settings, "", "import", file); status != 0 {
		t.Fatal(out)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute+patience)
	defer cancel()
	replies, err := telegram.WaitReplies(ctx, person, 2)
	if err != nil {
		t.Fatal(err)
	}
	if got := replies[1].Text; !strings.Contains(got, "Varna") && !strings.Contains(got, "Odesa") {
		t.Errorf("the digest: %s", got)
	}
}

func sofia(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Sofia")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestTheTerminalAnswersAndPressesButtons(t *testing.T) {
	settings := map[string]string{"DATA_DIR": t.TempDir()}
	out, status := callWith(t, settings, "/city Бургс\n#1\n#99\n/nonsense\n", "chat", "-lang", "bg")
	if status != 0 || !strings.Contains(out, "Бургас") || !strings.Contains(out, "[1]") || !strings.Contains(out, "#99") {
		t.Errorf("status %d:\n%s", status, out)
	}
}

func TestExportedIsRestoredAndTwiceIsOnce(t *testing.T) {
	from, to := map[string]string{"DATA_DIR": t.TempDir()}, map[string]string{"DATA_DIR": t.TempDir()}
	ask := "/latest\n/city Sofia\n/projects\n"
	told, _ := callWith(t, from, ask, "chat", "-lang", "en")
	file := filepath.Join(t.TempDir(), "all.jsonl")
	if out, status := callWith(t, from, "", "export", "-o", file); status != 0 {
		t.Fatal(out)
	}
	for range 2 {
		if out, status := callWith(t, to, "", "restore", file); status != 0 {
			t.Fatal(out)
		}
		if retold, _ := callWith(t, to, ask, "chat", "-lang", "en"); retold != told {
			t.Errorf("told:\n%s\nretold:\n%s", told, retold)
		}
	}
}

func TestASecondProcessOnTheEmbeddedStoreIsTurnedAway(t *testing.T) {
	telegram, url := telegramAt(t)
	settings := settingsFor(t, telegram, url)
	runWhole(t, settings)
	waitFor(t, func() error { return get("http://" + settings["LISTEN_ADDR"] + "/healthz") })
	out, status := callWith(t, settings, "", "chat")
	if status != 1 || !strings.Contains(out, settings["DATA_DIR"]) {
		t.Errorf("status %d: %s", status, out)
	}
}

func TestABadCallIsAnsweredInOneLine(t *testing.T) {
	for arguments, want := range map[string]int{"nonsense": 2, "restore": 2, "import": 2, "run now": 2, "import /no/such/file.txt": 1} {
		settings := map[string]string{"DATA_DIR": t.TempDir()}
		out, status := callWith(t, settings, "", strings.Fields(arguments)...)
		if status != want || strings.Count(out, "\n") != 1 {
			t.Errorf("%s: status %d, %q", arguments, status, out)
		}
	}
	out, status := callWith(t, map[string]string{"SEND_RATE": "fast"}, "", "version")
	if status != 1 || !strings.Contains(out, "SEND_RATE") {
		t.Errorf("status %d, %q", status, out)
	}
}

func TestExtractGivesALineForEachArticle(t *testing.T) {
	in := `{"id":"a","published":"2026-05-12","url":"","text":"` + strings.ReplaceAll(story, "\n", `\n`) + `"}` + "\n" +
		`{"id":"b","published":"2026-05-12","url":"","text":"天气很好"}` + "\n"
	out, status := callWith(t, nil, in, "extract")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if status != 0 || len(lines) != 2 {
		t.Fatalf("status %d: %s", status, out)
	}
	for _, want := range []string{`"id":"a"`, `"kind":"agreement"`, `"date":"2026-05-11"`, `"Varna, BG"`, `"Odesa, UA"`} {
		if !strings.Contains(lines[0], want) {
			t.Errorf("no %s in %s", want, lines[0])
		}
	}
	if !strings.Contains(lines[1], `"cooperation":false`) || !strings.Contains(lines[1], `"kind":null`) {
		t.Errorf("%s", lines[1])
	}
}
