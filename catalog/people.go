package catalog

import (
	"slices"
	"strings"
)

// samePerson tells whether two names, in whatever script and order, can be one person's: each word of the shorter name
// sounds like one of the longer, an initial like what it stands for, and at least two words agree.
func samePerson(a, b string) bool {
	x, y := strings.Fields(Latin(a)), strings.Fields(Latin(b))
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 2 {
		return len(x) == len(y) && len(x) == 1 && skeleton(x[0]) == skeleton(y[0])
	}
	whole := 0
	for _, w := range x {
		at := slices.IndexFunc(y, func(other string) bool { return sameNamePart(w, other) })
		if at < 0 {
			return false
		}
		if len(w) > 1 && len(y[at]) > 1 {
			whole++
		}
		y = slices.Delete(slices.Clone(y), at, at+1)
	}
	return whole > 0
}

func sameNamePart(a, b string) bool {
	if len(a) == 1 || len(b) == 1 {
		x, y := skeleton(a), skeleton(b)
		return x != "" && y != "" && x[0] == y[0]
	}
	return skeleton(a) == skeleton(b)
}
