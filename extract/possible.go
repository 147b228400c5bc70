package extract

import (
	"slices"

	"mostbot/catalog"
)

// possible is a date that may be the main event's, with where the text names it.
type possible struct {
	date     catalog.Date
	mentions []found
	how      string // "" for a date that stands in the text; else how it was made of what stands there
}

// How a date that does not stand in the text is made.
const (
	weekEarlier    = "a week earlier"
	weekLater      = "a week later"
	daysOfSentence = "two days of one sentence"
	daysOfText     = "two days"
	dayAndEnd      = "a day and an end"
	published      = "the time of publication"
)

// possibleDates lists every date that may be the event's: those of the text, the other week of a weekday, spans made of
// two days, and the time of publication for news that names none.
func (r *reading) possibleDates() []possible {
	var list dateList
	var days []found
	for _, f := range r.dates {
		if r.dateline.holds(f.from) {
			continue
		}
		list.add(f.date, f, "")
		if f.date.Precision() == catalog.Day && !f.date.IsSpan() && !f.limit {
			days = append(days, f)
		}
	}
	for _, f := range r.dates {
		if f.weekday && !r.dateline.holds(f.from) {
			list.add(shift(f.date, -7), f, weekEarlier)
			list.add(shift(f.date, 7), f, weekLater)
		}
	}
	r.addPairs(&list, days)
	if !r.published.IsZero() {
		list.add(r.undated(), found{}, published)
	}
	return list
}

type dateList []possible

func (l *dateList) add(date catalog.Date, f found, how string) {
	if date.IsZero() {
		return
	}
	i := slices.IndexFunc(*l, func(p possible) bool { return p.date == date })
	if i < 0 {
		*l = append(*l, possible{date, []found{f}, how})
		return
	}
	p := &(*l)[i]
	p.mentions = append(p.mentions, f)
	if how == "" {
		p.how = ""
	}
}

func shift(d catalog.Date, days int) catalog.Date {
	first := catalog.DayOf(d.First().AddDate(0, 0, days))
	if !d.IsSpan() {
		return first
	}
	return catalog.NewSpan(first, catalog.DayOf(d.Last().AddDate(0, 0, days)))
}

// addPairs adds the spans that two days of the text may be the ends of.
func (r *reading) addPairs(list *dateList, days []found) {
	const following, longest, longestUntil = 3, 4, 14
	for i, a := range days {
		for _, b := range days[i+1 : min(i+1+following, len(days))] {
			if apart := daysApart(a.date, b.date); apart < 0 {
				a, b = b, a
			}
			between := r.tokens[b.from].sentence - r.tokens[a.from].sentence
			if apart := daysApart(a.date, b.date); apart < 1 || apart > longest || between > 2 {
				continue
			}
			how := daysOfText
			if between == 0 {
				how = daysOfSentence
			}
			list.add(catalog.NewSpan(a.date, b.date), a, how)
		}
	}
	for _, end := range r.dates {
		if !end.limit && !end.until || end.date.Precision() != catalog.Day {
			continue
		}
		for _, a := range days {
			if apart := daysApart(a.date, end.date); apart >= 1 && apart <= longestUntil {
				list.add(catalog.NewSpan(a.date, catalog.DayOf(end.date.Last())), a, dayAndEnd)
			}
		}
	}
}

func daysApart(a, b catalog.Date) int { return int(b.Last().Sub(a.First()).Hours() / 24) }

// undated is the date of news that names none: published as news, it happened in these days.
func (r *reading) undated() catalog.Date {
	if r.published.Precision() != catalog.Day {
		return r.published
	}
	first := r.published.First()
	return catalog.NewDate(first.Year(), first.Month(), 0)
}
