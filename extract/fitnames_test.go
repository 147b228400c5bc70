package extract

import (
	"math"
	"math/rand"

	"mostbot/catalog"
)

// lesson is a sentence with the names that are to be recognised in it.
type lesson struct {
	language catalog.Language
	*line
	features []features        // of each candidate
	right    map[span]nameSort // what to recognise
	open     map[span]bool     // names on which readers may differ: neither right nor wrong
	share    float64           // how much the lesson counts
	domain                     // of the text it is from
}

func newLesson(lang catalog.Language, ln *line, share float64) *lesson {
	ls := &lesson{language: lang, line: ln, right: map[span]nameSort{}, open: map[span]bool{}, share: share}
	for i := range ln.spans {
		var held features
		held.all(ln, &ln.spans[i])
		ls.features = append(ls.features, held)
	}
	return ls
}

// skipped tells whether the candidate overlaps a name on which readers may differ.
func (ls *lesson) skipped(i int) bool {
	c := ls.spans[i].span
	if _, ok := ls.right[c]; ok {
		return false
	}
	for o := range ls.open {
		if o.overlaps(c) {
			return true
		}
	}
	return false
}

// cells are weights of all name features: of one language, or what all have in common.
type cells [][nameSorts]float64

// nameFit learns the weights of names: what all languages have in common and what each adds, which is kept smaller. What
// holds in the school or in lively articles alone is learned besides and then forgotten (see apart).
type nameFit struct {
	common, commonSpread cells
	own, ownSpread       map[catalog.Language]cells
	apart, apartSpread   map[domain]cells
	random               *rand.Rand
	vocabulary
}

func newNameFit(words vocabulary) *nameFit {
	all := nameFeatures + len(words)*int(wordSpots)
	n := &nameFit{
		common: make(cells, all), commonSpread: make(cells, all),
		own: map[catalog.Language]cells{}, ownSpread: map[catalog.Language]cells{},
		apart: map[domain]cells{}, apartSpread: map[domain]cells{},
		random: rand.New(rand.NewSource(1)), vocabulary: words,
	}
	for _, d := range []domain{ofSchools, ofLively} {
		n.apart[d], n.apartSpread[d] = make(cells, all), make(cells, all)
	}
	for _, lang := range catalog.Languages {
		n.own[lang], n.ownSpread[lang] = make(cells, nameFeatures), make(cells, nameFeatures)
	}
	return n
}

const (
	nameRounds  = 12
	namePenalty = 0.03 // by which weights shrink each round
	dropped     = 0.3  // of the features, each time: none is to be relied on alone
	ownShare    = 0.5  // how fast a language's own weights learn
)

// recallFavour is how much finding too much is preferred to finding too little; of projects too little is found by far.
var recallFavour = [nameSorts]float64{sortPerson: 0.3, sortBody: 0.3, sortProject: 0.9}

// fitNames maximises the likelihood of the right names by stochastic gradient descent with steps that shrink as a
// weight is used (J. Duchi, E. Hazan and Y. Singer, “Adaptive Subgradient Methods”, 2011).
func fitNames(lessons []*lesson, words vocabulary) *nameFit {
	n := newNameFit(words)
	order := make([]*lesson, len(lessons))
	copy(order, lessons)
	for round := range nameRounds {
		n.random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		rate := 0.1 / math.Sqrt(1+0.3*float64(round))
		for _, ls := range order {
			n.learn(ls, rate*ls.share)
		}
		n.shrink()
	}
	return n
}

func (n *nameFit) shrink() {
	for f := range n.common {
		for y := range nameSorts {
			n.common[f][y] *= 1 - namePenalty
			for _, c := range n.apart {
				c[f][y] *= 1 - 2*namePenalty
			}
			for _, own := range n.own {
				if f < len(own) {
					own[f][y] *= 1 - 2*namePenalty
				}
			}
		}
	}
}

// learn takes one step towards the lesson's names.
func (n *nameFit) learn(ls *lesson, rate float64) {
	keep := n.keep(ls)
	lt := n.lattice(ls, keep)
	lt.sumUp()
	for i := range ls.spans {
		if lt.skip[i] {
			continue
		}
		right, isRight := ls.right[ls.spans[i].span]
		for y := range nameSorts {
			g := lt.likelihood(i, y)
			if isRight && right == y {
				g--
			}
			const negligible = 1e-3
			if math.Abs(g) < negligible {
				continue
			}
			for _, f := range keep[i] {
				n.step(ls, int(f), y, g, rate)
			}
		}
	}
	n.learnBeside(ls, lt, rate)
}

