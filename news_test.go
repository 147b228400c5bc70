package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mostbot/catalog"
	"mostbot/commands"
	"mostbot/ingest"
	"mostbot/telegramtest"
	"mostbot/texts"
)

// press is a news site on loopback: feeds with summaries, and the pages that they point to.
type press struct {
	*httptest.Server
	mu    sync.Mutex
	items map[string]string // by feed
	pages map[string]string // by path
	asked map[string]int    // how often each path was answered with a body
}

func newPress(t testing.TB) *press {
	t.Helper()
	p := &press{items: map[string]string{}, pages: map[string]string{}, asked: map[string]int{}}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if page, ok := p.pages[r.URL.Path]; ok {
			p.asked[r.URL.Path]++
			io.WriteString(w, page)
			return
		}
		feed, isFeed := strings.CutPrefix(r.URL.Path, "/feed/")
		version := fmt.Sprintf("%q", fmt.Sprint(len(p.items[feed])))
		switch {
		case !isFeed:
			http.NotFound(w, r)
		case r.Header.Get("If-None-Match") == version:
			w.WriteHeader(http.StatusNotModified)
		default:
			p.asked[r.URL.Path]++
			w.Header().Set("ETag", version)
			fmt.Fprintf(w, `<rss version="2.0"><channel><title>%s</title>%s</channel></rss>`, feed, p.items[feed])
		}
	}))
	t.Cleanup(p.Close)
	return p
}

// publish puts an article, headline first, on its page and into a feed, which gives its first words.
func (p *press) publish(feed, lang, text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	title, body, _ := strings.Cut(strings.TrimSpace(text), "\n")
	path := fmt.Sprintf("/%s/%d", feed, len(p.items[feed]))
	p.pages[path] = fmt.Sprintf(`<!DOCTYPE html><html lang="%s"><head><title>%s</title></head><body><nav><a href="/">Home</a></nav><article><h1>%s</h1><p>%s</p></article></body></html>`,
		lang, title, title, strings.ReplaceAll(strings.TrimSpace(body), "\n\n", "</p><p>"))
	p.items[feed] += fmt.Sprintf("<item><title>%s</title><link>%s?utm_source=rss</link><description>%s…</description></item>",
		title, p.URL+path, string([]rune(strings.TrimSpace(body))[:120]))
}

