package extract

import (
	"math"
	"slices"
	"strconv"

	"mostbot/catalog"
)

// when is the step that chooses the main event's date among those of the text.
func (r *reading) when(kind catalog.Kind, told int) (date catalog.Date, why string, margin float64) {
	w := r.weights(askDate)
	list := r.possibleDates()
	best, second := math.Inf(-1), math.Inf(-1)
	for _, p := range list {
		e := r.dateEvidence(p, list, kind, told)
		switch v := w.sum(e); {
		case v > best:
			date, why, best, second = p.date, r.dateText(p)+"; "+w.reasons(e), v, best
		case v > second:
			second = v
		}
	}
	return date, why, best - second
}

// dateText is where the date comes from.
func (r *reading) dateText(p possible) string {
	for _, f := range p.mentions {
		if !f.empty() {
			return strconv.Quote(r.between(f.span))
		}
	}
	return p.how
}

// dateEvidence is what speaks for the date's being the event's.
func (r *reading) dateEvidence(p possible, all []possible, kind catalog.Kind, told int) evidence {
	var e evidence
	precision, far := precisionOf(p.date), r.farness(p.date)
	e.add("is " + precision)
	e.add("far " + far)
	e.add("far " + far + " " + precision)
	e.when(p.how != "", "how "+p.how)
	e.when(len(p.mentions) > 1, "twice")
	seen := map[string]bool{}
	for _, f := range p.mentions {
		if f.empty() {
			continue
		}
		for _, g := range r.dateMention(p, f, kind, told, far, precision) {
			if !seen[g.name] {
				seen[g.name] = true
				e = append(e, g)
			}
		}
	}
	r.amongDates(&e, p, all, precision)
	return e
}

// dateMention is what one mention of a date tells.
func (r *reading) dateMention(p possible, f found, kind catalog.Kind, told int, far, precision string) evidence {
	var e evidence
	s := r.tokens[f.from].sentence
	at := string(r.where(s))
	e.add("in " + at)
	e.add("in " + at + " " + precision)
	e.when(s == told, "beside the evidence")
	if r.tellsKind(s, kind) {
		e.add("beside the kind")
		e.add("beside the kind in " + at)
	}
	e.when(f.from == r.firstDate(), "first of body")
	if f.spoken {
		e.add("spoken")
		e.add("spoken " + far)
	}
	e.when(f.relative && !f.spoken, "no year")
	e.when(f.limit, "limit")
	e.when(f.until, "until")
	e.when(r.facts.inProject(f.span), "in a project's name")
	e.when(r.facts.inOrganisation(f.span), "in an organisation's name")
	side := r.side(p.date)
	e.when(r.planned[s] >= 1, "planned "+side)
	e.when(r.planned[s] <= -1, "told as past "+side)
	if f.weekday {
		e.add("weekday " + p.how)
		e.when(r.planned[s] > 0, "weekday planned "+p.how)
	}
	return e
}

// firstDate is the token at which the body's first date begins, -1 for none.
func (r *reading) firstDate() int {
	for _, f := range r.dates {
		if !r.dateline.holds(f.from) && !r.sentences[r.tokens[f.from].sentence].headline {
			return f.from
		}
	}
	return -1
}

// amongDates is what the other dates of the text tell.
func (r *reading) amongDates(e *evidence, p possible, all []possible, precision string) {
	const close = 45 // days
	finer, ofSpan, near := false, false, 0
	for _, o := range all {
		if o.date == p.date || o.how != "" {
			continue
		}
		day := o.date.Precision() == catalog.Day
		finer = finer || day && within(o.date, p.date) && (p.date.Precision() != catalog.Day || !p.date.IsSpan())
		ofSpan = ofSpan || o.date.IsSpan() && within(p.date, o.date)
		if day && math.Abs(r.published.First().Sub(o.date.First()).Hours()) < 24*close {
			near++
		}
	}
	spoken := slices.ContainsFunc(p.mentions, func(f found) bool { return f.spoken })
	e.when(finer, "a day of it is told")
	e.when(finer && spoken, "a day of it is told, spoken")
	e.when(ofSpan, "part of a span")
	e.when(near == 0, "no other day near, "+precision)
	e.when(p.how == published, "publication, near "+strconv.Itoa(min(near, 2)))
}

func within(inner, outer catalog.Date) bool {
	return !inner.First().Before(outer.First()) && !inner.Last().After(outer.Last())
}

// side tells on which side of publication the date lies.
func (r *reading) side(d catalog.Date) string {
	switch {
	case r.published.IsZero(), r.published.Precision() != catalog.Day && within(d, r.published):
		return "unknown"
	case d.First().After(r.published.Last()):
		return "ahead"
	case d.Last().Before(r.published.First()):
		return "behind"
	}
	return "now"
}

func precisionOf(d catalog.Date) string {
	switch {
	case d.IsSpan() && d.Precision() == catalog.Day:
		return "days"
	case d.IsSpan():
		return "span"
	case d.Precision() == catalog.Day:
		return "day"
	case d.Precision() == catalog.Month:
		return "month"
	}
	return "year"
}

// farness tells about how many days before (-) or after (+) publication the date lies.
func (r *reading) farness(d catalog.Date) string {
	if r.published.IsZero() {
		return "unknown"
	}
	now := r.published.First()
	days, sign := int(now.Sub(d.Last()).Hours()/24), "-"
	switch {
	case !d.First().After(now) && !d.Last().Before(now):
		return "0"
	case d.First().After(now):
		days, sign = int(d.First().Sub(now).Hours()/24), "+"
	}
	for _, limit := range []int{1, 3, 7, 14, 31, 62, 150, 400} {
		if days <= limit {
			return sign + strconv.Itoa(limit)
		}
	}
	return sign + "years"
}

func (r *reading) tellsKind(sentence int, kind catalog.Kind) bool {
	return slices.ContainsFunc(r.facts.of(listKind), func(h hit) bool {
		return h.value == string(kind) && h.weight >= 1 && r.tokens[h.from].sentence == sentence
	})
}
