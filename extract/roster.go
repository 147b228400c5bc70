package extract

import (
	"slices"
	"strings"
	"unicode/utf8"

	"mostbot/gazetteer"
	"mostbot/languages"
)

// nameList are names in the language's own letters and in Latin ones.
type nameList [2]languages.Names

func (n nameList) has(name string) bool {
	name = gazetteer.Fold(name)
	inLatin := firstRune(name) < utf8.RuneSelf
	return n[0].Has(name) || inLatin && n[1].Has(name)
}

// nameTraits gives names the traits that take two words to tell: an ambiguous given name is one before a family name, and an
// East Asian family name stands first. What stands between a given and a known family name is nothing else.
func (l *lexicon) nameTraits(d *document, all []traits) {
	for i := 1; i < len(d.tokens); i++ {
		if !all[i-1].has(traitCapital) || !all[i].has(traitCapital) || !d.follows(i) {
			continue
		}
		first, second := d.tokens[i-1].fold, d.tokens[i].fold
		switch {
		case all[i-1].has(traitGiven) && l.family.has(second), strings.Contains(first, "-") && l.eastAsian(first, second):
			all[i] &^= otherwise
			all[i-1].set(traitGiven, true)
			all[i].set(traitSurname, true)
		case l.eastAsian(first, second):
			all[i-1].set(traitGiven, true)
			all[i].set(traitSurname, true)
		case all[i].has(traitSurname):
			name, _ := l.givenName(first)
			all[i-1].set(traitGiven, l.ambiguous[name])
		}
	}
}

// otherwise are the traits that a family name's word may have for being a word as well: Norbert Hofer is no court.
const otherwise = traits(1<<traitHead | 1<<traitCapitalHead | 1<<traitBareHead | 1<<traitPart | 1<<traitNotName | 1<<traitDate)

// isGiven tells whether the word is a given name, in any case, and hardly anything else.
func (l *lexicon) isGiven(s string) bool {
	name, ok := l.givenName(s)
	return ok && !l.ambiguous[name]
}

// givenName is the given name that the word is, in whatever case, or begins with: "Anna-Marias".
func (l *lexicon) givenName(s string) (string, bool) {
	if l.given.has(s) || l.ambiguous[s] {
		return s, true
	}
	for _, f := range l.personal.forms(s) {
		if l.given.has(f) || l.ambiguous[f] {
			return f, true
		}
	}
	if first, _, ok := strings.Cut(s, "-"); ok {
		return l.givenName(first)
	}
	return "", false
}

// surname tells whether the word is or looks like a family name, in any case.
func (l *lexicon) surname(s string) bool {
	if l.hasSurnameEnding(s) || l.isFamily(s) {
		return true
	}
	known := func(s string) bool { return l.hasSurnameEnding(s) || l.family.has(s) }
	return slices.ContainsFunc(l.man.forms(s), known) || slices.ContainsFunc(l.woman.forms(s), known)
}

func (l *lexicon) hasSurnameEnding(s string) bool { return l.surnames.has(s, 3) }

// isFamily tells whether the word is a known family name.
func (l *lexicon) isFamily(s string) bool {
	hyphen := strings.LastIndexByte(s, '-')
	return l.family.has(s) || l.families[s] || hyphen >= 0 && l.family.has(s[hyphen+1:])
}

// eastAsian tells whether the words are an East Asian name: "Liu Shih-chung", "Jin-young Park".
func (l *lexicon) eastAsian(first, second string) bool {
	if l.families[first] {
		return l.syllabic(second) || l.given.has(second)
	}
	return l.families[second] && !l.syllables[first] && l.syllabic(first)
}

// syllabic tells whether one or two syllables of East Asian given names make the word.
func (l *lexicon) syllabic(s string) bool {
	if l.syllables[s] {
		return true
	}
	for at := range s {
		if l.syllables[s[:at]] && l.syllables[strings.TrimPrefix(s[at:], "-")] {
			return true
		}
	}
	return false
}
