package extract

import (
	"math"
	"slices"
	"strings"

	"mostbot/gazetteer"
)

// surveyor judges the sites of an article by what they are and what stands around them.
type surveyor struct {
	*reading
	sites []site
}

var (
	byCountryNamed = newLadder("country named", 1, 2)
	byCompatriots  = newLadder("compatriots", 1, 2, 4)
	byNeighbours   = newLadder("neighbours", 1, 2)

	usageNames = [...]string{"usage 0", "usage 1", "usage 2", "usage 3"} // by gazetteer.Usage
)

// cities keeps the sites that more speaks for than against.
func (w surveyor) cities() []site {
	weigh := w.weights(askSite)
	var cities []site
	var held evidence
	for i, s := range w.sites {
		held = w.siteEvidence(held[:0], i)
		if weigh.sum(held) > 0 {
			cities = append(cities, s)
		}
	}
	return cities
}

// settle chooses the likeliest of the places that bear the name.
func (w surveyor) settle(s *site) {
	if len(s.options)+len(s.others) == 1 {
		s.place = s.options[0]
		return
	}
	weigh := w.weights(askPlace)
	best := math.Inf(-1)
	var held evidence
	for i, p := range slices.Concat(s.options, s.others) {
		held = w.placeEvidence(held[:0], s, &p, i >= len(s.options))
		if v := weigh.sum(held); v > best {
			best, s.place, s.inflected = v, p, i >= len(s.options)
		}
	}
}

// placeEvidence is what speaks for the place among those of one name: its size, countries named beside it or elsewhere in
// the text, the language's home, the other places of the text, and its spelling, which may be another case form than the
// likeliest.
//
// It is written where e's room is, and so is siteEvidence.
func (w surveyor) placeEvidence(e evidence, s *site, p *gazetteer.Place, inflected bool) evidence {
	e.when(inflected, "other case form")
	e.when(inflected && w.elsewhere(s, p), "named as it stands elsewhere")
	e.when(p.Kind == gazetteer.Village, "village")
	e.when(p.Kind == gazetteer.Quarter, "quarter")
	e.much("size", math.Log10(float64(p.Population)+10))
	e.when(p.Population == 0, "size unknown")
	e.add(usageNames[p.Usage])
	e.when(w.facts.countryBeside(w.document, s.span, 1) == p.Country, "country beside")
	e.when(slices.Contains(w.lexicon.Home, p.Country), "home")
	e.steps(byCountryNamed, float64(w.facts.countries[p.Country]))
	e.when(!near[p.Country], "far")
	e.when(!near[p.Country] && w.facts.countries[p.Country] == 0, "far, country not named")
	e.when(capitalOf[p.Country] == p.Name, "capital")
	e.when(strings.EqualFold(w.between(s.span), p.Name), "spelt so")
	compatriots, neighbours := w.company(s, p)
	e.steps(byCompatriots, float64(compatriots))
	e.steps(byNeighbours, float64(neighbours))
	return e
}

// company counts the other places of the text that lie in the same country, and those nearby.
func (w surveyor) company(s *site, p *gazetteer.Place) (compatriots, neighbours int) {
	const village = 5_000 // inhabitants
	for i := range w.sites {
		o := &w.sites[i]
		if o.from == s.from || o.place.ID == p.ID || o.place.ID == 0 {
			continue
		}
		if o.place.Country == p.Country && o.place.Population > village {
			compatriots++
		}
		if math.Abs(o.place.Latitude-p.Latitude) < 1 && math.Abs(o.place.Longitude-p.Longitude) < 1.5 {
			neighbours++
		}
	}
	return compatriots, neighbours
}

// elsewhere tells whether the text names the place as it stands somewhere else: "Дубно" beside "Дубна".
func (w surveyor) elsewhere(s *site, p *gazetteer.Place) bool {
	return slices.ContainsFunc(w.sites, func(o site) bool { return o.from != s.from && o.how == byName && o.place.ID == p.ID })
}

// sizes are the populations by which places are told apart, with what the weights call them.
var sizes = []struct {
	people int
	name   string
}{
	{1, "people≥1"}, {2_000, "people≥2000"}, {5_000, "people≥5000"}, {15_000, "people≥15000"}, {50_000, "people≥50000"},
	{100_000, "people≥100000"}, {300_000, "people≥300000"}, {1_000_000, "people≥1000000"},
}

