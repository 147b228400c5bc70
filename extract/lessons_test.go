package extract

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mostbot/catalog"
)

// The school is news items with their names marked where they stand: {o|organisation}, {p|project}, {h|human being}, and
// {?|name} for one on which readers may differ. It teaches what names look like; which of them take part in an event is
// learned from whole articles.

// schoolShare is how much an item of the school counts beside an article.
const schoolShare = 0.6

// school reads the marked items.
func school(t testing.TB, x *Extractor) []*lesson {
	t.Helper()
	var lessons []*lesson
	schoolItems(t, "school", func(_ string, lang catalog.Language, item string) error {
		more, err := x.markedLessons(item, lang)
		lessons = append(lessons, more...)
		return err
	})
	return lessons
}

// schoolItems reads the items of the school that lies in the folder, one after the other, each with a name for messages and
// the language that its file is in.
func schoolItems(t testing.TB, folder string, read func(name string, lang catalog.Language, item string) error) {
	t.Helper()
	files, err := filepath.Glob("testdata/" + folder + "/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("nothing of the school in %s: %v", folder, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for n, item := range strings.Split(strings.TrimSuffix(strings.TrimSpace(string(data)), "\n---"), "\n---\n") {
			name := fmt.Sprintf("%s, item %d", filepath.Base(file), n+1)
			if err := read(name, filepath.Base(file)[:2], strings.TrimSpace(item)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestTheSchoolOfNamesIsMarkedRightly(t *testing.T) { school(t, testExtractor(t)) }

func (x *Extractor) markedLessons(item string, lang catalog.Language) ([]*lesson, error) {
	text, names, err := unmark(item, "oph?")
	if err != nil {
		return nil, err
	}
	_, r := x.read(catalog.Article{Text: text, Language: lang}, nil)
	if r == nil || r.text != text || r.language != lang {
		return nil, fmt.Errorf("read as something else: %.60q", text)
	}
	var lessons []*lesson
	for _, ln := range r.lines(r.traits, r.facts) {
		ls := newLesson(lang, ln, schoolShare)
		ls.domain = ofSchools
		for _, c := range ln.spans {
			switch kind, ok := names[[2]int{r.tokens[c.from].start, r.tokens[c.to-1].end}]; {
			case !ok:
			case kind == '?':
				ls.open[c.span] = true
			default:
				ls.right[c.span] = map[byte]nameSort{'h': sortPerson, 'o': sortBody, 'p': sortProject}[kind]
			}
		}
		lessons = append(lessons, ls)
	}
	return lessons, nil
}

// unmark takes the marks of these sorts out of a text and tells where the marked names stand, in bytes.
func unmark(s, sorts string) (text string, names map[[2]int]byte, err error) {
	var b strings.Builder
	names = map[[2]int]byte{}
	for {
		before, rest, found := strings.Cut(s, "{")
		b.WriteString(before)
		if !found {
			return b.String(), names, nil
		}
		inner, behind, found := strings.Cut(rest, "}")
		if !found || len(inner) < 3 || inner[1] != '|' || !strings.Contains(sorts, inner[:1]) || strings.Contains(inner, "{") {
			return "", nil, fmt.Errorf("no mark: %.40q", rest)
		}
		name := inner[2:]
		names[[2]int{b.Len(), b.Len() + len(name)}] = inner[0]
		b.WriteString(name)
		s = behind
	}
}

// articleLessons finds the labelled names in the article's sentences: every run of words that reads like one of them, the
// longest first.
func (r *reading) articleLessons(l labels) []*lesson {
	var lessons []*lesson
	sorts := [nameSorts][]string{l.People, l.Organisations, l.Projects}
	optional := [nameSorts][]string{l.Optional["people"], l.Optional["organisations"], l.Optional["projects"]}
	for _, ln := range r.lines(r.traits, r.facts) {
		ls := newLesson(l.Language, ln, 1)
		ls.domain = l.domain
		var hits []named
		for _, c := range ln.spans {
			words := nameWords(r.between(c.span))
			for y := range nameSorts {
				for _, name := range optional[y] {
					if sameWords(words, nameWords(name)) {
						ls.open[c.span] = true
					}
				}
				for _, name := range sorts[y] {
					if sameWords(words, nameWords(name)) {
						hits = append(hits, named{c.span, y, float32(len(words))})
					}
				}
			}
		}
		takeLongest(ls, hits)
		lessons = append(lessons, ls)
	}
	return lessons
}

// takeLongest makes the names right that have most words; of one in two sizes, with or without a mark at its end, the
// smaller.
func takeLongest(ls *lesson, hits []named) {
	for len(hits) > 0 {
		best := hits[0]
		for _, h := range hits[1:] {
			if h.weight > best.weight || h.weight == best.weight && h.to-h.from < best.to-best.from {
				best = h
			}
		}
		if !ls.open[best.span] {
			ls.right[best.span] = best.sort
		}
		var rest []named
		for _, h := range hits {
			if !h.overlaps(best.span) {
				rest = append(rest, h)
			}
		}
		hits = rest
	}
}
