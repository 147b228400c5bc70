package extract

import (
	"slices"

	"mostbot/catalog"
)

// party is a city of the text with what was found of it.
type party struct {
	city   catalog.City
	sites  []site
	mere   bool // it is mentioned but takes no part
	why    string
	weight float64
}

// parties is the step that tells the cities that take part from those that are merely mentioned.
func (d *document) parties(facts *facts) []party {
	var parties []party
	for _, s := range facts.sites {
		i := slices.IndexFunc(parties, func(p party) bool { return p.city.ID == s.place.ID })
		if i < 0 {
			i = len(parties)
			parties = append(parties, party{city: s.place.City})
		}
		parties[i].sites = append(parties[i].sites, s)
	}
	for i := range parties {
		p := &parties[i]
		for _, s := range p.sites {
			p.weight = max(p.weight, d.takesPart(facts, s))
		}
		p.mere = p.weight < partFrom
		p.why = p.sites[0].how
	}
	return parties
}

// partFrom is the weight from which a city takes part.
const partFrom = 0.65

// takesPart weighs one mention of a city.
func (d *document) takesPart(facts *facts, s site) float64 {
	at := d.tokens[s.from].sentence
	line := d.sentences[at]
	v := 1.0
	switch {
	case line.noise != "":
		return 0
	case line.headline || line.body < 2:
		v += 0.6
	case line.body > 5:
		v -= 0.4
	}
	if d.dateline.holds(s.from) {
		v -= 0.4
		if d.agencyDateline(facts, s) {
			v--
		}
	}
	if facts.inOrganisation(s.span) || d.seat(facts, s) {
		v += 0.4
	} else if s.how == "adjective" {
		v -= 0.1
	}
	if facts.inProject(s.span) {
		v -= 0.8
	}
	if d.jointSentence(facts, at) {
		v += 0.2
	}
	if facts.endsAt(listAgent, listStart(facts, s)) {
		v += 0.5
	}
	if d.inBackground(facts, at) && !line.headline {
		v -= 0.5
	}
	for _, h := range facts.of(listElsewhere) {
		if h.to <= s.from && s.from-h.to <= 4 && d.tokens[h.from].sentence == at {
			v -= 1.2
		}
	}
	return v
}

// listStart is the token at which the enumeration of cities begins that the site stands in: "led by Porto, Ghent and Riga".
func listStart(facts *facts, s site) int {
	start := s.from
	for _, o := range slices.Backward(facts.sites) {
		if o.to < start && start-o.to == 1 {
			start = o.from
		}
	}
	return start
}

// seat tells whether the city stands right behind an organisation: "… із Лодзі", "… (Лодз)".
func (d *document) seat(facts *facts, s site) bool {
	return slices.ContainsFunc(facts.bodies, func(b body) bool { return b.to < s.from && s.from-b.to == 1 })
}

// jointSentence tells whether the sentence speaks of partners, a delegation, an agreement.
func (d *document) jointSentence(facts *facts, sentence int) bool {
	return slices.ContainsFunc(facts.of(listCooperation), func(h hit) bool {
		return h.weight >= 1 && d.tokens[h.from].sentence == sentence
	})
}

// agencyDateline tells whether the dateline only says where a news agency sits: the capital at home, at the head of news
// that takes place abroad.
func (d *document) agencyDateline(facts *facts, s site) bool {
	if capitalOf[s.place.Country] != s.place.Name {
		return false
	}
	home := s.place.Country
	for _, o := range facts.sites {
		if o.place.ID == s.place.ID && !d.dateline.holds(o.from) {
			return false
		}
		if line := d.sentences[d.tokens[o.from].sentence]; o.place.Country != home && line.body < 3 {
			return true
		}
	}
	abroad := 0
	for _, h := range facts.of(listCountry) {
		if line := d.sentences[d.tokens[h.from].sentence]; h.value != home && (line.headline || line.body >= 0 && line.body < 3) {
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
	place, ok := x.siteAt(d, l, from)
	if !ok || place.how == "adjective" {
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
