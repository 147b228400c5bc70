package main

import (
	"strings"

	"mostbot/gazetteer"
)

// romanised writes a folded name roughly in Latin letters, for comparing names across scripts.
func romanised(key string) string { return gazetteer.Romanise(key)[0] }

// resembles tells whether a name looks like one of the others: a third of its letters may differ.
func resembles(name string, others []string) bool {
	name = skeleton(name)
	for _, other := range others {
		other = skeleton(other)
		if strings.HasPrefix(other, name) && len(name) >= 4 || distance(name, other) <= max(len(name), len(other))/3 {
			return true
		}
	}
	return false
}

// skeleton drops what romanisations disagree about.
var skeleton = strings.NewReplacer("sch", "s", "sh", "s", "cz", "c", "ch", "c", "kh", "h", "zh", "z", "ts", "c", "y", "i",
	"j", "i", "w", "v", "k", "c", "ph", "f", "ou", "u", "ii", "i").Replace

// distance is Levenshtein's, in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
