package extract

import "slices"

// tokenScores is what speaks for names by one of a line's tokens, added up once for all candidates that share it.
type tokenScores struct {
	first, behind      scores // for names that begin with the token, and for those that end before it
	inside, pairs      scores // for those that hold all tokens before it, by themselves and side by side
	begins, endsBefore bool   // whether any candidate does
}

// scored are the scores of a line's tokens and of the place behind the last.
func (w *nameWeights) scored(ln *line) []tokenScores {
	at := make([]tokenScores, ln.to-ln.from+1)
	for i := range ln.spans {
		at[ln.spans[i].from-ln.from].begins, at[ln.spans[i].to-ln.from].endsBefore = true, true
	}
	held := make(features, 0, 128)
	held.marks(ln.common)
	common := w.sum(scores{}, held)
	for i := range at {
		token := ln.from + i
		if at[i].begins {
			held = held[:0]
			held.left(ln, token)
			at[i].first = w.sum(scores{}, held)
			at[i].first.add(common)
		}
		if at[i].endsBefore {
			held = held[:0]
			held.right(ln, token)
			at[i].behind = w.sum(scores{}, held)
		}
		if token < ln.to {
			held = held[:0]
			held.inner(ln, token)
			at[i+1].inside = w.sum(at[i].inside, held)
			held = held[:0]
			held.pair(pairInner, ln.class(token), ln.class(token+1))
			at[i+1].pairs = w.sum(at[i].pairs, held)
		}
	}
	return at
}

// weigh is what speaks for each of the line's candidates.
func (w *nameWeights) weigh(ln *line) []scores {
	at := w.scored(ln)
	held := make(features, 0, 128)
	all := make([]scores, len(ln.spans))
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
		held = held[:0]
		held.own(ln, c)
		all[i] = w.sum(total, held)
	}
	return all
}

// named is a name recognised in the text.
type named struct {
	span
	sort   nameSort
	weight float32
}

// path is the best way found to divide a line up to some token so that a name of some sort ends there.
type path struct {
	weight float32
	last   int // the candidate, counted from 1; 0 where no such name ends
	before int // the path that it goes on from
}

// paths are the best ways to divide the beginnings of a line, numbered by where they end and by the sort of their last
// name; path 0 is that of no names.
type paths struct {
	*nameWeights
	ln   *line
	all  []path
	best []int // up to each token
}

// recognise finds the names of the line that weigh most together, in their order.
func (w *nameWeights) recognise(ln *line) []named {
	if len(ln.spans) == 0 {
		return nil
	}
	weights := w.weigh(ln)
	n := ln.to - ln.from
	p := paths{w, ln, make([]path, (n+1)*int(nameSorts)), make([]int, n+1)}
	for from, next := 0, 0; from < n; from++ {
		ways := p.followed(from)
		for ; next < len(ln.spans) && ln.spans[next].from == ln.from+from; next++ {
			p.end(next, weights[next], ways)
		}
		p.choose(from + 1)
	}
	var found []named
	for k := p.best[n]; k > 0; k = p.all[k].before {
		i, y := p.all[k].last-1, nameSort(k%int(nameSorts))
		found = append(found, named{ln.spans[i].span, y, weights[i][y]})
	}
	slices.Reverse(found)
	return found
}

// ending is the path that ends before the token with a name of the sort.
func (p *paths) ending(to int, y nameSort) int { return to*int(nameSorts) + int(y) }

// end considers each sort of the candidate as the last name of a path.
func (p *paths) end(candidate int, weights scores, ways [nameSorts]way) {
	to := p.ln.spans[candidate].to - p.ln.from
	for y, way := range ways {
		v := way.weight + weights[y]
		if old := &p.all[p.ending(to, nameSort(y))]; old.last == 0 || v > old.weight {
			*old = path{v, candidate + 1, way.before}
		}
	}
}

// choose finds the best path up to the token.
func (p *paths) choose(to int) {
	best := p.best[to-1]
	for y := range nameSorts {
		if k := p.ending(to, y); p.all[k].last > 0 && p.all[k].weight > p.all[best].weight {
			best = k
		}
	}
	p.best[to] = best
}

// way is the best path that a name can follow, and its weight with what the name gains by following another one in an
// enumeration.
type way struct {
	before int
	weight float32
}

// followed is what a name of each sort beginning at the token follows.
func (p *paths) followed(from int) [nameSorts]way {
	var ways [nameSorts]way
	parting := separatorNone
	if from > 1 {
		parting = p.ln.separator(p.ln.from + from - 1)
	}
	for y := range ways {
		if parting == separatorNone {
			ways[y] = way{p.best[from], p.all[p.best[from]].weight}
			continue
		}
		before := p.best[from-2]
		ways[y] = way{before, p.all[before].weight}
		for z := range nameSorts {
			ways[y].consider(p, p.ending(from, z), 0)
			ways[y].consider(p, p.ending(from-1, z), p.beside[parting][z][y])
		}
	}
	return ways
}

// consider takes the path where it weighs more with what the name gains by following it.
func (w *way) consider(p *paths, before int, gain float32) {
	if path := p.all[before]; path.last > 0 && path.weight+gain > w.weight {
		*w = way{before, path.weight + gain}
	}
}

// reasons names the features that count most for the name's being what it was taken for.
func (w *nameWeights) reasons(ln *line, n named) string {
	i := slices.IndexFunc(ln.spans, func(c candidate) bool { return c.span == n.span })
	var held features
	held.all(ln, &ln.spans[i])
	var top foremostThree[int]
	for _, f := range held {
		top.weigh(int(f), float64(w.score(int(f))[n.sort]))
	}
	return top.told(0.1, w.featureName)
}
