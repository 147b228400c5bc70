package extract

import (
	"maps"
	"math"
	"slices"
)

// position is how much a find weighs by where it stands: news says what happened in the headline and the first sentences.
func (d *document) position(i int) float64 {
	s := d.sentences[d.tokens[i].sentence]
	switch {
	case s.noise != "":
		return 0
	case s.headline:
		return 2
	case s.body < 2:
		return 1.6
	case s.body < 5:
		return 1
	}
	return 0.6
}

// sum adds up the weights of the list's hits by value. A phrase counts twice at most, in its best positions.
func (d *document) sum(hits []hit, position func(int) float64) map[string]float64 {
	seen := map[*phrase][]float64{}
	for _, h := range hits {
		seen[h.phrase] = append(seen[h.phrase], position(h.from))
	}
	sums := map[string]float64{}
	for _, p := range slices.SortedFunc(maps.Keys(seen), comparePhrases) {
		weights := seen[p]
		slices.SortFunc(weights, func(a, b float64) int { return compare(b, a) })
		sums[p.value] += p.weight * weights[0]
		if len(weights) > 1 {
			sums[p.value] += p.weight * weights[1] / 2
		}
	}
	return sums
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func comparePhrases(a, b *phrase) int {
	if c := compare(a.weight, b.weight); c != 0 {
		return c
	}
	return slices.CompareFunc(a.words, b.words, func(a, b pattern) int {
		switch {
		case a.text < b.text:
			return -1
		case a.text > b.text:
			return 1
		}
		return 0
	})
}

// flat is the position where all sentences count alike.
func (d *document) flat(i int) float64 {
	if d.sentences[d.tokens[i].sentence].headline {
		return 1.5
	}
	return 1
}

// digital adds up the vocabulary of digital transformation; from digitalFrom on the article is about it.
func (d *document) digital(facts *facts) float64 {
	v := d.sum(facts.of(listDigital), d.flat)[""]
	seen := map[*phrase]bool{}
	for _, h := range facts.of(listTopic) {
		if h.weight >= 3 && digitalTopics[h.value] && !seen[h.phrase] {
			seen[h.phrase] = true
			v++
		}
	}
	return v
}

// digitalTopics are those whose own words speak of digital transformation.
var digitalTopics = set("e-government", "smart-city", "it-cluster", "innovation-hub", "startups", "cybersecurity", "ai",
	"open-data", "digital-skills", "connectivity", "health-tech", "fintech")

const (
	digitalFrom     = 2.5
	cooperationFrom = 3.5
)

// union is the code under which lexicons have the European Union and its adjectives among the countries.
const union = "EU"

// cooperation adds up what tells of parties from different places working together: words, geography, programmes.
func (d *document) cooperation(l *lexicon, facts *facts) float64 {
	v := d.sum(facts.of(listCooperation), d.flat)[""]
	abroad := map[string]bool{}
	for iso := range facts.countries {
		abroad[iso] = true
	}
	delete(abroad, union)
	places := map[int32]bool{}
	for _, s := range facts.sites {
		abroad[s.place.Country] = true
		places[s.place.ID] = true
	}
	for _, iso := range l.Home {
		if len(l.Home) == 1 {
			delete(abroad, iso)
		}
	}
	v += math.Min(2.5, 1.2*float64(len(abroad)))
	v += math.Min(1.5, 0.5*float64(max(0, len(places)-1)))
	v += math.Min(1.5, 0.8*float64(len(facts.of(listProgramme))))
	if d.citiesInHeadline(facts) > 1 {
		v += 1.5
	}
	if sitesAbroad(facts) > 1 {
		v += 2
	}
	if len(facts.projects) > 0 {
		v += 0.7
	}
	if len(places) < 2 && len(abroad) == 0 && facts.countries[union] == 0 && len(facts.of(listProgramme)) == 0 {
		v -= 3 // all of it happens in one town
	}
	return v
}

// sitesAbroad counts the countries in which the text's cities lie.
func sitesAbroad(facts *facts) int {
	countries := map[string]bool{}
	for _, s := range facts.sites {
		countries[s.place.Country] = true
	}
	return len(countries)
}

func (d *document) citiesInHeadline(facts *facts) int {
	cities := map[int32]bool{}
	for _, s := range facts.sites {
		if d.sentences[d.tokens[s.from].sentence].headline && !facts.inOrganisation(s.span) {
			cities[s.place.ID] = true
		}
	}
	return len(cities)
}
