package extract

import (
	"slices"
	"strconv"
	"time"

	"mostbot/catalog"
)

// Dates are read as runs of pieces: "from Tuesday 27 to Friday 30 May" is two pieces and a joint. A piece holds what the
// text tells of one date (figures, days, months, years, weekdays, spoken). A run (runs) lends each piece what it leaves to
// its neighbours, such as the month and the year (lend), and makes one date of them. What the text leaves out altogether
// is reckoned from the day of publication, by the tense of the clause (tense). What else the sentence tells of how long
// something lasts comes last (extend). The words for all this are in datewords.

// found is a date in the text.
type found struct {
	span
	date     catalog.Date
	season   catalog.Date // its months, where it is a season; else zero
	relative bool         // told by its distance from the day of publication, or without its year
	spoken   bool         // "today", "last week", "on Thursday"
	weekday  bool         // by the name of its day, without saying which week
	until    bool         // the end of something
	limit    bool         // the end or the beginning of something that is no event: "until 2026"
}

// datesIn is the step that reads the dates in a run of tokens: absolute ones, ones without a year, spans.
func (d *document) datesIn(s span, l *lexicon) []found {
	r := reader{document: d, l: l, line: s}
	return absolute(r.read())
}

// absolute leaves out dates that are spoken.
func absolute(dates []found) []found {
	return slices.DeleteFunc(dates, func(f found) bool { return f.spoken })
}

// reader reads dates off the tokens of one sentence.
type reader struct {
	*document
	l      *lexicon
	line   span
	anchor catalog.Date // the last day named before
	asked  bool         // whether what was read may depend on it
	era    found        // the year named before
}

func (r *reader) dayBefore() catalog.Date {
	r.asked = true
	return r.anchor
}

func (r *reader) at(i int) token {
	if i < r.line.from || i >= r.line.to {
		return token{}
	}
	return r.tokens[i]
}

// read reads all dates of the sentence.
func (r *reader) read() []found {
	var dates []found
	r.era = found{}
	for i := r.line.from; i < r.line.to; {
		f, ok := r.run(i)
		if !ok {
			i++
			continue
		}
		f.from = r.widened(f)
		dates = r.add(dates, f)
		if f.date.Precision() == catalog.Year && !f.date.IsSpan() {
			r.era = f
		}
		if f.date.Precision() == catalog.Day {
			r.anchor = f.date
		}
		i = f.to
	}
	return r.extend(dates)
}

// widened is where the date begins with the small words that stand between it and a word that makes it a limit: the date
// of "bis zum 12. Juli" begins right behind "bis".
func (r *reader) widened(f found) int {
	for from := f.from - 1; from >= f.from-4; from-- {
		word := r.at(from).fold
		if r.l.until[word] || r.l.since[word] {
			return from + 1
		}
		if !r.l.small[word] && !r.l.on[word] && !r.l.in[word] {
			break
		}
	}
	return f.from
}

// add puts the date to those before it: it may take the place of its year or week, or say a day once more ("today, 5 May").
func (r *reader) add(dates []found, f found) []found {
	n := len(dates) - 1
	if n < 0 {
		return append(dates, f)
	}
	last := &dates[n]
	switch {
	case f.from < last.to:
		*last = f
	case f.from-last.to <= 2 && (last.spoken || f.spoken) && last.date == f.date && r.apposed(last.to, f.from):
		last.to, last.spoken = f.to, last.spoken && f.spoken
	default:
		return append(dates, f)
	}
	return dates
}

// apposed tells whether nothing but a comma, a bracket or a small word stands between two dates.
func (r *reader) apposed(from, to int) bool {
	for _, t := range r.tokens[from:to] {
		if !t.isOneOf(",(") && !r.l.small[t.fold] && !r.l.on[t.fold] {
			return false
		}
	}
	return true
}

// piece is one date of a run, as far as it is told.
type piece struct {
	span
	day, month, year int          // 0 where not told
	second           int          // the second day of "27/28 May"
	weekday          weekday      // beside the day, or alone
	date, season     catalog.Date // where days, months and years do not tell
	joint            joint        // with the piece before
	monthFirst       bool         // "May 5": numbers behind it may be days of the same month
	whole            bool         // it needs nothing of its neighbours but the year
	figures          bool         // a date only where one is expected: "5.05."
	marked           bool         // known for a day: "the 27th"
	spoken           bool
}

