package extract

import (
	"math"
	"slices"
	"strings"

	"mostbot/gazetteer"
)

// weigher judges a site by what stands around it.
type weigher struct {
	*document
	l     *lexicon
	facts *facts
	sites []site
}

// settle chooses among the places of one name: by size, by countries named beside it or elsewhere in the text, by the
// language's home and by the company of the other places.
func (w weigher) settle(s *site) {
	beside := w.facts.countryBeside(w.document, s.span, 1)
	best := math.Inf(-1)
	for _, p := range s.options {
		size := p.Population
		if size == 0 {
			size = 10_000 // not known; the gazetteer has it, so it is not small
		}
		score := math.Log10(float64(size)+10) - 1.2*float64(p.Usage)
		if p.Country == beside {
			score += 4
		}
		if slices.Contains(w.l.Home, p.Country) {
			score += 1.5
		}
		score += 0.8*float64(min(2, w.facts.countries[p.Country])) + w.company(s, p)
		if score > best {
			best, s.place = score, p
		}
	}
}

// elsewhere looks among the other case forms for a place that the text names as it stands: "Дубна" beside "Дубно".
func (w weigher) elsewhere(s *site) {
	for _, p := range s.others {
		named := func(o site) bool { return o.from != s.from && o.how == "name" && o.place.ID == p.ID }
		if p.ID != s.place.ID && slices.ContainsFunc(w.sites, named) {
			s.place, s.how = p, "case form"
			return
		}
	}
}

// company is how much the other places of the text speak for a place of the same country.
func (w weigher) company(s *site, p gazetteer.Place) float64 {
	n := 0.0
	for _, o := range w.sites {
		if o.from == s.from || o.place.ID == p.ID || o.place.ID == 0 {
			continue
		}
		if o.place.Country == p.Country && o.place.Population > 5000 {
			n += 0.3
		}
		if math.Abs(o.place.Latitude-p.Latitude) < 1 && math.Abs(o.place.Longitude-p.Longitude) < 1.5 {
			n += 0.4 // neighbours
		}
	}
	return min(n, 1.2)
}

// strength adds up what speaks for the site's being a city and what against.
func (w weigher) strength(i int) float64 {
	s := w.sites[i]
	v := sizeStrength(s.place) - 0.9*float64(s.place.Usage)
	if slices.Contains(w.l.Home, s.place.Country) {
		v += 0.5
	}
	if w.facts.countries[s.place.Country] > 0 {
		v += 0.4
	}
	if strings.HasPrefix(s.how, "capital of") {
		return 2
	}
	if w.misspelt(s) {
		v -= 0.9
	}
	if s.how == "adjective" {
		return v + w.adjectiveContext(s)
	}
	return v + w.context(i)
}

// misspelt tells whether the name of a small place has accents that the text's word lacks: "Soll" is not Söll.
func (w weigher) misspelt(s site) bool {
	written := w.between(s.span)
	return w.l.Language == "de" && s.place.Population < 50_000 && gazetteer.Fold(s.place.Name) == gazetteer.Fold(written) &&
		len(s.place.Name) > len(written)
}

func sizeStrength(p gazetteer.Place) float64 {
	switch {
	case p.Population == 0: // not known
		return 0.4
	case p.Population >= 100_000:
		return 1.3
	case p.Population >= 20_000:
		return 0.8
	case p.Population >= 5_000:
		return 0.4
	}
	return 0
}

func (w weigher) adjectiveContext(s site) float64 {
	switch {
	case w.facts.hits(listCountry, s.span):
		return -3
	case w.l.Language == "de" && (s.to >= len(w.tokens) || !w.tokens[s.to].capital()):
		return -3
	case s.place.Population < 10_000:
		return -0.6
	}
	return 0.1
}

