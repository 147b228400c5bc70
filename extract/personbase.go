package extract

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// role is the office in which the person appears: the words between a role and the name, or behind the name's comma.
func (d *document) role(l *lexicon, facts *facts, run span) string {
	const longestRole = 12
	for _, h := range slices.Backward(facts.of(listRole)) {
		if h.to <= run.from && run.from-h.from <= longestRole && d.tokens[h.from].sentence == d.tokens[run.from].sentence &&
			!d.broken(h.from, run.from) {
			return d.withoutTitle(l, span{h.from, run.from})
		}
		if h.from > run.to && h.from <= run.to+2 && d.broken(run.to, h.from) {
			end := h.to
			for end < len(d.tokens) && end-h.from < longestRole && d.tokens[end].kind == word {
				end++
			}
			return d.between(span{h.from, end})
		}
	}
	return ""
}

func (d *document) withoutTitle(l *lexicon, s span) string {
	for s.to > s.from+1 && (l.titles[d.tokens[s.to-1].fold] || d.tokens[s.to-1].text == ".") {
		s.to--
	}
	return d.between(s)
}

// personBase brings a person's name into the nominative.
func (l *lexicon) personBase(d *document, run span) string {
	words := make([]string, 0, 4)
	for i := run.from; i < run.to; i++ {
		if d.tokens[i].kind == word {
			words = append(words, d.tokens[i].text)
		} else {
			words[len(words)-1] += d.tokens[i].text
		}
	}
	for i, w := range words {
		words[i] = unshout(w)
	}
	if given, oblique := l.givenBase(words[0]); oblique {
		words[0] = given
		last := len(words) - 1
		words[last] = l.surnameBase(words[last], given)
	}
	return strings.Join(words, " ")
}

// unshout writes "ІВАНЧО" as "Іванчо".
func unshout(s string) string {
	if utf8.RuneCountInString(s) < 4 || strings.ToUpper(s) != s {
		return s
	}
	return capitalise(strings.ToLower(s))
}

func capitalise(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return strings.ToUpper(string(r)) + s[size:]
}

// givenBase is the given name that the word is a case form of, and whether it is one.
func (l *lexicon) givenBase(s string) (string, bool) {
	folded := fold(s)
	if l.given[folded] {
		return s, false
	}
	for _, f := range l.personal.forms(folded) {
		if l.given[f] {
			return capitalise(f), true
		}
	}
	return s, false
}

// surnameBase is the nominative of a family name that stands beside an inflected given name: of a woman's where the
// given name ends like one.
func (l *lexicon) surnameBase(s, given string) string {
	rules := l.man
	if strings.HasSuffix(given, "а") || strings.HasSuffix(given, "я") || strings.HasSuffix(given, "a") {
		rules = l.woman
	}
	if forms := rules.forms(fold(s)); len(forms) > 0 {
		return matchCase(forms[0], s)
	}
	return s
}

// matchCase gives the lower-case word the capitals of its model.
func matchCase(lower, model string) string {
	if fold(model) == model {
		return lower
	}
	parts := strings.Split(lower, "-")
	for i := range parts {
		parts[i] = capitalise(parts[i])
	}
	return strings.Join(parts, "-")
}
