package commands

import (
	"slices"
	"strings"
	"unicode/utf8"

	"mostbot/catalog"
)

// byWords finds the organisations and projects in whose name all words of the query stand, bent or not: "Kharkiv
// cluster" finds "Kharkiv IT Cluster". One word alone is too little to go by.
func (t *talk) byWords(query string, sorts []catalog.Sort) []catalog.Ref {
	words := strings.Fields(catalog.Fold(query))
	if len(words) < 2 {
		return nil
	}
	var found []catalog.Ref
	if slices.Contains(sorts, catalog.SortOrganisation) {
		for o := range t.directory.Organisations() {
			if inAnyName(words, o.Names, o.Aliases) {
				found = append(found, catalog.OrganisationRef(o.ID))
			}
		}
	}
	if slices.Contains(sorts, catalog.SortProject) {
		for p := range t.directory.Projects() {
			if inAnyName(words, p.Names, p.Aliases) {
				found = append(found, catalog.ProjectRef(p.ID))
			}
		}
	}
	return found
}

func inAnyName(words []string, names catalog.Text, aliases []string) bool {
	for _, name := range names {
		if inName(words, name) {
			return true
		}
	}
	return slices.ContainsFunc(aliases, func(alias string) bool { return inName(words, alias) })
}

func inName(words []string, name string) bool {
	parts := strings.Fields(catalog.Fold(name))
	for _, w := range words {
		if !slices.ContainsFunc(parts, func(part string) bool { return akin(w, part) }) {
			return false
		}
	}
	return true
}

// akin tells whether two words differ in their endings alone.
func akin(a, b string) bool {
	same, long := commonPrefix(a, b), max(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
	return same == long || same >= 4 && long-same <= 3
}

// worthAsking tells whether the place is like enough to what was typed to be offered.
func worthAsking(name string, p Place) bool {
	n := utf8.RuneCountInString(name)
	return n > readyToGuess+1 && (p.Likeness != Resembles || p.Distance <= n/4)
}

// forgiven tells whether so many wrong letters are a slip that needs no asking back.
func forgiven(name string, distance int) bool {
	n := utf8.RuneCountInString(name)
	return distance == 1 && n >= readyToGuess || distance == 2 && n >= 2*readyToGuess
}
