package extract

import (
	"time"

	"mostbot/catalog"
)

// nearestYear is the year in which the day lies nearest to the day of publication; where the clause speaks of what is to
// come, the next.
func (r *reader) nearestYear(month time.Month, day, i int) int {
	now := r.published.First()
	if r.published.IsZero() {
		return 0
	}
	year := now.Year()
	if r.published.Precision() == catalog.Year {
		return year
	}
	behind, before := 244.0, 213.0 // days that it can lie behind or before publication
	switch r.tense(i) {
	case ahead:
		behind, before = 60, 305
	case past:
		behind, before = 305, 150
	}
	then := time.Date(year, month, max(day, 1), 0, 0, 0, 0, time.UTC)
	switch days := then.Sub(now).Hours() / 24; {
	case days > before:
		return year - 1
	case days < -behind:
		return year + 1
	}
	return year
}

// steppedYear is the year of "last May", "this May", "next May".
func (r *reader) steppedYear(month time.Month, step int) int {
	now := r.published.First()
	year := now.Year()
	switch {
	case step < 0 && month >= now.Month():
		return year - 1
	case step > 0 && month <= now.Month():
		return year + 1
	}
	return year
}

// yearBehind reads a year behind a month, with the words that may stand beside it: "травня 2020 року", "May of last year".
func (r *reader) yearBehind(i int) (year, next int) {
	if h, ok := r.phrase(i, listThisYear); ok && !r.published.IsZero() {
		return r.published.First().Year(), h.to
	}
	at := i
	for n := 0; n < 3; n++ {
		t := r.at(at)
		if n > 0 || t.text != "," {
			if u, ok := r.unitTold(at, false); ok && u.name == unitYear && !r.published.IsZero() {
				return r.published.First().Year() + u.n, u.to
			}
		}
		if !(t.text == "," && n == 0) && !r.l.small[t.fold] && !r.l.yearly[t.fold] && !r.l.articles[t.fold] {
			break
		}
		at++
	}
	t := r.at(at)
	if t.kind != number || len(t.text) != 4 || !plausibleYear(atoi(t.text)) || r.l.measures[r.at(at+1).fold] {
		return 0, i
	}
	return atoi(t.text), r.yearMark(at + 1)
}

// yearMark passes over what marks the number before it as a year: "г.", "року", "-та".
func (r *reader) yearMark(i int) int {
	if to := r.yearSuffix(i); to > i {
		i = to
	}
	mark := r.at(i)
	if !r.l.yearly[mark.fold] {
		return i
	}
	i++
	if r.at(i).text == "." && len([]rune(mark.fold)) <= 2 && i+1 < r.line.to {
		i++
	}
	return i
}

// yearSuffix passes over the ending of "2023-та".
func (r *reader) yearSuffix(i int) int {
	const longestSuffix = 8 // bytes
	suffix := r.at(i + 1)
	if isDash(r.at(i).text) && r.touches(i) && r.touches(i+1) && suffix.kind == word && len(suffix.text) <= longestSuffix && r.language != "en" && r.language != "de" {
		return i + 2
	}
	return i
}

func plausibleYear(y int) bool { return y >= 1950 && y <= 2060 }

// yearAlone reads a year that stands alone: "in 2023", "2023-та", "2019 року", "през учебната 2023/24 година".
func (r *reader) yearAlone(i int) (piece, bool) {
	t, before := r.at(i), r.at(i-1)
	year, years := atoi(t.text), 1
	if f, ok := cutFigures(t.text); ok && f.count == 2 && f.signs[0] == '/' && f.width[0] == 4 && f.n[1]%100 == (f.n[0]+1)%100 {
		year, years = f.n[0], 2
	}
	if t.kind != number || !plausibleYear(year) || years == 1 && len(t.text) != 4 {
		return piece{}, false
	}
	to := r.yearMark(i + 1)
	marked := to > i+1
	behind := r.at(i + 1)
	period := isDash(before.text) && r.at(i-2).kind == number || !marked && isDash(behind.text) && r.at(i+2).kind == number
	decade := isDash(behind.text) && r.l.measures[r.at(i+2).fold] // "1990-х"
	if period || decade || !marked && (behind.text == "/" || r.l.measures[behind.fold] || years == 1 && !r.yearExpected(i)) {
		return piece{}, false
	}
	date := catalog.NewDate(year, 0, 0)
	if years == 2 {
		date = catalog.NewSpan(date, catalog.NewDate(year+1, 0, 0))
	}
	return piece{span: span{i, to}, date: date}, true
}

// yearExpected tells whether the words before a number make it a year: "in 2023", not "Horizon 2020".
func (r *reader) yearExpected(i int) bool {
	before := r.at(i - 1).fold
	if r.l.yearly[before] {
		return true
	}
	if (r.l.and[before] || r.l.to[before]) && plausibleYear(atoi(r.at(i-2).text)) {
		return true
	}
	behind := r.at(i + 1)
	if before == "(" && behind.text == ")" || r.l.since[before] || r.l.until[before] {
		return true
	}
	if r.language != "de" {
		return r.l.in[before]
	}
	named := r.at(i-1).capital() && (i-1 > r.line.from || !r.l.words[before] && !r.l.in[before])
	verb := behind.kind == word || r.l.in[before] || r.l.words[before] // "gebaut werden soll 2022."
	return verb && !named && !behind.capital()                         // not "in 2020 Hollabrunn"
}
