package gazetteer

import (
	"unicode/utf8"

	"github.com/blevesearch/vellum"
	"github.com/blevesearch/vellum/levenshtein"

	"mostbot/gazetteer/table"
)

type posting = table.Posting

const (
	mostKeys = 1500 // names with the same beginning that are looked at
	mostErrs = 2    // wrong letters that are forgiven
	longest  = 30   // letters of a name that may be misspelt: the automaton grows with it
	shortish = 20   // letters of a name in which so many may be wrong
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

// begun looks for names that begin with the reading's.
func (s *search) begun(r reading) {
	for _, key := range spellings(r.name) {
		if utf8.RuneCountInString(key) >= shortest {
			s.beginning(key, r)
		}
	}
}

func (s *search) beginning(key string, r reading) {
	names, err := s.gazetteer.table.Keys.Iterator([]byte(key), append([]byte(key), 0xff))
	for n := 0; err == nil && n < mostKeys; n++ {
		name, ordinal := names.Current()
		if missing := utf8.RuneCount(name[len(key):]); missing > 0 {
			s.addAll(ordinal, r, Prefix, missing)
		}
		err = names.Next()
	}
}

// misspelt looks for names that are nearly the reading's, with as few wrong letters as lead anywhere. Two may be wrong in a
// long name that leads nowhere as it stands, but hardly the first one.
func (s *search) misspelt(r reading, lost bool) {
	letters := utf8.RuneCountInString(r.name)
	if letters < 4 || letters > longest {
		return
	}
	ways := spellings(r.name)
	before := len(s.found)
	for _, key := range ways[:min(2, len(ways))] {
		s.nearly(key, 1, nil, nil, r)
	}
	if !lost || len(s.found) > before || letters < 6 || letters > shortish {
		return
	}
	_, size := utf8.DecodeRuneInString(r.name)
	first := []byte(r.name[:size])
	s.nearly(r.name, mostErrs, first, append(first[:size:size], 0xff), r)
}

// nearly looks for names between two others that have at most so many wrong letters.
func (s *search) nearly(key string, errs int, from, to []byte, r reading) {
	automaton, err := s.gazetteer.automata[errs].BuildDfa(key, uint8(errs))
	if err != nil { // too long for an automaton, so no name
		return
	}
	var names vellum.Iterator
	names, err = s.gazetteer.table.Keys.Search(automaton, from, to)
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
		if p := postings.At(i); Usage(p.Usage()) != Rare {
			s.add(p, r, how, distance)
		}
	}
}
