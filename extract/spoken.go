package extract

import (
	"strings"
	"time"

	"mostbot/catalog"
)

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
			dates = append(dates, found{span: span{i, i + 1}, date: d.weekday(l, i, n), relative: true, spoken: true, weekday: d.anyWeek(l, i)})
		}
	}
	return dates
}

// shifted is the date that lies a number of days, weeks, months or years from publication.
func (d *document) shifted(h hit) catalog.Date {
	now := d.published.First()
	byDay := d.published.Precision() == catalog.Day
	switch h.list { //nolint:exhaustive // the other lists hold no dates
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
	return l.before[previous] || near || l.since[previous] || l.to[previous] || l.from[previous] || l.and[previous] || l.Language == "ro" || strings.HasPrefix(d.tokens[i].fold, "am ")
}

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

// anyWeek tells whether nothing beside the weekday says which week's it is.
func (d *document) anyWeek(l *lexicon, i int) bool {
	step, named := l.this[d.tokens[i-1].fold]
	_, ok := d.weekBeside(i)
	return !ok && (!named || step == 0)
}
