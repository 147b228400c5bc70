package extract

import (
	"regexp"
	"strconv"
	"time"

	"mostbot/catalog"
)

// found is a date in the text.
type found struct {
	span
	date     catalog.Date
	relative bool // told by its distance from the day of publication, or without its year
	spoken   bool // "today", "last week", "on Thursday"
	until    bool // the end of something
	weekday  bool // by the name of its day, without saying which week
	limit    bool // the end or the beginning of something that is no event: "until 2026"
}

var (
	numericDate = regexp.MustCompile(`^(\d{1,2})[./](\d{1,2})[./](\d{4})$`)
	isoDate     = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)$`)
	yearSpan    = regexp.MustCompile(`^(20\d\d)$`)
)

// datesIn is the step that reads the dates in a run of tokens: absolute ones, ones without a year, spans.
func (d *document) datesIn(s span, l *lexicon) []found {
	var dates []found
	r := reader{d, l, s}
	for i := s.from; i < s.to; {
		f, ok := r.date(i)
		if !ok {
			i++
			continue
		}
		f = r.stretch(f)
		dates = append(dates, f)
		i = f.to
	}
	return dates
}

// reader reads dates off tokens.
type reader struct {
	*document
	l    *lexicon
	line span
}

func (r reader) at(i int) token {
	if i < r.line.from || i >= r.line.to {
		return token{}
	}
	return r.tokens[i]
}

// date reads the date that begins at the token.
func (r reader) date(i int) (found, bool) {
	t := r.at(i)
	if t.kind == number {
		if date, ok := r.numeric(t); ok {
			return found{span: span{i, i + 1}, date: date}, true
		}
		if f, ok := r.dayMonth(i); ok {
			return f, true
		}
		return r.year(i)
	}
	if t.kind == word {
		if f, ok := r.ordinalMonth(i); ok {
			return f, true
		}
		return r.monthFirst(i)
	}
	return found{}, false
}

func (r reader) numeric(t token) (catalog.Date, bool) {
	m := numericDate.FindStringSubmatch(t.text)
	if m == nil {
		if m = isoDate.FindStringSubmatch(t.text); m == nil {
			return catalog.Date{}, false
		}
		m[1], m[3] = m[3], m[1]
	}
	day, month, year := atoi(m[1]), atoi(m[2]), atoi(m[3])
	if month > 12 && day <= 12 {
		day, month = month, day
	}
	return validDay(year, month, day)
}

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

// dayMonth reads "5 May 2020", "5. Mai", "5-ти май", "4 and 5 September", "20. und 21. November", "13–14 февруари".
func (r reader) dayMonth(i int) (found, bool) {
	first, next, ok := r.day(i)
	if !ok {
		return found{}, false
	}
	last := first
	if day, after, ok := r.secondDay(next); ok {
		last, next = day, after
	}
	for r.l.articles[r.at(next).fold] && r.at(next).isWord() {
		next++
	}
	month := r.l.month(r.at(next).fold)
	if month == 0 {
		return found{}, false
	}
	year, to := r.yearBehind(next + 1)
	return r.days(span{i, to}, year, month, first, last)
}

// day reads the number of a day: "5", "5.", "5th", "5-ти".
func (r reader) day(i int) (day, next int, ok bool) {
	t := r.at(i)
	day = atoi(t.text)
	if t.kind != number || day < 1 || day > 31 {
		return 0, i, false
	}
	next = i + 1
	switch r.at(next).fold {
	case ".", "st", "nd", "rd", "th", "го", "-го", "те":
		next++
	}
	return day, next, true
}

func (r reader) secondDay(i int) (day, next int, ok bool) {
	if joint := r.at(i).fold; !r.l.and[joint] && !r.l.to[joint] && !isDash(joint) {
		return 0, i, false
	}
	return r.day(i + 1)
}

func isDash(s string) bool { return s == "-" || s == "–" || s == "—" || s == "‑" || s == "−" }

// days makes the date of one or two days of a month; without a year, the year that lies nearest.
func (r reader) days(s span, year, month, first, last int) (found, bool) {
	relative := year == 0
	if relative {
		year = r.nearestYear(month, first)
	}
	from, ok := validDay(year, month, first)
	if !ok {
		return found{}, false
	}
	if to, ok := validDay(year, month, last); ok && last > first {
		from = catalog.NewSpan(from, to)
	}
	return found{span: s, date: from, relative: relative}, true
}

// ordinalMonth reads "first of May", "перше травня".
func (r reader) ordinalMonth(i int) (found, bool) {
	day := r.l.Dates.Numbers[r.at(i).fold]
	if day == 0 {
		return found{}, false
	}
	next := i + 1
	for r.l.articles[r.at(next).fold] && r.at(next).isWord() {
		next++
	}
	month := r.l.month(r.at(next).fold)
	if month == 0 {
		return found{}, false
	}
	year, to := r.yearBehind(next + 1)
	return r.days(span{i, to}, year, month, day, day)
}

// monthFirst reads "May 5, 2020", "May 4-5", "May 2020" and a bare "May".
func (r reader) monthFirst(i int) (found, bool) {
	t := r.at(i)
	month := r.l.month(t.fold)
	if month == 0 || r.language == "en" && !t.capital() || r.language == "de" && !t.capital() {
		return found{}, false
	}
	next := i + 1
	if r.at(next).text == "." && r.l.abbreviations[t.fold] {
		next++
	}
	if r.language == "en" {
		if f, ok := r.monthDay(i, next, month); ok {
			return f, true
		}
	}
	year, to := r.yearBehind(next)
	relative := year == 0
	if relative {
		if month == 5 && r.language == "en" && !r.l.before[r.at(i-1).fold] && r.l.this[r.at(i-1).fold] == 0 {
			return found{}, false
		}
		year, to = r.nearestYear(month, 15), next
	}
	if year == 0 {
		return found{}, false
	}
	return found{span: span{i, to}, date: catalog.NewDate(year, time.Month(month), 0), relative: relative}, true
}

func (r reader) monthDay(i, next, month int) (found, bool) {
	first, next, ok := r.day(next)
	if !ok {
		return found{}, false
	}
	last := first
	if day, after, ok := r.secondDay(next); ok && r.l.month(r.at(after).fold) == 0 {
		last, next = day, after
	}
	year, to := r.yearBehind(next)
	return r.days(span{i, to}, year, month, first, last)
}

// stretch reads on to the end of a span: "от 30 септември до 2 октомври", "26 February – 3 March 2022".
func (r reader) stretch(f found) found {
	joint := r.at(f.to).fold
	to := f.to + 1
	started := r.l.from[r.at(f.from-1).fold]
	if !r.l.to[joint] && !isDash(joint) && (!started || !r.l.and[joint]) {
		return f
	}
	for r.l.articles[r.at(to).fold] {
		to++
	}
	end, ok := r.date(to)
	if !ok || end.date.Precision() != f.date.Precision() || end.date.First().Sub(f.date.First()) > 60*24*time.Hour {
		return f
	}
	if f.relative && !end.relative { // the year stands only once, behind the second day
		first := f.date.First()
		if same, ok := validDay(end.date.First().Year(), int(first.Month()), first.Day()); ok {
			f.date = same
		}
	}
	if !end.date.Last().After(f.date.First()) {
		return f
	}
	return found{span: span{f.from, end.to}, date: catalog.NewSpan(f.date, end.date), relative: f.relative && end.relative}
}
