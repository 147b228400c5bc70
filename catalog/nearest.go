package catalog

import (
	"cmp"
	"slices"
	"strings"
)

// NameMatch is a name that resembles what was asked for.
type NameMatch struct {
	Ref      Ref
	Name     string
	Distance int // 0: the name, or the beginning of it or of one of its words; else how many letters are wrong
}

// Ranks of a match, best first.
const (
	rankExact = iota
	rankPrefix
	rankWord
	rankMisspelt
)

type rankedMatch struct {
	NameMatch
	rank   int
	length int
}

// Nearest finds the names that begin like the query, or that it may be a misspelling of, in whichever script it was
// typed; best first, each organisation or project once.
func (d *Directory) Nearest(query string, limit int) []NameMatch {
	latin := Latin(query)
	if d == nil || latin == "" {
		return nil
	}
	best := map[Ref]rankedMatch{}
	for _, n := range d.names {
		rank, distance := compareNames(latin, n.latin)
		if rank < 0 {
			continue
		}
		m := rankedMatch{NameMatch{n.ref, n.name, distance}, rank, len(n.latin)}
		if known, ok := best[n.ref]; !ok || compareMatches(m, known) < 0 {
			best[n.ref] = m
		}
	}
	ranked := make([]rankedMatch, 0, len(best))
	for _, m := range best {
		ranked = append(ranked, m)
	}
	slices.SortFunc(ranked, compareMatches)
	var matches []NameMatch
	for _, m := range ranked[:min(limit, len(ranked))] {
		matches = append(matches, m.NameMatch)
	}
	return matches
}

func compareMatches(a, b rankedMatch) int {
	return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.Distance, b.Distance), cmp.Compare(a.length, b.length),
		compareRefs(a.Ref, b.Ref), strings.Compare(a.Name, b.Name))
}

// compareNames says how a name answers a query; a rank below 0 says that it does not.
func compareNames(query, name string) (rank, distance int) {
	switch {
	case query == name:
		return rankExact, 0
	case strings.HasPrefix(name, query):
		return rankPrefix, 0
	case len(query) >= 3 && strings.Contains(name, " "+query):
		return rankWord, 0
	}
	allowed := min(len(query)/4, 3)
	if distance = editDistance(query, name, allowed); distance <= allowed {
		return rankMisspelt, distance
	}
	return -1, 0
}

const longestName = 120 // longer names are compared by their beginnings only

// editDistance counts the letters to insert, delete, change or swap with their neighbour; it gives up with most+1. Names
// in Latin letters are compared byte by byte.
func editDistance(x, y string, most int) int {
	if len(x)-len(y) > most || len(y)-len(x) > most || len(y) > longestName {
		return most + 1
	}
	var rows [3][longestName + 2]int
	for j := range len(y) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		before, last, row := &rows[(i+1)%3], &rows[(i+2)%3], &rows[i%3]
		from, to := max(1, i-most), min(len(y), i+most)
		row[from-1], row[to+1] = most+1, most+1
		if from == 1 {
			row[0] = i
		}
		nearest := row[from-1]
		for j := from; j <= to; j++ {
			change := last[j-1]
			if x[i-1] != y[j-1] {
				change++
			}
			row[j] = min(change, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			nearest = min(nearest, row[j])
		}
		if nearest > most {
			return most + 1
		}
	}
	return min(rows[len(x)%3][len(y)], most+1)
}
