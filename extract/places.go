package extract

import (
	"slices"
	"strings"
	"unicode/utf8"

	"mostbot/gazetteer"
)

// Places is what extraction needs of the gazetteer.
type Places interface {
	Named(name string) []gazetteer.Place
	Begins(word string) bool
}

// naming is which places a name may mean.
type naming struct {
	options []gazetteer.Place
	others  []gazetteer.Place // that it would mean in another case form: "Дубна" is Дубно as well
	how     string            // by what the city is known
}

// site is a name in the text that may be a city's.
type site struct {
	span
	naming
	place     gazetteer.Place
	inflected bool   // the place is one of others
	region    string // how a word beside it makes the name a region's; "" if none does
}

// By what a city is known.
const (
	byName     = "name"
	byCase     = "case form"
	adjectival = "adjective"
	romanised  = "romanised"
	capitalAs  = "capital of " // and the country
)

// locate is the step that finds the cities named in the text.
func (r *reading) locate() []site { return r.survey().cities() }

// survey finds all names that may be cities' and settles which place each would mean.
func (r *reading) survey() surveyor {
	var sites []site
	for i := 0; i < len(r.tokens); i++ {
		if r.tokens[i].kind != word {
			continue
		}
		s := r.x.siteAt(r.document, r.lexicon, i)
		switch {
		case s == nil && len(r.words[i].places.pair) > 0 && !r.facts.inPerson(span{i, i + 1}):
			for _, of := range r.words[i].places.pair {
				sites = append(sites, *of.standing(span{i, i + 1}))
			}
		case s != nil && !r.facts.inPerson(s.span):
			sites = append(sites, *s)
			i = s.to - 1
		}
	}
	sites = append(sites, r.capitals()...)
	slices.SortStableFunc(sites, func(a, b site) int { return a.from - b.from })
	markRegions(r.document, r.lexicon, sites, r.facts)
	w := surveyor{r, sites}
	for range 2 { // a second time, knowing which countries the others lie in
		for i := range sites {
			w.settle(&sites[i])
		}
	}
	return w
}

// noSite is kept of tokens at which no place's name begins.
var noSite = &site{}

// siteAt looks for a place's name, the longest first, that begins at the token; nil for none. Several steps ask; the answer
// is kept.
func (x *Extractor) siteAt(d *document, l *lexicon, i int) *site {
	if d.siteAt[i] == nil {
		d.siteAt[i] = noSite
		if s := x.findSite(d, l, i); s != nil {
			d.siteAt[i] = s
		}
	}
	if d.siteAt[i] == noSite {
		return nil
	}
	return d.siteAt[i]
}

func (x *Extractor) findSite(d *document, l *lexicon, i int) *site {
	if d.tokens[i].kind != word {
		return nil
	}
	if d.tokens[i].capital() {
		for n := 4; n > 1; n-- {
			if s := x.named(d, l, span{i, i + n}); s != nil {
				return s
			}
			if n == 2 && l.Cyrillic {
				if s := x.halfCapital(d, l, i); s != nil {
					return s
				}
			}
		}
	}
	w := d.words[i].places
	if w.named != nil {
		return w.named.standing(span{i, i + 1})
	}
	if d.tokens[i].capital() && d.mayBeRomanised(l, i) {
		if options := x.romanised(l, wordForms(l, d.tokens[i].fold)); options != nil {
			return naming{options: options, how: romanised}.standing(span{i, i + 1})
		}
	}
	if w.adjective != nil {
		return w.adjective.standing(span{i, i + 1})
	}
	return nil
}

// standing is the site where the text has the name.
func (n naming) standing(s span) *site { return &site{span: s, naming: n} }

var particles = set("de", "la", "le", "les", "del", "di", "da", "do", "der", "am", "an", "im", "ob", "bei", "upon", "on", "sur", "the",
	"na", "nad", "pri", "под", "на", "над", "при", "за", "де", "ла", "ле", "дел", "lui", "cel", "sub", "pe", "en", "à", "van", "den")

// named looks the run of tokens up as a place's name, as it stands and in base form.
func (x *Extractor) named(d *document, l *lexicon, s span) *site {
	inLatin := d.mayBeRomanised(l, s.from)
	if s.to > len(d.tokens) || !d.words[s.from].places.begins && !inLatin || !d.joinedName(s) {
		return nil
	}
	forms := placeForms(d, l, s)
	if found := x.inForms(l, forms); found != nil {
		return found.standing(s)
	}
	if inLatin {
		if options := x.romanised(l, forms); options != nil {
			return naming{options: options, how: romanised}.standing(s)
		}
	}
	return nil
}