// What the weights call the traits of the name itself and of the words around it.
var (
	isTrait      = traitLabels("is ")
	beforeTrait  = traitLabels("before ")
	before2Trait = traitLabels("before2 ")
	afterTrait   = traitLabels("after ")
	after2Trait  = traitLabels("after2 ")
)

func traitLabels(spot string) [traitCount]string {
	labels := traitNames
	for i := range labels {
		labels[i] = spot + labels[i]
	}
	return labels
}

// siteEvidence is what speaks for the site's being a city named in the text.
func (w surveyor) siteEvidence(e evidence, i int) evidence {
	s := w.sites[i]
	how := s.how
	if strings.HasPrefix(how, capitalAs) {
		how = "capital"
	}
	if s.region != "" {
		w.regionEvidence(&e, i)
		return e
	}
	e.add("bias")
	e.add(how)
	e.add(usageNames[s.place.Usage], ", ", how)
	for _, n := range sizes {
		e.when(s.place.Population >= n.people, n.name)
		e.when(s.place.Population >= n.people && how != byName, how, ", ", n.name)
	}
	e.when(!near[s.place.Country], "far")
	e.when(!near[s.place.Country] && w.facts.countries[s.place.Country] == 0, "far, country not named")
	e.when(s.place.Kind == gazetteer.Village, "village")
	e.when(s.place.Kind == gazetteer.Quarter, "quarter")
	e.when(s.inflected, "other case form")
	e.when(slices.Contains(w.lexicon.Home, s.place.Country), "home")
	e.when(w.facts.countries[s.place.Country] > 0, "country named")
	e.when(w.facts.countryBeside(w.document, s.span, 1) == s.place.Country, "country beside")
	e.when(w.misspelt(s), "misspelt")
	w.wordEvidence(&e, s)
	w.aroundEvidence(&e, s)
	w.nameEvidence(&e, s)
	w.companyEvidence(&e, i)
	return e
}

// regionEvidence is what speaks for the city where a word makes the name a region's.
func (w surveyor) regionEvidence(e *evidence, i int) {
	s := w.sites[i]
	e.add("region")
	e.add("region ", s.region)
	e.when(s.how == adjectival, "region, adjective")
	e.when(s.how == adjectival, "region, adjective ", s.region)
	e.when(w.facts.inOrganisation(s.span), "region in organisation")
	e.when(w.facts.endsAt(listTown, s.from), "region, town before")
	e.when(s.place.Population >= 300_000, "region, large")
}

// wordEvidence is what the name's own words tell.
func (w surveyor) wordEvidence(e *evidence, s site) {
	first, last := w.traits[s.from], w.traits[s.to-1]
	if s.to-s.from > 1 {
		e.add("several words")
		e.when(first.has(traitHead) || last.has(traitHead), "several words, head")
		e.when(first.has(traitGiven), "several words, given")
		return
	}
	t := w.tokens[s.from]
	const ofPlaces = traits(1<<traitCity | 1<<traitTown)
	(first &^ ofPlaces).each(func(x trait) { e.add(isTrait[x]) })
	common := w.lexicon.common[t.fold]
	e.when(common, "common")
	e.when(common && s.place.Population > 300_000, "common, large")
	known := w.known(s.span)
	e.when(known, "vocabulary")
	e.when(first.has(traitOpening) && (known || first.has(traitFrequent)), "opening word")
	e.when(len(t.fold) <= 4, "short")
	if s.how == adjectival {
		next := w.traitAt(s, s.to)
		e.when(w.facts.hits(listCountry, s.span), "adjective of a country")
		e.when(s.place.Population < 10_000, "adjective, small")
		e.when(next.has(traitHead), "adjective of a body")
		e.when(next.has(traitRole), "adjective of an office")
	}
}

