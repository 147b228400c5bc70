package catalog

import "strings"

// Cyrillic and Greek letters in Latin ones, in the folded form; where languages differ (г is g in Sofia, h in Kyiv), as
// Bulgarian has it.
var latinLetters = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ж': "zh", 'з': "z", 'и': "i", 'й': "y", 'к': "k",
	'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "h",
	'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "sht", 'ъ': "a", 'ы': "y", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya",
	'і': "i", 'ї': "yi", 'є': "ye", 'ј': "j", 'љ': "lj", 'њ': "nj", 'ђ': "dj", 'ћ': "c", 'џ': "dz", 'ѓ': "g", 'ќ': "k",
	'ѕ': "dz",
	'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th", 'ι': "i", 'κ': "k", 'λ': "l",
	'μ': "m", 'ν': "n", 'ξ': "x", 'ο': "o", 'π': "p", 'ρ': "r", 'σ': "s", 'τ': "t", 'υ': "y", 'φ': "f", 'χ': "h",
	'ψ': "ps", 'ω': "o",
}

// Latin folds a name and writes it in Latin letters: "Община Бургас" gives "obshtina burgas".
func Latin(s string) string {
	var b strings.Builder
	for _, r := range Fold(s) {
		if l, ok := latinLetters[r]; ok {
			b.WriteString(l)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Slug makes an id of a name: "Burgas Municipality" gives "burgas-municipality". A name without a letter or digit that
// can be written in Latin gives "".
func Slug(name string) string {
	keep := func(r rune) rune {
		if r == ' ' || 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
			return r
		}
		return -1
	}
	slug := strings.Join(strings.Fields(strings.Map(keep, Latin(name))), "-")
	const longest = 48 // ids travel in buttons, which hold 64 bytes
	if len(slug) > longest {
		slug = slug[:longest]
		if cut := strings.LastIndexByte(slug, '-'); cut > longest/2 {
			slug = slug[:cut]
		}
	}
	return slug
}

// The order matters: longer spellings before their parts.
var sounds = strings.NewReplacer(
	"tsch", "k", "tch", "k", "sch", "s", "sht", "s", "shch", "s", "dzh", "", "kh", "g", "zh", "", "ch", "k", "sh", "s",
	"ts", "k", "tz", "k", "ph", "f", "th", "t", "ck", "k", "ks", "x", "qu", "k", "w", "v", "h", "g", "z", "s", "c", "k",
	"a", "", "e", "", "i", "", "o", "", "u", "", "y", "", "j", "",
)

// skeleton is what is left of a word across languages and ways of writing it in Latin letters: its consonants, with
// those that are commonly confused made one. "Vitaliy Belobrov" and "Віталій Білобров" have the same.
func skeleton(name string) string {
	words := strings.Fields(Latin(name))
	for i, w := range words {
		words[i] = squeeze(w[:1], sounds.Replace(w))
	}
	return strings.Join(words, " ")
}

// squeeze makes doubled consonants one, and keeps the first letter of a word that starts with a vowel.
func squeeze(first, consonants string) string {
	var b strings.Builder
	if strings.ContainsAny(first, "aeiouyj") {
		b.WriteByte('a')
	}
	last := rune(0)
	for _, r := range consonants {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}
