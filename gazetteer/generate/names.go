package main

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"mostbot/catalog"
	"mostbot/gazetteer"
)

// name gathers the names of a place and decides which is the usual one in each language.
func (m *material) name(p place) naming {
	n := naming{shown: map[catalog.Language]string{}, keys: map[string]gazetteer.Usage{}}
	ours := m.curated[p.id]
	n.english = cmp.Or(ours.names["en"], englishName(p))
	n.bear(n.english, gazetteer.Usual)
	n.bear(p.name, gazetteer.Usual)
	n.bear(p.ascii, gazetteer.Usual)
	for _, language := range catalog.Languages {
		shown := cmp.Or(ours.names[language], m.display(language, p))
		n.shown[language] = shown
		n.bear(shown, gazetteer.Usual)
		n.bear(m.translated(language, p), gazetteer.Usual)
	}
	for _, name := range ours.also {
		n.bear(name, gazetteer.Usual)
	}
	m.addForeign(&n, p)
	addAlternates(&n, p)
	m.addSpoken(&n, p)
	addHabits(&n, p)
	if obscure(p) {
		for key, usage := range n.keys {
			n.keys[key] = max(usage, gazetteer.Alternate)
		}
	}
	return n
}

// englishName is GeoNames' main name, written as the country writes it today.
func englishName(p place) string {
	switch p.country {
	case "RO", "MD":
		return commaBelow.Replace(p.name)
	case "GR", "CY":
		return p.ascii
	}
	return p.name
}

var commaBelow = strings.NewReplacer("ş", "ș", "ţ", "ț", "Ş", "Ș", "Ţ", "Ț")

// addForeign adds the names in languages that are not ours.
func (m *material) addForeign(n *naming, p place) {
	for language := range m.translations {
		if name := m.translated(language, p); readable(name) {
			n.bear(name, gazetteer.Foreign)
		}
	}
}

// addAlternates adds GeoNames' names of no stated language. Such a name counts for little if it resembles none of the
// names that are known to be usual, and for nothing in a small place.
func addAlternates(n *naming, p place) {
	var usual []string
	for key := range n.keys {
		usual = append(usual, romanised(key))
	}
	for _, name := range p.alternates {
		if !readable(name) || code(name) || transcribed(name) {
			continue
		}
		switch {
		case resembles(romanised(gazetteer.Fold(name)), usual):
			n.bear(name, gazetteer.Alternate)
		case p.population >= storied:
			n.bear(name, gazetteer.Rare)
		}
	}
}

// storied is how many people live in a place whose old names and nicknames somebody may use.
const storied = 15_000

// readable tells whether a name is written in the letters that we read: Latin, Cyrillic, Greek.
func readable(name string) bool {
	letters := 0
	for _, r := range name {
		if !unicode.IsLetter(r) {
			continue
		}
		if letters++; !unicode.In(r, unicode.Latin, unicode.Cyrillic, unicode.Greek) {
			return false
		}
	}
	return letters > 0
}

// code tells whether a name is an airport's or a place code, such as VIE, UNLOCODE's or a post code.
func code(name string) bool {
	return utf8.RuneCountInString(name) <= 5 && strings.ToUpper(name) == name || strings.ContainsAny(name, "0123456789")
}

// transcribed tells whether a name is GeoNames' mechanical transcription from a script without capitals ("suo fei ya").
func transcribed(name string) bool {
	first, _ := utf8.DecodeRuneInString(name)
	return first >= 'a' && first <= 'z'
}
