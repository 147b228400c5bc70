package main

import (
	"cmp"
	"slices"
	"strings"

	"mostbot/gazetteer"
)

// nearby are the countries of which every place counts: Europe and its neighbourhood.
var nearby = set("AD AL AM AT AX AZ BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GE GG GI GR HR HU IE IL IM IS IT JE LI LT " +
	"LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SJ SK SM TR UA VA XK")

// overseas are countries whose places are named after European ones, or are in our news all the same.
var overseas = set("US CA AU NZ")

const (
	farPopulation      = 30_000  // smallest place elsewhere
	overseasPopulation = 10_000  // smallest place overseas
	farCity            = 100_000 // smallest place elsewhere that is known by its bare name
	overseasCity       = 40_000  // smallest one overseas
	russianPopulation  = 5_000   // smallest place in Asian Russia and Kazakhstan
)

func set(words string) map[string]bool {
	s := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		s[w] = true
	}
	return s
}

// choose keeps the places that people in our region speak of, the most important first.
func choose(all []place) []place {
	kept := slices.DeleteFunc(all, func(p place) bool { return !wanted(p) })
	slices.SortStableFunc(kept, func(p, q place) int {
		return cmp.Or(-cmp.Compare(importance(p), importance(q)), cmp.Compare(p.id, q.id))
	})
	return kept
}

func wanted(p place) bool {
	switch {
	case gone[p.feature]:
		return false
	case nearby[p.country], p.feature == "PPLC", p.population >= farPopulation:
		return true
	case p.country == "RU" && strings.HasPrefix(p.zone, "Europe/"):
		return true
	case p.country == "RU", p.country == "KZ":
		return p.population >= russianPopulation
	case overseas[p.country]:
		return p.population >= overseasPopulation
	}
	return false
}

// gone are the features of places that are no more: historical, abandoned, destroyed.
var gone = set("PPLH PPLQ PPLW PPLCH")

// home are the countries that our news is about: who says Dimitrovgrad or Tărgovište means the one in Bulgaria.
var home = map[string]int{"BG": 6, "UA": 2, "RO": 2, "MD": 2}

func kind(p place) gazetteer.Kind {
	switch {
	case p.feature == "PPLX":
		return gazetteer.Quarter
	case p.id >= firstPostalID:
		return gazetteer.Village
	}
	return gazetteer.Town
}

// importance is the population, with less weight for a part of a town, more for a capital, and more at home.
func importance(p place) int {
	weighed := p.population * max(1, home[p.country])
	switch p.feature {
	case "PPLX":
		return weighed / 5
	case "PPLC":
		return max(weighed*3, 300_000)
	case "PPLA":
		return weighed * 3 / 2
	}
	return weighed
}

// obscure tells whether a place is so small or far, or so much a part of another, that its bare name hardly means it.
func obscure(p place) bool {
	switch {
	case kind(p) != gazetteer.Town:
		return true
	case nearby[p.country], p.feature == "PPLC", p.country == "RU", p.country == "KZ":
		return false
	case overseas[p.country]:
		return p.population < overseasCity
	}
	return p.population < farCity
}
