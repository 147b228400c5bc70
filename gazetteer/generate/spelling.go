package main

import (
	"regexp"
	"strings"
)

var (
	adjective = regexp.MustCompile(`((?i)[аеиоуыюяіїє]\pL+)(ий|ый|ой)( |-|$)`)
	soft      = regexp.MustCompile(`ь([^о]|$)`)
	softK     = regexp.MustCompile(`([сзц])ьк(ий|ій)( |-|$)`)
	iotated   = regexp.MustCompile(`[ьъ][еёияю]`)
	yoHard    = regexp.MustCompile(`(?i)([бвгдзклмнпрстфх])ё`)
	yoHissing = regexp.MustCompile(`(?i)([жчшщц])ё`)
	hissing   = regexp.MustCompile(`(?i)([джзрстцчш])і([^аеиіоуюяй]|$)`)

	hardEnding = regexp.MustCompile(`ци$`)
	softEnding = regexp.MustCompile(`ец$`)
	feminine   = regexp.MustCompile(`[иі]ца$`)

	bulgarian = strings.NewReplacer("ъ", "и", "Ъ", "И", "щ", "шт", "Щ", "Шт", "ие", "іє", "ае", "ає", "ое", "оє",
		"и", "і", "И", "І", " ", "-")

	yat = regexp.MustCompile(`[bcčćdfghkmprsštvzž]j`)
)

// fromUkrainian writes a Ukrainian name in Bulgarian.
func fromUkrainian(name string) string {
	if !written(name, "uk") {
		return ""
	}
	name = softK.ReplaceAllString(name, "${1}ки$3")
	name = adjective.ReplaceAllString(name, "${1}и$3")
	name = strings.NewReplacer("'", "", "’", "", "ʼ", "", "і", "и", "І", "И", "ї", "и", "Ї", "И", "є", "е", "Є", "Е", "ґ", "г",
		"Ґ", "Г").Replace(name)
	return soft.ReplaceAllString(name, "$1")
}

// fromRussian writes a Russian name in Bulgarian; "" where the spelling leaves a doubt.
func fromRussian(name string) string {
	if !written(name, "ru") || iotated.MatchString(name) {
		return ""
	}
	name = adjective.ReplaceAllString(name, "${1}и$3")
	name = yoHard.ReplaceAllString(name, "${1}ьо")
	name = yoHissing.ReplaceAllString(name, "${1}о")
	name = strings.NewReplacer("ё", "йо", "Ё", "Йо", "ы", "и", "э", "е", "Э", "Е").Replace(name)
	return soft.ReplaceAllString(name, "$1")
}

// fromMacedonian writes a Macedonian name in Bulgarian; "" where the spelling leaves a doubt.
func fromMacedonian(name string) string {
	if syllabic.MatchString(strings.ToLower(name)) {
		return ""
	}
	return macedonian.Replace(name)
}

var (
	// syllabic is an r between consonants, which Bulgarian gives a vowel, before or behind it.
	syllabic = regexp.MustCompile(`(^|[^аеиоуaeiou -])[рr]([^аеиоуaeiouјj -]|$)|^[рr][^аеиоуaeiouјj]`)

	macedonian = strings.NewReplacer("ија", "ия", "ије", "ие", "Ја", "Я", "ја", "я", "Јо", "Йо", "јо", "йо", "Ју", "Ю", "ју", "ю",
		"Је", "Е", "је", "е", "ји", "и", "ј", "й", "Ј", "Й", "ља", "ля", "љу", "лю", "љо", "льо", "љ", "л", "Љу", "Лю", "Ља", "Ля", "Љ", "Л",
		"ња", "ня", "њу", "ню", "њо", "ньо", "њ", "н", "Ње", "Не", "ѓ", "г", "Ѓ", "Г", "ќ", "к", "Ќ", "К", "џ", "дж", "Џ", "Дж",
		"ѕ", "дз", "Ѕ", "Дз", "шт", "щ", "Шт", "Щ")

	serbian = strings.NewReplacer("dž", "џ", "Dž", "Џ", "lj", "љ", "Lj", "Љ", "nj", "њ", "Nj", "Њ", "a", "а", "b", "б", "v", "в", "g", "г",
		"d", "д", "đ", "џ", "e", "е", "ž", "ж", "z", "з", "i", "и", "j", "ј", "k", "к", "l", "л", "m", "м", "n", "н", "o", "о", "p", "п",
		"r", "р", "s", "с", "t", "т", "ć", "ч", "u", "у", "f", "ф", "h", "х", "c", "ц", "č", "ч", "š", "ш",
		"A", "А", "B", "Б", "V", "В", "G", "Г", "D", "Д", "Đ", "Џ", "E", "Е", "Ž", "Ж", "Z", "З", "I", "И", "J", "Ј", "K", "К", "L", "Л",
		"M", "М", "N", "Н", "O", "О", "P", "П", "R", "Р", "S", "С", "T", "Т", "Ć", "Ч", "U", "У", "F", "Ф", "H", "Х", "C", "Ц", "Č", "Ч", "Š", "Ш")
)

// fromSerbian writes a name in Serbia's, Croatia's or Slovenia's Latin letters in Bulgarian; "" where the spelling leaves a
// doubt: the yat that follows a consonant, foreign letters.
func fromSerbian(name string) string {
	if yat.MatchString(strings.ToLower(name)) {
		return ""
	}
	if name = serbian.Replace(name); !written(name, "mk") {
		return ""
	}
	return fromMacedonian(name)
}

// fromBulgarian writes a Bulgarian name in Ukrainian.
func fromBulgarian(name string) string {
	name = bulgarian.Replace(name)
	name = hissing.ReplaceAllString(name, "${1}и$2")
	name = hardEnding.ReplaceAllString(name, "ці")
	name = feminine.ReplaceAllString(name, "иця")
	return softEnding.ReplaceAllString(name, "ець")
}
