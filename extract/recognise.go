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
	ln.allFeatures(&ln.spans[i], func(f int) { top.weigh(f, float64(w.features[f][n.sort])) })
	return top.told(0.1, featureName)
}
