package extract

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
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

// labels are what a person read out of an article.
type labels struct {
	ID            string   `json:"id"`
	Language      string   `json:"lang"`
	Published     string   `json:"published"`
	Cooperation   bool     `json:"cooperation"`
	Digital       bool     `json:"digital"`
	Kind          string   `json:"kind"`
	Stage         string   `json:"stage"`
	Date          string   `json:"date"`
	Cities        []string `json:"cities"`
	Organisations []string `json:"organisations"`
	Projects      []string `json:"projects"`
	People        []string `json:"people"`
	Topics        []string `json:"topics"`

	text string
}

func (l labels) reportable() bool { return l.Cooperation && l.Digital }

func (l labels) article(t testing.TB) catalog.Article {
	t.Helper()
	published, err := catalog.ParseDate(l.Published)
	if err != nil {
		t.Fatalf("%s: %v", l.ID, err)
	}
	return catalog.Article{ID: l.ID, Text: l.text, Published: published}
}

// articles finds the labelled articles that the rules may be tuned on: adding a pair of files adds a test.
func articles(t testing.TB) []labels { return articlesIn(t, "testdata") }

// keptApart finds those that nobody who tunes the rules reads: what they give is what to expect of unseen news.
func keptApart(t testing.TB) []labels { return articlesIn(t, "testdata/held") }

func articlesIn(t testing.TB, folder string) []labels {
	t.Helper()
	files, err := filepath.Glob(folder + "/*-*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no labelled articles: %v", err)
	}
	var all []labels
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var l labels
		if err := json.Unmarshal(data, &l); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		text, err := os.ReadFile(strings.TrimSuffix(file, ".json") + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		l.text = string(text)
		all = append(all, l)
	}
	return all
}

// tally counts what was found rightly, wrongly and not.
type tally struct {
	right, wrong, missed int
	share                bool // of a value that is right or not
}

// figure is F1, or the share of the right ones.
func (c tally) figure() float64 {
	if c.right == 0 {
		return 0
	}
	if c.share {
		return float64(c.right) / float64(c.right+c.missed)
	}
	return 2 * float64(c.right) / float64(2*c.right+c.wrong+c.missed)
}

func (c *tally) count(got, want []string) {
	left := append([]string(nil), got...)
next:
	for _, w := range want {
		for i, g := range left {
			if sameName(g, w) {
				left = append(left[:i], left[i+1:]...)
				c.right++
				continue next
			}
		}
		c.missed++
	}
	c.wrong += len(left)
}

// sameName compares names word by word, letting endings differ.
func sameName(a, b string) bool {
	x, y := strings.Fields(catalogFold(a)), strings.Fields(catalogFold(b))
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if !sameStem(x[i], y[i]) {
			return false
		}
	}
	return true
}

func catalogFold(s string) string { return gazetteer.Fold(s) }

// fieldOrder is the order in which the figures are printed.
var fieldOrder = []string{
	"report", "cities", "kind", "stage", "date", "organisations", "projects", "people", "topics", "language",
}

// measure reads the articles and compares each field with its labels.
func measure(t *testing.T, list []labels) map[string]*tally {
	t.Helper()
	x := testExtractor(t)
	fields := map[string]*tally{}
	at := func(field string) *tally {
		if fields[field] == nil {
			fields[field] = &tally{}
		}
		return fields[field]
	}
	value := func(field, got, want string) {
		at(field).share = true
		if got == want {
			at(field).right++
		} else {
			at(field).missed++
		}
	}
	for _, l := range list {
		got := x.Read(l.article(t), nil)
		value("language", got.Language, l.Language)
		switch {
		case got.Reportable() && l.reportable():
			at("report").right++
		case got.Reportable():
			at("report").wrong++
		case l.reportable():
			at("report").missed++
		}
		if !l.reportable() {
			continue
		}
		value("kind", text(got.Kind), l.Kind)
		value("stage", text(got.Stage), l.Stage)
		value("date", text(got.Date), l.Date)
		at("cities").count(cityNames(got.Cities), l.Cities)
		at("organisations").count(got.Organisations, l.Organisations)
		at("projects").count(got.Projects, l.Projects)
		at("people").count(personNames(got.People), l.People)
		at("topics").count(topicNames(got.Topics), l.Topics)
	}
	return fields
}

// expect prints the figures and fails those that fall behind.
func expect(t *testing.T, list []labels, atLeast map[string]float64) {
	t.Helper()
	fields := measure(t, list)
	for _, field := range fieldOrder {
		got := fields[field].figure()
		t.Logf("%-14s %.3f", field, got)
		if got < atLeast[field] {
			t.Errorf("%s: %.3f, want %.3f", field, got, atLeast[field])
		}
	}
}

func TestLabelledArticlesAreReadWellEnough(t *testing.T) {
	expect(t, articles(t), map[string]float64{
		"language": 1, "report": 0.94, "kind": 0.85, "stage": 0.9, "date": 0.85, "cities": 0.88, "organisations": 0.85,
		"projects": 0.8, "people": 0.93, "topics": 0.6,
	})
}

func TestArticlesKeptApartAreReadWellEnough(t *testing.T) {
	expect(t, keptApart(t), map[string]float64{
		"language": 1, "report": 0.95, "kind": 0.78, "stage": 0.9, "date": 0.78, "cities": 0.84, "organisations": 0.74,
		"projects": 0.72, "people": 0.93, "topics": 0.54,
	})
}

func text[T any](v *T) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(*v)
}

func cityNames(cities []catalog.City) []string {
	var names []string
	for _, c := range cities {
		names = append(names, c.String())
	}
	return names
}

func personNames(people []catalog.Person) []string {
	var names []string
	for _, p := range people {
		names = append(names, p.Name)
	}
	return names
}

func topicNames(topics []catalog.Topic) []string {
	var names []string
	for _, t := range topics {
		names = append(names, string(t))
	}
	return names
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
	if r := x.Read(a, nil); len(r.Organisations) != 1 || len(r.Projects) != 0 {
		t.Errorf("without a catalogue: organisations %q, projects %q", r.Organisations, r.Projects)
	}
	if r := x.Read(a, known{"ORBITA": catalog.ProjectRef("orbita")}); len(r.Organisations) != 0 || len(r.Projects) != 1 {
		t.Errorf("with a catalogue: organisations %q, projects %q", r.Organisations, r.Projects)
	}
}

func TestConfidenceIsCalibrated(t *testing.T) {
	x := testExtractor(t)
	sure, right := 0, 0
	for _, l := range articles(t) {
		got := x.Read(l.article(t), nil)
		if !got.Reportable() || got.Confidence < 0.85 {
			continue
		}
		sure++
		if l.reportable() && text(got.Kind) == l.Kind && text(got.Stage) == l.Stage && text(got.Date) == l.Date {
			right++
		}
	}
	if share := float64(right) / float64(max(sure, 1)); share < 0.85 || sure < 20 {
		t.Errorf("of %d reports given 0.85 and more, %.2f are right", sure, share)
	} else {
		t.Logf("of %d reports given 0.85 and more, %.2f are right", sure, share)
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

func BenchmarkRead(b *testing.B) {
	x := testExtractor(b)
	var long catalog.Article
	for _, l := range articles(b) {
		if l.Language == "bg" && l.reportable() && len([]rune(long.Text)) < 3000 {
			long.Text += l.text + "\n"
		}
	}
	long.Text = string([]rune(long.Text)[:3000])
	long.Published = catalog.NewDate(2024, 2, 29)
	b.ReportAllocs()
	for b.Loop() {
		x.Read(long, nil)
	}
}
