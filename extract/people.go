package extract

import (
	"slices"
	"strings"
)

// person is a mention of somebody by first name and family name.
type person struct {
	span
	name string // base form
	role string
	why  string
}

var nameParticles = set("van", "von", "der", "de", "den", "da", "di", "del", "dos", "la", "le", "al", "el", "bin", "ван", "фон", "де", "дер",
	"ди", "да", "ла", "дел", "ал", "бен", "zur", "ten", "ter")

func (l *lexicon) isGiven(s string) bool {
	if l.given[s] {
		return true
	}
	if first, _, ok := strings.Cut(s, "-"); ok && l.given[first] {
		return true
	}
	return slices.ContainsFunc(l.personal.forms(s), func(f string) bool { return l.given[f] })
}

func (l *lexicon) surname(s string) bool {
	return slices.ContainsFunc(l.People.Surnames, func(ending string) bool {
		return strings.HasSuffix(s, ending) && len(s) > len(ending)+2
	})
}

// plural tells whether the role is one that several persons have: they are not who is named next.
func (l *lexicon) plural(role string) bool {
	return slices.ContainsFunc(l.People.Plural, func(ending string) bool { return strings.HasSuffix(role, ending) })
}

// broken tells whether a sign that parts clauses stands between the two tokens.
func (d *document) broken(from, to int) bool {
	return slices.ContainsFunc(d.tokens[from:max(from, to)], func(t token) bool { return t.isOneOf(",;:–—()") })
}
