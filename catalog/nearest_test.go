package catalog

import (
	"testing"

	"pgregory.net/rapid"
)

// plainDistance is the edit distance straight from its definition.
func plainDistance(x, y string) int {
	table := make([][]int, len(x)+1)
	for i := range table {
		table[i] = make([]int, len(y)+1)
		for j := range table[i] {
			switch {
			case i == 0 || j == 0:
				table[i][j] = i + j
			case x[i-1] == y[j-1]:
				table[i][j] = table[i-1][j-1]
			default:
				table[i][j] = 1 + min(table[i-1][j-1], table[i-1][j], table[i][j-1])
			}
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				table[i][j] = min(table[i][j], table[i-2][j-2]+1)
			}
		}
	}
	return table[len(x)][len(y)]
}

func TestTheEditDistanceIsRightAsFarAsItIsCounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := rapid.StringMatching(`[abc]{0,9}`).Draw(t, "x"), rapid.StringMatching(`[abc]{0,9}`).Draw(t, "y")
		most := rapid.IntRange(0, 4).Draw(t, "most")
		if got, want := editDistance(x, y, most), min(plainDistance(x, y), most+1); got != want {
			t.Fatalf("%q %q within %d: %d, want %d", x, y, most, got, want)
		}
	})
}
