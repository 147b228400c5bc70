package extract

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"mostbot/gazetteer"
)

// Places is what extraction needs of the gazetteer.
type Places interface {
	Named(name string) []gazetteer.Place
}

// site is a name in the text that may be a city's.
type site struct {
	span
	options  []gazetteer.Place
	place    gazetteer.Place
	how      string  // by what the city is known: its name, a case form, an adjective, its country …
	strength float64 // how sure it is that this is a city; see sure
	region   bool    // the name is a region's here
}

// sure is the strength from which a site counts as a city.
const sure = 1.0

// locate is the step that finds the cities named in the text. Tokens that belong to a person's name are left out.
func (x *Extractor) locate(d *document, l *lexicon, facts *facts) []site {
	var sites []site
	for i := 0; i < len(d.tokens); i++ {
		s, ok := x.siteAt(d, l, i)
		if !ok || facts.inPerson(s.span) {
			continue
		}
		sites = append(sites, s)
		i = s.to - 1
	}
	sites = append(sites, x.capitals(d, l, facts)...)
	slices.SortStableFunc(sites, func(a, b site) int { return a.from - b.from })
	markRegions(d, sites, facts)
	w := weigher{d, l, facts, sites}
	for i := range sites {
		w.settle(&sites[i])
	}
	for i := range sites { // a second time, knowing which countries the others lie in
		w.settle(&sites[i])
	}
	for i := range sites {
		sites[i].strength = w.strength(i)
	}
	supportByRepetition(sites)
	return slices.DeleteFunc(sites, func(s site) bool { return s.strength < sure || s.region })
}

// siteAt looks for a place's name, the longest first, that begins at the token. Several steps ask; the answer is kept.
func (x *Extractor) siteAt(d *document, l *lexicon, i int) (site, bool) {
	if s, ok := d.sites[i]; ok {
		return s, !s.empty()
	}
	s, ok := x.findSite(d, l, i)
	if !ok {
		s = site{}
	}
	d.sites[i] = s
	return s, ok
}

func (x *Extractor) findSite(d *document, l *lexicon, i int) (site, bool) {
	t := d.tokens[i]
	if t.kind != word {
		return site{}, false
	}
	if t.capital() {
		for n := 4; n >= 1; n-- {
			if s, ok := x.named(d, l, span{i, i + n}); ok {
				return s, true
			}
			if n == 2 && capitalsTell(l) {
				if s, ok := x.halfCapital(d, l, i); ok {
					return s, true
				}
			}
		}
	}
	return x.adjective(d, l, i)
}

var particles = set("de", "la", "le", "les", "del", "di", "da", "do", "der", "am", "an", "im", "ob", "bei", "upon", "on", "sur", "the",
	"na", "nad", "pri", "под", "на", "над", "при", "за", "де", "ла", "ле", "дел", "lui", "cel", "sub", "pe", "en", "à", "van", "den")

// named looks the run of tokens up as a place's name, as it stands and in base form.
func (x *Extractor) named(d *document, l *lexicon, s span) (site, bool) {
	if s.to > len(d.tokens) || !d.joinedName(s) {
		return site{}, false
	}
	forms := placeForms(d, l, s)
	for _, name := range forms {
		if options := x.lookup(l, name.text); len(options) > 0 {
			return site{span: s, options: options, how: name.how}, true
		}
	}
	if !capitalsTell(l) || d.tokens[s.from].latin() || s.from == 0 || !l.before[d.tokens[s.from-1].fold] {
		return site{}, false
	}
	for _, name := range forms {
		if options := x.romanised(l, name.text); len(options) > 0 {
			return site{span: s, options: options, how: "romanised"}, true
		}
	}
	return site{}, false
}

// romanised looks a Cyrillic name up in Latin letters, for towns at home whose Cyrillic name the gazetteer lacks.
func (x *Extractor) romanised(l *lexicon, name string) []gazetteer.Place {
	for _, latin := range gazetteer.Romanise(gazetteer.Fold(name)) {
		at := slices.DeleteFunc(x.places.Named(latin), func(p gazetteer.Place) bool {
			return !slices.Contains(l.Home, p.Country) || p.Usage > gazetteer.Usual
		})
		if len(at) > 0 {
			return at
		}
	}
	return nil
}

// halfCapital looks up names whose second word is written small: "Нишка баня".
func (x *Extractor) halfCapital(d *document, l *lexicon, i int) (site, bool) {
	if i+1 >= len(d.tokens) || d.tokens[i+1].kind != word || d.tokens[i+1].capital() || !d.follows(i+1) || l.words[d.tokens[i+1].fold] {
		return site{}, false
	}
	options := usual(x.places.Named(d.tokens[i].fold + " " + d.tokens[i+1].fold))
	return site{span: span{i, i + 2}, options: options, how: "name"}, len(options) > 0
}

func (x *Extractor) lookup(l *lexicon, name string) []gazetteer.Place {
	if label, ok := l.Places.Names[name]; ok {
		if p, ok := x.labelled(label); ok {
			return []gazetteer.Place{p}
		}
	}
	return x.places.Named(name)
}

