package extract

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"mostbot/catalog"
	"mostbot/gazetteer"
)

// labels are what a person read out of an article.
type labels struct {
	ID            string              `json:"id"`
	Language      string              `json:"lang"`
	Published     string              `json:"published"`
	Cooperation   bool                `json:"cooperation"`
	Digital       bool                `json:"digital"`
	Kind          string              `json:"kind"`
	Stage         string              `json:"stage"`
	Date          string              `json:"date"`
	Cities        []string            `json:"cities"`
	OtherCities   []string            `json:"other_cities"`
	Organisations []string            `json:"organisations"`
	Projects      []string            `json:"projects"`
	People        []string            `json:"people"`
	Topics        []string            `json:"topics"`
	Optional      map[string][]string `json:"optional"` // what counts neither for nor against: careful readers differ

	text   string
	domain domain
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

// articles finds the labelled articles that the rules and weights may be fitted to: adding a pair of files adds a test.
func articles(t testing.TB) []labels {
	return slices.Concat(articlesIn(t, "testdata"), lively(t, "testdata/lively"))
}

// keptApart finds those that nobody who fits anything reads: what they give is what to expect of unseen news.
func keptApart(t testing.TB) []labels { return articlesIn(t, "testdata/held") }

// lively finds articles that are told with more wit than most news is, and of more projects.
func lively(t testing.TB, folder string) []labels {
	t.Helper()
	list := articlesIn(t, folder)
	for i := range list {
		list[i].domain = ofLively
	}
	return list
}

func articlesIn(t testing.TB, folder string) []labels {
	t.Helper()
	files, err := filepath.Glob(folder + "/*-*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no labelled articles: %v", err)
	}
	all := make([]labels, 0, len(files))
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

// sameName compares names word by word, letting endings differ; quotation marks, hyphens, legal forms and what stands in
// brackets do not count.
func sameName(a, b string) bool { return sameWords(nameWords(a), nameWords(b)) }

func sameWords(x, y []string) bool { return len(x) > 0 && slices.EqualFunc(x, y, sameStem) }

var legalForms = set("the", "г", "гр", "ead", "eood", "ltd", "llc", "gmbh", "еоод", "оод", "ад", "еад", "sa", "srl", "ев", "e", "v", "ev")

func nameWords(name string) []string {
	depth := 0
	name = strings.Map(func(r rune) rune {
		switch {
		case r == '(':
			depth++
			return ' '
		case r == ')':
			depth--
			return -1
		case depth > 0:
			return -1
		case strings.ContainsRune("„“”\"«»'’‘`,.;:–—-/&", r):
			return ' '
		}
		return r
	}, strings.ToLower(norm.NFKC.String(name)))
	const breve = '\u0306' // that of й
	name = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) && r != breve {
			return -1
		}
		return r
	}, norm.NFD.String(name))
	return slices.DeleteFunc(strings.Fields(name), func(w string) bool { return legalForms[w] })
}

// sameCity compares a label such as "Burgas, BG" with a city: any name of the city that the gazetteer has will do.
func sameCity(places *gazetteer.Gazetteer, label string, c catalog.City) bool {
	name, country, _ := strings.Cut(label, ", ")
	return country == c.Country && (name == c.Name || slices.ContainsFunc(places.Named(name), func(p gazetteer.Place) bool {
		return p.ID == c.ID
	}))
}
