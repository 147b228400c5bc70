package extract

import (
	"time"

	"mostbot/catalog"
)

// The units of time in which distances are told.
const (
	unitDay     = "day"
	unitWeek    = "week"
	unitWeekend = "weekend"
	unitMonth   = "month"
	unitQuarter = "quarter"
	unitYear    = "year"
)

// told is a unit of time by its distance from the one of publication: last week is -1 week.
type told struct {
	name string
	n    int
	to   int // where it ends
}

// step reads "last", "this", "this coming": -1 for the one before, 0 for this one, 1 for the next.
func (r *reader) step(i int) (n, next int) {
	for next = i; next < i+2; next++ {
		step, ok := r.l.this[r.at(next).fold]
		if !ok {
			break
		}
		if step != 0 {
			n = step
		}
	}
	return n, next
}

// stepBehind reads the same where it stands behind: "luna trecută".
func (r *reader) stepBehind(i int) (n, next int) {
	if r.language != "ro" {
		return 0, i
	}
	return r.step(i)
}

// idioms are the lists of phrases that tell a unit and its distance at once: "торік".
var idioms = []struct {
	list list
	unit string
}{{listWeeks, unitWeek}, {listMoons, unitMonth}, {listYears, unitYear}}

// unitTold reads "last week", "anul trecut", "торік"; and, where a part of it is spoken of, "the month".
func (r *reader) unitTold(i int, parted bool) (told, bool) {
	for _, idiom := range idioms {
		if h, ok := r.phrase(i, idiom.list); ok {
			return told{idiom.unit, h.number, h.to}, true
		}
	}
	n, at := r.step(i)
	h, ok := r.numberedPhrase(at, listUnit, oneUnit)
	if !ok || h.value == unitDay {
		return told{}, false
	}
	if at > i {
		return told{h.value, n, h.to}, true
	}
	if n, to := r.stepBehind(h.to); to > h.to {
		return told{h.value, n, to}, true
	}
	return told{h.value, 0, h.to}, parted
}

// unit reads "last week", "this year", "at the weekend".
func (r *reader) unit(i int) (piece, bool) {
	u, ok := r.unitTold(i, false)
	if !ok {
		h, is := r.phrase(i, listUnit)
		before := r.at(i - 1).fold
		if !is || h.value != unitWeekend || !r.l.in[before] && !r.l.on[before] && !r.l.small[before] {
			return piece{}, false
		}
		u = told{unitWeekend, r.nearestWeekend(i), h.to}
	} else if u.name == unitWeekend {
		u.n = r.steppedWeekend(u.n)
	}
	p, ok := r.ofUnit(u)
	p.from = i
	return p, ok
}

func (r *reader) ofUnit(u told) (piece, bool) {
	date := r.shift(u.name, u.n)
	return piece{span: span{u.to - 1, u.to}, date: date, spoken: true}, !date.IsZero()
}

// nearestWeekend tells which weekend is meant by "at the weekend": the last one, or the next in a clause on what is to come.
func (r *reader) nearestWeekend(i int) int {
	today := isoWeekday(r.published.First())
	if r.liesAhead(i) || today > 5 {
		return 0
	}
	return -1
}

// steppedWeekend tells which weekend is meant by "next weekend", said on a Monday or on a Saturday.
func (r *reader) steppedWeekend(step int) int {
	if step > 0 && isoWeekday(r.published.First()) < 5 {
		return 0
	}
	return step
}

