package extract

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mostbot/catalog"
	"mostbot/gazetteer"
)

// extractor is one for all tests: it does not change.
var extractor = sync.OnceValues(func() (*Extractor, error) {
	places, err := gazetteer.Open()
	if err != nil {
		return nil, err
	}
	return New(places)
})

func testExtractor(t testing.TB) *Extractor {
	t.Helper()
	x, err := extractor()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestLabelledArticlesAreReadWellEnough(t *testing.T) {
	expect(t, articlesIn(t, "testdata"), map[string]float64{
		"language": 1, "report": 0.97, "kind": 0.93, "stage": 0.97, "date": 0.95, "cities": 0.93, "organisations": 0.86,
		"projects": 0.9, "people": 0.98, "topics": 0.77,
	})
}

func TestArticlesKeptApartAreReadWellEnough(t *testing.T) {
	expect(t, keptApart(t), map[string]float64{
		"language": 1, "report": 0.95, "kind": 0.85, "stage": 0.95, "date": 0.9, "cities": 0.91, "organisations": 0.79,
		"projects": 0.75, "people": 0.96, "topics": 0.73,
	})
}

func TestLivelyArticlesKeptApartAreReadWellEnough(t *testing.T) {
	expect(t, lively(t, "testdata/held/lively"), map[string]float64{
		"language": 1, "report": 0.93, "kind": 0.7, "stage": 0.92, "date": 0.85, "cities": 0.83, "organisations": 0.76,
		"projects": 0.74, "people": 0.95, "topics": 0.62,
	})
}

func TestReadingTwiceGivesTheSame(t *testing.T) {
	x := testExtractor(t)
	for _, l := range articles(t) {
		first, err := json.Marshal(x.Read(l.article(t), nil))
		if err != nil {
			t.Fatal(err)
		}
		second, err := json.Marshal(x.Read(l.article(t), nil))
		if err != nil || string(first) != string(second) {
			t.Fatalf("%s: %v\n%s\n%s", l.ID, err, first, second)
		}
	}
}

// known is a catalogue of two names.
type known map[string]catalog.Ref

func (k known) Named(name string) []catalog.Ref {
	if ref, ok := k[name]; ok {
		return []catalog.Ref{ref}
	}
	return nil
}

func (k known) Name(ref catalog.Ref, _ catalog.Language) string { return ref.ID }

func TestTheCatalogueTellsOrganisationsFromProjects(t *testing.T) {
	a := catalog.Article{Text: "Среща в Русе\n\nВчера ORBITA и колегите от Гюргево обсъдиха общи дигитални услуги. ORBITA ще ги пусне догодина.",
		Published: catalog.NewDate(2024, 3, 5)}
	x := testExtractor(t)
	if r := x.Read(a, known{"ORBITA": catalog.OrganisationRef("orbita")}); len(r.Organisations) != 1 || len(r.Projects) != 0 {
		t.Errorf("known as an organisation: organisations %q, projects %q", r.Organisations, r.Projects)
	}
	if r := x.Read(a, known{"ORBITA": catalog.ProjectRef("orbita")}); len(r.Organisations) != 0 || len(r.Projects) != 1 {
		t.Errorf("known as a project: organisations %q, projects %q", r.Organisations, r.Projects)
	}
}

func TestWhoReportsIsNoProject(t *testing.T) {
	a := catalog.Article{Published: catalog.NewDate(2024, 3, 5), Text: "Клъстери от Варна и Клуж с общ проект\n\n" +
		"Двата ИТ клъстера започнаха вчера проекта DanubeLink, предаде за БТА румънската агенция Аджерпрес."}
	if r := testExtractor(t).Read(a, nil); !slices.Equal(r.Projects, []string{"DanubeLink"}) {
		t.Errorf("projects %q", r.Projects)
	}
}

func TestWhatALongHeadlineAnnouncesIsAheadWhereOnlyTheMonthOfPublicationIsKnown(t *testing.T) {
	published, err := catalog.ParseDate("2024-03")
	if err != nil {
		t.Fatal(err)
	}
	a := catalog.Article{Published: published, Text: "Експерти от общините Русе и Гюргево и от два дигитални хъба ще се съберат в Русе на 21 и 22 март за " +
		"първата среща по проекта DanubeLink, за да подготвят общи електронни услуги за гражданите от двете страни на реката\n\n" +
		"Проектът DanubeLink стартира с тази среща. В него участват още университети и фирми, а парите са от програма Interreg."}
	r := testExtractor(t).Read(a, nil)
	if text(r.Stage) != string(catalog.Planned) || text(r.Date) != "2024-03-21/2024-03-22" {
		t.Errorf("stage %s, date %s; %q", text(r.Stage), text(r.Date), r.Reasons)
	}
}

func TestReportsGivenMuchConfidenceAreMostlyRight(t *testing.T) {
	x := testExtractor(t)
	for name, list := range map[string][]labels{"learned from": articles(t), "kept apart": keptApart(t)} {
		sure, right := 0, 0
		for _, l := range list {
			got := x.Read(l.article(t), nil)
			if !got.Reportable() || got.Confidence < 0.85 {
				continue
			}
			sure++
			if rightly(l, got) {
				right++
			}
		}
		share := float64(right) / float64(max(sure, 1))
		t.Logf("%s: of %d reports given 0.85 and more, %.2f are right", name, sure, share)
		if share < 0.85 || sure < 20 {
			t.Errorf("%s: of %d reports given 0.85 and more, %.2f are right", name, sure, share)
		}
	}
}

// Of the reports that are given a confidence, about that share is right: as articles show that nothing was learned from.
func TestConfidenceIsCalibrated(t *testing.T) {
	const fewest, off = 40, 0.08
	bands := []float64{0, 0.7, 0.8, 0.9, 1.01}
	x := testExtractor(t)
	for i, low := range bands[:len(bands)-1] {
		n, right, given := 0.0, 0.0, 0.0
		for _, l := range slices.Concat(keptApart(t), lively(t, "testdata/held/lively")) {
			got := x.Read(l.article(t), nil)
			if !got.Reportable() || got.Confidence < low || got.Confidence >= bands[i+1] {
				continue
			}
			n, given = n+1, given+got.Confidence
			if rightly(l, got) {
				right++
			}
		}
		t.Logf("of %.0f reports given %.2f, %.2f are right", n, given/n, right/n)
		if n < fewest || math.Abs(right-given)/n > off {
			t.Errorf("of %.0f reports given %.2f, %.2f are right", n, given/n, right/n)
		}
	}
}

func TestOtherLanguagesAreLeftUnread(t *testing.T) {
	x := testExtractor(t)
	for want, text := range map[string]string{
		"ru": "Мэр города встретился с делегацией из Софии. Они обсудили цифровые услуги, которые были запущены ещё в прошлом году.",
		"mk": "Градоначалникот се сретна со делегацијата од Софија. Тие разговараа за дигиталните услуги кои беа пуштени минатата година и ќе продолжат.",
		"sr": "Градоначелник се састао са делегацијом из Софије. Они су разговарали о дигиталним услугама које су покренуте прошле године.",
		"pl": "Burmistrz spotkał się z delegacją z Sofii. Rozmawiali o usługach cyfrowych, które zostały uruchomione w ubiegłym roku.",
		"fr": "Le maire a rencontré une délégation de Sofia. Ils ont parlé des services numériques qui ont été lancés dans la ville.",
		"zh": "市长会见了来自索非亚的代表团，讨论了数字服务。",
	} {
		if r := x.Read(catalog.Article{Text: text}, nil); r.Language != want || r.Cooperation {
			t.Errorf("%s: language %q, cooperation %t", want, r.Language, r.Cooperation)
		}
	}
}

func TestExplainMarksTheFindings(t *testing.T) {
	a := catalog.Article{Text: "Бургас и Лвов подписаха меморандум\n\nВчера двата града подписаха меморандум за дигитално сътрудничество.",
		Published: catalog.NewDate(2024, 3, 5)}
	got := testExtractor(t).Explain(a, nil)
	for _, want := range []string{"[[Бургас|city Burgas, BG", "[[Лвов|city Lviv, UA", "[[Вчера|date 2024-03-04", "agreement"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in:\n%s", want, got)
		}
	}
}

