package telegramtest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOldMarkdownIsReadAsTelegramReadsIt(t *testing.T) {
	for _, test := range []struct {
		source, text string
		entities     []Entity
	}{
		{"plain] (simple)", "plain] (simple)", nil},
		{"*🏙* _b_ `c`", "🏙 b c", []Entity{
			{Type: "bold", Length: 2}, {Type: "italic", Offset: 3, Length: 1}, {Type: "code", Offset: 5, Length: 1}}},
		{`\*a\_ \x`, `*a_ \x`, nil},
		{"**a", "a", nil},
		{"[a](https://a.bg/x)b", "ab", []Entity{{Type: "text_link", Length: 1, URL: "https://a.bg/x"}}},
		{"[[1]][a](http://127.0.0.1:8080/f.xml) c", "[1]a c",
			[]Entity{{Type: "text_link", Offset: 3, Length: 1, URL: "http://127.0.0.1:8080/f.xml"}}},
		{"[a](tg://user?id=7)", "a", []Entity{{Type: "text_mention", Length: 1, User: &User{ID: 7}}}},
		{"```go\nx```", "x", []Entity{{Type: "pre", Length: 1, Language: "go"}}},
	} {
		text, entities, err := parseMarkdown(test.source)
		if err != nil || text != test.text || cmp.Diff(test.entities, entities) != "" {
			t.Errorf("%s: %q, %v\n%s", test.source, text, err, cmp.Diff(test.entities, entities))
		}
	}
}

func TestOldMarkdownWithoutAnEndIsRefused(t *testing.T) {
	for _, source := range []string{"ab*c", "ab_c", "ab`c", "ab[c", "ab```c"} {
		_, _, err := parseMarkdown(source)
		const want = "Bad Request: can't parse entities: Can't find end of the entity starting at byte offset 2"
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v", source, err)
		}
	}
}