// beginsPlace tells whether the word may begin a place's name of several words.
func (x *Extractor) beginsPlace(l *lexicon, forms []form) bool {
	return slices.ContainsFunc(forms, func(f form) bool { return l.placesFrom[f.text] || x.places.Begins(f.text) })
}

// mayBeRomanised tells whether a name that begins at the token and is no place's is looked up in Latin letters: behind a
// preposition alone, as many words look like some town's name.
func (d *document) mayBeRomanised(l *lexicon, i int) bool {
	return l.Cyrillic && i > 0 && l.before[d.tokens[i-1].fold] && !d.tokens[i].latin()
}

// pair looks up the two parts of a word with a hyphen; nil if they are not both towns.
func (x *Extractor) pair(l *lexicon, t token) []naming {
	const town = 5_000 // inhabitants
	first, second, hyphened := strings.Cut(t.fold, "-")
	if !hyphened {
		return nil
	}
	var both []naming
	for _, part := range []string{first, second} {
		n := x.inForms(l, wordForms(l, part))
		if n == nil || l.common[part] || !usualAmong(n, town) {
			return nil
		}
		both = append(both, *n)
	}
	return both
}

// inForms looks up what a name may be in base form: the first form that is one, and the places that others would be; nil
// for none.
func (x *Extractor) inForms(l *lexicon, forms []form) *naming {
	const short = 3 // bytes
	if len(forms[0].text) < short {
		return nil
	}
	var found *naming
	for _, name := range forms {
		options := x.lookup(l, name.text)
		switch {
		case len(options) == 0:
		case found == nil:
			found = &naming{options: options, how: name.how}
		default:
			found.others = append(found.others, options...)
		}
	}
	return found
}

// romanised looks a Cyrillic name up in Latin letters, for towns at home whose Cyrillic name the gazetteer lacks.
func (x *Extractor) romanised(l *lexicon, forms []form) []gazetteer.Place {
	strange := func(p gazetteer.Place) bool { return !slices.Contains(l.Home, p.Country) || p.Usage > gazetteer.Usual }
	for _, name := range forms {
		for _, latin := range gazetteer.Romanise(gazetteer.Fold(name.text)) {
			if at := slices.DeleteFunc(x.places.Named(latin), strange); len(at) > 0 {
				return at
			}
		}
	}
	return nil
}

// halfCapital looks up names whose second word is written small: "Нишка баня".
func (x *Extractor) halfCapital(d *document, l *lexicon, i int) *site {
	if i+1 >= len(d.tokens) || d.tokens[i+1].kind != word || d.tokens[i+1].capital() || !d.follows(i+1) || l.words[d.tokens[i+1].fold] {
		return nil
	}
	if options := usual(x.places.Named(d.tokens[i].fold + " " + d.tokens[i+1].fold)); len(options) > 0 {
		return naming{options: options, how: byName}.standing(span{i, i + 2})
	}
	return nil
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
		particle := inner && particles[t.fold]
		if t.kind != word || !t.capital() && !particle {
			return false
		}
		if i > s.from && (d.tokens[i-1].end+1 < t.start || d.tokens[i-1].sentence != t.sentence) {
			return false
		}
	}
	return true
}

type form struct{ text, how string }

// wordForms lists what the word may be in base form, as it stands first.
func wordForms(l *lexicon, folded string) []form {
	forms := []form{{folded, byName}}
	for _, f := range l.endings.forms(folded) {
		forms = append(forms, form{f, byCase})
	}
	return forms
}

// placeForms lists what several words may be in base form, as they stand first.
func placeForms(d *document, l *lexicon, s span) []form {
	first, last := d.tokens[s.from], d.tokens[s.to-1]
	forms := []form{{fold(d.between(s)), byName}}
	middle := ""
	for i := s.from + 1; i < s.to-1; i++ {
		middle += d.tokens[i].fold + " "
	}
	for _, b := range append([]string{last.fold}, l.endings.forms(last.fold)...) {
		forms = append(forms, form{first.fold + " " + middle + b, byCase})
		if s.to-s.from == 2 {
			for _, a := range l.endings.forms(first.fold) {
				forms = append(forms, form{a + " " + b, byCase})
			}
		}
	}
	return forms
}

