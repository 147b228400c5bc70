package extract

import (
	"fmt"
	"strings"
	"testing"

	"mostbot/catalog"
)

// The school of cities is whole news items, each below its day of publication, in which all that bears a city's name is
// marked: {c|a city that takes part}, {m|one merely mentioned}, {x|no city}: a region, a person, a common word.

// How much an answer of the school counts beside one of an article: whether a name is a city's, whether the city takes part.
const cityShare, partShare = 0.15, 0.3

// cityLesson is an item read, with the marks by where they stand in bytes.
type cityLesson struct {
	item  string // for messages
	read  *reading
	marks map[[2]int]byte
}

// mark is the sort of the mark that the site touches, 0 for none.
func (l cityLesson) mark(s site) byte {
	from, to := l.read.tokens[s.from].start, l.read.tokens[s.to-1].end
	for at, sort := range l.marks {
		if at[0] < to && from < at[1] {
			return sort
		}
	}
	return 0
}

// cityLessons reads the school, item by item with another of the extractors.
func cityLessons(t testing.TB, xs []*Extractor) []cityLesson {
	t.Helper()
	var lessons []cityLesson
	n := 0
	schoolItems(t, "places", func(name string, lang catalog.Language, item string) error {
		l, err := readCityLesson(xs[n%len(xs)], item, lang)
		n++
		if err == nil {
			l.item = name
			lessons = append(lessons, l)
		}
		return err
	})
	return lessons
}

func readCityLesson(x *Extractor, item string, lang catalog.Language) (cityLesson, error) {
	day, marked, _ := strings.Cut(item, "\n")
	published, err := catalog.ParseDate(strings.TrimSpace(day))
	if err != nil {
		return cityLesson{}, err
	}
	text, marks, err := unmark(strings.TrimSpace(marked), "cmx")
	if err != nil {
		return cityLesson{}, err
	}
	_, r := x.read(catalog.Article{Text: text, Published: published}, nil)
	if r == nil || r.text != text || r.language != lang {
		return cityLesson{}, fmt.Errorf("read as something else: %.60q", text)
	}
	return cityLesson{read: r, marks: marks}, nil
}

func TestTheSchoolOfCitiesIsMarkedThroughout(t *testing.T) {
	x := testExtractor(t)
	for _, l := range cityLessons(t, []*Extractor{x}) {
		if len(l.marks) == 0 {
			t.Errorf("%s has no mark", l.item)
		}
	}
}

// cityExamples asks of the school's names whether they are cities, and of its cities whether they take part.
func (f *fitter) cityExamples() map[question][]example {
	examples := map[question][]example{}
	for _, l := range cityLessons(f.t, f.parts[:]) {
		w := l.read.survey()
		for i, s := range w.sites {
			if l.read.sentences[l.read.tokens[s.from].sentence].noise == "" {
				sort := l.mark(s)
				examples[askSite] = append(examples[askSite], answered("", w.siteEvidence(nil, i), sort == 'c' || sort == 'm'))
			}
		}
		for i, p := range l.read.partners {
			takesPart, mentioned := false, false
			for _, s := range p.sites {
				sort := l.mark(s)
				takesPart, mentioned = takesPart || sort == 'c', mentioned || sort == 'm'
			}
			if takesPart || mentioned {
				examples[askPart] = append(examples[askPart], answered("", l.read.partEvidence(l.read.partners, i), takesPart))
			}
		}
	}
	for q, list := range examples {
		for i := range list {
			list[i].share = cityShare
			if q == askPart {
				list[i].share = partShare
				list[i].apart(ofSchools)
			}
		}
	}
	return examples
}
