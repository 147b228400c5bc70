package gazetteer

import (
	"cmp"
	"math"
	"slices"
)

// How is the way in which a query led to a place.
type How int

// The ways, the surest first.
const (
	Exact    How = iota // the query is one of the place's names
	Prefix              // one of its names begins with the query
	Misspelt            // one of its names is nearly the query
)

// Match is a place that a query may mean.
type Match struct {
	Place
	How      How
	Distance int // letters to change, for Misspelt; letters to add, for Prefix
}

// Find lists up to limit places that a person may mean, the likeliest first: by name, by the beginning of a name, or by a
// misspelt name, in any of the scripts; with the country or region behind it if the person named one ("Vienna, VA",
// "Виена, Австрия", "Frankfurt (Oder)").
func (g *Gazetteer) Find(query string, limit int) []Match {
	if len(query) > longestQuery || limit <= 0 {
		return nil
	}
	s := search{gazetteer: g, found: map[int]hit{}}
	readings := g.readings(query)
	for _, r := range readings {
		s.exact(r)
	}
	if !s.sure(readings[0]) {
		lost := len(s.found) == 0
		s.begun(readings[0])
		s.misspelt(readings[0], lost)
	}
	return s.matches(limit)
}

const (
	longestQuery = 400    // bytes; no place's name comes near
	shortest     = 3      // letters of a query that is taken for the beginning of a name
	wellKnown    = 20_000 // people in a place that people mean when they type its name
)

// hit is a match before it is worked out.
type hit struct {
	how      How
	usage    Usage
	distance int
	doubt    int // of the reading
}

type search struct {
	gazetteer *Gazetteer
	found     map[int]hit // by place
}

// sure tells whether the query is a country or the usual name of a well-known place, so that nothing needs to be guessed.
func (s *search) sure(r reading) bool {
	if _, ok := s.gazetteer.countries[r.name]; ok {
		return true
	}
	for at, h := range s.found {
		if h.usage != Rare && s.gazetteer.table.Population(at) >= wellKnown {
			return true
		}
	}
	return false
}

func (s *search) add(p posting, r reading, how How, distance int) {
	if !r.allows(s.gazetteer.table, p.Place()) {
		return
	}
	h := hit{how, Usage(p.Usage()), distance, r.doubt}
	if known, ok := s.found[p.Place()]; ok && !better(h, known) {
		return
	}
	s.found[p.Place()] = h
}

func better(a, b hit) bool {
	return cmp.Or(cmp.Compare(a.how, b.how), cmp.Compare(a.doubt, b.doubt), cmp.Compare(a.distance, b.distance),
		cmp.Compare(a.usage, b.usage)) < 0
}

// exact looks the reading's name up as it stands; one in another script also in Latin letters.
func (s *search) exact(r reading) {
	for _, key := range spellings(r.name) {
		s.each(key, func(p posting) { s.add(p, r, Exact, 0) })
	}
}

func (s *search) each(key string, visit func(posting)) {
	postings := s.gazetteer.postings(key)
	for i := range postings.Len() {
		visit(postings.At(i))
	}
}

// spellings are the name as it stands and, if it is written in another script, in Latin letters.
func spellings(key string) []string {
	ways := Romanise(key)
	if ways[0] == key {
		return ways
	}
	return append([]string{key}, ways...)
}

// matches sorts what was found and works out the first ones.
func (s *search) matches(limit int) []Match {
	type candidate struct {
		at   int
		cost float64
	}
	candidates := make([]candidate, 0, len(s.found))
	for at, h := range s.found {
		candidates = append(candidates, candidate{at, s.cost(at, h)})
	}
	slices.SortFunc(candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.at, b.at))
	})
	var matches []Match
	for _, c := range candidates[:min(limit, len(candidates))] {
		h := s.found[c.at]
		m := Match{Place: s.gazetteer.place(c.at), How: h.how, Distance: h.distance}
		m.Usage = h.usage
		matches = append(matches, m)
	}
	return matches
}

// cost is low for likely places. An exact name that is not rare beats everything; among the rest, one wrong letter weighs
// about as much as a place that is thirty times smaller.
func (s *search) cost(at int, h hit) float64 {
	size := math.Log10(float64(s.gazetteer.table.Population(at) + 10))
	switch {
	case h.how == Exact && h.usage != Rare:
		return -1000 + 100*float64(h.doubt) + 10*float64(max(0, h.usage-Foreign)) + float64(at)/1e6
	case h.how == Exact:
		return 1 - size
	case h.how == Prefix:
		return 1.5 + 0.1*float64(h.distance) + 0.8*float64(h.usage) - size
	}
	return 1 + 1.5*float64(h.distance) + 0.8*float64(h.usage) - size
}
