package extract

import (
	"strings"
	"time"
	"unicode/utf8"
)

// numbered reads a day by its number: "5 May 2020", "5. Mai", "5-ти май", "27/28 May", "27 числа цього місяця", and a bare
// "27", which the rest of the run must explain.
func (r *reader) numbered(i int) (piece, bool) {
	p, ok := r.dayNumber(i)
	if !ok {
		return piece{}, false
	}
	at := r.skipSmall(p.to)
	month, next := r.monthName(at)
	switch {
	case month == 0 && r.monthTold(at, &p):
		return p, true
	case month == 0 || !r.meantAsMonth(at, next, i):
		if r.language == "en" && r.at(p.to).text == "," && !p.marked {
			if year, to := r.yearBehind(p.to); year > 0 && r.at(to-1).kind == number {
				p.year, p.to = year, to // of "May 3 and 4, 2020"
			}
		}
		return p, true
	}
	p.month = month
	p.year, p.to = r.yearBehind(next)
	p.to = r.weekdayBehind(p)
	return p, true
}

// dayNumber reads the number of a day: "5", "5.", "5th", "5-ти", "27/28".
func (r *reader) dayNumber(i int) (piece, bool) {
	t := r.at(i)
	p := piece{span: span{i, i + 1}}
	if f, ok := cutFigures(t.text); ok && f.ascends() { // "27/28", "5,6,7"
		p.day, p.second = f.n[0], f.n[f.count-1]
	} else if t.kind == number {
		p.day = atoi(t.text)
	} else {
		p.day, p.marked = r.markedWord(t.text)
	}
	if p.day < 1 || max(p.day, p.second) > 31 {
		return piece{}, false
	}
	switch next := r.at(p.to); {
	case !r.touches(p.to):
	case next.text == ".":
		p.to++
		p.marked = r.language == "de"
	case r.l.marks[next.fold]:
		p.to, p.marked = p.to+1, true
	case isDash(next.text) && r.touches(p.to+1) && r.l.marks[r.at(p.to+1).fold]:
		p.to, p.marked = p.to+2, true
	}
	return p, true
}

// markedWord reads "5ти", which is cut as a word.
func (r *reader) markedWord(text string) (day int, marked bool) {
	digits := strings.IndexFunc(text, func(c rune) bool { return c < '0' || c > '9' })
	if digits < 1 || digits > 2 || !r.l.marks[strings.TrimPrefix(fold(text[digits:]), "-")] {
		return 0, false
	}
	return atoi(text[:digits]), true
}

// monthName reads a month's name, also behind the word for a month: "luna mai", "the month of May"; 0 for none.
func (r *reader) monthName(i int) (month, next int) {
	if h, ok := r.phrase(i, listUnit); ok && h.value == unitMonth {
		if month, next = r.monthWord(r.skipSmall(h.to)); month > 0 {
			return month, next
		}
	}
	return r.monthWord(i)
}

// monthWord reads a month's name, also abbreviated.
func (r *reader) monthWord(i int) (month, next int) {
	t := r.at(i)
	month = r.l.month(t.fold)
	if month == 0 || t.kind != word || (r.language == "en" || r.language == "de") && !t.capital() {
		return 0, i
	}
	next = i + 1
	if r.l.beside[t.fold] && r.at(next).text == "." {
		next++
	} else if h, ok := r.phrase(next, listUnit); ok && h.value == unitMonth && r.language == "bg" { // "май месец"
		next = h.to
	}
	return month, next
}

// meantAsMonth tells whether a word that is a month's name among other things is one behind a day's number.
func (r *reader) meantAsMonth(at, next, from int) bool {
	t := r.at(next - 1)
	if t.text == "." {
		t = r.at(next - 2)
	}
	if !r.l.doubtful[t.fold] || r.language != "ro" {
		return true
	}
	if year, _ := r.yearBehind(next); year > 0 || next > at+1 {
		return true
	}
	before := r.at(from - 1)
	joined := isDash(before.text) || before.text == "," || r.l.and[before.fold]
	return !r.l.beside[t.fold] && (joined || before.text == "" || r.l.on[before.fold] || r.l.to[before.fold] || r.closes(next))
}

