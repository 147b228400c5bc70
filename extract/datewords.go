package extract

import (
	"maps"
	"slices"
	"strings"

	"mostbot/languages"
)

// dateWords are the words by which a language tells dates, made ready for looking up.
type dateWords struct {
	months   map[string]int
	weekdays map[string]int
	shorts   map[string]int // abbreviations of weekdays: they are one only beside a day
	seasons  map[string]int // from 1 for spring
	adverbs  map[string]int
	ordinals map[string]int
	beside   map[string]bool // abbreviations of months: they are one only beside a day or a year
	doubtful map[string]bool
	habitual map[string]bool
	this     map[string]int // -1 last, 0 this, 1 next

	yearly, and, to, from, until, since, on, in                   map[string]bool
	small, every, about, measures, marks, breaks, behind, streets map[string]bool

	told  *matcher        // phrases, by their lists
	opens map[string]bool // words that a date can begin with, whatever follows
	tense *matcher        // of listAhead, listPresent, listPast
	bound *matcher        // of listBegins, listEnds
	last  []lasting
}

// lasting is a beginning of words that tell for how many days something lasts.
type lasting struct {
	stem string
	days int
}

func newDateWords(d *languages.Dates) dateWords {
	w := dateWords{
		this: map[string]int{}, beside: map[string]bool{}, doubtful: set(d.Doubtful...), habitual: set(d.Habitual...),
		ordinals: foldKeys(d.Numbers), yearly: set(d.Yearly...), and: set(d.And...), to: set(d.To...), from: set(d.From...),
		until: set(d.Until...), since: set(d.Since...), on: set(d.On...), in: set(d.In...), small: set(d.Small...),
		every: set(d.Every...), about: set(d.About...), measures: set(d.Measures...), marks: set(d.Marks...),
		breaks: set(d.Breaks...), behind: set(d.Behind...), streets: set(d.Streets...), told: newMatcher(), tense: newMatcher(), bound: newMatcher(),
	}
	w.months, w.seasons, w.adverbs = numbered(d.Months), numbered(d.Seasons), numbered(d.Adverbs)
	w.weekdays, w.shorts = map[string]int{}, map[string]int{}
	for form, n := range numbered(d.Weekdays) {
		if short, ok := strings.CutSuffix(form, "."); ok {
			w.shorts[short] = n
			continue
		}
		w.weekdays[form] = n
		for _, part := range d.Suffixes {
			w.weekdays[form+fold(part)] = n
		}
	}
	for form, n := range maps.Clone(w.months) {
		if short, ok := strings.CutSuffix(form, "."); ok {
			delete(w.months, form)
			w.months[short], w.beside[short] = n, true
		}
	}
	for step, words := range map[int][]string{-1: d.Last, 0: d.This, 1: d.Next} {
		for _, word := range words {
			w.this[fold(word)] = step
		}
	}
	for stem, days := range d.Lasting {
		w.last = append(w.last, lasting{fold(stem), days})
	}
	w.readTold(d)
	w.readTense(d)
	w.readOpens()
	return w
}

// numbered gives the words of each entry the entry's number, from 1.
func numbered(entries []string) map[string]int {
	numbers := map[string]int{}
	for i, forms := range entries {
		for _, form := range strings.Fields(fold(forms)) {
			numbers[form] = i + 1
		}
	}
	return numbers
}

// month is the number of the month that the word names, 0 for none.
func (w *dateWords) month(word string) int { return w.months[word] }

// A word for a unit of time names one of them or several; some words are both.
const (
	oneUnit = iota + 1
	severalUnits
)

func (w *dateWords) readTold(d *languages.Dates) {
	counted := map[list]map[string]int{
		listDays: d.Days, listWeeks: d.Weeks, listMoons: d.Moons, listYears: d.Years, listFollowing: d.Following,
		listCardinal: d.Cardinals, listTens: d.Tens,
	}
	for name, phrases := range counted {
		for text, n := range phrases {
			w.told.add(text, phrase{list: name, number: n})
		}
	}
	plain := map[list][]string{
		listAgo: d.Ago, listBack: d.Back, listHence: d.Hence, listThisYear: d.ThisYear, listDaypart: d.Dayparts,
		listHalf: d.Half,
	}
	for name, phrases := range plain {
		for _, text := range phrases {
			w.told.add(text, phrase{list: name})
		}
	}
	for unit, forms := range d.Units {
		for _, text := range forms {
			number := oneUnit
			if strings.HasSuffix(unit, "s") {
				number = severalUnits
			}
			w.told.add(text, phrase{list: listUnit, value: strings.TrimSuffix(unit, "s"), number: number})
		}
	}
	for _, entry := range d.Parts {
		text, unit, _ := strings.Cut(entry, "=")
		w.told.add(text, phrase{list: listPart, value: unit})
	}
}

func (w *dateWords) readTense(d *languages.Dates) {
	for name, phrases := range map[list][]string{listAhead: d.Ahead, listPresent: d.Present, listPast: d.Past} {
		for _, text := range phrases {
			w.tense.add(text, phrase{list: name})
		}
	}
	for name, phrases := range map[list][]string{listBegins: d.Begins, listEnds: d.Ends} {
		for _, text := range phrases {
			w.bound.add(text, phrase{list: name})
		}
	}
}

func (w *dateWords) readOpens() {
	w.opens = map[string]bool{}
	for _, words := range []map[string]int{w.months, w.weekdays, w.shorts, w.seasons, w.adverbs, w.ordinals, w.this} {
		for word := range words {
			w.opens[word] = true
		}
	}
	for roman := range romans {
		w.opens[roman] = true
	}
	for _, quarter := range []string{"q1", "q2", "q3", "q4"} {
		w.opens[quarter] = true
	}
	for first, phrases := range w.told.exact {
		if slices.ContainsFunc(phrases, func(p *phrase) bool { return len(p.words) == 1 }) {
			w.opens[first] = true
		}
	}
}