// keep draws the features that count this time.
func (n *nameFit) keep(ls *lesson) []features {
	salt := n.random.Uint32()
	out := make([]features, len(ls.features))
	for i, list := range ls.features {
		for _, f := range list {
			h := uint32(f)*2654435761 ^ salt
			h ^= h >> 15
			h *= 2246822519
			h ^= h >> 13
			if float64(h%1000) >= dropped*1000 {
				out[i] = append(out[i], f)
			}
		}
	}
	return out
}

func (n *nameFit) step(ls *lesson, f int, y nameSort, g, rate float64) {
	n.common.step(n.commonSpread, f, y, g, rate)
	if f < nameFeatures {
		n.own[ls.language].step(n.ownSpread[ls.language], f, y, g*ownShare, rate)
	}
	if ls.domain != ofNews {
		n.apart[ls.domain].step(n.apartSpread[ls.domain], f, y, g*ownShare, rate)
	}
}

func (c cells) step(spread cells, f int, y nameSort, g, rate float64) {
	const least = 1e-6
	spread[f][y] += g * g
	c[f][y] -= rate * g / (math.Sqrt(spread[f][y]) + least)
}

// learnBeside learns what a name tells of the next one in an enumeration.
func (n *nameFit) learnBeside(ls *lesson, lt *lattice, rate float64) {
	for i := range ls.spans {
		from := ls.spans[i].from - ls.from
		parting := lt.parting(from)
		if lt.skip[i] || parting == separatorNone {
			continue
		}
		right, isRight := ls.right[ls.spans[i].span]
		for y := range nameSorts {
			for z := range nameSorts {
				g := lt.besideLikelihood(i, z, y)
				if isRight && right == y && ls.endsRight(from-1, z) {
					g--
				}
				if g != 0 {
					at := featureSum + int(parting)*int(nameSorts) + int(z)
					n.commonSpread[at][y] += g * g
					n.common[at][y] -= rate * g / (math.Sqrt(n.commonSpread[at][y]) + 1e-6)
				}
			}
		}
	}
}

// endsRight tells whether a right name of the sort ends before the token.
func (ls *lesson) endsRight(to int, y nameSort) bool {
	for s, sort := range ls.right {
		if s.to-ls.from == to && sort == y {
			return true
		}
	}
	return false
}

// lattice is all ways to divide a line into names and other words, with how much each weighs.
type lattice struct {
	ls         *lesson
	beside     cells
	weights    [][nameSorts]float64
	skip       []bool
	starting   [][]int
	ending     [][]int
	upTo       []float64            // all ways to divide the tokens before
	endingWith [][nameSorts]float64 // those that end with a name
	from       []float64            // all ways to divide the tokens behind
	behind     [][nameSorts]float64 // those after a name
	starts     [][nameSorts]float64 // those that start with a name
}

func (n *nameFit) lattice(ls *lesson, keep []features) *lattice {
	size := ls.to - ls.from
	lt := &lattice{ls: ls, beside: n.common, weights: make([][nameSorts]float64, len(ls.spans)), skip: make([]bool, len(ls.spans)),
		starting: make([][]int, size+2), ending: make([][]int, size+2)}
	own := n.own[ls.language]
	for i, c := range ls.spans {
		if lt.skip[i] = ls.skipped(i); lt.skip[i] {
			continue
		}
		for _, f := range keep[i] {
			for y := range nameSorts {
				v := n.common[f][y]
				if int(f) < len(own) {
					v += own[f][y]
				}
				lt.weights[i][y] += v / (1 - dropped)
				if ls.domain != ofNews {
					lt.weights[i][y] += n.apart[ls.domain][f][y] / (1 - dropped)
				}
			}
		}
		right, isRight := ls.right[c.span]
		for y := range nameSorts {
			if !isRight || right != y {
				lt.weights[i][y] -= recallFavour[y]
			}
		}
		lt.starting[c.from-ls.from] = append(lt.starting[c.from-ls.from], i)
		lt.ending[c.to-ls.from] = append(lt.ending[c.to-ls.from], i)
	}
	return lt
}

// parting is the separator before the token, where a name may end before it.
func (lt *lattice) parting(from int) separator {
	if from < 2 {
		return separatorNone
	}
	return lt.ls.separator(lt.ls.from + from - 1)
}

func (lt *lattice) joined(parting separator, z, y nameSort) float64 {
	return lt.beside[featureSum+int(parting)*int(nameSorts)+int(z)][y]
}

