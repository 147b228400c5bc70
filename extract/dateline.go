package extract

import (
	"mostbot/catalog"
)

// agencyDateline tells whether the dateline only says where a news agency sits: the capital at home, at the head of news
// that takes place abroad.
func (r *reading) agencyDateline(s site) bool {
	if capitalOf[s.place.Country] != s.place.Name {
		return false
	}
	home := s.place.Country
	for _, o := range r.facts.sites {
		if o.place.ID == s.place.ID && !r.dateline.holds(o.from) {
			return false
		}
		if line := r.sentences[r.tokens[o.from].sentence]; o.place.Country != home && line.body < 3 {
			return true
		}
	}
	abroad := 0
	for _, h := range r.facts.of(listCountry) {
		if line := r.sentences[r.tokens[h.from].sentence]; h.value != home && (line.headline || line.body >= 0 && line.body < 3) {
			abroad++
		}
	}
	return abroad > 1
}

// readDateline finds the place and day that a report begins with: "София, 21 март 2018", "Wien (OTS) –".
func (d *document) readDateline(x *Extractor, l *lexicon) {
	for _, s := range d.sentences {
		if s.body < 0 && !s.headline || s.body > 0 {
			continue
		}
		end := d.datelineEnd(x, l, s.from)
		if end > s.from {
			d.dateline = span{s.from, end}
			d.takePublished(l)
			return
		}
	}
}

// takePublished takes the dateline's day for the day of publication where nobody named one.
func (d *document) takePublished(l *lexicon) {
	if d.published.Precision() == catalog.Day {
		return
	}
	if dates := d.datesIn(d.dateline, l); len(dates) == 1 && dates[0].date.Precision() == catalog.Day {
		d.published = dates[0].date
	}
}

// datelineEnd is where the dateline ends that begins at the token; the token itself where there is none.
func (d *document) datelineEnd(x *Extractor, l *lexicon, from int) int {
	place := x.siteAt(d, l, from)
	if place == nil || place.how == adjectival {
		return from
	}
	const longestDateline = 14
	told := false // something but the place was told
	for at := place.to; at < len(d.tokens) && at-from < longestDateline; at++ {
		t := d.tokens[at]
		switch {
		case isDash(t.text) || t.text == ":":
			if told || at == place.to || d.tokens[from].shouted() {
				return at + 1
			}
			return from
		case t.kind == number || l.month(t.fold) > 0 || l.yearly[t.fold] || l.weekdays[t.fold] > 0 || t.shouted() || t.text == "/":
			told = true
		case t.text == "." && (at+1 == len(d.tokens) || d.tokens[at+1].capital() || d.tokens[at+1].opens()) && (told || at+1 == len(d.tokens) || d.tokens[at].sentence != d.tokens[at+1].sentence):
			return at + 1
		case d.bracketed(at):
			told = true
		case t.text == "." || t.text == "," || t.text == "(" || t.text == ")" || t.text == "'":
		case t.capital() && at < place.to+3:
		default:
			return from
		}
		if at+1 < len(d.tokens) && told && d.endsLine(at) {
			return at + 1
		}
	}
	return from
}

func (d *document) endsLine(i int) bool {
	return d.tokens[i+1].sentence != d.tokens[i].sentence &&
		d.sentences[d.tokens[i+1].sentence].paragraph != d.sentences[d.tokens[i].sentence].paragraph
}
