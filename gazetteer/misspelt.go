package gazetteer

import (
	"unicode/utf8"

	"github.com/blevesearch/vellum"
	"github.com/blevesearch/vellum/levenshtein"

	"mostbot/gazetteer/table"
)

type posting = table.Posting

const (
	mostKeys = 4000 // keys with a prefix that are looked at
	mostErrs = 2    // wrong letters that are forgiven
)

// automata make automata that accept names with so many letters wrong.
type automata [mostErrs + 1]*levenshtein.LevenshteinAutomatonBuilder

func newAutomata() (a automata, err error) {
	for errs := 1; errs <= mostErrs; errs++ {
		if a[errs], err = levenshtein.NewLevenshteinAutomatonBuilder(uint8(errs), true); err != nil {
			return a, err
		}
	}
	return a, nil
}

// unsure looks for names that begin with the reading's, and for misspelt ones: with as few wrong letters as lead anywhere.
func (s *search) unsure(r reading, misspelt bool) {
	ways := spellings(r.name)
	for _, key := range ways {
		s.prefix(key, r)
	}
	if !misspelt {
		return
	}
	for errs := 1; errs <= forgiven(r.name); errs++ {
		before := len(s.found)
		for _, key := range ways {
			s.misspelt(key, errs, r)
		}
		if len(s.found) > before {
			return
		}
	}
}

// forgiven is how many wrong letters a name of that length may have.
func forgiven(key string) int {
	switch n := utf8.RuneCountInString(key); {
	case n < 4:
		return 0
	case n < 6:
		return 1
	}
	return mostErrs
}

func (s *search) prefix(key string, r reading) {
	if utf8.RuneCountInString(key) < shortest {
		return
	}
	names, err := s.gazetteer.table.Keys.Iterator([]byte(key), append([]byte(key), 0xff))
	for n := 0; err == nil && n < mostKeys; n++ {
		name, ordinal := names.Current()
		s.addAll(ordinal, r, Prefix, utf8.RuneCount(name[len(key):]))
		err = names.Next()
	}
}

func (s *search) misspelt(key string, errs int, r reading) {
	automaton, err := s.gazetteer.automata[errs].BuildDfa(key, uint8(errs))
	if err != nil { // a name that long is no name
		return
	}
	var names vellum.Iterator
	names, err = s.gazetteer.table.Keys.Search(automaton, nil, nil)
	for err == nil {
		_, ordinal := names.Current()
		s.addAll(ordinal, r, Misspelt, errs)
		err = names.Next()
	}
}

// addAll adds the places that bear the name, but for those that bear it rarely.
func (s *search) addAll(ordinal uint64, r reading, how How, distance int) {
	postings := s.gazetteer.table.Postings(ordinal)
	for i := range postings.Len() {
		if p := postings.At(i); Usage(p.Usage()) != Rare && (distance > 0 || how != Prefix) {
			s.add(p, r, how, distance)
		}
	}
}