func (p piece) bare() bool { return p.day > 0 && p.month == 0 && p.date.IsZero() }
func (p piece) named() bool {
	return p.weekday.n > 0 && p.day == 0 && p.date.IsZero()
}

func (p piece) precision() catalog.Precision {
	switch {
	case p.day > 0 || p.weekday.n > 0:
		return catalog.Day
	case p.month > 0:
		return catalog.Month
	}
	return p.date.Precision()
}

// The readers of pieces, by what a piece begins with; the first that succeeds is right.
var (
	ofNumbers = []func(*reader, int) (piece, bool){
		(*reader).figures, (*reader).ago, (*reader).numbered, (*reader).yearAlone,
	}
	ofWords = []func(*reader, int) (piece, bool){
		(*reader).following, (*reader).toldDay, (*reader).weekdayDate, (*reader).ordinal, (*reader).part, (*reader).ago,
		(*reader).monthFirst, (*reader).season, (*reader).quarter, (*reader).unit,
	}
)

func (r *reader) piece(i int) (piece, bool) {
	t := r.at(i)
	readers := ofWords
	switch {
	case t.kind == number || t.kind == word && isDigit(t.text[0]):
		readers = ofNumbers
	case t.kind != word || !r.words[i].opens && !r.phraseStands(i):
		return piece{}, false
	}
	for _, read := range readers {
		if p, ok := read(r, i); ok {
			return p, true
		}
	}
	return piece{}, false
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

func validDay(year, month, day int) (catalog.Date, bool) {
	if year < 1900 || year > 2100 || month < 1 || month > 12 || day < 1 || day > 31 {
		return catalog.Date{}, false
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return catalog.DayOf(t), t.Day() == day
}

func isDash(s string) bool { return s == "-" || s == "–" || s == "—" || s == "‑" || s == "−" }

// touches tells whether no blank stands before the token.
func (r *reader) touches(i int) bool {
	return i > r.line.from && i < r.line.to && r.tokens[i].start == r.tokens[i-1].end
}

// skipSmall passes over words that may stand inside a date: "the 5th of May", "bis zum 12. Juli".
func (r *reader) skipSmall(i int) int {
	for range 3 {
		if t := r.at(i); t.kind != word || !r.l.small[t.fold] {
			break
		}
		i++
	}
	return i
}

// closes tells whether a date can end before the token: what follows is no noun that the number could count.
func (r *reader) closes(i int) bool {
	t := r.at(i)
	switch t.kind {
	case sign:
		return !t.isOneOf("%€$£°№/+")
	case word:
		return !r.l.measures[t.fold] && (r.l.words[t.fold] || r.l.on[t.fold] || r.l.in[t.fold] || r.l.yearly[t.fold] || r.l.weekdays[t.fold] > 0)
	}
	return false
}

// phrase finds the longest phrase of the list that begins at the token.
func (r *reader) phrase(i int, name list) (hit, bool) { return r.numberedPhrase(i, name, 0) }

// numberedPhrase finds the longest phrase of the list with that number; with any, where it is 0.
func (r *reader) numberedPhrase(i int, name list, number int) (h hit, ok bool) {
	for _, p := range r.toldBy(i) {
		if p.list != name || number != 0 && p.number != number {
			continue
		}
		if to := i + len(p.words); to <= r.line.to && to > h.to && p.begins(r.tokens[i:to]) {
			h, ok = hit{span{i, to}, p}, true
		}
	}
	return h, ok
}

// phraseStands tells whether some phrase of dates begins at the token.
func (r *reader) phraseStands(i int) bool {
	return slices.ContainsFunc(r.toldBy(i), func(p *phrase) bool {
		to := i + len(p.words)
		return to <= r.line.to && p.begins(r.tokens[i:to])
	})
}

// toldBy are the phrases of dates that begin with the token.
func (r *reader) toldBy(i int) []*phrase {
	if !r.line.holds(i) {
		return nil
	}
	if w := r.words[i]; w != nil && !w.dated {
		return nil
	}
	return r.l.told.exact[r.tokens[i].fold]
}

func (p *phrase) begins(tokens []token) bool {
	for i, w := range p.words {
		if !w.matches(tokens[i].fold) {
			return false
		}
	}
	return true
}
