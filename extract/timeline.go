package extract

import (
	"slices"
	"time"

	"mostbot/catalog"
)

// readDates finds every date of the text and the sentences that tell of older things.
func (d *document) readDates(l *lexicon) []found {
	dates, spoken := d.readSentences(l)
	for _, f := range spoken {
		if !slices.ContainsFunc(dates, func(o found) bool { return o.overlaps(f.span) }) {
			dates = append(dates, f)
		}
	}
	slices.SortStableFunc(dates, func(a, b found) int { return a.from - b.from })
	dates = d.joined(l, dates)
	for i := range dates {
		dates[i].limit, dates[i].until = d.limits(l, dates[i])
	}
	d.markOld(dates)
	return dates
}

// readSentences reads the dates of all sentences. Those that are spoken may be told by a day that a sentence before names,
// the others not.
func (d *document) readSentences(l *lexicon) (dates, spoken []found) {
	r := reader{document: d, l: l}
	for _, s := range d.sentences {
		if s.noise != "" {
			continue
		}
		before := r.anchor
		r.line, r.asked = s.span, false
		all := r.read()
		for _, f := range all {
			if f.spoken && !d.published.IsZero() {
				spoken = append(spoken, f)
			}
		}
		if r.asked && !before.IsZero() {
			all = d.datesIn(s.span, l)
		}
		dates = append(dates, absolute(all)...)
	}
	return dates, spoken
}

// joined makes spans of days told by name ("from Friday to Sunday", "yesterday and today") and leaves out those that a date
// behind them explains: "next Thursday, 23 November".
func (d *document) joined(l *lexicon, dates []found) []found {
	var out []found
	for i, f := range dates {
		last := len(out) - 1
		if last >= 0 && f.spoken && out[last].spoken && f.from-out[last].to <= 2 && d.jointBetween(l, out[last].to, f.from) &&
			f.date.Precision() == catalog.Day && out[last].date.Precision() == catalog.Day {
			out[last] = found{span: span{out[last].from, f.to}, date: spanOf(out[last].date, f.date), relative: true, spoken: true, weekday: f.weekday && out[last].weekday}
			continue
		}
		if last >= 0 && out[last].spoken && !f.spoken && f.date.Precision() == catalog.Day && f.from-out[last].to <= 2 &&
			d.tokens[f.from].sentence == d.tokens[out[last].from].sentence {
			out[last] = dates[i]
			continue
		}
		out = append(out, f)
	}
	return out
}

// spanOf is the span of two days in whatever order.
func spanOf(a, b catalog.Date) catalog.Date {
	if b.First().Before(a.First()) {
		a, b = b, a
	}
	return catalog.NewSpan(a, b)
}

func (d *document) jointBetween(l *lexicon, from, to int) bool {
	for _, t := range d.tokens[from:to] {
		if l.and[t.fold] || l.to[t.fold] || isDash(t.text) {
			return true
		}
	}
	return false
}

// limits tells whether the date only ends or begins something: "until 2026", "since 2018".
func (d *document) limits(l *lexicon, f found) (limit, until bool) {
	if f.from == 0 || f.date.IsSpan() || f.spoken && f.date.Precision() == catalog.Day {
		return false, false
	}
	for at := f.from - 1; at >= max(0, f.from-2); at-- {
		t := d.tokens[at].fold
		if l.until[t] || l.since[t] {
			return true, l.until[t]
		}
		if !l.articles[t] {
			break
		}
	}
	return false, false
}

// markOld marks the sentences in which every date lies long before publication.
func (d *document) markOld(dates []found) {
	d.old = map[int]bool{}
	fresh := map[int]bool{}
	const long = 200 * 24 * time.Hour
	for _, f := range dates {
		s := d.tokens[f.from].sentence
		if d.published.IsZero() || f.date.Last().After(d.published.First().Add(-long)) {
			fresh[s] = true
		} else {
			d.old[s] = true
		}
	}
	for s := range fresh {
		delete(d.old, s)
	}
}

// readPlans adds up how much each sentence speaks of what is to come.
func (d *document) readPlans(facts *facts) {
	d.planned = map[int]float64{}
	for _, h := range facts.of(listPlanned) {
		d.planned[d.tokens[h.from].sentence] += h.weight
	}
}
