package texts_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"mostbot/catalog"
	"mostbot/texts"
)

// names knows a few places in a few languages.
type names map[int32]map[string]string

func (n names) Name(id int32, lang catalog.Language) string { return n[id][lang] }

var places = names{
	1: {"bg": "Варна", "en": "Varna", "uk": "Варна", "ro": "Varna", "de": "Warna"},
	2: {"bg": "Одеса", "en": "Odesa", "uk": "Одеса", "ro": "Odesa", "de": "Odessa"},
	3: {"bg": "Яш", "en": "Iași", "uk": "Ясси", "ro": "Iași", "de": "Iași"},
}

func open(t testing.TB) *texts.Texts {
	t.Helper()
	all, err := texts.New(places)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func cities(ids ...int32) []catalog.City {
	var list []catalog.City
	for _, id := range ids {
		list = append(list, catalog.City{ID: id, Name: "City", Country: "BG"})
	}
	return list
}

func date(t *testing.T, s string) catalog.Date {
	t.Helper()
	d, err := catalog.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDatesAreWrittenAsTheLanguageDoes(t *testing.T) {
	all := open(t)
	for _, c := range []struct{ lang, date, want string }{
		{"bg", "2023-11-22", "22 ноември 2023 г."},
		{"bg", "2025-02-13/2025-02-14", "13–14 февруари 2025 г."},
		{"bg", "2025-01-30/2025-02-02", "30 януари – 2 февруари 2025 г."},
		{"bg", "2024-12-30/2025-01-02", "30 декември 2024 г. – 2 януари 2025 г."},
		{"bg", "2020-02", "февруари 2020 г."},
		{"bg", "2020-02/2020-06", "февруари – юни 2020 г."},
		{"bg", "2019", "2019 г."},
		{"bg", "2019/2021", "2019–2021 г."},
		{"bg", "", "без дата"},
		{"en", "2023-11-22", "22 November 2023"},
		{"en", "2025-02-13/2025-02-14", "13–14 February 2025"},
		{"uk", "2023-11-22", "22 листопада 2023 р."},
		{"uk", "2023-11", "листопад 2023 р."},
		{"uk", "2025-01-30/2025-02-02", "30 січня – 2 лютого 2025 р."},
		{"ro", "2025-02-13/2025-02-14", "13–14 februarie 2025"},
		{"de", "2025-02-13/2025-02-14", "13.–14. Februar 2025"},
		{"de", "2025-01-30/2025-02-02", "30. Januar – 2. Februar 2025"},
	} {
		if got := all.Printer(c.lang).Date(date(t, c.date)); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.lang, c.date, got, c.want)
		}
	}
}

func TestCountsHaveTheRightPlural(t *testing.T) {
	all := open(t)
	for _, c := range []struct {
		lang string
		n    int
		want string
	}{
		{"bg", 1, "1 събитие"}, {"bg", 2, "2 събития"}, {"bg", 21, "21 събития"}, {"bg", 12345, "12 345 събития"},
		{"uk", 1, "1 подія"}, {"uk", 3, "3 події"}, {"uk", 5, "5 подій"}, {"uk", 11, "11 подій"}, {"uk", 21, "21 подія"},
		{"uk", 22, "22 події"}, {"uk", 112, "112 подій"},
		{"ro", 1, "1 eveniment"}, {"ro", 2, "2 evenimente"}, {"ro", 19, "19 evenimente"}, {"ro", 20, "20 de evenimente"},
		{"ro", 101, "101 evenimente"}, {"ro", 0, "0 evenimente"},
		{"en", 1, "1 event"}, {"en", 0, "0 events"}, {"de", 1, "1 Ereignis"}, {"de", 7, "7 Ereignisse"},
	} {
		got := strings.ReplaceAll(all.Printer(c.lang).Plain("count.events", texts.Data{"N": c.n}), "\u00a0", " ")
		if got != c.want {
			t.Errorf("%s %d: %q, want %q", c.lang, c.n, got, c.want)
		}
	}
}