// sources writes a sources file with a feed for each language.
func (p *press) sources(t *testing.T, languages ...string) string {
	t.Helper()
	var b strings.Builder
	for _, lang := range languages {
		fmt.Fprintf(&b, "[[source]]\nid = %q\nname = %q\nurl = %q\nlanguage = %q\n", lang, "Press "+lang, p.URL+"/feed/"+lang, lang)
	}
	file := filepath.Join(t.TempDir(), "sources.toml")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

const storyInRomanian = `Varna și Odesa vor dezvolta împreună servicii electronice

Varna, 12 mai 2026. Primarii orașelor Varna și Odesa au semnat luni, 11 mai 2026, un memorandum de cooperare în domeniul guvernării electronice și al datelor deschise. Documentul prevede ca cele două municipalități să facă schimb de experiență și să creeze soluții digitale comune pentru cetățeni.
`

// pressOn presses the button whose data ends so, as soon as the message has it, and waits for the answer.
func pressOn(t *testing.T, telegram *telegramtest.Server, chat int64, message int, data string) {
	t.Helper()
	waitFor(t, func() error {
		all := telegram.Replies(chat)
		on := all[slices.IndexFunc(all, func(m telegramtest.Message) bool { return m.ID == message })]
		for _, b := range slices.Concat(on.Buttons...) {
			if strings.HasSuffix(b.Data, data) {
				id, err := telegram.Press(chat, message, chat, b.Data)
				if err == nil {
					_, err = telegram.WaitAnswer(within(t), id)
				}
				return err
			}
		}
		return fmt.Errorf("no button %q under %q", data, on.Text)
	})
}

// readers is a bot that reads a press in two languages, with a subscriber and an editor.
type readers struct {
	*press
	telegram       *telegramtest.Server
	person, editor int64
}

func newReaders(t *testing.T) readers {
	t.Helper()
	telegram, url := telegramAt(t)
	r := readers{press: newPress(t), telegram: telegram}
	settings := settingsFor(t, telegram, url)
	settings["SOURCES_FILE"], settings["FETCH_ALLOW"], settings["FEED_INTERVAL"] = r.sources(t, "bg", "ro"), "127.0.0.1", "1s"
	runWhole(t, settings)
	waitFor(t, func() error { return get("http://" + settings["LISTEN_ADDR"] + "/readyz") })
	r.person = telegram.AddPerson(telegramtest.User{ID: 21, FirstName: "Olena", Language: "uk"})
	r.editor = telegram.AddPerson(telegramtest.User{ID: 7, FirstName: "Redaktor", Language: "en"})
	for who, says := range map[int64]string{r.person: "/subscribe instant Одеса", r.editor: "/start"} {
		telegram.Say(who, who, says)
		r.replies(t, who, 1)
	}
	return r
}

// replies waits for so many in a chat.
func (r readers) replies(t *testing.T, chat int64, n int) []telegramtest.Message {
	t.Helper()
	replies, err := r.telegram.WaitReplies(within(t), chat, n)
	if err != nil {
		t.Fatal(err)
	}
	return replies
}

// announced waits for the announcement of a story.
func (r readers) announced(t *testing.T) telegramtest.Message {
	t.Helper()
	r.publish("bg", "bg", story)
	return r.replies(t, r.person, 2)[1]
}

func TestAStoryOfTwoFeedsIsOneEventAndOneAnnouncement(t *testing.T) {
	r := newReaders(t)
	announced := r.announced(t)
	if !strings.Contains(announced.Text, "Одеса") || !strings.Contains(announced.Text, "Варна") || !strings.Contains(announced.Text, "Press bg") {
		t.Errorf("announced: %s", announced.Text)
	}
	r.publish("ro", "ro", storyInRomanian)
	waitFor(t, func() error { // until the second source is there
		pressOn(t, r.telegram, r.person, announced.ID, announced.Buttons[0][0].Data)
		all := r.telegram.Replies(r.person)
		if card := all[len(all)-1].Text; !strings.Contains(card, "Press ro") {
			return fmt.Errorf("the card has no second source: %s", card)
		}
		return nil
	})
	told := slices.DeleteFunc(r.telegram.Replies(r.person), func(m telegramtest.Message) bool { return m.Text != announced.Text })
	if len(told) != 1 {
		t.Errorf("it was announced %d times", len(told))
	}
}

func TestWhatAReaderComplainedOfIsCorrectedWhereItWasSent(t *testing.T) {
	r := newReaders(t)
	announced := r.announced(t)
	event := strings.TrimPrefix(announced.Buttons[0][0].Data, "event:")
	pressOn(t, r.telegram, r.person, announced.ID, "event:"+event)
	card := r.replies(t, r.person, 3)[2]
	for n, steps := range [][]string{{":kind", ":kind:opening", ":save"}, {":remove"}} {
		pressOn(t, r.telegram, r.person, card.ID, "report:"+event)
		review := r.replies(t, r.editor, n+2)[n+1]
		for _, step := range steps {
			pressOn(t, r.telegram, r.editor, review.ID, step)
		}
		waitFor(t, func() error {
			now := r.telegram.Replies(r.person)[1]
			if now.ID != announced.ID || !strings.Contains(now.Text, []string{"Виправлено", "відкликали"}[n]) || strings.Contains(now.Text, "угода") {
				return errors.New("the announcement still says: " + now.Text)
			}
			return nil
		})
	}
}

func TestACorrectionReachesTheReplyThatToldWhatAnotherSourceAdds(t *testing.T) {
	r := newReaders(t)
	announced := r.announced(t)
	r.publish("ro", "ro", strings.Replace(storyInRomanian, "orașelor Varna și Odesa", "orașelor Varna, Odesa și Galați", 1))
	reply := r.replies(t, r.person, 3)[2]
	if reply.ReplyTo != announced.ID || !strings.Contains(reply.Text, "Галац") {
		t.Fatalf("the reply to %d: %+v", announced.ID, reply)
	}
	event := announced.Buttons[0][0].Data
	pressOn(t, r.telegram, r.person, announced.ID, event)
	card := r.replies(t, r.person, 4)[3]
	pressOn(t, r.telegram, r.person, card.ID, "report:"+strings.TrimPrefix(event, "event:"))
	review := r.replies(t, r.editor, 2)[1]
	for _, step := range []string{":kind", ":kind:opening", ":save"} {
		pressOn(t, r.telegram, r.editor, review.ID, step)
	}
	waitFor(t, func() error {
		for _, now := range r.telegram.Replies(r.person)[1:3] {
			if !strings.Contains(now.Text, "Виправлено") || strings.Contains(now.Text, "угода") {
				return fmt.Errorf("message %d still says: %s", now.ID, now.Text)
			}
		}
		return nil
	})
}

func TestARoundFetchesNothingTwiceAlsoAfterARestart(t *testing.T) {
	site := newPress(t)
	site.publish("bg", "bg", story)
	settings := map[string]string{"DATA_DIR": t.TempDir(), "SOURCES_FILE": site.sources(t, "bg"), "FETCH_ALLOW": "127.0.0.1"}
	for i, want := range []string{"bg: 1 new articles, 1 added", "bg: 0 new articles", "bg: 0 new articles"} {
		out, status := callWith(t, settings, "", "ingest") // each is a process of its own for the store
		if status != 0 || !strings.Contains(out, want) {
			t.Errorf("round %d: status %d, %s", i+1, status, out)
		}
	}
	if feed, page := site.asked["/feed/bg"], site.asked["/bg/0"]; feed != 1 || page != 1 {
		t.Errorf("the feed was sent %d times, the page %d times", feed, page)
	}
}

func TestANameThatWasCorrectedOnceIsReadSoFromThenOn(t *testing.T) {
	h := houseOn(t, "", 0)
	read := func(text string) catalog.Event {
		result, err := h.ingest.One(t.Context(), catalog.Article{Text: text}, time.Now())
		if err != nil || result.Outcome != ingest.Taken {
			t.Fatalf("%+v, %v", result, err)
		}
		return result.Added.Event
	}
	const helpers = "Подкрепа дават Фондация „Морска зора“ и Дигитален клъстер Черноморие."
	first := read(story + "\n" + helpers)
	if len(first.Organisations) < 2 || len(first.Projects) > 0 {
		t.Fatalf("read as %v, %v", first.Organisations, first.Projects)
	}
	desk := &terminal{
		book: h.book, user: commands.User{ID: 1, Language: "bg", Admin: true}, chat: h.store.Chat, out: io.Discard, now: time.Now,
		buttons: []texts.Button{{Text: "⚠️", Data: "report:" + first.ID}},
	}
	for _, step := range []string{"⚠️", "/review", "🏷", "🏢 Дигитален", "📁", "🏷", "🏢 Фондация", "🚫", "✅"} {
		if !strings.HasPrefix(step, "/") {
			at := slices.IndexFunc(desk.buttons, func(b texts.Button) bool { return strings.HasPrefix(b.Text, step) })
			step = fmt.Sprintf("#%d", at+1)
		}
		if err := desk.answer(t.Context(), step); err != nil {
			t.Fatal(err)
		}
	}
	corrected, err := h.store.Event(t.Context(), first.ID)
	if err != nil {
		t.Fatal(err)
	}
	second := read("Русе и Галац с общ проект за умни градове\n\nРусе, 3 юни 2026 г. Кметовете на Русе и Галац подписаха вчера " +
		"споразумение за сътрудничество по дигитализация и умни градове. " + helpers)
	for _, e := range []catalog.Event{corrected, second} {
		if len(e.Projects) != 1 || e.Projects[0] != second.Projects[0] || slices.ContainsFunc(e.Organisations, func(id string) bool {
			return strings.Contains(id, "klaster") || strings.Contains(id, "zora")
		}) {
			t.Errorf("%s has the organisations %v and the projects %v", e.ID, e.Organisations, e.Projects)
		}
	}
}

func TestTheAdminsAreToldOfASourceInTroubleInTheirWords(t *testing.T) {
	h := houseOn(t, "", 0)
	h.config.AdminIDs = []int64{7}
	source := catalog.NewsSource{ID: "town", Name: "Town <hall>"}
	state := catalog.SourceState{Failures: 12, Why: catalog.NoFeed, Error: "parse feed: failed"}
	for want, trouble := range map[string]ingest.Trouble{
		"нито веднъж":      {Source: source, State: state},
		"няма нищо ново":   {Source: source, State: catalog.SourceState{News: time.Now().AddDate(0, -2, 0)}, Silent: true},
		"не може да се пр": {Source: source, State: catalog.SourceState{Read: time.Now().AddDate(0, 0, -4), Failures: 9, Why: catalog.SiteAway}},
	} {
		for range 2 { // once, however often it is told
			if err := (editors{h}).Tell(t.Context(), trouble); err != nil {
				t.Fatal(err)
			}
		}
		waiting, err := h.store.Claim(t.Context(), time.Now(), 10)
		if err != nil || len(waiting) != 1 {
			t.Fatalf("%d messages, %v", len(waiting), err)
		}
		if body := string(waiting[0].Body); !strings.Contains(body, want) || !strings.Contains(body, "/sources pause town") {
			t.Errorf("told: %s", body)
		}
		if err := h.store.Settle(t.Context(), waiting[0], catalog.Outcome{Verdict: catalog.Sent}); err != nil {
			t.Fatal(err)
		}
		if depth, _, err := h.store.OutboxStats(t.Context()); depth > 0 || err != nil {
			t.Errorf("%d more wait, %v", depth, err)
		}
	}
}
