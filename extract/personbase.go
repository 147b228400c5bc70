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
	if len(words) == 3 && l.patronymic(words[1]) {
		words = slices.Delete(words, 1, 2)
	}
	last := len(words) - 1
	if given, oblique := l.givenBase(words[0], words[last]); oblique {
		words[0] = given
		words[last] = l.surnameBase(words[last], given)
	}
	return strings.Join(words, " ")
}

// patronymic tells whether the word is the father's name: "Дмитрович".
func (l *lexicon) patronymic(s string) bool {
	return slices.ContainsFunc(l.People.Patronymics, func(ending string) bool { return strings.HasSuffix(s, ending) })
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

// givenBase is the given name that the word is a case form of, and whether it is one. Some words are one woman's name and
// a man's in another case: the family name tells "Олександра Петренка" from "Олександра Петренко".
func (l *lexicon) givenBase(s, surname string) (string, bool) {
	if first, second, ok := strings.Cut(s, "-"); ok { // "Анни-Марії"
		first, bent := l.givenBase(first, surname)
		second, bentToo := l.givenBase(second, surname)
		return first + "-" + second, bent || bentToo
	}
	folded := fold(s)
	listed := l.given.has(folded)
	if listed && !l.obliqueMan(fold(surname)) {
		return s, false
	}
	for _, f := range l.personal.forms(folded) {
		if l.given.has(f) && (!listed || manOf(f, folded)) {
			return capitalise(f), true
		}
	}
	return s, false
}

// obliqueMan tells whether the family name can only be a man's in another case than the nominative.
func (l *lexicon) obliqueMan(surname string) bool {
	return !l.hasSurnameEnding(surname) && !l.isFamily(surname) && len(l.man.forms(surname)) > 0
}

// manOf tells whether the man's name is the woman's but for the ending: Олександр and Олександра, Федір and Федора.
func manOf(man, woman string) bool {
	return !feminine(man) && (strings.HasPrefix(woman, strings.TrimRight(man, "йо")) || strings.HasSuffix(man, "ір"))
}

func feminine(name string) bool {
	return strings.HasSuffix(name, "а") || strings.HasSuffix(name, "я") || strings.HasSuffix(name, "a")
}

// surnameBase is the nominative of a family name that stands beside an inflected given name: of a woman's where the
// given name ends like one.
func (l *lexicon) surnameBase(s, given string) string {
	rules := l.man
	if feminine(given) {
		rules = l.woman
	}
	forms := append(rules.forms(fold(s)), l.man.forms(fold(s))...) // men are called Микола, too
	if len(forms) > 0 {
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
