package main

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"

	"mostbot/catalog"
)

// display is the place's usual name in the language, as far as the sources tell; "" if they don't.
func (m *material) display(language catalog.Language, p place) string {
	name := m.translated(language, p)
	switch language {
	case "bg", "uk":
		if written(name, language) {
			return plainer.Replace(name)
		}
		return m.derived(language, p)
	case "ro":
		return cmp.Or(commaBelow.Replace(latin(name)), p.name)
	case "de":
		if ownNames[p.country] {
			return p.name
		}
		return cmp.Or(latin(name), p.name)
	}
	return ""
}

// derived is the name in a language with Cyrillic letters that follows from the place's other names.
func (m *material) derived(language catalog.Language, p place) string {
	ukrainian := cmp.Or(m.curated[p.id].names["uk"], ukrainianName(p))
	if language == "uk" {
		return ukrainian
	}
	return bulgarianName(p, ukrainian)
}

// plainer takes out of names the stress marks, and the rare letter that Ukrainian newspapers don't use in them.
var plainer = strings.NewReplacer("\u0300", "", "\u0301", "", "ґ", "г", "Ґ", "Г")

// latin is the name if it is written in Latin letters without remarks, else "".
func latin(name string) string {
	outside := func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }
	if strings.IndexFunc(name, outside) >= 0 || strings.ContainsAny(name, "(,/") {
		return ""
	}
	return name
}

// administration are words by which a translation names not the place but a district or municipality of that name.
var administration = regexp.MustCompile(`^(Comuna|Districtul|Raionul|Orașul|Provincia|Comitatul|Municipiul|Provinz|Stadt|Landkreis|` +
	`Arrondissement|Communauté|London Borough|[ҐГ]міна|Гмина|Район|Община|Комуна|Gmina|Okres)|` +
	`( Kommune| Municipality| Province| District| County| район| община| коммуна| комуна| Ilçesi| ili)$`)

// ownNames are the countries whose places German calls by their own names today; the old German names of some of them are
// understood all the same, and the exceptions stand in our own table.
var ownNames = set("PL CZ SK HU LT LV EE SI HR RS RO DK TR FI NO SE FR NL BE GB IE")
