package commands

import (
	"regexp"
	"strings"
	"unicode"
)

// townMark is "town" before a name, cut short, where the space was forgotten: "гр.Бургас".
var townMark = regexp.MustCompile(`^(?i)(гр|м|г)\.(\p{L}{3,})`)

// tokens splits a line into runs of words; a name does not go beyond a comma.
func tokens(line string) [][]string {
	var runs [][]string
	count := 0
	for _, part := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",;|↔→/\n", r) }) {
		var words []string
		for _, w := range strings.Fields(part) {
			w = townMark.ReplaceAllString(w, "$2")
			w = strings.TrimFunc(w, func(r rune) bool {
				return r != '#' && r != ')' && r != '(' && !unicode.IsLetter(r) && !unicode.IsNumber(r)
			})
			if w != "" && count < mostWords {
				words = append(words, w)
				count++
			}
		}
		if len(words) > 0 {
			runs = append(runs, words)
		}
	}
	return runs
}
