package extract

import "slices"

// recogniser finds the names of one line after the other; what it reckons with for one it uses again for the next.
type recogniser struct {
	*nameWeights
	ln      *line
	tokens  []tokenScores // of the line and of the place behind its last token
	held    features      // of what is being weighed
	weights []scores      // of the candidates
	paths   []path        // numbered by where they end and by the sort of their last name; path 0 is that of no names
	best    []int32       // of the paths up to each token
}

// tokenScores is what speaks for names by one of a line's tokens, added up once for all candidates that share it.
type tokenScores struct {
	first, behind      scores // for names that begin with the token, and for those that end before it
	inside, pairs      scores // for those that hold all tokens before it, by themselves and side by side
	begins, endsBefore bool   // whether any candidate does
}

// path is the best way found to divide a line up to some token so that a name of some sort ends there.
type path struct {
	weight float32
	last   int32 // the candidate, counted from 1; 0 where no such name ends
	before int32 // the path that it goes on from
}

// named is a name recognised in the text.
type named struct {
	span
	sort   nameSort
	weight float32
}

// zeros are so many zero values, where the old values lie that are no longer needed.
func zeros[T any](old []T, n int) []T {
	old = slices.Grow(old[:0], n)[:n]
	clear(old)
	return old
}

// recognise finds the names of the line that weigh most together, in their order.
func (r *recogniser) recognise(ln *line) []named {
	if len(ln.spans) == 0 {
		return nil
	}
	n := ln.to - ln.from
	r.ln = ln
	r.tokens, r.weights = zeros(r.tokens, n+1), zeros(r.weights, len(ln.spans))
	r.paths, r.best = zeros(r.paths, (n+1)*int(nameSorts)), zeros(r.best, n+1)
	r.weighTokens()
	r.weigh()
	for from, next := 0, 0; from < n; from++ {
		ways := r.followed(from)
		for ; next < len(ln.spans) && ln.spans[next].from == ln.from+from; next++ {
			r.end(next, ways)
		}
		r.choose(from + 1)
	}
	var found []named
	for k := r.best[n]; k > 0; k = r.paths[k].before {
		i, y := r.paths[k].last-1, nameSort(k%int32(nameSorts))
		found = append(found, named{ln.spans[i].span, y, r.weights[i][y]})
	}
	slices.Reverse(found)
	return found
}

func (r *recogniser) weighTokens() {
	ln, at := r.ln, r.tokens
	for i := range ln.spans {
		at[ln.spans[i].from-ln.from].begins, at[ln.spans[i].to-ln.from].endsBefore = true, true
	}
	r.held = r.held[:0]
	r.held.marks(ln.common)
	common := r.sum(scores{}, r.held)
	for i := range at {
		token := ln.from + i
		if at[i].begins {
			r.held = r.held[:0]
			r.held.left(ln, token)
			at[i].first = r.sum(scores{}, r.held)
			at[i].first.add(common)
		}
		if at[i].endsBefore {
			r.held = r.held[:0]
			r.held.right(ln, token)
			at[i].behind = r.sum(scores{}, r.held)
		}
		if token < ln.to {
			r.held = r.held[:0]
			r.held.inner(ln, token)
			at[i+1].inside = r.sum(at[i].inside, r.held)
			r.held = r.held[:0]
			r.held.pair(pairInner, ln.class(token), ln.class(token+1))
			at[i+1].pairs = r.sum(at[i].pairs, r.held)
		}
	}
}

// weigh adds up what speaks for each of the candidates.
func (r *recogniser) weigh() {
	ln, at := r.ln, r.tokens
	for i := range ln.spans {
		c := &ln.spans[i]
		from, to := c.from-ln.from, c.to-ln.from
		total := at[from].first
		total.add(at[to].behind)
		total.add(at[to-1].pairs)
		total.take(at[from].pairs)
		if to-from > 2 {
			total.add(at[to-1].inside)
			total.take(at[from+1].inside)
		}
		r.held = r.held[:0]
		r.held.own(ln, c)
		r.weights[i] = r.sum(total, r.held)
	}
}

// ending is the path that ends before the token with a name of the sort.
func ending(to int, y nameSort) int32 { return int32(to)*int32(nameSorts) + int32(y) }

// end considers each sort of the candidate as the last name of a path.
func (r *recogniser) end(candidate int, ways [nameSorts]way) {
	to := r.ln.spans[candidate].to - r.ln.from
	for y, way := range ways {
		v := way.weight + r.weights[candidate][y]
		if old := &r.paths[ending(to, nameSort(y))]; old.last == 0 || v > old.weight {
			*old = path{v, int32(candidate) + 1, way.before}
		}
	}
}

// choose finds the best path up to the token.
func (r *recogniser) choose(to int) {
	best := r.best[to-1]
	for y := range nameSorts {
		if k := ending(to, y); r.paths[k].last > 0 && r.paths[k].weight > r.paths[best].weight {
			best = k
		}
	}
	r.best[to] = best
}

// way is the best path that a name can follow, and its weight with what the name gains by following another one in an
// enumeration.
type way struct {
	before int32
	weight float32
}

// followed is what a name of each sort beginning at the token follows.
func (r *recogniser) followed(from int) [nameSorts]way {
	var ways [nameSorts]way
	parting := separatorNone
	if from > 1 {
		parting = r.ln.separator(r.ln.from + from - 1)
	}
	for y := range ways {
		if parting == separatorNone {
			ways[y] = way{r.best[from], r.paths[r.best[from]].weight}
			continue
		}
		before := r.best[from-2]
		ways[y] = way{before, r.paths[before].weight}
		for z := range nameSorts {
			r.consider(&ways[y], ending(from, z), 0)
			r.consider(&ways[y], ending(from-1, z), r.beside[parting][z][y])
		}
	}
	return ways
}

// consider takes the path where it weighs more with what the name gains by following it.
func (r *recogniser) consider(w *way, before int32, gain float32) {
	if path := r.paths[before]; path.last > 0 && path.weight+gain > w.weight {
		*w = way{before, path.weight + gain}
	}
}

// reasons names the features that count most for the name's being what it was taken for.
func (r *recogniser) reasons(ln *line, n named) string {
	i := slices.IndexFunc(ln.spans, func(c candidate) bool { return c.span == n.span })
	r.held = r.held[:0]
	r.held.all(ln, &ln.spans[i])
	var top foremostThree[int]
	for _, f := range r.held {
		top.weigh(int(f), float64(r.score(int(f))[n.sort]))
	}
	return top.told(0.1, r.featureName)
}
