package main

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"mostbot/gazetteer"
)

// alphabets are the letters that names in the languages are written with.
var alphabets = map[string]string{
	"bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
	"uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
	"ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
	"mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
}

// written tells whether a name is written in the language's alphabet.
func written(name, language string) bool {
	for _, r := range strings.ToLower(name) {
		if unicode.IsLetter(r) && !strings.ContainsRune(alphabets[language], r) {
			return false
		}
	}
	return name != "" && first(name) > unicode.MaxLatin1
}

func first(name string) rune {
	r, _ := utf8.DecodeRuneInString(name)
	return r
}

// closest is the name, among those written in the language's alphabet, that sounds most like the place's Latin name, and
// how many letters differ.
func closest(p place, language string) (name string, wrong int) {
	latin := []string{sound(p.name), sound(p.ascii)}
	wrong = len(p.name)
	for _, candidate := range p.alternates {
		if !written(candidate, language) {
			continue
		}
		for _, way := range gazetteer.Romanise(gazetteer.Fold(candidate)) {
			d := min(distance(sound(way), latin[0]), distance(sound(way), latin[1]))
			if d < wrong || d == wrong && countIn(candidate, own[language]) > countIn(name, own[language]) {
				name, wrong = candidate, d
			}
		}
	}
	return name, wrong
}

// own are the letters that tell a language from its neighbours.
var own = map[string]string{"bg": "ъщ", "uk": "іїєґ", "ru": "ыэё", "mk": "ѓѕјљњќџ"}

func countIn(name, letters string) (n int) {
	for _, r := range strings.ToLower(name) {
		if strings.ContainsRune(letters, r) {
			n++
		}
	}
	return n
}

// sound makes romanisations of one name alike.
func sound(name string) string { return alike.Replace(gazetteer.Fold(name)) }

var alike = strings.NewReplacer("shch", "sht", "yy", "i", "iy", "i", "yi", "i", "ii", "i", "ye", "e", "ie", "e", "ya", "ia", "yu", "iu",
	"y", "i", "j", "i", "w", "v", "kh", "h", "g", "h", "ts", "c", " ", "", "'", "")

// ukrainianName is the place's Ukrainian name, if its names have one that is surely Ukrainian.
func ukrainianName(p place) string {
	name, wrong := closest(p, "uk")
	switch {
	case p.country == "UA" && wrong <= 2 && !russianEnding.MatchString(name):
		return name
	case p.country == "UA", p.country == "RU":
		return ""
	case p.country == "BG":
		return fromBulgarian(near(p, "bg", 1))
	case countIn(name, own["uk"]) > 0 && wrong <= 2:
		return name
	case plain(p, name) && !strings.ContainsAny(strings.ToLower(name), "ихь"):
		return strings.ReplaceAll(name, " ", "-")
	}
	return ""
}

var russianEnding = regexp.MustCompile(`(ое|ее|ский|ый)$`)

// bulgarianName is the place's Bulgarian name, as far as it follows surely from its other names.
func bulgarianName(p place, ukrainian string) string {
	switch p.country {
	case "BG":
		return near(p, "bg", 1)
	case "UA":
		return fromUkrainian(ukrainian)
	case "RU", "BY", "KZ":
		return fromRussian(near(p, "ru", 1))
	case "MK":
		return fromMacedonian(near(p, "mk", 1))
	case "RS", "ME", "BA", "HR", "SI":
		return fromSerbian(p.name)
	}
	if name, _ := closest(p, "bg"); plain(p, name) {
		return doubled.Replace(strings.ReplaceAll(name, "-", " "))
	}
	return ""
}

// near is the closest name if no more letters are wrong.
func near(p place, language string, most int) string {
	if name, wrong := closest(p, language); wrong <= most {
		return name
	}
	return ""
}

var (
	// spelt are the countries that write as they speak, but for the letters of treacherous.
	spelt = set("IT ES DE AT FI EE LV LT TR GR CY AL GE AM AZ IL SM JP MX CO AR PE EG KE TZ UG")

	// treacherous are spellings that some country of spelt reads in a way of its own.
	treacherous = regexp.MustCompile(`[^a-záéíóúàèìòù -]|g[eiéí]|gu[eiéí]|gn|gl|sc|[zhjyqxc]|[aeiou]s[aeiou]|ei|eu|ie|ou`)

	// german are the spellings that German reads in a way of its own besides.
	german = regexp.MustCompile(`v|\bs[aeioupt]|st`)

	// doubled consonants are simple in Bulgarian.
	doubled = strings.NewReplacer("бб", "б", "дд", "д", "зз", "з", "кк", "к", "лл", "л", "мм", "м", "нн", "н", "пп", "п", "рр", "р",
		"сс", "с", "тт", "т", "фф", "ф")
)

// plain tells whether a Cyrillic name is the Latin one letter by letter, in a country that speaks as it writes: so Bulgarian
// and Ukrainian write it the same way.
func plain(p place, name string) bool {
	latin := strings.ToLower(p.name)
	if (p.country == "DE" || p.country == "AT") && german.MatchString(latin) {
		return false
	}
	return name != "" && spelt[p.country] && !treacherous.MatchString(latin) &&
		!strings.ContainsAny(strings.ToLower(name), "ьъыэёщйцжчшюя") &&
		gazetteer.Romanise(gazetteer.Fold(name))[0] == gazetteer.Fold(latin)
}
