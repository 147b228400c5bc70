package main

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"mostbot/catalog"
	"mostbot/gazetteer"
)

// sounds are the rules by which Bulgarian and Ukrainian write foreign names, by language and the spelling's first letter.
type sounds map[string]map[rune][]soundRule

// soundRule is how a spelling sounds.
type soundRule struct {
	before, spelling, after string // after and before: V, C, ^, $, small letters; "" for anywhere
	written                 map[catalog.Language][]string
}

const anyLanguage = "*"

func readSounds(path string) (sounds, error) {
	table, err := rows(path)
	if err != nil {
		return nil, err
	}
	all := sounds{}
	for _, row := range table {
		r, err := newSound(row)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		language := row["language"]
		if all[language] == nil {
			all[language] = map[rune][]soundRule{}
		}
		first := first(r.spelling)
		all[language][first] = append(all[language][first], r)
	}
	for _, language := range all {
		for _, rules := range language {
			slices.SortStableFunc(rules, func(a, b soundRule) int { return cmp.Compare(b.weight(), a.weight()) })
		}
	}
	return all, nil
}

var spellingForm = regexp.MustCompile(`^(?:(.+)<)?(.+?)(?:/(.+)|(\$))?$`)

func newSound(row map[string]string) (soundRule, error) {
	m := spellingForm.FindStringSubmatch(row["spelling"])
	if m == nil {
		return soundRule{}, fmt.Errorf("%q is no spelling", row["spelling"])
	}
	return soundRule{before: m[1], spelling: m[2], after: m[3] + m[4], written: map[catalog.Language][]string{
		"bg": strings.Split(row["bg"], "|"), "uk": strings.Split(row["uk"], "|"),
	}}, nil
}

// weight orders rules: long spellings first, those bound to their surroundings before free ones.
func (s soundRule) weight() int {
	return 4*len([]rune(s.spelling)) + min(len(s.before), 1) + min(len(s.after), 1)
}

// at tells whether the rule fits at the i-th letter.
func (s soundRule) at(word []rune, i int) bool {
	spelling := []rune(s.spelling)
	end := i + len(spelling)
	return end <= len(word) && slices.Equal(word[i:end], spelling) && beside(s.before, word, i-1) && beside(s.after, word, end)
}

// beside tells whether the letter there, if any, is one of the set.
func beside(set string, word []rune, i int) bool {
	edge := i < 0 || i >= len(word) || !unicode.IsLetter(word[i])
	switch {
	case set == "":
		return true
	case set == "^" || set == "$" || edge:
		return edge && (set == "^" || set == "$" || set == "C" && i >= len(word))
	case set == "V":
		return strings.ContainsRune(vowels, unplain(word[i]))
	case set == "C":
		return !strings.ContainsRune(vowels, unplain(word[i]))
	}
	return strings.ContainsRune(set, word[i])
}

const vowels = "aeiouy"

// unplain is the letter without its accents.
func unplain(r rune) rune {
	for _, part := range norm.NFD.String(string(r)) {
		return part
	}
	return r
}

const mostWays = 8 // to write one name by sound

// write writes a foreign name in Cyrillic letters, in the ways that the rules of its language allow; none if a letter has
// no rule.
func (s sounds) write(name, from string, to catalog.Language) []string {
	word := []rune(norm.NFC.String(strings.ToLower(name)))
	ways := []string{""}
	for i := 0; i < len(word); {
		r, ok := s.rule(word, i, from)
		if !ok {
			return nil
		}
		ways = continued(ways, r.written[to])
		i += len([]rune(r.spelling))
	}
	var all []string
	for _, way := range ways {
		for _, w := range polished(way, to) {
			if !slices.Contains(all, w) {
				all = append(all, w)
			}
		}
	}
	return all
}

