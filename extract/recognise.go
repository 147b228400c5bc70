package extract

import (
	"slices"
)

// weigh is what speaks for each of the line's candidates.
func (w *nameWeights) weigh(ln *line) []scores {
	var total scores
	sum := func(f int) { total.add(w.features[f]) }
	for _, m := range ln.common {
		visitor(sum).mark(m)
	}
	common := total
	var left scores
	leftOf := -1
	right := map[int]scores{}
	all := make([]scores, len(ln.spans))
	for i := range ln.spans {
		c := &ln.spans[i]
		if c.from != leftOf {
			total, leftOf = common, c.from
			ln.leftFeatures(c.from, sum)
			left = total
		}
		if _, ok := right[c.to]; !ok {
			total = scores{}
			ln.rightFeatures(c.to, sum)
			right[c.to] = total
		}
		total = left
		total.add(right[c.to])
		ln.features(c, sum)
		all[i] = total
	}
	return all
}

// named is a name recognised in the text.
type named struct {
	span
	sort   nameSort
	weight float32
}

// path is the best way found to divide a line up to some token.
type path struct {
	weight float32
	last   named // empty where no name ends here
	before *path
}

// recognise finds the names of the line that weigh most together, in their order.
func (w *nameWeights) recognise(ln *line) []named {
	n := ln.to - ln.from
	endingAt := make([][]int, n+1)
	for i, c := range ln.spans {
		endingAt[c.to-ln.from] = append(endingAt[c.to-ln.from], i)
	}
	weights := w.weigh(ln)
	best := make([]*path, n+1)              // of all
	ending := make([][nameSorts]*path, n+1) // of those that end with a name
	best[0] = &path{}
	for to := 1; to <= n; to++ {
		for _, i := range endingAt[to] {
			from := ln.spans[i].from - ln.from
			for y := range nameSorts {
				before, joined := w.follow(ln, best, ending, from, y)
				v := before.weight + joined + weights[i][y]
				if old := ending[to][y]; old == nil || v > old.weight {
					ending[to][y] = &path{v, named{ln.spans[i].span, y, weights[i][y]}, before}
				}
			}
		}
		best[to] = best[to-1]
		for _, p := range ending[to] {
			if p != nil && p.weight > best[to].weight {
				best[to] = p
			}
		}
	}
	var found []named
	for p := best[n]; p != nil; p = p.before {
		if !p.last.empty() {
			found = append(found, p.last)
		}
	}
	slices.Reverse(found)
	return found
}

// follow is the best path that a name of the sort beginning at the token can follow, and what it gains by following the
// name before it in an enumeration.
func (w *nameWeights) follow(ln *line, best []*path, ending [][nameSorts]*path, from int, y nameSort) (*path, float32) {
	if from < 2 {
		return best[from], 0
	}
	parting := ln.separator(ln.from + from - 1)
	if parting == separatorNone {
		return best[from], 0
	}
	before, joined := best[from-2], float32(0)
	for z := range nameSorts {
		if p := ending[from][z]; p != nil && p.weight > before.weight+joined {
			before, joined = p, 0
		}
		if p := ending[from-1][z]; p != nil && p.weight+w.beside[parting][z][y] > before.weight+joined {
			before, joined = p, w.beside[parting][z][y]
		}
	}
	return before, joined
}

// reasons names the features that count most for the name's being what it was taken for.
func (w *nameWeights) reasons(ln *line, n named) string {
	i := slices.IndexFunc(ln.spans, func(c candidate) bool { return c.span == n.span })
	var e evidence
	count := weights{}
	ln.allFeatures(&ln.spans[i], func(f int) {
		if v := w.features[f][n.sort]; v > 0.1 || v < -0.1 {
			name := featureName(f)
			e.add(name)
			count[name] = float64(v)
		}
	})
	return count.reasons(e)
}
