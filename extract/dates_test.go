package extract

import (
	"os"
	"slices"
	"strings"
	"testing"

	"mostbot/catalog"
)

// published2024 is a Wednesday.
var published2024 = catalog.NewDate(2024, 5, 15)

// sentencesIn makes a document of a text without a headline.
func sentencesIn(t testing.TB, lang catalog.Language, text string, published catalog.Date) (*document, *lexicon) {
	t.Helper()
	l := testExtractor(t).lexicons[lang]
	d := &document{text: text, published: published, tokens: cut(text), language: lang}
	d.siteAt = make([]*site, len(d.tokens))
	d.sentences = divide(text, d.tokens, l)
	d.words = testExtractor(t).recallWords(l, d.tokens)
	d.readPlans(gather(d, l.matcher.find(d.tokens)))
	return d, l
}

func datesOf(t testing.TB, lang catalog.Language, text string) []found {
	t.Helper()
	d, l := sentencesIn(t, lang, text, published2024)
	return d.readDates(l)
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

func TestDatesThatOnlyLimitAreMarked(t *testing.T) {
	for _, c := range []struct {
		lang, text   string
		limit, until bool
	}{
		{"de", "Die Schau ist bis zum 12. Juli zu sehen.", true, true},
		{"de", "Die Schau fand Ende Mai statt.", false, false},
		{"de", "Die Schau läuft bis Ende 2026.", true, true},
		{"ro", "Contractul a fost semnat la 12 aprilie.", false, false},
		{"ro", "Înscrierile sunt deschise până la data de 12 iunie.", true, true},
		{"en", "The exhibition is open until the 12th of June.", true, true},
		{"en", "They have been twins since May 2020.", true, false},
		{"bg", "Кандидатства се до средата на юни.", true, true},
		{"uk", "Заявки чекають до кінця червня.", true, true},
	} {
		dates := datesOf(t, c.lang, c.text)
		if len(dates) != 1 || dates[0].limit != c.limit || dates[0].until != c.until {
			t.Errorf("%s: %+v", c.text, dates)
		}
	}
}

func TestWithoutADayOfPublicationOnlyWholeDatesAreRead(t *testing.T) {
	for text, want := range map[string]string{
		"They met on 5 May 2020.": "2020-05-05", "They met in May 2020.": "2020-05", "They met on Tuesday.": "",
		"They met last week, on 5 May.": "", "They met yesterday.": "",
	} {
		d, l := sentencesIn(t, "en", text, catalog.Date{})
		got := ""
		for _, f := range d.readDates(l) {
			got += f.date.String()
		}
		if got != want {
			t.Errorf("%s: read %q, want %q", text, got, want)
		}
	}
}

func TestAWeekdayIsNamedWithoutItsWeek(t *testing.T) {
	for text, want := range map[string]bool{
		"They met on Tuesday.": true, "They met this Tuesday.": true, "They met last Tuesday.": false,
		"They met on Tuesday last week.": false, "They met on Tuesday, 14 May.": false, "They met from Friday to Sunday.": true,
	} {
		if dates := datesOf(t, "en", text); len(dates) != 1 || dates[0].weekday != want {
			t.Errorf("%s: %+v", text, dates)
		}
	}
}

func FuzzDatesAreValid(f *testing.F) {
	for _, lang := range catalog.Languages {
		table, err := os.ReadFile("testdata/dates/" + lang + ".txt")
		if err != nil {
			f.Fatal(err)
		}
		for row := range strings.Lines(string(table)) {
			if _, text, ok := strings.Cut(row, "|"); ok {
				f.Add(text, "2024-05-15", lang)
			}
		}
	}
	for _, text := range []string{"", "29 февруари", "31.31.3131", "5/5/5/5/5.5.5", "от до от до – 5 – 5 май –", "in in in 2020-та-та", "1st, 2nd, 3rd, 4th, 5th, 6th, 7th, 8th, 9th and 10th May",
		strings.Repeat("5, ", 100), strings.Repeat("last next this ", 100), strings.Repeat("2020 - ", 100), strings.Repeat("on Monday ", 100)} {
		f.Add(text, "2024-02-29", "en")
		f.Add(text, "2024-02", "bg")
		f.Add(text, "", "ro")
	}
	f.Fuzz(func(t *testing.T, text, published, lang string) {
		day, err := catalog.ParseDate(published)
		if err != nil || !slices.Contains(catalog.Languages, lang) || !day.IsZero() && (day.First().Year() < 1960 || day.Last().Year() > 2060) {
			return
		}
		text, _ = prepare(catalog.Article{Text: text})
		if text == "" {
			return
		}
		d, l := sentencesIn(t, lang, text, day)
		for _, f := range d.readDates(l) {
			for _, date := range []catalog.Date{f.date, f.season} {
				if again, err := catalog.ParseDate(date.String()); err != nil || again != date || date.Last().Before(date.First()) {
					t.Errorf("%q holds %v, %v", text, date, err)
				}
			}
			if f.date.IsZero() || f.date.First().Year() < 1850 || f.date.Last().Year() > 2170 || f.empty() || f.to > len(d.tokens) {
				t.Errorf("%q holds %v at %v", text, f.date, f.span)
			}
		}
	})
}

// BenchmarkManyDates reads texts without end that are nothing but dates: their cost may grow with their length alone.
func BenchmarkManyDates(b *testing.B) {
	for _, text := range []string{"5, ", "last next this ", "2020 - ", "on Monday ", "5 May and ", "May 5 to ", "a two-day fair began on 5 May, ", "month "} {
		b.Run(text, func(b *testing.B) {
			d, l := sentencesIn(b, "en", strings.Repeat(text, longest/len(text)), published2024)
			for b.Loop() {
				d.readDates(l)
			}
		})
	}
}

func BenchmarkDates(b *testing.B) {
	for _, lang := range catalog.Languages {
		b.Run(lang, func(b *testing.B) {
			table, err := os.ReadFile("testdata/dates/" + lang + ".txt")
			if err != nil {
				b.Fatal(err)
			}
			text := string([]rune(string(table))[:3000])
			d, l := sentencesIn(b, lang, text, published2024)
			b.ReportAllocs()
			for b.Loop() {
				d.readDates(l)
			}
		})
	}
}
