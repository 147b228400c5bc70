package extract

import "time"

// lend gives each piece the month and the year that stand only once in the run.
func (r *reader) lend(run []piece) {
	for k := len(run) - 2; k >= 0; k-- {
		p, next := &run[k], run[k+1]
		if p.bare() && p.weekday.n > 0 && next.month > 0 || p.bare() && p.day < next.day {
			p.month = next.month
		}
		if p.date.IsZero() && p.year == 0 && next.year > 0 {
			p.year = next.year
			if p.month > next.month && next.month > 0 {
				p.year--
			}
		}
	}
	for k := 1; k < len(run); k++ {
		if p, before := &run[k], run[k-1]; p.bare() && before.monthFirst && p.day > before.day {
			p.month, p.year, p.monthFirst = before.month, max(p.year, before.year), true
		}
	}
	for k := range run {
		if run[k].bare() {
			r.lendMonth(&run[k])
		}
	}
}

// lendMonth finds the month of "Tuesday 27" by the weekday, and that of "the 27th" by the day named before.
func (r *reader) lendMonth(p *piece) {
	base := r.published
	if p.weekday.n == 0 {
		base = r.dayBefore()
	}
	if base.IsZero() {
		return
	}
	for _, step := range []int{0, 1, -1, 2, -2} {
		month := time.Date(base.First().Year(), base.First().Month()+time.Month(step), 1, 0, 0, 0, 0, time.UTC)
		date, ok := validDay(month.Year(), int(month.Month()), p.day)
		if ok && (p.weekday.n > 0 && isoWeekday(date.First()) == p.weekday.n || p.weekday.n == 0 && !date.First().Before(base.Last())) {
			p.month, p.year = int(month.Month()), month.Year()
			return
		}
	}
}

// lendYear gives the pieces without a year the year named before the run, or the nearest; it tells whether any had none.
func (r *reader) lendYear(run []piece, f *found) (lent bool) {
	for k := range run {
		p := &run[k]
		if p.month == 0 || p.year > 0 {
			continue
		}
		lent = true
		switch {
		case k > 0 && run[k-1].year > 0:
			p.year = run[k-1].year
			if p.month < run[k-1].month {
				p.year++
			}
		case k == 0 && r.eraBeside(p.from):
			p.year, f.from = r.eraYear(p.month), r.era.from
		case p.weekday.n > 0:
			p.year = r.yearOfWeekday(*p)
		case p.day > 0:
			p.year = r.nearestYear(time.Month(p.month), p.day, p.from)
		default:
			p.year = r.nearestYear(time.Month(p.month), midMonth, p.from)
		}
	}
	return lent
}

// midMonth stands for a month when it is asked how far the month lies away.
const midMonth = 15

// yearOfWeekday is the year in which the day falls on the weekday that stands beside it.
func (r *reader) yearOfWeekday(p piece) int {
	nearest := r.nearestYear(time.Month(p.month), p.day, p.from)
	for _, step := range []int{0, -1, 1} {
		if date, ok := validDay(nearest+step, p.month, p.day); ok && isoWeekday(date.First()) == p.weekday.n {
			return nearest + step
		}
	}
	return nearest
}

// eraYear is the year of the month in the year or the season named before.
func (r *reader) eraYear(month int) int {
	year := r.era.date.First().Year()
	if last := r.era.season.Last(); last.Year() > year && month <= int(last.Month()) {
		return year + 1
	}
	return year
}

// eraBeside tells whether the year named before stands right before the token: "Торік, 30 липня".
func (r *reader) eraBeside(i int) bool {
	if r.era.date.IsZero() || i-r.era.to > 3 || i < r.era.to {
		return false
	}
	for _, t := range r.tokens[r.era.to:i] {
		if !t.isOneOf(",:(–") && !r.l.small[t.fold] && !r.l.on[t.fold] && !r.l.in[t.fold] {
			return false
		}
	}
	return true
}
