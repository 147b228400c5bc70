package extract

import (
	"slices"
)

// weigh is what speaks for each of the line's candidates. What they have in common is added up once.
func (w *nameWeights) weigh(ln *line) []scores {
	var total scores
	sum := func(f int) { total.add(w.score(f)) }
	of := func(features func(visit visitor)) scores {
		total = scores{}
		features(sum)
		return total
	}
	common := of(func(visit visitor) {
		for _, m := range ln.common {
			visit.mark(m)
		}
	})
	n := ln.to - ln.from
	left, right := make([]scores, n), make([]scores, n+1)
	hasLeft, hasRight := make([]bool, n), make([]bool, n+1)
	for i := range ln.spans {
		hasLeft[ln.spans[i].from-ln.from], hasRight[ln.spans[i].to-ln.from] = true, true
	}
	inner, pairs := make([]scores, n+1), make([]scores, n+1) // of all tokens before
	for i := range n {
		at := ln.from + i
		if hasLeft[i] {
			left[i] = of(func(visit visitor) { ln.leftFeatures(at, visit) })
			left[i].add(common)
		}
		if hasRight[i+1] {
			right[i+1] = of(func(visit visitor) { ln.rightFeatures(at+1, visit) })
		}
		total = inner[i]
		ln.innerFeatures(at, sum)
		inner[i+1] = total
		total = pairs[i]
		ln.pairFeatures(at, sum)
		pairs[i+1] = total
	}
	all := make([]scores, len(ln.spans))
	for i := range ln.spans {
		c := &ln.spans[i]
		from, to := c.from-ln.from, c.to-ln.from
		total = left[from]
		total.add(right[to])
		total.add(pairs[to-1])
		total.take(pairs[from])
		if to-from > 2 {
			total.add(inner[to-1])
			total.take(inner[from+1])
		}
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
	before int   // the path that it goes on from, by number
}

// paths are the best ways to divide the beginnings of a line, numbered.
type paths struct {
	*nameWeights
	ln     *line
	all    []path
	best   []int            // up to each token
	ending [][nameSorts]int // those of them that end with a name of each sort, 0 for none
}

// recognise finds the names of the line that weigh most together, in their order.
func (w *nameWeights) recognise(ln *line) []named {
	n := ln.to - ln.from
	endingAt := make([][]int, n+1)
	for i, c := range ln.spans {
		endingAt[c.to-ln.from] = append(endingAt[c.to-ln.from], i)
	}
	weights := w.weigh(ln)
	p := paths{w, ln, make([]path, 1, len(ln.spans)+1), make([]int, n+1), make([][nameSorts]int, n+1)}
	for to := 1; to <= n; to++ {
		for _, i := range endingAt[to] {
			for y := range nameSorts {
				p.end(to, named{ln.spans[i].span, y, weights[i][y]})
			}
		}
		p.best[to] = p.best[to-1]
		for _, k := range p.ending[to] {
			if k > 0 && p.all[k].weight > p.all[p.best[to]].weight {
				p.best[to] = k
			}
		}
	}
	var found []named
	for k := p.best[n]; k > 0; k = p.all[k].before {
		found = append(found, p.all[k].last)
	}
	slices.Reverse(found)
	return found
}

// end considers the name as the last one up to the token.
func (p *paths) end(to int, name named) {
	before, joined := p.follow(name.from-p.ln.from, name.sort)
	v := p.all[before].weight + joined + name.weight
	if old := p.ending[to][name.sort]; old > 0 && p.all[old].weight >= v {
		return
	}
	p.all = append(p.all, path{v, name, before})
	p.ending[to][name.sort] = len(p.all) - 1
}

// follow is the best path that a name of the sort beginning at the token can follow, and what it gains by following the
// name before it in an enumeration.
func (p *paths) follow(from int, y nameSort) (before int, joined float32) {
	if from < 2 {
		return p.best[from], 0
	}
	parting := p.ln.separator(p.ln.from + from - 1)
	if parting == separatorNone {
		return p.best[from], 0
	}
	before = p.best[from-2]
	for z := range nameSorts {
		if k := p.ending[from][z]; k > 0 && p.all[k].weight > p.all[before].weight+joined {
			before, joined = k, 0
		}
		gain := p.beside[parting][z][y]
		if k := p.ending[from-1][z]; k > 0 && p.all[k].weight+gain > p.all[before].weight+joined {
			before, joined = k, gain
		}
	}
	return before, joined
}

// reasons names the features that count most for the name's being what it was taken for.
func (w *nameWeights) reasons(ln *line, n named) string {
	i := slices.IndexFunc(ln.spans, func(c candidate) bool { return c.span == n.span })
	var top foremostThree[int]
	ln.allFeatures(&ln.spans[i], func(f int) { top.weigh(f, float64(w.score(f)[n.sort])) })
	return top.told(0.1, w.featureName)
}
