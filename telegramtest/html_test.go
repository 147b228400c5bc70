package telegramtest

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestHTMLIsReadAsTelegramReadsIt(t *testing.T) {
	for _, test := range []struct {
		source, text string
		entities     []Entity
	}{
		{"plain &amp; simple", "plain & simple", nil},
		{"<b>🏙 x</b>y", "🏙 xy", []Entity{{Type: "bold", Length: 4}}},
		{"<b>a<i>b</i></b>", "ab", []Entity{{Type: "bold", Length: 2}, {Type: "italic", Offset: 1, Length: 1}}},
		{"<B>a</b>", "a", []Entity{{Type: "bold", Length: 1}}},
		{"<b>a</>", "a", []Entity{{Type: "bold", Length: 1}}},
		{"<b></b>a", "a", nil},
		{`<a href="https://a.bg/?x=1&amp;y=2">a</a>`, "a",
			[]Entity{{Type: "text_link", Length: 1, URL: "https://a.bg/?x=1&y=2"}}},
		{`<a href='a.bg'>a</a>`, "a", []Entity{{Type: "text_link", Length: 1, URL: "http://a.bg/"}}},
		{`<a href="javascript:alert(1)">a</a>`, "a", nil},
		{`<a>a.bg</a>`, "a.bg", []Entity{{Type: "text_link", Length: 4, URL: "http://a.bg/"}}},
		{`<a href="tg://user?id=7">a</a>`, "a", []Entity{{Type: "text_mention", Length: 1, User: &User{ID: 7}}}},
		{`<pre><code class="language-go">x</code></pre>`, "x", []Entity{{Type: "pre", Length: 1, Language: "go"}}},
		{"<blockquote expandable>x</blockquote>", "x", []Entity{{Type: "expandable_blockquote", Length: 1}}},
		{`<span class="tg-spoiler">x</span>`, "x", []Entity{{Type: "spoiler", Length: 1}}},
		{`<tg-time unix="1700000000" format="d">x</tg-time>`, "x",
			[]Entity{{Type: "date_time", Length: 1, Unix: 1700000000, Format: "d"}}},
		{"&lt;&gt;&quot;&#39;&#x41;&nbsp;&", `<>"'A&nbsp;&`, nil},
		{"&ltb", "&ltb", nil},
		{"&#0;&#1114112;", "&#0;&#1114112;", nil},
	} {
		text, entities, err := parseHTML(test.source)
		if err != nil || text != test.text || cmp.Diff(test.entities, entities) != "" {
			t.Errorf("%s: %q, %v\n%s", test.source, text, err, cmp.Diff(test.entities, entities))
		}
	}
}

func TestTelegramFindsTheRestByItself(t *testing.T) {
	text := "/city@mostbot_bot see https://a.bg/x, mail a@b.bg, @mostbot_bot #новини 1/2 a@b"
	var found []string
	for _, e := range sortEntities(detect(text, nil)) {
		found = append(found, e.Type+" "+textOf(text, e))
	}
	want := []string{
		"bot_command /city@mostbot_bot", "url https://a.bg/x", "email a@b.bg", "mention @mostbot_bot", "hashtag #новини",
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Error(diff)
	}
	if got := detect("/help", []Entity{{Type: "code", Length: 5}}); len(got) != 0 {
		t.Errorf("in code was found %v", got)
	}
}

func TestWhiteSpaceAtTheEndsIsCut(t *testing.T) {
	text, entities := trim("\n  a b \n", []Entity{{Type: "bold", Offset: 3, Length: 5}})
	if text != "a b" || cmp.Diff([]Entity{{Type: "bold", Length: 3}}, entities) != "" {
		t.Errorf("%q %v", text, entities)
	}
}

// FuzzHTML checks that whatever is accepted is sound: entities lie in the text, and marking them up again gives HTML
// that reads the same.
func FuzzHTML(f *testing.F) {
	for _, seed := range []string{
		"<b>a</b>", "<a href=\"https://a.bg\">🏙</a>", "<pre><code class='language-go'>x</code></pre>", "&#x1F3D9;&amp;",
		"<blockquote expandable>a\n<i>b</i></blockquote>", "<b", "</b>", "<tg-time unix=1>x</tg-time>", "a<b>c</i>",
		"<span class=\"tg-spoiler\">x</span>", "<b/>", "<a href=>x</a>", "\xff<b>\xff</b>",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		text, entities, err := parseHTML(source)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "Bad Request: can't parse entities: ") {
				t.Fatalf("%q was refused with %v", source, err)
			}
			return
		}
		if !utf8.ValidString(text) {
			t.Fatalf("%q gave %q", source, text)
		}
		for _, e := range entities {
			if e.Offset < 0 || e.Length <= 0 || e.end() > utf16Len(text) {
				t.Fatalf("%q gave %+v beside its text %q", source, e, text)
			}
		}
		again, _, err := parseHTML(markUp(text, entities))
		if err != nil || again != text {
			t.Fatalf("%q reads %q, but marked up again (%s) reads %q, %v", source, text, markUp(text, entities), again, err)
		}
	})
}

// FuzzText checks the whole way of a text, with what Telegram finds in it.
func FuzzText(f *testing.F) {
	f.Add(" /a @b_c_d_e https://x.y/z #я \n", "HTML")
	f.Add("<b> x </b>", "HTML")
	f.Add("🏙/a", "")
	f.Fuzz(func(t *testing.T, source, mode string) {
		q := &query{args: map[string]string{"text": source, "parse_mode": mode}}
		text, entities, err := readText(q, "text", "entities")
		if err != nil {
			return
		}
		if text != strings.TrimRight(text, " \n\t") {
			t.Fatalf("%q ends in white space", text)
		}
		for _, e := range entities {
			if e.Offset < 0 || e.Length <= 0 || e.end() > utf16Len(text) {
				t.Fatalf("%+v lies beside %q", e, text)
			}
		}
		markUp(text, entities)
	})
}
