package extract

import (
	"strings"
	"time"

	"mostbot/catalog"
)

// part reads "at the end of March", "Anfang 2024", "late last week", "Jahresende", "mid-May".
func (r *reader) part(i int) (piece, bool) {
	if p, ok := r.hyphenedPart(i); ok {
		return p, true
	}
	h, ok := r.phrase(i, listPart)
	if unit, is := r.phrase(i, listUnit); !ok || is && unit.to > h.to {
		return piece{}, false
	}
	var p piece
	if h.value != "" {
		p, ok = r.compound(h)
	} else {
		p, ok = r.vague(r.skipSmall(h.to))
	}
	p.from = i
	return p, ok
}

// compound reads the part of a unit that makes one word with it: "Monatsende", "Jahresende 2024".
func (r *reader) compound(h hit) (piece, bool) {
	if h.value == unitYear {
		if year, to := r.yearBehind(h.to); year > 0 {
			return piece{span: span{h.from, to}, date: catalog.NewDate(year, 0, 0)}, true
		}
	}
	return r.ofUnit(told{h.value, 0, h.to})
}

// vague reads what can have a beginning, a middle and an end: a month, a season, a week, a year.
func (r *reader) vague(i int) (piece, bool) {
	if p, ok := r.wholeMonth(i); ok && (p.year > 0 || !r.l.beside[r.at(i).fold]) {
		return p, true
	}
	if p, ok := r.seasonIn(i, true); ok {
		return p, true
	}
	if u, ok := r.unitTold(i, true); ok {
		if year, to := r.yearBehind(u.to); u.name == unitYear && year > 0 { // "at the end of the year 2024"
			return piece{span: span{i, to}, date: catalog.NewDate(year, 0, 0)}, true
		}
		return r.ofUnit(u)
	}
	if year, to := r.yearBehind(i); year > 0 {
		return piece{span: span{i, to}, date: catalog.NewDate(year, 0, 0)}, true
	}
	return piece{}, false
}

// hyphenedPart reads "mid-May" and "mid-2024", which are one token.
func (r *reader) hyphenedPart(i int) (piece, bool) {
	before, behind, ok := strings.Cut(r.at(i).fold, "-")
	if !ok {
		return piece{}, false
	}
	for _, h := range r.l.told.exact[before] {
		if h.list != listPart || len(h.words) > 1 {
			continue
		}
		p := piece{span: span{i, i + 1}}
		if month := r.l.month(behind); month > 0 {
			p.month = month
			p.year, p.to = r.yearBehind(p.to)
			return p, true
		}
		if year := atoi(behind); plausibleYear(year) {
			p.date = catalog.NewDate(year, 0, 0)
			return p, true
		}
	}
	return piece{}, false
}

// season reads "last autumn", "spring 2024", "восени", "in the summer".
func (r *reader) season(i int) (piece, bool) { return r.seasonIn(i, false) }

func (r *reader) seasonIn(i int, parted bool) (piece, bool) {
	step, at := r.step(i)
	word := r.at(at)
	n, adverb := r.l.seasons[word.fold], r.l.adverbs[word.fold] > 0
	if adverb {
		n = r.l.adverbs[word.fold]
	}
	if n == 0 {
		return piece{}, false
	}
	stepped, to := at > i, at+1
	if s, next := r.stepBehind(to); next > to {
		step, to, stepped = s, next, true
	}
	year, next := r.yearBehind(to)
	given := year > 0
	switch {
	case given:
		to = next
	case r.eraBeside(i):
		return r.ofSeason(span{r.era.from, to}, n, r.era.date.First().Year(), false), true
	case r.published.IsZero():
		return piece{}, false
	case stepped:
		year = r.steppedYear(seasonStart(n), step)
	case adverb || parted || r.inSeason(i, to):
		year = r.nearestYear(seasonStart(n)+1, midMonth, i)
	default:
		return piece{}, false
	}
	return r.ofSeason(span{i, to}, n, year, !given), true
}

func (r *reader) ofSeason(s span, n, year int, spoken bool) piece {
	first := catalog.NewDate(year, seasonStart(n), 0)
	last := catalog.NewDate(year, seasonStart(n)+2, 0)
	if n == 4 { // winter ends in the next year
		last = catalog.NewDate(year+1, 2, 0)
	}
	return piece{span: s, date: catalog.NewDate(year, 0, 0), season: catalog.NewSpan(first, last), spoken: spoken}
}

func seasonStart(n int) time.Month { return time.Month(3 * n) }

// inSeason tells whether a season is told by a word before it: "in the spring", not "spring cleaning", "Prague Spring".
func (r *reader) inSeason(i, to int) bool {
	before := i - 1
	for r.l.small[r.at(before).fold] && !r.l.in[r.at(before).fold] {
		before--
	}
	return r.l.in[r.at(before).fold] && (r.language != "en" || r.closes(to))
}

// quarter reads "the third quarter of 2024", "III квартал", "Q3 2024".
func (r *reader) quarter(i int) (piece, bool) {
	n, to := r.quarterNumber(i)
	if n < 1 || n > 4 {
		return piece{}, false
	}
	year, next := r.yearBehind(to)
	if year == 0 {
		if r.published.IsZero() {
			return piece{}, false
		}
		year, next = r.published.First().Year(), to
	}
	return piece{span: span{i, next}, date: catalog.NewDate(year, 0, 0), spoken: next == to}, true
}

func (r *reader) quarterNumber(i int) (n, to int) {
	t := r.at(i)
	if len(t.fold) == 2 && t.fold[0] == 'q' && isDigit(t.fold[1]) {
		return int(t.fold[1] - '0'), i + 1
	}
	if n, to = r.quarterOrdinal(i); n > 0 {
		if h, ok := r.phrase(to, listUnit); ok && h.value == unitQuarter {
			return n, h.to
		}
	}
	if h, ok := r.phrase(i, listUnit); ok && h.value == unitQuarter {
		return r.quarterOrdinal(h.to) // "trimestrul III"
	}
	return 0, i
}

// romans are the numbers of quarters as they are often written, with Latin letters and with Cyrillic ones.
var romans = map[string]int{"i": 1, "ii": 2, "iii": 3, "iv": 4, "і": 1, "іі": 2, "ііі": 3, "іv": 4}

func (r *reader) quarterOrdinal(i int) (n, to int) {
	t := r.at(i)
	if n = romans[t.fold]; n == 0 {
		n = r.l.ordinals[t.fold]
	}
	if n > 0 {
		return n, i + 1
	}
	if p, ok := r.dayNumber(i); ok && p.day <= 4 {
		return p.day, p.to
	}
	return 0, i
}