// adjective looks for a place behind an adjective such as "виенски", "львівська", "clujean" or "Wiener".
func (x *Extractor) adjective(l *lexicon, t token) *naming {
	if len(t.fold) < 6 || l.Language == "de" && !t.capital() || l.common[t.fold] {
		return nil
	}
	for ending := range l.placeAdjectives.of(t.fold) {
		stem := strings.TrimSuffix(t.fold, ending)
		if l.common[stem] || utf8.RuneCountInString(stem) < 3 && l.Places.Irregular[stem] == "" {
			continue
		}
		for _, name := range l.adjectiveNames(stem) {
			if options := usual(x.lookup(l, name)); len(options) > 0 {
				return &naming{options: options, how: adjectival}
			}
		}
	}
	return nil
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
func (r *reading) capitals() []site {
	var sites []site
	for _, h := range r.facts.of(listCapital) {
		iso := r.facts.countryBeside(r.document, h.span, 2)
		if iso == "" && h.value == "home" && len(r.lexicon.Home) > 0 {
			iso = r.lexicon.Home[0]
		}
		for _, p := range r.x.places.Named(capitalOf[iso]) {
			if p.Country == iso {
				sites = append(sites, *naming{options: []gazetteer.Place{p}, how: capitalAs + iso}.standing(h.span))
				break
			}
		}
	}
	return sites
}

// How a word makes the name beside it a region's.
const (
	behindRegion = "behind the word" // "област Плевен"
	beforeRegion = "before the word" // "Kyiv region"
	listedRegion = "in a list"       // further from the word than its neighbours
)

// markRegions finds the names that stand for a region: "област Плевен", "județele Iași și Vaslui", "Kyiv region",
// "Рівненську та Вінницьку області".
func markRegions(d *document, l *lexicon, sites []site, facts *facts) {
	for _, h := range facts.of(listRegion) {
		at, how := h.to, behindRegion
		for i := range sites { // those behind the word
			if s := &sites[i]; s.from >= at && l.onlyJoins(d, at, s.from, at > h.to) {
				s.region, at, how = how, s.to, listedRegion
			}
		}
		at, how = h.from, beforeRegion
		for i := len(sites) - 1; i >= 0; i-- { // and before it: adjectives, or one name
			s := &sites[i]
			for next := l.pastAdjective(d, at); next < at && s.to <= next; next = l.pastAdjective(d, at) {
				at, how = next, listedRegion
			}
			if s.to <= at && (s.how == adjectival || s.to == h.from) && l.onlyJoins(d, s.to, at, at < h.from) {
				s.region, at, how = how, s.from, listedRegion
			}
		}
	}
}

// pastAdjective is the token of the capitalised adjective that ends there, or before an "and": that of a region which bears
// no town's name. Where there is none it is the token itself.
func (l *lexicon) pastAdjective(d *document, at int) int {
	i := at - 1
	if i >= 1 && (d.tokens[i].text == "," || l.joins[d.tokens[i].fold]) {
		i--
	}
	if i < 0 || !d.tokens[i].capital() || d.tokens[i].sentence != d.tokens[min(at, len(d.tokens)-1)].sentence {
		return at
	}
	if !l.placeAdjectives.has(d.tokens[i].fold, 0) {
		return at
	}
	return i
}

// onlyJoins tells whether nothing but a short word lies between two tokens; a comma or an "and" only in an enumeration.
func (l *lexicon) onlyJoins(d *document, from, to int, enumeration bool) bool {
	const most, short = 2, 3 // tokens, letters
	if to-from > most {
		return false
	}
	for _, t := range d.tokens[from:to] {
		word := t.kind == word && utf8.RuneCountInString(t.text) <= short && !t.capital()
		if joins := t.text == "," || l.joins[t.fold]; !word && !joins || joins && !enumeration {
			return false
		}
	}
	return true
}

// usualAmong tells whether the name is a usual one of a place of so many inhabitants.
func usualAmong(n *naming, population int) bool {
	return slices.ContainsFunc(n.options, func(p gazetteer.Place) bool { return p.Usage == 0 && p.Population >= population })
}
