package gazetteer

import "strings"

// romanisations are ways to write folded Cyrillic and Greek in Latin letters; the first is the most common one.
var romanisations = [...]*strings.Replacer{
	strings.NewReplacer(append([]string{"х", "h", "ц", "ts", "щ", "sht", "ъ", "a", "и", "i", "г", "g", "й", "y", "ж", "zh"},
		shared...)...),
	strings.NewReplacer(append([]string{"х", "kh", "ц", "ts", "щ", "shch", "ъ", "", "и", "y", "г", "h", "й", "i", "ж", "zh"},
		shared...)...),
	strings.NewReplacer(append([]string{"х", "ch", "ц", "z", "щ", "sch", "ъ", "u", "и", "i", "г", "g", "й", "j", "ж", "j"},
		shared...)...),
}

var shared = []string{"ия", "ia", "а", "a", "б", "b", "в", "v", "д", "d", "е", "e", "з", "z", "к", "k", "л", "l", "м", "m", "н", "n", "о", "o",
	"п", "p", "р", "r", "с", "s", "т", "t", "у", "u", "ф", "f", "ч", "ch", "ш", "sh", "ы", "y", "ь", "", "э", "e", "ю", "yu",
	"я", "ya", "і", "i", "ї", "yi", "є", "ye", "ј", "j", "љ", "lj", "њ", "nj", "ћ", "c", "ђ", "dj", "џ", "dz", "ѓ", "gj",
	"ќ", "kj", "ѕ", "dz", "ў", "u",
	"ου", "ou", "μπ", "b", "ντ", "d", "γγ", "ng", "α", "a", "β", "v", "γ", "g", "δ", "d", "ε", "e", "ζ", "z", "η", "i",
	"θ", "th", "ι", "i", "κ", "k", "λ", "l", "μ", "m", "ν", "n", "ξ", "x", "ο", "o", "π", "p", "ρ", "r", "σ", "s",
	"τ", "t", "υ", "y", "φ", "f", "χ", "ch", "ψ", "ps", "ω", "o"}

// Romanise writes a folded name in Latin letters, in several ways; a name in Latin letters stays as it is.
func Romanise(key string) []string {
	var ways []string
	for _, r := range romanisations {
		way := r.Replace(key)
		if len(ways) == 0 || way != ways[len(ways)-1] {
			ways = append(ways, way)
		}
	}
	return ways
}