func FuzzReadNeitherPanicsNorHangs(f *testing.F) {
	for _, l := range articles(f) {
		f.Add(l.text)
	}
	for _, s := range []string{"", " ", "\n\n", "„“„“«»((([[[", "12.12.12.2012 от до – 13–14", "\xff\xfe", "Е. Ж. З.", strings.Repeat("Ж", 300_000),
		strings.Repeat("и ", 150_000), strings.Repeat("„Проект ", 20_000), strings.Repeat("Община Бургас, ", 15_000)} {
		f.Add(s)
	}
	x := testExtractor(f)
	f.Fuzz(func(t *testing.T, text string) {
		start := time.Now()
		r := x.Read(catalog.Article{Text: text, Published: catalog.NewDate(2024, 2, 29)}, nil)
		if d := time.Since(start); d > 3*time.Second {
			t.Errorf("%d bytes took %s", len(text), d)
		}
		if r.Confidence < 0 || r.Confidence > 1 {
			t.Errorf("confidence %f", r.Confidence)
		}
	})
}

// BenchmarkRead reads pieces of 3 000 characters in each language, over and over, and tells the median beside the mean.
func BenchmarkRead(b *testing.B) {
	for _, lang := range catalog.Languages {
		b.Run(lang, func(b *testing.B) { benchmarkRead(b, lang, false) })
	}
}

