package extract

import "mostbot/catalog"

// figures reads a date in figures: "22.11.2023", "05/05/2020", "2023-11-22", "5.05.20 г.", "5.–7.5.".
func (r *reader) figures(i int) (piece, bool) {
	if r.at(i).kind != number {
		return piece{}, false
	}
	if p, ok := r.dashed(i); ok {
		return p, true
	}
	f, ok := cutFigures(r.at(i).text)
	if !ok {
		return piece{}, false
	}
	p := piece{span: span{i, i + 1}}
	switch {
	case f.count == 4 && f.signs[0] == '/' && f.signs[1] == '.' && f.n[0] < f.n[1]: // "5/6.05.2020"
		p.day, p.second, p.month, p.year = f.n[0], f.n[1], f.n[2], f.fullYear(3)
	case f.count == 3 && (f.signs[0] != f.signs[1] || f.signs[0] == ','):
		return piece{}, false
	case f.count == 3 && f.width[0] == 4:
		p.year, p.month, p.day = f.n[0], f.n[1], f.n[2]
	case f.count == 3:
		p.day, p.month, p.year = f.n[0], f.n[1], f.fullYear(2)
		p.figures = f.width[2] != 4
		r.orient(&p, f.signs[0])
	case f.count == 2 && f.width[1] == 4 && f.signs[0] != ',':
		p.month, p.year, p.figures = f.n[0], f.n[1], true
	case f.count == 2 && f.signs[0] == '.' && f.width[1] <= 2 && r.language != "en":
		return r.withoutYear(piece{span: p.span, day: f.n[0], month: f.n[1], figures: true}, f.width[1] == 2)
	default:
		return piece{}, false
	}
	return r.sealed(p)
}

// sealed checks a date in figures and reads what may stand behind it.
func (r *reader) sealed(p piece) (piece, bool) {
	if _, ok := validDay(p.year, p.month, max(p.day, 1)); !ok || !plausibleYear(p.year) || p.second > 31 {
		return piece{}, false
	}
	if r.l.yearly[r.at(p.to).fold] {
		p.to, p.figures = r.yearMark(p.to), false
	}
	p.to = r.weekdayBehind(p)
	return p, true
}

// withoutYear reads "5.05", "5.5." and "05.05. 2020"; a bare "5.5" is a quantity.
func (r *reader) withoutYear(p piece, padded bool) (piece, bool) {
	leap := 2000
	_, ok := validDay(leap, p.month, p.day)
	if stopped := r.at(p.to).text == "." && r.touches(p.to); !ok || !stopped && !padded || r.l.measures[r.at(p.to).fold] {
		return piece{}, false
	}
	if r.at(p.to).text == "." && r.touches(p.to) && p.to+1 < r.line.to {
		p.to++
		if r.at(p.to).kind == number {
			p.year, p.to = r.yearBehind(p.to)
		}
	}
	p.to = r.weekdayBehind(p)
	return p, true
}

// orient tells the month from the day: in English with slashes either may stand first, and the date nearer to publication
// is meant.
func (r *reader) orient(p *piece, sign byte) {
	if p.month > 12 && p.day <= 12 {
		p.day, p.month = p.month, p.day
		return
	}
	if r.language != "en" || sign != '/' || p.day > 12 || r.published.IsZero() {
		return
	}
	here, _ := validDay(p.year, p.month, p.day)
	there, ok := validDay(p.year, p.day, p.month)
	if ok && r.daysApart(there) < r.daysApart(here) {
		p.day, p.month = p.month, p.day
	}
}

// daysApart is the distance from publication.
func (r *reader) daysApart(date catalog.Date) int {
	days := int(date.First().Sub(r.published.First()).Hours() / 24)
	return max(days, -days)
}

// dashed reads "2023-11-22" and "22-11-2023", which are five tokens.
func (r *reader) dashed(i int) (piece, bool) {
	a, b, c := r.at(i), r.at(i+2), r.at(i+4)
	if b.kind != number || c.kind != number || r.at(i+1).text != "-" || r.at(i+3).text != "-" || len(b.text) != 2 {
		return piece{}, false
	}
	for at := i + 1; at < i+5; at++ {
		if !r.touches(at) {
			return piece{}, false
		}
	}
	p := piece{span: span{i, i + 5}, month: atoi(b.text)}
	switch {
	case len(a.text) == 4 && len(c.text) == 2:
		p.year, p.day = atoi(a.text), atoi(c.text)
	case len(a.text) == 2 && len(c.text) == 4:
		p.day, p.year = atoi(a.text), atoi(c.text)
	default:
		return piece{}, false
	}
	return r.sealed(p)
}

// fields are the numbers of a token such as "22.11.2023" and the signs between them.
type fields struct {
	n, width [4]int
	signs    [3]byte
	count    int
}

func (f fields) fullYear(i int) int {
	if f.width[i] == 2 {
		return 2000 + f.n[i]
	}
	return f.n[i]
}

// ascends tells whether the numbers can be days one after the other: "27/28", "5,6,7".
func (f fields) ascends() bool {
	for k := 1; k < f.count; k++ {
		if f.n[k] <= f.n[k-1] || f.signs[k-1] == '.' {
			return false
		}
	}
	return f.count > 1
}

func cutFigures(text string) (f fields, ok bool) {
	for at := range len(text) {
		b := text[at]
		if isDigit(b) {
			f.n[f.count] = f.n[f.count]*10 + int(b-'0')
			f.width[f.count]++
			if f.width[f.count] > 4 {
				return f, false
			}
			continue
		}
		if b != '.' && b != '/' && b != ',' || f.count == len(f.signs) {
			return f, false
		}
		f.signs[f.count] = b
		f.count++
	}
	f.count++
	return f, f.count > 1
}
