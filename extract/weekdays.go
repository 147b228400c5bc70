package extract

import (
	"time"

	"mostbot/catalog"
)

// weekday is a day of the week as the text names it: "last Tuesday", "Samstagabend", "joia trecută".
type weekday struct {
	span
	n       int  // 1 for Monday
	step    int  // -1 for "last", 1 for "next"
	stepped bool // "last", "this" or "next" stands beside
	short   bool // an abbreviation
}

func (r *reader) weekdayName(i int) (weekday, bool) {
	step, at := r.step(i)
	t := r.at(at)
	w := weekday{span: span{i, at + 1}, n: r.l.weekdays[t.fold], step: step, stepped: at > i}
	if w.n == 0 {
		w.n, w.short = r.l.shorts[t.fold], true
	}
	if w.n == 0 || (r.language == "en" || r.language == "de") && !t.capital() || r.language == "ro" && (w.stepped || r.months(at)) {
		return weekday{}, false
	}
	if w.short && r.at(w.to).text == "." {
		w.to++
	}
	if step, to := r.stepBehind(w.to); to > w.to {
		w.step, w.stepped, w.to = step, true, to
	} else if r.l.habitual[t.fold] {
		return weekday{}, false
	}
	if part, ok := r.phrase(w.to, listDaypart); ok {
		w.to = part.to
	}
	return w, true
}

// weekdayAt is the weekday whose name ends before the token, 0 for none.
func (r *reader) weekdayAt(to int) int {
	for at := to - 1; at > to-4; at-- {
		if n := r.l.weekdays[r.at(at).fold]; n > 0 {
			return n
		}
	}
	return 0
}

// months tells whether the Romanian word for Monday stands for months: "36 de luni", "trei luni".
func (r *reader) months(i int) bool {
	if h, ok := r.phrase(i, listUnit); !ok || h.value != unitMonth {
		return false
	}
	before := r.at(i - 1)
	if before.fold == "de" {
		before = r.at(i - 2)
	}
	h, ok := r.phrase(i-1, listCardinal)
	return before.kind == number || ok && h.to == i || r.l.about[before.fold] && before.fold != "de"
}

// weekdayDate reads "Tuesday, 5 May", "Tuesday 27", "Montag, den 5.", and a weekday alone.
func (r *reader) weekdayDate(i int) (piece, bool) {
	w, ok := r.weekdayName(i)
	if !ok {
		return piece{}, false
	}
	if p, ok := r.dayBeside(w); ok {
		p.from, p.weekday = i, w
		return p, true
	}
	if w.short || !r.tellsDay(w) {
		return piece{}, false
	}
	return piece{span: w.span, weekday: w, spoken: true}, true
}

// dayBeside reads the date behind a weekday.
func (r *reader) dayBeside(w weekday) (piece, bool) {
	at := w.to
	comma, bracket := r.at(at).text == ",", r.at(at).text == "("
	if comma || bracket {
		at++
	}
	for n := 0; n < 2 && r.at(at).kind == word && (r.l.small[r.at(at).fold] || r.l.on[r.at(at).fold] && !r.l.to[r.at(at).fold] && !r.l.since[r.at(at).fold]); n++ {
		at++
	}
	for _, read := range []func(*reader, int) (piece, bool){(*reader).figures, (*reader).numbered, (*reader).ordinal, (*reader).monthDay} {
		p, ok := read(r, at)
		if !ok || p.day == 0 {
			continue
		}
		if p.bare() && (bracket || !p.marked && (comma || !r.closes(p.to))) {
			return piece{}, false
		}
		if bracket && r.at(p.to).text == ")" {
			p.to++
		}
		return p, true
	}
	return piece{}, false
}

// weekdayBehind is where the date ends with the weekday that may stand behind it: "5 May (Tuesday)", "5 май, вторник".
func (r *reader) weekdayBehind(p piece) int {
	at := p.to
	bracket := r.at(at).text == "("
	if bracket || r.at(at).text == "," {
		at++
	}
	if on := r.at(at).fold; !bracket && r.l.on[on] && !r.l.to[on] && !r.l.until[on] && !r.l.from[on] && !r.l.since[on] {
		at++
	}
	w, ok := r.weekdayName(at)
	if !ok || w.stepped || bracket != (r.at(w.to).text == ")") || w.short && !bracket {
		return p.to
	}
	if bracket {
		return w.to + 1
	}
	behind := r.at(w.to)
	if behind.kind == number || r.l.month(behind.fold) > 0 {
		return p.to // it belongs to the next date
	}
	return w.to
}

