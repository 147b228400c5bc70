package extract

import (
	"math"
	"slices"
	"time"

	"mostbot/catalog"
)

// dated is a date with what speaks for its being the main event's.
type dated struct {
	found
	score float64
}

// readDates finds every date of the text and the sentences that tell of older things.
func (d *document) readDates(l *lexicon, facts *facts) []found {
	var dates []found
	for _, s := range d.sentences {
		if s.noise == "" {
			dates = append(dates, d.datesIn(s.span, l)...)
		}
	}
	d.weeks = facts.of(listWeeks)
	var shifts []hit
	for _, name := range []list{listDays, listWeeks, listMoons, listYears} {
		shifts = append(shifts, facts.of(name)...)
	}
	for _, f := range d.spoken(l, shifts) {
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

// joined makes spans of days told by name ("from Friday to Sunday", "yesterday and today") and leaves out those that a date
// behind them explains: "next Thursday, 23 November".
func (d *document) joined(l *lexicon, dates []found) []found {
	var out []found
	for i, f := range dates {
		last := len(out) - 1
		if last >= 0 && f.spoken && out[last].spoken && f.from-out[last].to <= 2 && d.jointBetween(l, out[last].to, f.from) &&
			f.date.Precision() == catalog.Day && out[last].date.Precision() == catalog.Day {
			out[last] = found{span: span{out[last].from, f.to}, date: spanOf(out[last].date, f.date), relative: true, spoken: true}
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

// when is the step that chooses the main event's date among those of the text.
func (d *document) when(facts *facts, dates []found, kind catalog.Kind, evidence int) (catalog.Date, string) {
	best := dated{score: math.Inf(-1)}
	for _, f := range dates {
		if d.dateline.holds(f.from) {
			continue
		}
		if v := d.weighDate(facts, f, kind, evidence); v > best.score {
			best = dated{f, v}
		}
	}
	if best.score >= dateFrom {
		best.found = d.sharpen(facts, best.found, dates)
		return best.date, d.between(best.span)
	}
	return d.undated(), published
}

// published is why a date is taken that the text does not give.
const published = "the time of publication"

// sharpen takes the day that another sentence of the lead gives for "last week" or "in May", and the end that it gives
// for what begins "today".
func (d *document) sharpen(facts *facts, vague found, dates []found) found {
	for _, f := range dates {
		s := d.sentences[d.tokens[f.from].sentence]
		if f.date.Precision() != catalog.Day || d.dateline.holds(f.from) || s.body < 0 || s.body > 4 || d.inBackground(facts, d.tokens[f.from].sentence) {
			continue
		}
		first, last := vague.date.First(), vague.date.Last()
		switch {
		case vague.date.Precision() == catalog.Month && !f.limit && !f.date.Last().Before(first) && !f.date.First().After(last):
			return f
		case vague.spoken && !f.spoken && f.date.IsSpan() && s.body < 3 && vague.date.Overlaps(f.date, 8) && !vague.date.Overlaps(f.date, 0):
			return f // "from Monday" and then the days themselves
		case vague.spoken && vague.date.Precision() == catalog.Day && f.until && f.date.First().After(last) &&
			f.date.First().Sub(last) <= 14*24*time.Hour:
			vague.date = catalog.NewSpan(vague.date, f.date)
			return vague
		}
	}
	return vague
}

// dateFrom is the score from which a date is taken for the main event's.
const dateFrom = 0.0

// undated is the date of news that names none: published as news, it happened in these days.
func (d *document) undated() catalog.Date {
	if d.published.Precision() != catalog.Day {
		return d.published
	}
	first := d.published.First()
	return catalog.NewDate(first.Year(), first.Month(), 0)
}

func (d *document) weighDate(facts *facts, f found, kind catalog.Kind, evidence int) float64 {
	at := d.tokens[f.from].sentence
	s := d.sentences[at]
	v := 0.0
	switch {
	case s.headline:
		v += 1.5
	case s.body == 0:
		v += 1.8
	case s.body < 3:
		v += 1.2
	case s.body < 6:
		v += 0.4
	}
	if at == evidence {
		v += 1.2
	}
	if d.tellsKind(facts, at, kind) {
		v += 0.8
	}
	v += precise[f.date.Precision()]
	if f.date.IsSpan() && f.date.Precision() == catalog.Day {
		v += 0.5
	}
	if f.limit {
		v -= 1.8
	}
	if facts.inProject(f.span) || d.inBackground(facts, at) && !s.headline {
		v -= 1.2
	}
	return v - d.distance(f.date)
}

// precise is what a date gains by its precision.
var precise = map[catalog.Precision]float64{catalog.Day: 0.6, catalog.Year: -1.2}

// distance grows with the time between the date and publication.
func (d *document) distance(date catalog.Date) float64 {
	if d.published.IsZero() {
		return 0
	}
	days := d.published.First().Sub(date.Last()).Hours() / 24
	switch {
	case days > 400:
		return 3.5
	case days > 150:
		return 1.5
	case days > 60:
		return 0.5
	case days < -400:
		return 2.5
	case days < -120:
		return 1
	}
	return 0
}

func (d *document) tellsKind(facts *facts, sentence int, kind catalog.Kind) bool {
	return slices.ContainsFunc(facts.of(listKind), func(h hit) bool {
		return h.value == string(kind) && h.weight >= 1 && d.tokens[h.from].sentence == sentence
	})
}

// plans tells whether the sentence speaks of what is to come.
func (d *document) plans(sentence int) bool { return d.planned[sentence] > 0 }

func (d *document) readPlans(facts *facts) {
	d.planned = map[int]float64{}
	for _, h := range facts.of(listPlanned) {
		d.planned[d.tokens[h.from].sentence] += h.weight
	}
}

// stage is the step that tells plans from what has happened: by the date, and where that does not tell by the verbs of
// the sentences that carry the news.
func (d *document) stage(facts *facts, kind catalog.Kind, date catalog.Date, evidence int) (catalog.Stage, string) {
	if !d.published.IsZero() && !date.IsZero() {
		switch now := d.published; {
		case date.First().After(now.Last()):
			return catalog.Planned, "the date lies ahead"
		case date.Last().Before(now.First()):
			return catalog.Happened, "the date lies behind"
		case date.Precision() == catalog.Day && now.Precision() == catalog.Day && date.First().Before(now.First()):
			return catalog.Happened, "it has begun"
		}
	}
	known := !date.IsZero() && d.published.Precision() == catalog.Day // this month or today: the verb must tell
	if known && d.planned[evidence] <= 0 {
		return catalog.Happened, "told as having happened"
	}
	v := 0.0
	for i, s := range d.sentences {
		weight := 0.0
		switch {
		case i == evidence:
			weight = 1.5
		case s.headline, s.body == 0:
			weight = 1
		case d.tellsKind(facts, i, kind) && s.body >= 0 && s.body < 3:
			weight = 0.5
		}
		v += weight * math.Min(d.planned[i], 1.5)
	}
	if v >= plannedFrom {
		return catalog.Planned, "future or intention in the sentences that carry the news"
	}
	return catalog.Happened, "told as having happened"
}

const plannedFrom = 1.0