// aroundEvidence is what the words beside the name tell.
func (w surveyor) aroundEvidence(e *evidence, s site) {
	before, after := w.traitAt(s, s.from-1), w.traitAt(s, s.to)
	before.each(func(x trait) { e.add(beforeTrait[x]) })
	after.each(func(x trait) { e.add(afterTrait[x]) })
	w.traitAt(s, s.from-2).each(func(x trait) { e.add(before2Trait[x]) })
	w.traitAt(s, s.to+1).each(func(x trait) { e.add(after2Trait[x]) })
	e.when(before.has(traitCapital) && !w.siteHolds(s.from-1), "capital before")
	e.when(after.has(traitCapital) && !w.siteHolds(s.to), "capital after")
	e.when(before.has(traitOpens) && after.has(traitCloses), "quoted")
	e.when(w.facts.endsAt(listTown, s.from), "town before")
	e.when(w.townBehind(s), "town behind")
	e.when(w.dateline.holds(s.from), "dateline")
	e.when(w.bracketed(s.from), "bracketed")
	e.when(w.insideQuotes(s.from), "inside quotes")
	for _, x := range []trait{traitBefore, traitComma, traitOpens, traitCapital, traitEdge} {
		for _, n := range []int{0, 3, 5} { // of the sizes
			e.when(before.has(x) && s.place.Population >= sizes[n].people, beforeTrait[x], ", ", sizes[n].name)
		}
	}
}

// nameEvidence tells whether the site is a part of another name.
func (w surveyor) nameEvidence(e *evidence, s site) {
	e.when(w.facts.hits(listCountry, s.span) && !w.facts.countryIsCity(s), "country")
	e.when(w.facts.inOrganisation(s.span), "in organisation")
	e.when(w.facts.inProject(s.span), "in project")
}

// companyEvidence is what the other sites of the text tell.
func (w surveyor) companyEvidence(e *evidence, i int) {
	s := w.sites[i]
	again, surely := 0, false
	for j, o := range w.sites {
		if j != i && o.place.ID == s.place.ID {
			again++
			surely = surely || o.how == byName && o.from > 0 && w.traits[o.from-1].has(traitBefore)
		}
	}
	e.when(again > 0, "again")
	e.when(again > 2, "again and again")
	e.when(surely, "again behind a preposition")
	compatriots, neighbours := w.company(&s, &s.place)
	e.steps(byCompatriots, float64(compatriots))
	e.steps(byNeighbours, float64(neighbours))
	e.when(i > 0 && w.enumerates(w.sites[i-1], s), "list")
	e.when(i+1 < len(w.sites) && w.enumerates(s, w.sites[i+1]), "list goes on")
}

// enumerates tells whether nothing but a comma, a dash or an "and" parts the two sites, of which neither is tiny.
func (w surveyor) enumerates(a, b site) bool {
	const tiny = 5_000 // inhabitants
	if b.from-a.to != 1 || min(a.place.Population, b.place.Population) < tiny {
		return false
	}
	t := w.tokens[a.to]
	return t.text == "," || w.lexicon.joins[t.fold] || isDash(t.text)
}

// traitAt are the traits of the token near the site, if it stands in the same sentence.
func (w surveyor) traitAt(s site, i int) traits {
	if line := w.sentences[w.tokens[s.from].sentence]; !line.holds(i) {
		return edge
	}
	return w.traits[i]
}

// misspelt tells whether the name of a small place has accents that the text's word lacks: "Soll" is not Söll.
func (w surveyor) misspelt(s site) bool {
	written := w.between(s.span)
	return w.lexicon.Language == "de" && s.place.Population < 50_000 && gazetteer.Fold(s.place.Name) == gazetteer.Fold(written) &&
		len(s.place.Name) > len(written)
}

// townBehind tells whether an apposition calls the place a town: "Kalampaka, the little town …".
func (w surveyor) townBehind(s site) bool {
	if !w.traitAt(s, s.to).has(traitComma) {
		return false
	}
	return slices.ContainsFunc(w.facts.of(listTown), func(h hit) bool {
		return h.from > s.to && h.from-s.to <= 4 && w.tokens[h.from].sentence == w.tokens[s.from].sentence
	})
}

// known tells whether the word is one that the lexicon has for something else: a name at the start of a sentence may be
// no name at all.
func (w surveyor) known(s span) bool {
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

func (w surveyor) siteHolds(token int) bool {
	return slices.ContainsFunc(w.sites, func(s site) bool { return s.holds(token) })
}