// context judges what stands around a name.
func (w weigher) context(i int) float64 {
	s, v := w.sites[i], 0.0
	previous, next := w.beside(s.from-1, s), w.beside(s.to, s)
	switch {
	case w.facts.endsAt(listTown, s.from):
		v += 1.5
	case w.l.before[previous.fold]:
		v += 1.0
	case w.dateline.holds(s.from):
		v += 1.5
	}
	if w.facts.countryBeside(w.document, s.span, 1) == s.place.Country {
		v += 1.5
	}
	if w.townBehind(s) {
		v += 0.8
	}
	if previous.isOneOf("(,") && w.bracketed(s.from) {
		v += 0.6
	}
	v += w.list(i)
	single := s.to-s.from == 1
	t := w.tokens[s.from]
	large := s.place.Population >= 20_000 && w.facts.inOrganisation(s.span)
	told := s.place.Population >= 100_000 && w.l.before[previous.fold] // "in Sofia" is no woman
	if single && (w.l.common[t.fold] || w.l.notNames[t.fold]) && !large && !told {
		v -= 2
		if s.place.Population > 500_000 {
			v += 1.2
		}
	}
	if _, isHead := w.l.head(t.fold); single && isHead {
		v -= 4
	}
	if single && w.l.given[t.fold] && !told && !w.facts.inOrganisation(s.span) {
		v -= 1.2
	}
	if w.facts.hits(listCountry, s.span) && !w.facts.countryIsCity(s) {
		v -= 4
	}
	if single && s.from == w.sentences[t.sentence].from && (w.l.words[t.fold] || w.vocabulary(s.span)) {
		v -= 3
	}
	if previous.opens() && next.quotes() {
		v -= 1.5
	} else if w.insideQuotes(s.from) && !w.l.before[previous.fold] {
		v--
	}
	return v + w.neighbours(s, previous, next)
}

// townBehind tells whether an apposition calls the place a town: "Kalampaka, the little town …".
func (w weigher) townBehind(s site) bool {
	return w.beside(s.to, s).text == "," && slices.ContainsFunc(w.facts.of(listTown), func(h hit) bool {
		return h.from > s.to && h.from-s.to <= 4 && w.tokens[h.from].sentence == w.tokens[s.from].sentence
	})
}

// vocabulary tells whether the word is one that the lexicon has for something else: a name at the start of a sentence
// may be no name at all.
func (w weigher) vocabulary(s span) bool {
	for _, l := range []list{listEvent, listTopic, listDigital, listCooperation, listKind, listTrigger, listRole, listSpeech, listPlanned} {
		if h, ok := w.facts.hitIn(l, s); ok && h.to-h.from == 1 {
			return true
		}
	}
	return false
}

// insideQuotes tells whether the token stands in a short quoted name.
func (d *document) insideQuotes(i int) bool {
	for at := i - 1; at >= 0 && i-at <= 6; at-- {
		if q := d.quoted(at); q.holds(i) && q.to-q.from <= 8 {
			return true
		}
	}
	return false
}

// neighbours takes capitalised words right beside the name for parts of a longer name.
func (w weigher) neighbours(s site, previous, next token) float64 {
	if w.facts.inOrganisation(s.span) {
		return 0.6
	}
	v := 0.0
	if previous.capital() && s.from-1 > w.sentences[w.tokens[s.from].sentence].from && !w.siteHolds(s.from-1) &&
		!w.facts.endsAt(listTown, s.from) && !w.facts.endsAt(listRole, s.from) && w.l.Language != "de" {
		v -= 1.2
	}
	if next.capital() && !w.siteHolds(s.to) && w.l.Language != "de" && !w.facts.hits(listRole, span{s.to, s.to + 1}) {
		v -= 0.7
	}
	return v
}

func (w weigher) siteHolds(token int) bool {
	return slices.ContainsFunc(w.sites, func(s site) bool { return s.holds(token) })
}

// beside is the token next to the site, if it stands in the same sentence.
func (w weigher) beside(i int, s site) token {
	if i < 0 || i >= len(w.tokens) || w.tokens[i].sentence != w.tokens[s.from].sentence {
		return token{}
	}
	return w.tokens[i]
}

// list adds for other places enumerated beside this one.
func (w weigher) list(i int) float64 {
	s, v := w.sites[i], 0.0
	if i > 0 && w.enumerates(w.sites[i-1].to, s.from) && sizeStrength(w.sites[i-1].place) > 0.3 {
		v += 0.5
	}
	if i+1 < len(w.sites) && w.enumerates(s.to, w.sites[i+1].from) && sizeStrength(w.sites[i+1].place) > 0.3 {
		v += 0.5
	}
	return v
}

func (w weigher) enumerates(from, to int) bool {
	if to-from != 1 {
		return false
	}
	t := w.tokens[from]
	return t.text == "," || w.l.joins[t.fold] || isDash(t.text)
}

// supportByRepetition lifts weak finds of a place that is surely named elsewhere in the text.
func supportByRepetition(sites []site) {
	certain := map[int32]bool{}
	for _, s := range sites {
		if s.strength >= sure+0.3 && !s.region {
			certain[s.place.ID] = true
		}
	}
	for i := range sites {
		if s := &sites[i]; certain[s.place.ID] && s.strength > -1 {
			s.strength = max(s.strength, sure)
		}
	}
}