func TestHeadlinesAreMadeOfTheEventsData(t *testing.T) {
	all := open(t)
	hub := catalog.Organisation{ID: "hub", Names: catalog.Text{"en": "Long Name of a Digital Innovation Hub (LNDIH)"}}
	home := cities(1)[0]
	hall := catalog.Organisation{ID: "hall", Names: catalog.Text{"en": "Town Hall"}, City: &home}
	d := catalog.NewDirectory([]catalog.Organisation{hub, hall}, []catalog.Project{
		{ID: "p", Names: catalog.Text{"en": "Pilot – a very long explanation of the name"}},
	})
	for _, c := range []struct {
		lang  string
		event catalog.Event
		want  string
	}{
		{"bg", catalog.Event{Kind: catalog.Agreement, Cities: cities(1, 2)}, "Варна и Одеса подписаха споразумение"},
		{"bg", catalog.Event{Kind: catalog.Agreement, Stage: catalog.Planned, Cities: cities(1)}, "Варна ще подпише споразумение"},
		{"bg", catalog.Event{Kind: catalog.Launch, Cities: cities(1, 2, 3), Projects: []string{"p"}}, "Варна, Одеса и Яш започнаха проекта „Pilot“"},
		{"bg", catalog.Event{Kind: catalog.Launch, Cities: cities(1, 2, 3, 9)}, "Варна, Одеса и още 2 започнаха общ проект"},
		{"bg", catalog.Event{Kind: catalog.Opening, Cities: cities(1), Organisations: []string{"hall"}}, "Варна: открит е нов център"},
		{"bg", catalog.Event{Kind: catalog.Opening, Cities: cities(1), Organisations: []string{"hub", "hall"}}, "Варна и LNDIH откриха общ център"},
		{"bg", catalog.Event{Kind: catalog.Funding}, "Финансиране за съвместна работа"},
		{"en", catalog.Event{Kind: catalog.Visit, Cities: cities(1, 2)}, "Varna and Odesa: working visit"},
		{"en", catalog.Event{Kind: catalog.Visit, Cities: cities(1, 2), Title: catalog.Text{"en": "A <title>"}}, "A <title>"},
		{"en", catalog.Event{Kind: catalog.Visit, Cities: cities(1, 2), Title: catalog.Text{"bg": "Заглавие"}}, "Varna and Odesa: working visit"},
		{"uk", catalog.Event{Kind: catalog.Agreement, Cities: cities(1)}, "Варна: підписано угоду"},
		{"uk", catalog.Event{Kind: catalog.Agreement, Cities: cities(1, 2)}, "Варна і Одеса підписали угоду"},
		{"ro", catalog.Event{Kind: catalog.Launch, Cities: cities(1, 3)}, "Varna și Iași au lansat un proiect comun"},
		{"de", catalog.Event{Kind: catalog.Agreement, Stage: catalog.Planned, Cities: cities(1, 2)}, "Warna und Odessa wollen Vereinbarung unterzeichnen"},
	} {
		if got := all.Printer(c.lang).Headline(c.event, d); got != c.want {
			t.Errorf("%s: %q, want %q", c.lang, got, c.want)
		}
	}
}

func TestEveryKindAndStageMakesAHeadlineInEveryLanguage(t *testing.T) {
	all := open(t)
	for _, lang := range catalog.Languages {
		seen := map[string]string{}
		for _, kind := range catalog.Kinds {
			for _, stage := range []catalog.Stage{catalog.Happened, catalog.Planned} {
				for n := range 6 {
					e := catalog.Event{Kind: kind, Stage: stage, Cities: cities(1, 2, 3, 4, 5, 6)[:n]}
					said := all.Printer(lang).Headline(e, catalog.NewDirectory(nil, nil))
					if said == "" || strings.ContainsAny(said, "{}") || strings.Contains(said, "headline") || strings.Contains(said, "  ") {
						t.Errorf("%s, %s %s of %d: %q", lang, stage, kind, n, said)
					}
					if other, ok := seen[said]; ok {
						t.Errorf("%s: %s %s reads like %s: %q", lang, stage, kind, other, said)
					}
					seen[said] = string(stage) + " " + string(kind)
				}
			}
		}
	}
}

