package extract

import (
	"slices"
	"strings"

	"mostbot/catalog"
)

// extend makes spans of what a sentence tells apart: "began on 27 May and ended on the 30th", "a two-day meeting began
// today".
func (r *reader) extend(dates []found) []found {
	const longestGap = 31 // days between a beginning and an end that belong together
	for k := range dates {
		f := &dates[k]
		if !oneDay(f.date) {
			continue
		}
		if k+1 < len(dates) && oneDay(dates[k+1].date) && r.bounds(*f) == listBegins && r.bounds(dates[k+1]) == listEnds {
			days := dates[k+1].date.First().Sub(f.date.First()).Hours() / 24
			if days > 0 && days <= longestGap {
				f.date = catalog.NewSpan(f.date, dates[k+1].date)
				return slices.Delete(dates, k+1, k+2)
			}
		}
	}
	if len(dates) == 1 && oneDay(dates[0].date) {
		r.lasts(&dates[0])
	}
	return dates
}

func oneDay(date catalog.Date) bool { return date.Precision() == catalog.Day && !date.IsSpan() }

// bounds tells whether something begins or ends on the day: by the preposition before it, or the nearest word that tells.
func (r *reader) bounds(f found) list {
	before := r.at(f.from - 1).fold
	if r.l.small[before] {
		before = r.at(f.from - 2).fold
	}
	switch {
	case r.l.until[before]:
		return listEnds
	case r.l.from[before] && (r.l.since[before] || r.language != "bg" && r.language != "uk" && r.language != "ro"):
		return listBegins
	}
	const near = 8 // tokens
	which, nearest := listNoise, near
	around := span{max(r.line.from, f.from-near), min(r.line.to, f.to+near)}
	for _, h := range r.l.bound.find(r.tokens[around.from:around.to]) {
		from, to := around.from+h.from, around.from+h.to
		if gap := max(from-f.to, f.from-to, 0); gap < nearest {
			which, nearest = h.list, gap
		}
	}
	return which
}

// lasts makes the day on which something of several days begins or ends the span of those days.
func (r *reader) lasts(f *found) {
	const longest = 14
	days := r.days()
	if days < 2 || days > longest {
		return
	}
	which := r.bounds(*f)
	if which == listNoise {
		return
	}
	first, last := f.date.First(), f.date.First().AddDate(0, 0, days-1)
	if which == listEnds {
		first, last = f.date.First().AddDate(0, 0, 1-days), f.date.First()
	}
	f.date = catalog.NewSpan(catalog.DayOf(first), catalog.DayOf(last))
}

// days is for how many days something lasts by the words of the sentence: "двудневен", "for three days"; 0 where they do
// not tell.
func (r *reader) days() int {
	for i := r.line.from; i < r.line.to; i++ {
		t := r.tokens[i]
		for _, lasting := range r.l.last {
			if strings.HasPrefix(t.fold, lasting.stem) {
				return lasting.days
			}
		}
		if t.kind == number && r.at(i+1).text == "-" && r.touches(i+1) { // "3-day"
			if h, ok := r.phrase(i+2, listUnit); ok && h.value == unitDay {
				return atoi(t.text)
			}
		}
		u, ok := r.counted(i)
		_, back := r.phrase(u.to, listBack)
		_, ago := r.phrase(i-1, listAgo)
		_, hence := r.phrase(i-1, listHence)
		const longest = 7
		if ok && u.name == unitDay && u.n > 1 && u.n <= longest && !back && !ago && !hence {
			return u.n
		}
	}
	return 0
}