// rule is the one for the i-th letter: the language's, everybody's, or that of the letter without its accents.
func (s sounds) rule(word []rune, i int, from string) (soundRule, bool) {
	if !unicode.IsLetter(word[i]) {
		between := string(word[i])
		return soundRule{spelling: between, written: map[catalog.Language][]string{"bg": {between}, "uk": {between}}}, true
	}
	for _, language := range []string{from, anyLanguage} {
		for _, r := range s[language][word[i]] {
			if r.at(word, i) {
				return r, true
			}
		}
	}
	if plain := unplain(word[i]); plain != word[i] {
		bare := slices.Clone(word)
		bare[i] = plain
		return s.rule(bare, i, from)
	}
	return soundRule{}, false
}

// continued adds each ending to each way, or only the first one if that became too many.
func continued(ways, endings []string) []string {
	if len(ways)*len(endings) > mostWays {
		endings = endings[:1]
	}
	all := make([]string, 0, len(ways)*len(endings))
	for _, ending := range endings {
		for _, way := range ways {
			all = append(all, way+ending)
		}
	}
	return all
}

// polished are the ways that the language's own rules make of one.
func polished(name string, language catalog.Language) []string {
	if language == "bg" {
		return []string{doubled.Replace(name)}
	}
	name = strings.NewReplacer("ьь", "ь", "ййо", "йо", "'ьє", "'є", "ьйо", "йо").Replace(name)
	ways := []string{name, ukrainianDoubled.Replace(name)}
	for _, way := range ways {
		ways = append(ways, hissing.ReplaceAllString(way, "${1}и$2"))
	}
	return ways
}

var ukrainianDoubled = strings.NewReplacer("бб", "б", "дд", "д", "зз", "з", "кк", "к", "лл", "л", "мм", "м", "нн", "н", "пп", "п", "рр", "р",
	"сс", "с", "тт", "т", "фф", "ф", "цц", "ц", "чч", "ч")

// spoken tells in which language's way a country spells its places.
var spoken = languagesOf(map[string]string{
	"de": "DE AT LI", "pl": "PL", "cs": "CZ SK", "hu": "HU", "ro": "RO MD", "it": "IT SM VA", "fr": "FR MC LU", "es": "ES AD MX AR CO CL PE EC UY",
	"pt": "PT BR", "nl": "NL", "sv": "SE NO DK IS FO AX", "fi": "FI", "et": "EE", "lt": "LT", "lv": "LV", "tr": "TR AZ", "el": "GR CY",
	"sh": "RS HR BA ME SI MK", "sq": "AL XK", "en": "GB IE US CA AU NZ MT",
})

func languagesOf(countries map[string]string) map[string]string {
	all := map[string]string{}
	for language, list := range countries {
		for _, country := range strings.Fields(list) {
			all[country] = language
		}
	}
	return all
}

// languageOf is the language of the place's name; "" if its spelling tells nothing of its sound.
func languageOf(p place) string {
	switch p.country + "." + p.region {
	case "CH.GE", "CH.VD", "CH.NE", "CH.JU", "CH.FR", "CH.VS", "BE.WAL", "BE.BRU":
		return "fr"
	case "CH.TI":
		return "it"
	}
	switch p.country {
	case "CH":
		return "de"
	case "BE":
		return "nl"
	}
	return spoken[p.country]
}

const (
	leastSpoken = 2_000  // inhabitants of a place whose name is worth writing by its sound
	wellSpoken  = 50_000 // and of one that people are sure to speak of

	leastLetters = 5 // of a name by sound: shorter ones sound like words
)

// addSpoken adds the ways in which the place's name may be written by its sound.
func (m *material) addSpoken(n *naming, p place) {
	language := languageOf(p)
	if language == "" || p.population < leastSpoken || obscure(p) {
		return
	}
	usage := gazetteer.Alternate
	if p.population >= wellSpoken {
		usage = gazetteer.Foreign
	}
	name, _, _ := strings.Cut(p.name, " (")
	for _, to := range []catalog.Language{"bg", "uk"} {
		for _, way := range m.sounds.write(name, language, to) {
			if utf8.RuneCountInString(way) >= leastLetters {
				n.bear(way, usage)
			}
		}
	}
}