func TestAPlanWhoseDayHasPassedIsToldAsOne(t *testing.T) {
	p := open(t).Printer("en")
	e := catalog.Event{Kind: catalog.Visit, Stage: catalog.Planned, Date: date(t, "2025-05-01"), Title: catalog.Text{"en": "Title"}}
	d := catalog.NewDirectory(nil, nil)
	for moment, want := range map[string]string{"2025-04-30": "visit (planned)", "2025-05-01": "visit (planned)", "2025-05-03": "visit (was planned)"} {
		now, _ := time.Parse(time.DateOnly, moment)
		if card := p.At(now).Card(e, d).Plain(); !strings.Contains(card, want) {
			t.Errorf("on %s: %q", moment, card)
		}
	}
}

func TestAComposedHeadlineOfAPlanWhoseDayHasPassedPromisesNothing(t *testing.T) {
	d := catalog.NewDirectory(nil, []catalog.Project{{ID: "p", Names: catalog.Text{"en": "Pilot"}}})
	e := catalog.Event{Kind: catalog.Agreement, Stage: catalog.Planned, Date: date(t, "2025-05-01"), Cities: cities(1, 2)}
	later, _ := time.Parse(time.DateOnly, "2025-05-03")
	p := open(t).Printer("en").At(later)
	if got := p.Headline(e, d); got != "Varna and Odesa: agreement (was planned)" {
		t.Error(got)
	}
	e.Projects = []string{"p"}
	if got := p.Headline(e, d); got != "Varna and Odesa – Pilot: agreement (was planned)" {
		t.Error(got)
	}
	digest := open(t).Printer("en").Digest([]catalog.Event{e}, later, later, nil, d)
	if block := digest.Blocks[1].Plain(); !strings.Contains(block, "(was planned)") {
		t.Error(block)
	}
}

func TestWhatComesFromOutsideCanDoNoHarm(t *testing.T) {
	p := open(t).Printer("en")
	nasty := "<b>Bits</b> & \"Co\"\u202e\x00\r\nx"
	d := catalog.NewDirectory([]catalog.Organisation{{ID: "o", Names: catalog.Text{"en": nasty}}}, nil)
	e := catalog.Event{
		Kind: catalog.Visit, Organisations: []string{"o"}, Title: catalog.Text{"en": nasty}, People: []catalog.Person{{Name: nasty, Role: nasty}},
		Sources: []catalog.Source{
			{URL: `https://x.example/?a=1&b="><b>`, Outlet: nasty, Language: "sk"}, {URL: "javascript:alert(1)", Outlet: "Evil"},
		},
		Evidence: []catalog.Evidence{{Text: nasty}},
	}
	for _, block := range p.Details(e, d) {
		s := block.String()
		for _, bad := range []string{"<b>Bits", "\u202e", "\x00", "javascript:", `"><b>`, "& "} {
			if strings.Contains(s, bad) {
				t.Errorf("%q holds %q", s, bad)
			}
		}
	}
	if plain := p.Card(e, d).Plain(); !strings.Contains(plain, `<b>Bits</b> & "Co" x`) || !strings.Contains(plain, "(sk)") {
		t.Errorf("reads %q", plain)
	}
}

func TestNothingFromOutsideOutgrowsAMessage(t *testing.T) {
	endless := strings.Repeat("ж ", 9000)
	long := catalog.Text{"bg": endless}
	d := catalog.NewDirectory([]catalog.Organisation{{ID: "o", Names: long}}, []catalog.Project{{ID: "p", Names: long}})
	e := catalog.Event{
		Kind: catalog.Visit, Title: long, Summary: long, Organisations: []string{"o", endless}, Projects: []string{"p", endless},
		Cities: []catalog.City{{ID: 99, Name: endless}}, Evidence: []catalog.Evidence{{Text: endless}},
	}
	for range 20 {
		e.People = append(e.People, catalog.Person{Name: endless, Role: endless})
		e.Sources = append(e.Sources, catalog.Source{Outlet: endless, URL: "https://x.example/" + strings.Repeat("a", 5000)})
	}
	made := e
	made.Title = nil
	p := open(t).Printer("bg")
	for _, block := range append(p.Details(e, d), p.Card(e, d), p.Card(made, d), p.Line(made, d), p.Numbered(3, e, d)) {
		if block.Length() > 4096 || len(block.String()) > 16_000 {
			t.Errorf("a block of %d characters, %d bytes", block.Length(), len(block.String()))
		}
	}
}