// tellsDay tells whether the weekday stands where a day is told: "on Thursday", not "Bloody Sunday", "every Thursday".
func (r *reader) tellsDay(w weekday) bool {
	before, behind := r.at(w.from-1), r.at(w.to)
	begins := w.from == r.line.from
	switch {
	case r.l.every[before.fold]:
		return false
	case w.stepped, r.l.on[before.fold], r.l.in[before.fold], r.l.since[before.fold], r.l.until[before.fold], r.l.to[before.fold], r.l.from[before.fold]:
		return true
	case r.l.and[before.fold], r.l.seasons[before.fold] > 0:
		return true
	case r.language == "ro":
		hours := before.kind == sign && isDash(behind.text) || isDash(before.text) && r.l.weekdays[r.at(w.from-2).fold] > 0
		return !hours // "luni–vineri, 9.00–18.00"
	case r.language == "en":
		verb := before.kind == word && !before.capital() && !r.l.small[before.fold]
		return (begins && behind.kind == word || verb) && !behind.capital()
	}
	u, ok := r.unitTold(r.skipSmall(w.to), false)
	return ok && u.name == unitWeek
}

// nameDays gives the weekdays of a run their dates, and finds the week that the text names beside them.
func (r *reader) nameDays(run []piece) (week span) {
	if r.published.Precision() != catalog.Day {
		return week
	}
	if u, s, ok := r.weekBeside(run); ok {
		monday := r.shift(unitDay, 7*u.n+1-isoWeekday(r.published.First()))
		for k := range run {
			if run[k].named() {
				run[k].date = catalog.DayOf(monday.First().AddDate(0, 0, run[k].weekday.n-1))
			}
		}
		return s
	}
	last := len(run) - 1
	if last > 0 && run[last].named() && run[0].named() && !run[0].weekday.stepped && !r.liesAhead(run[0].from) { // all is over
		run[last].date = onWeekday(r.published.First(), run[last].weekday.n, -1)
	}
	for k := last - 1; k >= 0; k-- {
		if next := run[k+1].date; run[k].named() && !next.IsZero() {
			run[k].date = onWeekday(next.First().AddDate(0, 0, -1), run[k].weekday.n, -1)
		}
	}
	for k := range run {
		switch {
		case !run[k].named():
		case k > 0 && !run[k-1].date.IsZero():
			run[k].date = onWeekday(run[k-1].date.First().AddDate(0, 0, 1), run[k].weekday.n, 1)
		default:
			run[k].date = r.weekdayDay(run[k])
		}
	}
	return week
}

// onWeekday is the first such weekday from the day on, forwards (1) or backwards (-1).
func onWeekday(day time.Time, n, sign int) catalog.Date {
	for isoWeekday(day) != n {
		day = day.AddDate(0, 0, sign)
	}
	return catalog.DayOf(day)
}

// weekdayDay is the day of that name nearest to publication: the last one, or the next where the clause speaks of what is
// to come.
func (r *reader) weekdayDay(p piece) catalog.Date {
	now, w := r.published.First(), p.weekday
	tomorrow := now.AddDate(0, 0, 1)
	inWeek := now.AddDate(0, 0, w.n-isoWeekday(now))
	before := r.at(p.from - 1).fold
	switch {
	case w.stepped && w.step < 0:
		return onWeekday(now.AddDate(0, 0, -1), w.n, -1)
	case w.stepped && w.step > 0:
		return onWeekday(tomorrow, w.n, 1)
	case w.stepped && !inWeek.Before(now):
		return catalog.DayOf(inWeek)
	case r.l.behind[before]:
		return onWeekday(now, w.n, -1)
	case r.l.until[before] && !r.l.since[before] && r.language != "ro", r.liesAhead(p.from):
		return onWeekday(now, w.n, 1)
	}
	return onWeekday(now, w.n, -1)
}

// weekBeside finds the week named beside weekdays: "last week's Thursday", "Thursday and Friday last week".
func (r *reader) weekBeside(run []piece) (told, span, bool) {
	first, last := run[0], run[len(run)-1]
	if first.weekday.stepped || !last.named() {
		return told{}, span{}, false
	}
	at := r.skipBeside(last.to)
	if u, ok := r.unitTold(at, false); ok && u.name == unitWeek {
		return u, span{first.from, u.to}, true
	}
	const farthest = 7
	for from := first.from - 1; from >= max(r.line.from, first.from-farthest); from-- {
		u, ok := r.unitTold(from, false)
		if ok && u.name == unitWeek && u.to <= first.from && r.skipBeside(u.to) >= first.from {
			return u, span{from, last.to}, true
		}
	}
	return told{}, span{}, false
}

// skipBeside passes over what may stand between a week and its day.
func (r *reader) skipBeside(i int) int {
	for n := 0; n < 3; n++ {
		t := r.at(i)
		if !r.l.small[t.fold] && !r.l.on[t.fold] && !r.l.from[t.fold] && t.text != "," && t.text != "'" && t.text != "’" && t.fold != "s" {
			break
		}
		i++
	}
	return i
}
