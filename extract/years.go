package extract

import (
	"time"

	"mostbot/catalog"
)

// nearestYear is the year in which the day lies nearest to the day of publication; the past is news, the future a plan.
func (r reader) nearestYear(month, day int) int {
	now := r.published.First()
	if r.published.IsZero() {
		return 0
	}
	year := now.Year()
	then := time.Date(year, time.Month(month), max(day, 1), 0, 0, 0, 0, time.UTC)
	switch days := then.Sub(now).Hours() / 24; {
	case days > 213:
		return year - 1
	case days < -244:
		return year + 1
	}
	return year
}

// yearBehind reads a year behind a month, with the words that may stand beside it.
func (r reader) yearBehind(i int) (year, next int) {
	at := i
	for n := 0; n < 2 && (r.at(at).text == "," || r.l.articles[r.at(at).fold] && r.at(at).isWord()); n++ {
		at++
	}
	t := r.at(at)
	if r.ofThisYear(at) && !r.published.IsZero() {
		return r.published.First().Year(), at + 3
	}
	if t.kind != number || len(t.text) != 4 || !plausibleYear(atoi(t.text)) {
		return 0, i
	}
	at++
	if r.l.yearly[r.at(at).fold] {
		at++
		if r.at(at).text == "." && r.at(at-1).fold != "" && len([]rune(r.at(at-1).fold)) <= 2 && at+1 < r.line.to {
			at++
		}
	}
	return atoi(t.text), at
}

// ofThisYear reads the Bulgarian "т.г." and its like.
func (r reader) ofThisYear(i int) bool {
	a, b, c := r.at(i).fold, r.at(i+1).text, r.at(i+2).fold
	return b == "." && (a == "т" && c == "г" || a == "ц" && c == "р" || a == "d" && c == "j" || a == "a" && c == "c")
}

func plausibleYear(y int) bool { return y >= 1950 && y <= 2060 }

// year reads a year that stands alone.
func (r reader) year(i int) (found, bool) {
	t := r.at(i)
	if r.at(i+1).text == "-" && r.at(i+2).kind == word && r.at(i+2).end-t.end <= 8 && r.at(i+1).start == t.end { // "2023-та"
		if yearSpan.MatchString(t.text) && r.at(i+2).start == r.at(i+1).end {
			return found{span: span{i, i + 3}, date: catalog.NewDate(atoi(t.text), 0, 0)}, true
		}
	}
	if !yearSpan.MatchString(t.text) || r.at(i-1).text == "-" || isDash(r.at(i+1).text) || isDash(r.at(i-1).text) {
		return found{}, false
	}
	named := i > r.line.from && r.at(i-1).isWord() && r.at(i-1).capital() && !r.l.before[r.at(i-1).fold]
	if named && !r.l.yearly[r.at(i+1).fold] {
		return found{}, false // "Horizon 2020"
	}
	to := i + 1
	if r.l.yearly[r.at(to).fold] {
		to++
	} else if !r.l.before[r.at(i-1).fold] && !r.l.yearly[r.at(i-1).fold] && !r.l.since[r.at(i-1).fold] && !r.l.until[r.at(i-1).fold] {
		return found{}, false
	}
	return found{span: span{i, to}, date: catalog.NewDate(atoi(t.text), 0, 0)}, true
}