// labelled finds the place that a label such as "Sofia, BG" means.
func (x *Extractor) labelled(label string) (gazetteer.Place, bool) {
	name, country, _ := strings.Cut(label, ", ")
	for _, p := range x.places.Named(name) {
		if p.Country == country {
			p.Usage = gazetteer.Usual
			return p, true
		}
	}
	return gazetteer.Place{}, false
}

// joinedName tells whether the tokens may be one name: capitalised words with nothing but particles between.
func (d *document) joinedName(s span) bool {
	for i := s.from; i < s.to; i++ {
		t := d.tokens[i]
		inner := i > s.from && i < s.to-1
		if t.kind != word || !t.capital() && !(inner && particles[t.fold]) {
			return false
		}
		if i > s.from && (d.tokens[i-1].end+1 < t.start || d.tokens[i-1].sentence != t.sentence) {
			return false
		}
	}
	return true
}

type form struct{ text, how string }

// placeForms lists what the tokens may be in base form, as they stand first.
func placeForms(d *document, l *lexicon, s span) []form {
	first, last := d.tokens[s.from], d.tokens[s.to-1]
	whole := fold(d.between(s))
	forms := []form{{whole, "name"}}
	if s.to-s.from == 1 {
		for _, f := range l.endings.forms(last.fold) {
			forms = append(forms, form{f, "case form"})
		}
		return forms
	}
	middle := ""
	for i := s.from + 1; i < s.to-1; i++ {
		middle += d.tokens[i].fold + " "
	}
	for _, b := range append([]string{last.fold}, l.endings.forms(last.fold)...) {
		forms = append(forms, form{first.fold + " " + middle + b, "case form"})
		if s.to-s.from == 2 {
			for _, a := range l.endings.forms(first.fold) {
				forms = append(forms, form{a + " " + b, "case form"})
			}
		}
	}
	return forms
}

// adjective looks for a place behind an adjective such as "виенски", "львівська", "clujean" or "Wiener".
func (x *Extractor) adjective(d *document, l *lexicon, i int) (site, bool) {
	t := d.tokens[i]
	if len(t.fold) < 6 || l.Language == "de" && !t.capital() {
		return site{}, false
	}
	for _, ending := range l.Places.Adjectives {
		stem, ok := strings.CutSuffix(t.fold, ending)
		if !ok || utf8.RuneCountInString(stem) < 3 || l.common[stem] || l.common[t.fold] {
			continue
		}
		for _, name := range l.adjectiveNames(stem) {
			if options := usual(x.lookup(l, name)); len(options) > 0 {
				return site{span: span{i, i + 1}, options: options, how: "adjective"}, true
			}
		}
	}
	return site{}, false
}

func (l *lexicon) adjectiveNames(stem string) []string {
	if name, ok := l.Places.Irregular[stem]; ok {
		return []string{name}
	}
	return l.stems.forms(stem)
}

// usual keeps the places whose usual name it is.
func usual(places []gazetteer.Place) []gazetteer.Place {
	return slices.DeleteFunc(slices.Clone(places), func(p gazetteer.Place) bool { return p.Usage > gazetteer.Foreign })
}

// capitals finds the cities meant by "the Estonian capital".
func (x *Extractor) capitals(d *document, l *lexicon, facts *facts) []site {
	var sites []site
	for _, h := range facts.of(listCapital) {
		iso := facts.countryBeside(d, h.span, 2)
		if iso == "" && h.value == "home" && len(l.Home) > 0 {
			iso = l.Home[0]
		}
		for _, p := range x.places.Named(capitalOf[iso]) {
			if p.Country == iso {
				sites = append(sites, site{span: h.span, options: []gazetteer.Place{p}, how: "capital of " + iso})
				break
			}
		}
	}
	return sites
}

// markRegions finds the names that stand for a region: "област Плевен", "județele Iași și Vaslui", "Kyiv region".
func markRegions(d *document, sites []site, facts *facts) {
	for _, h := range facts.of(listRegion) {
		for i := range sites {
			if s := &sites[i]; s.to == h.from || s.from >= h.to && d.onlyListBetween(h.to, s.from, sites) {
				s.region = true
			}
		}
	}
}

// onlyListBetween tells whether nothing but other places, commas and short words lies between two tokens.
func (d *document) onlyListBetween(from, to int, sites []site) bool {
	if to-from > 16 {
		return false
	}
	for i := from; i < to; i++ {
		t := d.tokens[i]
		short := t.kind == word && utf8.RuneCountInString(t.text) <= 2 && !t.capital()
		listed := slices.ContainsFunc(sites, func(s site) bool { return s.holds(i) })
		if t.text != "," && !isDash(t.text) && !short && !listed {
			return false
		}
	}
	return true
}

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
		score := math.Log10(float64(p.Population)+10) - 1.2*float64(p.Usage)
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
	v += w.list(i)
	single := s.to-s.from == 1
	t := w.tokens[s.from]
	large := s.place.Population >= 20_000 && w.facts.inOrganisation(s.span)
	if single && (w.l.common[t.fold] || w.l.notNames[t.fold]) && !large {
		v -= 2
		if s.place.Population > 500_000 {
			v += 1.2
		}
	}
	if _, isHead := w.l.head(t.fold); single && isHead {
		v -= 4
	}
	if single && w.l.given[t.fold] {
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
		v -= 1
	}
	return v + w.neighbours(s, previous, next)
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
