package main

import (
	"regexp"
	"strings"

	"mostbot/catalog"
	"mostbot/gazetteer"
)

// bulgarianLatin writes a Bulgarian name in Latin letters as Bulgaria's law of 2009 wants it.
func bulgarianLatin(name string) string {
	return bulgarianLetters.Replace(finalIya.ReplaceAllString(name, "иа$1"))
}

var (
	finalIya = regexp.MustCompile(`ия( |-|$)`)

	bulgarianLetters = letters("а", "a", "б", "b", "в", "v", "г", "g", "д", "d", "е", "e", "ж", "zh", "з", "z", "и", "i", "й", "y", "к", "k",
		"л", "l", "м", "m", "н", "n", "о", "o", "п", "p", "р", "r", "с", "s", "т", "t", "у", "u", "ф", "f", "х", "h", "ц", "ts",
		"ч", "ch", "ш", "sh", "щ", "sht", "ъ", "a", "ь", "y", "ю", "yu", "я", "ya")
)

// ukrainianLatin writes a Ukrainian name in Latin letters as the government's resolution of 2010 wants it.
func ukrainianLatin(name string) string {
	name = apostrophe.Replace(name)
	return ukrainianLetters.Replace(ukrainianInitials.ReplaceAllStringFunc(name, ukrainianInitial.Replace))
}

var (
	apostrophe        = strings.NewReplacer("'", "", "’", "", "ʼ", "", "`", "")
	ukrainianInitials = regexp.MustCompile(`(^|[ -])[ЄЇЙЮЯєїйюя]`)
	ukrainianInitial  = letters("є", "ye", "ї", "yi", "й", "y", "ю", "yu", "я", "ya")

	ukrainianLetters = letters("зг", "zgh", "а", "a", "б", "b", "в", "v", "г", "h", "ґ", "g", "д", "d", "е", "e", "є", "ie", "ж", "zh", "з", "z",
		"и", "y", "і", "i", "ї", "i", "й", "i", "к", "k", "л", "l", "м", "m", "н", "n", "о", "o", "п", "p", "р", "r", "с", "s",
		"т", "t", "у", "u", "ф", "f", "х", "kh", "ц", "ts", "ч", "ch", "ш", "sh", "щ", "shch", "ь", "", "ю", "iu", "я", "ia")
)

// habits are how German and Romanian newspapers write Bulgarian and Ukrainian names, by country: beside the official Latin
// letters their readers know those by which the names sound right.
var habits = map[string][]*strings.Replacer{
	"BG": {
		letters(append([]string{"ж", "sch", "з", "s", "ц", "z", "ч", "tsch", "ш", "sch", "щ", "scht", "в", "w", "х", "ch", "й", "j", "ю", "ju",
			"я", "ja", "ъ", "a"}, alikeEverywhere...)...),
		letters(append([]string{"ж", "j", "з", "z", "ц", "ț", "че", "ce", "чи", "ci", "ч", "ci", "ш", "ș", "щ", "șt", "в", "v", "х", "h", "й", "i",
			"ю", "iu", "я", "ia", "ъ", "ă"}, alikeEverywhere...)...),
	},
	"UA": {
		letters(append([]string{"ж", "sch", "з", "s", "ц", "z", "ч", "tsch", "ш", "sch", "щ", "schtsch", "в", "w", "х", "ch", "г", "h", "ґ", "g",
			"й", "j", "ю", "ju", "я", "ja", "є", "je", "ї", "ji", "і", "i", "и", "y"}, alikeEverywhere...)...),
		letters(append([]string{"ж", "j", "з", "z", "ц", "ț", "че", "ce", "чи", "ci", "чі", "ci", "ч", "ci", "ш", "ș", "щ", "șci", "в", "v", "х", "h",
			"г", "h", "ґ", "g", "й", "i", "ю", "iu", "я", "ia", "є", "ie", "ї", "i", "і", "i", "и", "î"}, alikeEverywhere...)...),
	},
}

var alikeEverywhere = []string{"а", "a", "б", "b", "г", "g", "д", "d", "е", "e", "и", "i", "к", "k", "л", "l", "м", "m", "н", "n", "о", "o", "п", "p",
	"р", "r", "с", "s", "т", "t", "у", "u", "ф", "f", "ь", ""}

// addHabits adds the ways to write the place's Cyrillic name in Latin letters.
func addHabits(n *naming, p place) {
	if p.population < leastSpoken {
		return
	}
	home := map[string]catalog.Language{"BG": "bg", "UA": "uk"}[p.country]
	name := apostrophe.Replace(n.shown[home])
	if !written(name, home) {
		return
	}
	for _, habit := range habits[p.country] {
		n.bear(habit.Replace(name), gazetteer.Alternate)
	}
	switch home {
	case "bg":
		n.bear(bulgarianLatin(name), gazetteer.Usual)
	case "uk":
		n.bear(ukrainianLatin(name), gazetteer.Usual)
	}
}

// letters makes a replacer of pairs for small letters that also minds capital ones.
func letters(pairs ...string) *strings.Replacer {
	all := make([]string, 0, 2*len(pairs))
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, pairs[i], pairs[i+1])
		if upper := capitalised(pairs[i]); upper != pairs[i] {
			all = append(all, upper, capitalised(pairs[i+1]))
		}
	}
	return strings.NewReplacer(all...)
}

// capitalised makes the first letter a capital.
func capitalised(s string) string {
	runes := []rune(s)
	if len(runes) == 0 {
		return ""
	}
	return strings.ToUpper(string(runes[:1])) + string(runes[1:])
}