// shift is the date that lies so many units from publication. A text that says "last week" gives no more than the month.
func (r *reader) shift(unit string, n int) catalog.Date {
	now := r.published.First()
	byDay := r.published.Precision() == catalog.Day
	switch {
	case r.published.IsZero():
	case unit == unitDay && !byDay:
		return r.published
	case unit == unitDay:
		return catalog.DayOf(now.AddDate(0, 0, n))
	case unit == unitWeek && byDay:
		that := now.AddDate(0, 0, 7*n)
		return catalog.NewDate(that.Year(), that.Month(), 0)
	case unit == unitWeekend && byDay:
		saturday := now.AddDate(0, 0, 7*n+6-isoWeekday(now))
		return catalog.NewSpan(catalog.DayOf(saturday), catalog.DayOf(saturday.AddDate(0, 0, 1)))
	case unit == unitMonth && r.published.Precision() >= catalog.Month:
		first := time.Date(now.Year(), now.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		return catalog.NewDate(first.Year(), first.Month(), 0)
	case unit == unitYear:
		return catalog.NewDate(now.Year()+n, 0, 0)
	}
	return catalog.Date{}
}

// isoWeekday is 1 for Monday and 7 for Sunday.
func isoWeekday(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }

// toldDay reads "yesterday", "yesterday evening", "вчерашния ден", "heute, Mittwoch".
func (r *reader) toldDay(i int) (piece, bool) {
	h, ok := r.phrase(i, listDays)
	if !ok || r.published.IsZero() || r.language == "de" && r.nounInstead(i, h.to) {
		return piece{}, false
	}
	date := r.shift(unitDay, h.number)
	p := piece{span: h.span, date: date, spoken: true}
	if part, ok := r.phrase(p.to, listDaypart); ok {
		p.to = part.to
	}
	if day, ok := r.phrase(p.to, listUnit); ok && day.value == unitDay {
		p.to = day.to
	}
	if to := r.weekdayBehind(p); to > p.to && r.weekdayAt(to) == isoWeekday(date.First()) {
		p.to = to
	}
	return p, true
}

// nounInstead tells a German noun from the adverb: "der Morgen" from "morgen", which has a capital only where it begins.
func (r *reader) nounInstead(i, to int) bool {
	t, before := r.at(i), r.at(i-1)
	_, part := r.phrase(to, listDaypart)
	return t.capital() && (before.kind == word || before.kind == number || r.at(to).capital() && !part)
}

// following reads "the next day", told from the day named before.
func (r *reader) following(i int) (piece, bool) {
	h, ok := r.phrase(i, listFollowing)
	if !ok || r.dayBefore().IsZero() || r.anchor.IsSpan() {
		return piece{}, false
	}
	return piece{span: h.span, date: catalog.DayOf(r.anchor.First().AddDate(0, 0, h.number)), spoken: true}, true
}

// ago reads "three days ago", "vor zwei Wochen", "след два месеца".
func (r *reader) ago(i int) (piece, bool) {
	if r.published.IsZero() {
		return piece{}, false
	}
	if h, ok := r.phrase(i, listAgo); ok {
		if u, ok := r.counted(r.skipAbout(h.to)); ok {
			return r.distant(i, u, -1)
		}
	}
	if h, ok := r.phrase(i, listHence); ok {
		if u, ok := r.counted(r.skipAbout(h.to)); ok && r.liesAhead(i) {
			return r.distant(i, u, 1)
		}
	}
	u, ok := r.counted(i)
	if !ok {
		return piece{}, false
	}
	h, ok := r.phrase(u.to, listBack)
	if !ok {
		return piece{}, false
	}
	u.to = h.to
	return r.distant(i, u, -1)
}

func (r *reader) skipAbout(i int) int {
	for n := 0; n < 3 && r.l.about[r.at(i).fold]; n++ {
		i++
	}
	return i
}

// counted reads "three days", "тиждень"; 0 days stand for some.
func (r *reader) counted(i int) (told, bool) {
	n, at := 1, i
	if h, ok := r.phrase(i, listCardinal); ok {
		n, at = h.number, h.to
	} else if t := r.at(i); t.kind == number && len(t.text) <= 2 {
		n, at = atoi(t.text), i+1
	}
	half, isHalf := r.phrase(at, listHalf)
	if isHalf { // "one and a half years", "півтора року"
		at = half.to
	}
	h, ok := r.phrase(at, listUnit)
	_, one := r.numberedPhrase(at, listUnit, oneUnit)
	if !ok || at == i && (!one || r.language != "bg" && r.language != "uk") || h.value == unitQuarter || h.value == unitWeekend {
		return told{}, false
	}
	to := h.to
	if half, ok := r.phrase(to, listHalf); ok { // "a year and a half"
		to, isHalf = half.to, true
	}
	if isHalf && h.value == unitYear {
		n = r.published.First().Year() - r.published.First().AddDate(0, -12*n-6, 0).Year()
	}
	return told{h.value, n, to}, true
}

// distant is the date so many units before (-1) or after (1) publication.
func (r *reader) distant(i int, u told, sign int) (piece, bool) {
	if u.n == 0 { // "some days ago"
		if u.name != unitDay {
			return piece{}, false
		}
		u.name = unitWeek
	}
	p, ok := r.ofUnit(told{u.name, sign * u.n, u.to})
	p.from = i
	return p, ok
}
