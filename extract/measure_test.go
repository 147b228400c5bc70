package extract

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"mostbot/catalog"
	"mostbot/gazetteer"
)

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

// count compares what was found with what is to be found; what is optional counts neither for nor against.
func (c *tally) count(got, want, optional []string, same func(got, want string) bool) {
	open := func(s string) bool { return slices.ContainsFunc(optional, func(o string) bool { return same(s, o) }) }
	left := slices.DeleteFunc(slices.Clone(got), open)
	for _, w := range want {
		if open(w) {
			continue
		}
		if i := slices.IndexFunc(left, func(g string) bool { return same(g, w) }); i >= 0 {
			left = slices.Delete(left, i, i+1)
			c.right++
		} else {
			c.missed++
		}
	}
	c.wrong += len(left)
}

// fieldOrder is the order in which the figures are printed.
var fieldOrder = []string{
	"report", "cities", "kind", "stage", "date", "organisations", "projects", "people", "topics", "language",
}

// figures are the tallies of the fields.
type figures map[string]*tally

func (f figures) at(field string) *tally {
	if f[field] == nil {
		f[field] = &tally{}
	}
	return f[field]
}

func (f figures) value(field, got, want string) {
	f.at(field).share = true
	if got == want {
		f.at(field).right++
	} else {
		f.at(field).missed++
	}
}

// String is the figures in a line.
func (f figures) String() string {
	var b strings.Builder
	for _, field := range fieldOrder {
		fmt.Fprintf(&b, "%s %.3f  ", field, f.at(field).figure())
	}
	return b.String()
}

// reads tells how an article is read, whose labels tell no more than a feed would.
type reads func(l labels) catalog.Report

// measure reads the articles and compares each field with its labels, by language and over "all".
func measure(x *Extractor, list []labels, read reads) map[string]figures {
	by := map[string]figures{"all": {}}
	for _, l := range list {
		if by[l.Language] == nil {
			by[l.Language] = figures{}
		}
		got := read(l)
		for _, f := range []figures{by["all"], by[l.Language]} {
			f.compare(x, got, l)
		}
	}
	return by
}

func (f figures) compare(x *Extractor, got catalog.Report, l labels) {
	f.value("language", got.Language, l.Language)
	switch {
	case got.Reportable() && l.reportable():
		f.at("report").right++
	case got.Reportable():
		f.at("report").wrong++
	case l.reportable():
		f.at("report").missed++
	}
	if !l.reportable() {
		return
	}
	f.value("kind", text(got.Kind), l.Kind)
	f.value("stage", text(got.Stage), l.Stage)
	f.value("date", text(got.Date), l.Date)
	same := func(a, b string) bool { return a == b }
	f.at("cities").count(cityNames(x, got.Cities, l), l.Cities, l.Optional["cities"], same)
	f.at("organisations").count(got.Organisations, l.Organisations, l.Optional["organisations"], sameName)
	f.at("projects").count(got.Projects, l.Projects, l.Optional["projects"], sameName)
	f.at("people").count(personNames(got.People), l.People, l.Optional["people"], sameName)
	f.at("topics").count(topicNames(got.Topics), l.Topics, l.Optional["topics"], same)
}

// wrong is what differs from the labels in the field, "" for nothing.
func wrong(x *Extractor, got catalog.Report, l labels, field string) string {
	f := figures{}
	f.compare(x, got, l)
	if c := f.at(field); c.wrong == 0 && c.missed == 0 {
		return ""
	}
	data, err := json.Marshal(map[string]any{
		"kind": got.Kind, "stage": got.Stage, "date": got.Date, "cities": cityNames(x, got.Cities, l), "topics": got.Topics,
		"organisations": got.Organisations, "projects": got.Projects, "people": personNames(got.People),
		"report": got.Reportable(), "language": got.Language,
	})
	if err != nil {
		return err.Error()
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		return err.Error()
	}
	want, err := json.Marshal(map[string]any{
		"kind": l.Kind, "stage": l.Stage, "date": l.Date, "cities": l.Cities, "topics": l.Topics, "organisations": l.Organisations,
		"projects": l.Projects, "people": l.People, "report": l.reportable(), "language": l.Language,
	}[field])
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%s: want %s, got %s", l.ID, want, all[field])
}

// expect prints the figures and fails those that fall behind.
func expect(t *testing.T, list []labels, atLeast map[string]float64) {
	t.Helper()
	x := testExtractor(t)
	by := measure(x, list, func(l labels) catalog.Report { return x.Read(l.article(t), nil) })
	for _, lang := range slices.Sorted(maps.Keys(by)) {
		t.Logf("%-4s %s", lang, by[lang])
	}
	for _, field := range fieldOrder {
		if got := by["all"].at(field).figure(); got < atLeast[field] {
			t.Errorf("%s: %.3f, want %.3f", field, got, atLeast[field])
		}
	}
}

func text[T any](v *T) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(*v)
}

// cityNames are the cities as the labels call them, if they do.
func cityNames(x *Extractor, cities []catalog.City, l labels) []string {
	var names []string
	for _, c := range cities {
		name := c.String()
		for _, label := range slices.Concat(l.Cities, l.Optional["cities"]) {
			if sameCity(x.places.(*gazetteer.Gazetteer), label, c) {
				name = label
			}
		}
		names = append(names, name)
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
