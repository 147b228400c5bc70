package extract

import (
	"os"
	"strings"
	"testing"

	"mostbot/catalog"
)

// published2024 is a Wednesday.
var published2024 = catalog.NewDate(2024, 5, 15)

// sentencesIn makes a document of a text without a headline.
func sentencesIn(t testing.TB, lang catalog.Language, text string, published catalog.Date) (*document, *lexicon, *facts) {
	t.Helper()
	l := testExtractor(t).lexicons[lang]
	d := &document{text: text, published: published, tokens: cut(text), sites: map[int]site{}, language: lang}
	d.sentences = divide(text, d.tokens, l)
	f := gather(d, l.matcher.find(d.tokens))
	d.readPlans(f)
	return d, l, f
}

func datesOf(t testing.TB, lang catalog.Language, text string) []found {
	t.Helper()
	d, l, f := sentencesIn(t, lang, text, published2024)
	return d.readDates(l, f)
}

func TestDatesAreReadAsAReaderWould(t *testing.T) {
	for _, lang := range catalog.Languages {
		t.Run(lang, func(t *testing.T) {
			table, err := os.ReadFile("testdata/dates/" + lang + ".txt")
			if err != nil {
				t.Fatal(err)
			}
			for row := range strings.Lines(string(table)) {
				want, text, ok := strings.Cut(strings.TrimSpace(row), "|")
				if !ok {
					continue
				}
				var got []string
				for _, f := range datesOf(t, lang, strings.TrimSpace(text)) {
					got = append(got, f.date.String())
				}
				if got := strings.Join(got, "; "); got != strings.TrimSpace(want) {
					t.Errorf("%s: read %q, want %q", strings.TrimSpace(text), got, strings.TrimSpace(want))
				}
			}
		})
	}
}