func TestTextFromRightToLeftIsKeptToItself(t *testing.T) {
	if got := texts.Clean("  חיפה  "); got != "\u2068חיפה\u2069" {
		t.Errorf("%q", got)
	}
	if got := texts.Clean(texts.Clean("חיפה \u202eabc")); got != "\u2068חיפה abc\u2069" {
		t.Errorf("%q", got)
	}
	for _, plain := range []string{"", "Варна", "Cluj-Napoca – “ok”", "🏙 Київ", "don’t"} {
		if got := texts.Clean(plain); got != plain {
			t.Errorf("%q became %q", plain, got)
		}
	}
}

func TestTextIsCutAtAWord(t *testing.T) {
	for _, c := range []struct {
		text string
		most int
		want string
	}{
		{"Варна и Одеса", 20, "Варна и Одеса"}, {"Варна, Одеса и Яш", 13, "Варна, Одеса…"}, {"Ааааааааааааааааа", 5, "Аааа…"},
	} {
		if got := texts.Cut(c.text, c.most); got != c.want {
			t.Errorf("%q at %d: %q, want %q", c.text, c.most, got, c.want)
		}
	}
}

func TestHTMLKnowsWhatTelegramCounts(t *testing.T) {
	h := texts.Join("\n", texts.Bold("a<b"), texts.Link("🏙 &", "https://x.example/"))
	if h.Plain() != "a<b\n🏙 & (https://x.example/)" || h.Length() != len("a<b\n")+4 {
		t.Errorf("plain %q, length %d", h.Plain(), h.Length())
	}
	b, err := json.Marshal(texts.Message{Blocks: []texts.HTML{h}, Buttons: [][]texts.Button{{{Text: "x", Data: "y"}}}})
	if err != nil {
		t.Fatal(err)
	}
	var back texts.Message
	if err := json.Unmarshal(b, &back); err != nil || back.Blocks[0] != h || back.Buttons[0][0].Data != "y" {
		t.Errorf("%s came back as %+v, %v", b, back, err)
	}
}

func TestALanguageIsChosen(t *testing.T) {
	for want, wanted := range map[string][]string{
		"uk": {"", "uk-UA", "en"}, "de": {"fr", "DE_at"}, "bg": {"", "fr"}, "en": {"en"},
	} {
		if got := texts.Choose(wanted...); got != want {
			t.Errorf("of %q: %s, want %s", wanted, got, want)
		}
	}
}

func TestRelativeTimesRead(t *testing.T) {
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		lang string
		ago  time.Duration
		want string
	}{
		{"bg", 10 * time.Second, "току-що"}, {"bg", time.Minute, "преди минута"}, {"bg", 5 * time.Hour, "преди 5 часа"},
		{"uk", 21 * time.Minute, "21 хвилину тому"}, {"uk", 22 * time.Minute, "22 хвилини тому"}, {"ro", 25 * time.Minute, "acum 25 de minute"},
		{"de", 30 * time.Hour, "gestern"}, {"en", 40 * 24 * time.Hour, "23 January"}, {"en", 400 * 24 * time.Hour, "28 January 2025"},
	} {
		if got := open(t).Printer(c.lang).Ago(now.Add(-c.ago), now); got != c.want {
			t.Errorf("%s, %s: %q, want %q", c.lang, c.ago, got, c.want)
		}
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("<b>x", "https://x")
	f.Add("\u202e&amp;", "ftp://\"")
	f.Fuzz(func(t *testing.T, text, address string) {
		h := texts.Join(" ", texts.Bold(text), texts.Link(text, address), texts.Text(text))
		if strings.Count(h.String(), "<") != strings.Count(h.String(), ">") {
			t.Errorf("%q", h)
		}
		_, _ = h.Plain(), h.Length()
	})
}

func BenchmarkCard(b *testing.B) {
	p := open(b).Printer("bg")
	d := catalog.NewDirectory(nil, nil)
	e := catalog.Event{
		Kind: catalog.Agreement, Date: catalog.NewDate(2025, 5, 12), Cities: cities(1, 2, 3), Topics: []catalog.Topic{"ai", "energy"},
		Sources: []catalog.Source{{URL: "https://x.example/", Outlet: "Новини", Language: "bg"}},
	}
	for b.Loop() {
		p.Card(e, d)
	}
}
