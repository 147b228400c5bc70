package extract

// company is which cities are named together, by their numbers.
type company struct {
	lists     map[int][]int // by the token at which an enumeration begins
	sentences map[int][]int
}

func (r *reading) company(all []party) company {
	c := company{map[int][]int{}, map[int][]int{}}
	for i, p := range all {
		for _, s := range p.sites {
			list, sentence := r.listStart(s), r.tokens[s.from].sentence
			c.lists[list] = append(c.lists[list], i)
			c.sentences[sentence] = append(c.sentences[sentence], i)
		}
	}
	return c
}

var byOthers = newLadder("others", 2, 4, 8)

// togetherEvidence is what speaks for the city's taking part once it is known how each was judged by itself: those of one
// enumeration, sentence or country mostly share a lot.
func (r *reading) togetherEvidence(all []party, c company, i int) evidence {
	p := all[i]
	var e evidence
	met := map[int]bool{i: true}
	mean := func(name string, of func(site) []int) {
		sum, n := 0.0, 0.0
		for _, s := range p.sites {
			for _, j := range of(s) {
				if !met[j] {
					met[j], sum, n = true, sum+all[j].sure(), n+1
				}
			}
		}
		if n > 0 {
			e.much(name, sum/n)
			e.add("has " + name)
		}
	}
	e.add("bias")
	e.much("alone", p.sure())
	mean("mates", func(s site) []int { return c.lists[r.listStart(s)] })
	mean("neighbours", func(s site) []int { return c.sentences[r.tokens[s.from].sentence] })
	others, best := 0.0, -mostSure
	compatriots, sum := 0.0, 0.0
	for j, o := range all {
		if j == i {
			continue
		}
		if o.alone > 0 {
			others++
		}
		best = max(best, o.sure())
		if o.city.Country == p.city.Country {
			compatriots, sum = compatriots+1, sum+o.sure()
		}
	}
	e.much("best", best)
	if compatriots > 0 {
		e.much("compatriots", sum/compatriots)
		e.add("has compatriots")
	}
	e.when(others == 0, "no other")
	e.steps(byOthers, others)
	return e
}

// mostSure is how much the judgement of one city can tell of others.
const mostSure = 6.0

// sure is how much speaks for the city's taking part by itself, within bounds.
func (p party) sure() float64 { return max(-mostSure, min(mostSure, p.alone)) }
