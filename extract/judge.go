package extract

import (
	"mostbot/catalog"
)

// union is the code under which lexicons have the European Union and its adjectives among the countries.
const union = "EU"

// digitalTopics are those whose own words speak of digital transformation.
var digitalTopics = set("e-government", "smart-city", "it-cluster", "innovation-hub", "startups", "cybersecurity", "ai",
	"open-data", "digital-skills", "connectivity", "health-tech", "fintech")

// How much of something an article has, as the weights know it.
var (
	byDigitalTopics     = newLadder("digital topics", 1, 2, 3)
	byCountries         = newLadder("countries", 1, 2, 3, 5)
	byCities            = newLadder("cities", 1, 2, 3, 4, 6)
	byCountriesOfCities = newLadder("countries of cities", 1, 2, 3)
	byCitiesInHeadline  = newLadder("cities in headline", 1, 2, 3)
	byCitiesAbove       = newLadder("cities above", 1, 2, 3)
	byProgrammes        = newLadder("programmes", 1, 2)
	byProjects          = newLadder("projects", 1, 2)
	byBodies            = newLadder("bodies", 1, 2, 4, 6)

	byWeight = map[string]ladder{ // of all phrases of a sort
		"digital": weightLadder("digital"), "cooperation": weightLadder("cooperation"), "words": weightLadder("words"),
	}
)

func weightLadder(name string) ladder { return newLadder(name, 1, 2, 3, 4, 6, 8, 11, 15, 20) }

// vocabulary adds how many phrases of the list stand in each part of the article, each counted where it stands first.
func (r *reading) vocabulary(e *evidence, l list, value, name string) {
	const most = 4
	var phrases []*phrase
	highest := map[*phrase]where{}
	for _, h := range r.facts.of(l) {
		if h.value != value {
			continue
		}
		at := r.where(r.tokens[h.from].sentence)
		old, ok := highest[h.phrase]
		if !ok {
			phrases = append(phrases, h.phrase)
		}
		if !ok || depth[at] < depth[old] {
			highest[h.phrase] = at
		}
	}
	var counts counter
	total := 0.0
	for _, p := range phrases {
		e.add(p.named)
		counts.count(name + " " + string(highest[p]) + " " + p.strength)
		total += max(p.weight, 0)
	}
	counts.into(e, most)
	e.steps(byWeight[name], total)
}

// digitalEvidence is what speaks for the article's being about digital transformation.
func (r *reading) digitalEvidence() evidence {
	const own = 3 // the weight of phrases that speak of nothing but the topic
	var e evidence
	e.add("bias")
	r.vocabulary(&e, listDigital, "", "digital")
	times := map[string]float64{}
	for _, h := range r.facts.of(listTopic) {
		if h.weight >= own {
			times[h.value]++
		}
	}
	n := 0.0
	for _, t := range catalog.Topics {
		if times[string(t)] == 0 {
			continue
		}
		e.add("topic ", string(t))
		e.when(times[string(t)] > 1, "topic ", string(t), " twice")
		if digitalTopics[string(t)] {
			n++
		}
	}
	e.steps(byDigitalTopics, n)
	return e
}

// cooperationEvidence is what speaks for parties from different places working together.
func (r *reading) cooperationEvidence() evidence {
	var e evidence
	f := r.facts
	e.add("bias")
	r.vocabulary(&e, listCooperation, "", "cooperation")
	countries, at, above := map[string]bool{}, map[string]bool{}, map[int32]bool{}
	for iso := range f.countries {
		countries[iso] = iso != union
	}
	delete(countries, union)
	for _, s := range f.sites {
		countries[s.place.Country], at[s.place.Country] = true, true
		if r.where(r.tokens[s.from].sentence).above() {
			above[s.place.ID] = true
		}
	}
	e.steps(byCountries, float64(len(countries)))
	e.steps(byCities, float64(f.cities()))
	e.steps(byCountriesOfCities, float64(len(at)))
	e.steps(byCitiesInHeadline, float64(r.citiesInHeadline()))
	e.steps(byCitiesAbove, float64(len(above)))
	e.when(f.countries[union] > 0, "union")
	e.steps(byProgrammes, float64(len(f.of(listProgramme))))
	e.steps(byProjects, float64(len(f.projects)))
	e.steps(byBodies, float64(len(f.bodies)))
	r.kindsAbove(&e)
	return e
}

// kindsAbove adds the kinds of event that the headline and the first sentence speak of.
func (r *reading) kindsAbove(e *evidence) {
	const telling = 2
	kinds := map[string]bool{}
	for _, h := range r.facts.of(listKind) {
		if at := r.where(r.tokens[h.from].sentence); h.weight >= telling && (at == inHeadline || at == inFirst) {
			kinds[h.value] = true
		}
	}
	for _, k := range catalog.Kinds {
		e.when(kinds[string(k)], "kind ", string(k))
	}
}

func (r *reading) citiesInHeadline() int {
	cities := map[int32]bool{}
	for _, s := range r.facts.sites {
		if r.sentences[r.tokens[s.from].sentence].headline && !r.facts.inOrganisation(s.span) {
			cities[s.place.ID] = true
		}
	}
	return len(cities)
}