// before is the weight of all ways to reach the token that a name of the sort can follow.
func (lt *lattice) before(from int, y nameSort) float64 {
	parting := lt.parting(from)
	if parting == separatorNone {
		return lt.upTo[from]
	}
	v := lt.upTo[from-2]
	for z := range nameSorts {
		v = logAdd(v, lt.endingWith[from][z])
		v = logAdd(v, lt.endingWith[from-1][z]+lt.joined(parting, z, y))
	}
	return v
}

func (lt *lattice) sumUp() {
	size := lt.ls.to - lt.ls.from
	none := math.Inf(-1)
	lt.upTo, lt.from = make([]float64, size+1), make([]float64, size+2)
	lt.endingWith, lt.behind, lt.starts = noWays(size+1), noWays(size+1), noWays(size+1)
	for to := 1; to <= size; to++ {
		for _, i := range lt.ending[to] {
			for y := range nameSorts {
				v := lt.before(lt.ls.spans[i].from-lt.ls.from, y) + lt.weights[i][y]
				lt.endingWith[to][y] = logAdd(lt.endingWith[to][y], v)
			}
		}
		lt.upTo[to] = lt.upTo[to-1]
		for y := range nameSorts {
			lt.upTo[to] = logAdd(lt.upTo[to], lt.endingWith[to][y])
		}
	}
	lt.from[size+1] = none
	for at := size; at >= 0; at-- {
		lt.sumBehind(at, size)
	}
}

func (lt *lattice) sumBehind(at, size int) {
	if at < size {
		for _, i := range lt.starting[at] {
			for y := range nameSorts {
				v := lt.weights[i][y] + lt.behind[lt.ls.spans[i].to-lt.ls.from][y]
				lt.starts[at][y] = logAdd(lt.starts[at][y], v)
			}
		}
		lt.from[at] = lt.from[at+1]
		for y := range nameSorts {
			lt.from[at] = logAdd(lt.from[at], lt.starts[at][y])
		}
	}
	for z := range nameSorts {
		lt.behind[at][z] = lt.from[at]
		parting := lt.parting(at + 1)
		if at == 0 || at+1 >= size || parting == separatorNone {
			continue
		}
		v := lt.from[at+2]
		for y := range nameSorts {
			v = logAdd(v, lt.starts[at+1][y]+lt.joined(parting, z, y))
			v = logAdd(v, lt.starts[at][y])
		}
		lt.behind[at][z] = v
	}
}

// likelihood is how likely the candidate is a name of the sort.
func (lt *lattice) likelihood(i int, y nameSort) float64 {
	c := lt.ls.spans[i]
	v := lt.before(c.from-lt.ls.from, y) + lt.weights[i][y] + lt.behind[c.to-lt.ls.from][y]
	return math.Exp(v - lt.upTo[len(lt.upTo)-1])
}

// besideLikelihood is how likely it is that the candidate is a name of sort y and follows one of sort z.
func (lt *lattice) besideLikelihood(i int, z, y nameSort) float64 {
	c := lt.ls.spans[i]
	from := c.from - lt.ls.from
	v := lt.endingWith[from-1][z] + lt.joined(lt.parting(from), z, y) + lt.weights[i][y] + lt.behind[c.to-lt.ls.from][y]
	return math.Exp(v - lt.upTo[len(lt.upTo)-1])
}

func noWays(n int) [][nameSorts]float64 {
	ways := make([][nameSorts]float64, n)
	for i := range ways {
		for y := range nameSorts {
			ways[i][y] = math.Inf(-1)
		}
	}
	return ways
}

// logAdd is log(exp(a) + exp(b)).
func logAdd(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if math.IsInf(b, -1) {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}

// weights are those that a reader of the language uses.
func (n *nameFit) weights(lang catalog.Language) *nameWeights {
	w := &nameWeights{wordWeights: n.words()}
	for f := range nameFeatures {
		for y := range nameSorts {
			w.cell(f)[y] = float32(n.common[f][y] + n.own[lang][f][y])
		}
	}
	return w
}

// words are the weights of the vocabulary.
func (n *nameFit) words() *wordWeights {
	all := newWordWeights(n.vocabulary)
	for f, values := range n.common[nameFeatures:] {
		for y, v := range values {
			all.spots[f/int(wordSpots)][f%int(wordSpots)][y] = float32(v)
		}
	}
	return all
}

// newWordWeights are those of a vocabulary of which nothing is learned yet.
func newWordWeights(v vocabulary) *wordWeights {
	w := &wordWeights{v, make([]string, len(v)), make([][wordSpots]scores, len(v))}
	for word, n := range v {
		w.words[n-1] = word
	}
	return w
}
