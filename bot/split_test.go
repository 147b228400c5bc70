package bot

import (
	"context"
	"html"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"

	"mostbot/telegramtest"
)

func TestSplitKeepsBlocksTogetherWhereTheyFit(t *testing.T) {
	got := split([]string{"<b>one</b>", "two", "three"}, 9)
	want := []string{"<b>one</b>\n\ntwo", "three"}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSplitClosesAndReopensTags(t *testing.T) {
	got := split([]string{`<b>bold <a href="https://example.org/?a=1&amp;b=2">link text</a></b>`}, 10)
	want := []string{
		`<b>bold <a href="https://example.org/?a=1&amp;b=2">link</a></b>`,
		`<b><a href="https://example.org/?a=1&amp;b=2">text</a></b>`,
	}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSplitPrefersTheEndOfALine(t *testing.T) {
	got := split([]string{"first line\nsecond line"}, 18)
	if len(got) != 2 || got[0] != "first line" || got[1] != "second line" {
		t.Errorf("got %q", got)
	}
}

func TestSplitCountsUnitsAfterParsing(t *testing.T) {
	block := strings.Repeat("&lt;", 4096)
	if got := split([]string{block}, maxText); len(got) != 1 {
		t.Errorf("4096 escaped signs became %d messages", len(got))
	}
	if got := split([]string{strings.Repeat("😀", 2049)}, maxText); len(got) != 2 {
		t.Errorf("4098 UTF-16 units became %d messages", len(got))
	}
}

func TestSplitKeepsWithinTheEntitiesThatTelegramUses(t *testing.T) {
	blocks := make([]string, 70)
	for i := range blocks {
		blocks[i] = "<b>a</b> <i>b</i>"
	}
	for _, part := range split(blocks, maxText) {
		if n := strings.Count(part, "<b>") + strings.Count(part, "<i>"); n > maxEntities {
			t.Errorf("%d entities in one message", n)
		}
	}
}

func TestSplitDropsWhatCannotBeSeen(t *testing.T) {
	if got := split([]string{"", " \n ", "<b></b>", "\u200f"}, maxText); len(got) != 0 {
		t.Errorf("got %q", got)
	}
}

func TestSplitPreservesTextFitsAndBalances(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		blocks := rapid.SliceOfN(markup(), 1, 6).Draw(t, "blocks")
		limit := rapid.IntRange(8, 60).Draw(t, "limit")
		parts := split(blocks, limit)
		for _, part := range parts {
			text := html.UnescapeString(tag.ReplaceAllString(part, ""))
			if n := len(utf16.Encode([]rune(text))); n > limit {
				t.Fatalf("%d units in %q, limit %d", n, part, limit)
			}
			if !balanced(part) {
				t.Fatalf("unbalanced: %q", part)
			}
		}
		if got, want := readable(strings.Join(parts, "")), readable(strings.Join(blocks, "")); got != want {
			t.Fatalf("text changed:\n got %q\nwant %q", got, want)
		}
	})
}

func TestTelegramTakesEveryPart(t *testing.T) {
	telegram := telegramtest.New(telegramtest.Options{Token: secret, AnyUser: true, Limits: telegramtest.NoLimits()})
	server := httptest.NewServer(telegram)
	defer server.Close()
	c := dial(t, server.URL)
	rapid.Check(t, func(t *rapid.T) {
		var whole []string
		for _, block := range rapid.SliceOfN(markup(), 1, 40).Draw(t, "blocks") {
			whole = append(whole, strings.Repeat(block+" ", rapid.IntRange(1, 60).Draw(t, "times")))
		}
		told := len(telegram.Replies(7))
		for _, part := range split(whole, maxText) {
			if _, err := c.send(context.Background(), post{chat: 7, markup: part}, callTimeout); err != nil {
				t.Fatalf("%v: %q", err, part)
			}
		}
		var got strings.Builder
		for _, m := range telegram.Replies(7)[told:] {
			got.WriteString(m.Text)
		}
		if readable(html.EscapeString(got.String())) != readable(strings.Join(whole, "")) {
			t.Fatal("Telegram shows another text")
		}
	})
}

func TestUnmarkedKeepsAddressesWhereThereIsRoom(t *testing.T) {
	markup := `<b>1 &lt; 2</b> <a href="https://example.org/?a&amp;b">more</a>`
	if got := unmarked(markup, 100); got != "1 < 2 more (https://example.org/?a&b)" {
		t.Errorf("got %q", got)
	}
	if got := unmarked(markup, 12); got != "1 < 2 more" {
		t.Errorf("got %q", got)
	}
}

var tag = regexp.MustCompile(`<[^>]+>`)

// readable is the text without the white space that a cut may take away.
func readable(markup string) string {
	return strings.Join(strings.Fields(html.UnescapeString(tag.ReplaceAllString(markup, ""))), "")
}

func balanced(markup string) bool {
	var open []string
	for _, found := range tag.FindAllString(markup, -1) {
		if !strings.HasPrefix(found, "</") {
			open = append(open, atom{markup: found}.closing())
			continue
		}
		if len(open) == 0 || open[len(open)-1] != found {
			return false
		}
		open = open[:len(open)-1]
	}
	return len(open) == 0
}

// markup draws a block of nested tags over words of several scripts.
func markup() *rapid.Generator[string] {
	word := rapid.SampledFrom([]string{"Бургас", "Kherson", "a", "&amp;", "&lt;b&gt;", "😀", "\n", " ", " ", "innovation-hub", "Ελλάδα"})
	text := rapid.Custom(func(t *rapid.T) string {
		return "x" + strings.Join(rapid.SliceOfN(word, 1, 20).Draw(t, "words"), "")
	})
	return rapid.Custom(func(t *rapid.T) string {
		var b strings.Builder
		for range rapid.IntRange(1, 4).Draw(t, "runs") {
			wrap := rapid.SampledFrom([]string{"", "b", "i", "code", `a href="https://example.org/x"`}).Draw(t, "tag")
			inner := text.Draw(t, "text")
			if rapid.Bool().Draw(t, "nested") {
				inner = "<u>" + inner + "</u>"
			}
			if wrap != "" {
				inner = "<" + wrap + ">" + inner + atom{markup: "<" + wrap + ">"}.closing()
			}
			b.WriteString(inner)
		}
		return b.String()
	})
}
