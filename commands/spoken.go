package commands

import (
	"strings"
	"unicode/utf8"

	"mostbot/catalog"
)

// spoken is the command that free text begins with, for people who leave out the slash: "map Varna", "помощ", "english
// please". In a group people talk to each other, so there a command needs its slash.
func (b *Book) spoken(t *talk) (c command, args string, ok bool) {
	words := strings.Fields(t.Args)
	if t.Chat.Kind != catalog.Private || len(words) == 0 {
		return command{}, "", false
	}
	if lang := b.onlyLanguage(words); lang != "" {
		c, ok = b.find("language")
		return c, lang, ok
	}
	c, ok = b.find(strings.Trim(words[0], "!?.,:"))
	rest := words[1:]
	if !ok || c.editors || c.chapter == "" || c.bare && b.significant(rest) > 0 {
		return command{}, "", false
	}
	return c, strings.Join(rest, " "), true
}

// mentioned is a command without an argument that is named anywhere in the text: "give me a list of all cities".
func (b *Book) mentioned(t *talk) (command, bool) {
	for _, run := range tokens(t.Args) {
		for _, w := range run {
			if c, ok := b.find(w); ok && c.bare && t.Chat.Kind == catalog.Private {
				return c, true
			}
		}
	}
	return command{}, false
}

// longestPreposition is the number of characters of words such as "auf" and "по".
const longestPreposition = 3

// onlyLanguage is the language that the words name, if they do nothing but ask for it: "Romanian cities" does not.
func (b *Book) onlyLanguage(words []string) catalog.Language {
	var lang catalog.Language
	for _, w := range words {
		folded := catalog.Fold(w)
		named, ok := b.words.languages[folded]
		switch {
		case ok && len(folded) > 2 && lang == "":
			lang = named
		case !b.words.please[folded] && utf8.RuneCountInString(folded) > longestPreposition:
			return ""
		}
	}
	return lang
}

// significant counts the words that may name something.
func (b *Book) significant(words []string) int {
	n := 0
	for _, w := range words {
		if folded := catalog.Fold(w); folded != "" && !b.words.small[folded] && !b.words.all[folded] {
			n++
		}
	}
	return n
}