// BenchmarkReadAnew does so too, but forgets all words before each round: every word is looked up where it stands first.
func BenchmarkReadAnew(b *testing.B) {
	for _, lang := range catalog.Languages {
		b.Run(lang, func(b *testing.B) { benchmarkRead(b, lang, true) })
	}
}

func benchmarkRead(b *testing.B, lang catalog.Language, anew bool) {
	x, pieces := testExtractor(b), piecesOf(b, lang)
	b.ReportAllocs()
	var took []float64 // ms
	for b.Loop() {
		at := len(took) % len(pieces)
		if at == 0 && anew {
			x.Forget()
		}
		before := time.Now()
		x.Read(pieces[at], nil)
		took = append(took, float64(time.Since(before).Microseconds())/1000)
	}
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2], "ms-median")
}

// piecesOf cuts the language's articles into pieces of one length.
func piecesOf(b *testing.B, lang catalog.Language) []catalog.Article {
	b.Helper()
	const length = 3_000
	var all []rune
	for _, l := range articles(b) {
		if l.Language == lang {
			all = append(all, []rune(l.text+"\n\n")...)
		}
	}
	var pieces []catalog.Article
	for at := 0; at+length <= len(all); at += length {
		pieces = append(pieces, catalog.Article{Text: string(all[at : at+length]), Published: catalog.NewDate(2024, 2, 29)})
	}
	return pieces
}

func TestHeadwordsKeepTheTextsCapitals(t *testing.T) {
	for _, c := range []struct{ base, text, want string }{
		{"semmelweis-universität", "Semmelweis-Universität", "Semmelweis-Universität"},
		{"lucian-blaga-universität", "Lucian-Blaga-Universität", "Lucian-Blaga-Universität"},
		{"digitalagentur", "Digitalagentur", "Digitalagentur"},
		{"іт-кластер", "ІТ-кластеру", "ІТ-кластер"},
		{"община", "Общината", "Община"},
	} {
		if got := matchShape(c.base, c.text); got != c.want {
			t.Errorf("%s in the text's %s: %s, want %s", c.base, c.text, got, c.want)
		}
	}
}
