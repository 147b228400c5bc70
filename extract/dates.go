package extract

import (
	"regexp"
	"strconv"
	"strings"
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

// nearestYear is the year in which the day lies nearest to the day of publication; the past is news, the future a plan.
func (r reader) nearestYear(month, day int) int {
	now := r.published.First()
	if r.published.IsZero() {
		return 0
	}
	year := now.Year()
	then := time.Date(year, time.Month(month), max(day, 1), 0, 0, 0, 0, time.UTC)
	switch days := then.Sub(now).Hours() / 24; {
	case days > 213:
		return year - 1
	case days < -244:
		return year + 1
	}
	return year
}

// yearBehind reads a year behind a month, with the words that may stand beside it.
func (r reader) yearBehind(i int) (year, next int) {
	at := i
	for n := 0; n < 2 && (r.at(at).text == "," || r.l.articles[r.at(at).fold] && r.at(at).isWord()); n++ {
		at++
	}
	t := r.at(at)
	if r.ofThisYear(at) && !r.published.IsZero() {
		return r.published.First().Year(), at + 3
	}
	if t.kind != number || len(t.text) != 4 || !plausibleYear(atoi(t.text)) {
		return 0, i
	}
	at++
	if r.l.yearly[r.at(at).fold] {
		at++
		if r.at(at).text == "." && r.at(at-1).fold != "" && len([]rune(r.at(at-1).fold)) <= 2 && at+1 < r.line.to {
			at++
		}
	}
	return atoi(t.text), at
}

// ofThisYear reads the Bulgarian "т.г." and its like.
func (r reader) ofThisYear(i int) bool {
	a, b, c := r.at(i).fold, r.at(i+1).text, r.at(i+2).fold
	return b == "." && (a == "т" && c == "г" || a == "ц" && c == "р" || a == "d" && c == "j" || a == "a" && c == "c")
}

func plausibleYear(y int) bool { return y >= 1950 && y <= 2060 }

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

// year reads a year that stands alone.
func (r reader) year(i int) (found, bool) {
	t := r.at(i)
	if r.at(i+1).text == "-" && r.at(i+2).kind == word && r.at(i+2).end-t.end <= 8 && r.at(i+1).start == t.end { // "2023-та"
		if yearSpan.MatchString(t.text) && r.at(i+2).start == r.at(i+1).end {
			return found{span: span{i, i + 3}, date: catalog.NewDate(atoi(t.text), 0, 0)}, true
		}
	}
	if !yearSpan.MatchString(t.text) || r.at(i-1).text == "-" || isDash(r.at(i+1).text) || isDash(r.at(i-1).text) {
		return found{}, false
	}
	named := i > r.line.from && r.at(i-1).isWord() && r.at(i-1).capital() && !r.l.before[r.at(i-1).fold]
	if named && !r.l.yearly[r.at(i+1).fold] {
		return found{}, false // "Horizon 2020"
	}
	to := i + 1
	if r.l.yearly[r.at(to).fold] {
		to++
	} else if !r.l.before[r.at(i-1).fold] && !r.l.yearly[r.at(i-1).fold] && !r.l.since[r.at(i-1).fold] && !r.l.until[r.at(i-1).fold] {
		return found{}, false
	}
	return found{span: span{i, to}, date: catalog.NewDate(atoi(t.text), 0, 0)}, true
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

// spoken is the step that reads dates told by their distance from the day of publication.
func (d *document) spoken(l *lexicon, hits []hit) []found {
	var dates []found
	if d.published.IsZero() {
		return nil
	}
	for _, h := range hits {
		if date := d.shifted(h); !date.IsZero() {
			dates = append(dates, found{span: h.span, date: date, relative: true, spoken: true})
		}
	}
	for i, t := range d.tokens {
		if n := l.weekdays[t.fold]; n > 0 && d.published.Precision() == catalog.Day && d.tellsDay(l, i) {
			dates = append(dates, found{span: span{i, i + 1}, date: d.weekday(l, i, n), relative: true, spoken: true})
		}
	}
	return dates
}

// shifted is the date that lies a number of days, weeks, months or years from publication.
func (d *document) shifted(h hit) catalog.Date {
	now := d.published.First()
	byDay := d.published.Precision() == catalog.Day
	switch h.list {
	case listDays:
		if byDay {
			return catalog.DayOf(now.AddDate(0, 0, h.number))
		}
		return d.published
	case listWeeks:
		if byDay {
			return monthsOf(now.AddDate(0, 0, 7*h.number))
		}
	case listMoons:
		first := time.Date(now.Year(), now.Month()+time.Month(h.number), 1, 0, 0, 0, 0, time.UTC)
		return catalog.NewDate(first.Year(), first.Month(), 0)
	case listYears:
		return catalog.NewDate(now.Year()+h.number, 0, 0)
	}
	return catalog.Date{}
}

// monthsOf is the month in which the week lies that holds the day; a text that says "last week" gives no more.
func monthsOf(day time.Time) catalog.Date { return catalog.NewDate(day.Year(), day.Month(), 0) }

// tellsDay tells whether the weekday stands where a day is told: "on Thursday", not "Bloody Sunday".
func (d *document) tellsDay(l *lexicon, i int) bool {
	if i == 0 {
		return false
	}
	previous := d.tokens[i-1].fold
	_, near := l.this[previous]
	return l.before[previous] || near || l.since[previous] || l.to[previous] || l.from[previous] || l.and[previous] || l.language() == "ro" || strings.HasPrefix(d.tokens[i].fold, "am ")
}

func (l *lexicon) language() catalog.Language { return l.Language }

// weekday is the day of that name nearest to publication: the last one, or the next where the text says so.
func (d *document) weekday(l *lexicon, i, n int) catalog.Date {
	now := d.published.First()
	today := (int(now.Weekday())+6)%7 + 1
	back := (today - n + 7) % 7
	step, named := l.this[d.tokens[i-1].fold]
	if week, ok := d.weekBeside(i); ok {
		return catalog.DayOf(now.AddDate(0, 0, 7*week+n-today))
	}
	switch {
	case named && step < 0 && back == 0:
		back = 7
	case l.since[d.tokens[i-1].fold] && !l.from[d.tokens[i-1].fold]:
	case named && step > 0 || d.plans(d.tokens[i].sentence):
		back -= 7
		if back == -7 {
			back = 0
		}
	}
	return catalog.DayOf(now.AddDate(0, 0, -back))
}

// weekBeside is the week that the sentence names beside a weekday, as a distance: "next week, from Tuesday to Thursday".
func (d *document) weekBeside(i int) (week int, ok bool) {
	for _, h := range d.weeks {
		if d.tokens[h.from].sentence == d.tokens[i].sentence && h.near(span{i, i + 1}, 5) {
			return h.number, true
		}
	}
	return 0, false
}