// monthTold reads the month of "the 27th of this month".
func (r *reader) monthTold(i int, p *piece) bool {
	at := r.skipSmall(i)
	if !p.marked && at == p.to && !r.l.small[r.at(i-1).fold] {
		return false
	}
	u, ok := r.unitTold(at, false)
	if !ok || u.name != unitMonth {
		return false
	}
	date := r.shift(u.name, u.n)
	if date.IsZero() {
		return false
	}
	p.month, p.year, p.to = int(date.First().Month()), date.First().Year(), u.to
	return true
}

// ordinal reads "the first of May", "перше травня", "двадесет и четвърти май".
func (r *reader) ordinal(i int) (piece, bool) {
	at, tens := i, 0
	if h, ok := r.phrase(i, listTens); ok {
		at, tens = h.to, h.number
	}
	day := r.l.ordinals[r.at(at).fold]
	if day == 0 || tens > 0 && day > 9 || i > r.line.from && r.at(i).capital() { // „Шести септември“ is a street
		return piece{}, false
	}
	at++
	next := r.skipSmall(at)
	if next == at && r.language == "en" {
		return piece{}, false // "the first May fair"
	}
	month, to := r.monthName(next)
	if month == 0 || r.l.beside[r.at(next).fold] {
		return piece{}, false
	}
	p := piece{span: span{i, to}, day: tens + day, month: month}
	p.year, p.to = r.yearBehind(to)
	return p, true
}

// monthFirst reads "May 5, 2020", "May 2020", "last May" and a bare "May".
func (r *reader) monthFirst(i int) (piece, bool) {
	if p, ok := r.monthDay(i); ok {
		return p, true
	}
	p, ok := r.wholeMonth(i)
	if !ok || p.year == 0 && !r.bareMonth(i, p.to) {
		return piece{}, false
	}
	return p, true
}

// monthDay reads "May 5, 2020".
func (r *reader) monthDay(i int) (piece, bool) {
	if r.language != "en" {
		return piece{}, false
	}
	month, next := r.monthName(i)
	if month == 0 {
		return piece{}, false
	}
	p, ok := r.dayNumber(next)
	if the, is := r.dayNumber(r.skipSmall(next)); !ok && is && the.marked { // "May the 4th"
		p, ok = the, true
	}
	if !ok || r.l.measures[r.at(p.to).fold] {
		return piece{}, false
	}
	p.from, p.month, p.monthFirst = i, month, true
	p.year, p.to = r.yearBehind(p.to)
	p.to = r.weekdayBehind(p)
	return p, true
}

// wholeMonth reads "May 2020", "last May" and "May".
func (r *reader) wholeMonth(i int) (piece, bool) {
	step, at := r.step(i)
	month, next := r.monthName(at)
	if month == 0 {
		return piece{}, false
	}
	stepped := at > i
	if n, to := r.stepBehind(next); to > next {
		step, next, stepped = n, to, true
	}
	p := piece{span: span{i, next}, month: month}
	p.year, p.to = r.yearBehind(next)
	if p.year == 0 && stepped && !r.published.IsZero() {
		p.year = r.steppedYear(time.Month(month), step)
	}
	return p, true
}

// bareMonth tells whether the word without a day or a year is a month: "in March", not "March for science", "mai mult".
func (r *reader) bareMonth(i, next int) bool {
	t, before, behind := r.at(i), r.at(i-1), r.at(next)
	if r.l.month(t.fold) == 0 { // "luna mai"
		return true
	}
	prepared := r.l.in[before.fold] || r.l.small[before.fold] || r.l.since[before.fold] || r.l.until[before.fold] || r.l.and[before.fold]
	switch {
	case r.language == "ro" && t.shouted() && r.l.doubtful[t.fold]: // "MAI" is a ministry
		return false
	case r.l.beside[t.fold], r.l.ordinals[before.fold] > 0 && before.capital(), before.kind == number && len(before.text) <= 2:
		return false
	case r.l.doubtful[t.fold]:
		return prepared && (r.language != "ro" || r.closes(next) || r.l.month(r.at(next+1).fold) > 0)
	case r.language == "de" && !prepared:
		return !before.capital()
	case r.language == "en" && !prepared:
		return !behind.capital() && (!before.capital() || r.l.this[before.fold] != 0)
	}
	return true
}

// hyphened tells whether a part of a month or a year may be joined to it: "mid-May".
func hyphened(word string) bool {
	at := strings.IndexByte(word, '-')
	return at > 0 && utf8.RuneCountInString(word) < 16
}
