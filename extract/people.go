package extract

import (
	"slices"
)

// person is a mention of somebody by first name and family name.
type person struct {
	span
	name string // base form
	role string
	why  string
}

var nameParticles = set("van", "von", "der", "de", "den", "da", "di", "del", "dos", "la", "le", "du", "al", "el", "bin", "bint", "ibn", "ван", "фон", "де", "дер",
	"ди", "да", "ла", "дел", "ал", "бен", "zur", "ten", "ter")

// plural tells whether the role is one that several persons have: they are not who is named next.
func (l *lexicon) plural(role string) bool { return l.plurals.has(role, 0) }

// broken tells whether a sign that parts clauses stands between the two tokens.
func (d *document) broken(from, to int) bool {
	return slices.ContainsFunc(d.tokens[from:max(from, to)], func(t token) bool { return t.isOneOf(",;:–—()") })
}
