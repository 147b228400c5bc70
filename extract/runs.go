package extract

import (
	"slices"
	"time"

	"mostbot/catalog"
)

// joint is what stands between two pieces of a run.
type joint uint8

const (
	unjoined joint = iota
	comma
	and   // "4 and 5 May"
	until // "4 to 5 May"
)

const (
	longestRun  = 8   // pieces
	longestSpan = 100 // days; what lasts longer, such as a project, is told by its two ends
)

// run reads the run of pieces that begins at the token.
func (r *reader) run(i int) (found, bool) {
	first, ok := r.piece(i)
	if !ok {
		return found{}, false
	}
	first.whole = !first.bare()
	var pieces, lent [longestRun]piece
	run := append(pieces[:0], first)
	for len(run) < longestRun {
		last := run[len(run)-1]
		j, at := r.jointAt(last)
		if j == unjoined {
			break
		}
		next, ok := r.piece(at)
		if !ok || !r.fits(last, next, j) {
			break
		}
		next.joint, next.whole = j, !next.bare()
		run = append(run, next)
	}
	if !slices.ContainsFunc(run, func(p piece) bool { return p.whole }) {
		run = run[:1]
	}
	for len(run) > 0 {
		f, ok := r.resolve(lent[:copy(lent[:], run)])
		if ok {
			return f, f.spoken || !r.isName(f.span)
		}
		run = run[:len(run)-1]
	}
	return found{}, false
}

// isName tells whether the date is what a street, a square or a school is called: ул. „6 септември“, "Piața 9 Mai".
func (r *reader) isName(s span) bool {
	before := r.at(s.from - 1)
	if before.opens() && r.at(s.to).quotes() {
		return true
	}
	for n := 2; n <= 3 && (before.text == "." || before.opens()); n++ {
		before = r.at(s.from - n)
	}
	return r.l.streets[before.fold]
}

// jointAt reads the joint behind a piece, and where the next begins.
func (r *reader) jointAt(last piece) (j joint, next int) {
	i := last.to
	t := r.at(i)
	switch {
	case t.text == "," && last.weekday.n > 0 && r.l.to[r.at(i+1).fold]: // "from Monday, 3 May, to …"
		return until, r.skipJoint(i + 2)
	case isDash(t.text):
		return until, i + 1
	case r.l.to[t.fold]:
		return until, r.skipJoint(i + 1)
	case t.text == "/":
		return and, i + 1
	case r.l.and[t.fold]:
		return and, r.skipJoint(i + 1)
	case t.text == "," && r.l.and[r.at(i+1).fold]:
		return and, r.skipJoint(i + 2)
	case t.text == ",":
		return comma, i + 1
	}
	return unjoined, i
}

// skipJoint passes over prepositions that are said again: "on the 5th and on the 6th".
func (r *reader) skipJoint(i int) int {
	for n := 0; n < 2 && (r.l.small[r.at(i).fold] || r.l.on[r.at(i).fold]); n++ {
		i++
	}
	return i
}

// fits tells whether the next piece continues the run.
func (r *reader) fits(last, next piece, j joint) bool {
	if last.precision() != next.precision() {
		return false
	}
	switch {
	case next.bare() && last.monthFirst: // "May 3, 4 and 5"
		listed := j != comma || r.l.and[r.at(next.to).fold] || r.at(next.to).text == ","
		return listed && (j == until && !r.l.measures[r.at(next.to).fold] || r.closes(next.to) || next.year > 0)
	case next.bare():
		return last.bare()
	case j == comma:
		return last.bare() || last.named() && next.named()
	case last.bare() && next.day == 0:
		return false
	}
	return true
}

// started tells whether a word before the run announces a span: "between", "от".
func (r *reader) started(i int) bool {
	for n := 0; n < 2 && r.l.small[r.at(i-1).fold] && !r.l.from[r.at(i-1).fold]; n++ {
		i--
	}
	return r.l.from[r.at(i-1).fold]
}

// resolve makes one date of a run; not of one that lacks a month, or whose end lies before its beginning.
func (r *reader) resolve(run []piece) (found, bool) {
	f := found{span: span{run[0].from, run[len(run)-1].to}, spoken: true}
	if !r.expected(run) {
		return f, false
	}
	r.lend(run)
	f.relative = r.lendYear(run, &f)
	week := r.nameDays(run)
	if !week.empty() {
		f.span = week
	}
	f.weekday = week.empty() && run[0].weekday.step == 0
	for k := range run {
		f.weekday = f.weekday && run[k].weekday.n > 0 && run[k].day == 0
		if !r.settle(&run[k]) {
			return f, false
		}
		f.spoken = f.spoken && run[k].spoken
	}
	f.relative = f.relative || f.spoken
	return r.join(run, f)
}

// expected tells whether a date may stand here that is written in figures alone.
func (r *reader) expected(run []piece) bool {
	first, last := run[0], run[len(run)-1]
	for _, p := range run {
		if !p.figures && !p.bare() || p.weekday.n > 0 {
			return true
		}
	}
	if last.bare() {
		return len(run) == 1 && r.anchored(last)
	}
	before := r.at(first.from - 1)
	if before.isOneOf("([") && r.at(last.to).isOneOf(")]") {
		return true
	}
	for n := 1; n <= 2 && r.l.small[before.fold] && !r.l.on[before.fold]; n++ {
		before = r.at(first.from - 1 - n)
	}
	if len(run) > 1 && r.started(first.from) {
		return !r.l.measures[r.at(last.to).fold] && !r.at(last.to).isOneOf("%€$£°")
	}
	return r.l.on[before.fold] && (r.closes(last.to) || last.year > 0)
}

// anchored tells whether a bare number is a day of the month named before: "from the 27th … until the 30th".
func (r *reader) anchored(p piece) bool {
	before := r.at(p.from - 1)
	prepared := r.l.on[before.fold] || r.l.small[before.fold] || r.language == "uk"
	return p.marked && !r.dayBefore().IsZero() && r.closes(p.to) && prepared
}

// settle gives a piece its date.
func (r *reader) settle(p *piece) bool {
	ok := !p.date.IsZero()
	switch {
	case ok:
	case p.day > 0:
		p.date, ok = validDay(p.year, p.month, p.day)
		if second, valid := validDay(p.year, p.month, p.second); ok && valid {
			p.date = catalog.NewSpan(p.date, second)
		}
	case p.month > 0 && p.month <= 12 && p.year > 0:
		p.date, ok = catalog.NewDate(p.year, time.Month(p.month), 0), true
	}
	return ok
}

// join makes the span of the run's dates, as far as they follow each other.
func (r *reader) join(run []piece, f found) (found, bool) {
	n := 1
	for n < len(run) && r.follows(run[n-1], run[n], run[0]) {
		n++
	}
	first, last := run[0], run[n-1]
	if n < len(run) {
		f.to = last.to
		if !last.whole && !first.monthFirst {
			return f, false
		}
	}
	f.date, f.season = first.date, first.season
	if n == 1 {
		return f, true
	}
	whole := catalog.NewSpan(first.date, last.date)
	if whole.Last().Sub(whole.First()).Hours()/24 > longestSpan {
		f.to = first.to
		return f, true
	}
	f.date, f.season = whole, catalog.Date{}
	return f, true
}

// follows tells whether the next piece continues the span: "5 May and 10 June" are two dates.
func (r *reader) follows(before, next, first piece) bool {
	apart := next.date.First().Sub(before.date.Last()).Hours() / 24
	if next.joint != until && next.month > 0 && next.whole && before.whole && apart > 1 {
		return r.started(first.from)
	}
	return apart > 0
}
