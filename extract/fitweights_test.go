package extract

import (
	"math"
	"slices"
	"strings"
)

// example is a question put to an article: the evidence of each possible answer, and which one is right. A question of
// yes or no has one answer, right or not.
type example struct {
	article string  // "" for one that is learned from always
	share   float64 // how much it counts
	answers []evidence
	right   int // -1: none
}

// answered makes an example of a question of yes or no.
func answered(article string, e evidence, yes bool) example {
	if yes {
		return example{article, 1, []evidence{e}, 0}
	}
	return example{article, 1, []evidence{e}, -1}
}

// domain is what sort of text is learned from.
type domain string

const (
	ofNews    domain = ""
	ofSchools domain = "school: "
	ofLively  domain = "lively: "
)

// apart gives the evidence of an example its features a second time under a name of the domain: what holds in it alone is
// learned there and does not spoil what holds in news (H. Daumé, “Frustratingly Easy Domain Adaptation”, 2007).
func (ex *example) apart(d domain) {
	if d == ofNews {
		return
	}
	for i, e := range ex.answers {
		for _, f := range slices.Clone(e) {
			e = append(e, feature{string(d) + f.name, f.value})
		}
		ex.answers[i] = e
	}
}

// learnedApart tells whether the feature is one of a domain alone, which nothing that is read has.
func learnedApart(name string) bool {
	return strings.HasPrefix(name, string(ofSchools)) || strings.HasPrefix(name, string(ofLively))
}

// fitting is a set of examples with the features numbered.
type fitting struct {
	names  []string
	number map[string]int
	cases  []fitCase
}

type fitCase struct {
	share   float64
	answers [][]weighed
	right   int
}

type weighed struct {
	feature int
	value   float64
}

func newFitting(examples []example) *fitting {
	f := &fitting{number: map[string]int{}}
	rare := rareFeatures(examples)
	for _, ex := range examples {
		c := fitCase{share: ex.share, right: ex.right}
		for _, e := range ex.answers {
			list := make([]weighed, 0, len(e))
			for _, g := range e {
				if rare[g.name] {
					continue
				}
				list = append(list, weighed{f.id(g.name), g.value})
			}
			c.answers = append(c.answers, list)
		}
		f.cases = append(f.cases, c)
	}
	return f
}

func (f *fitting) id(name string) int {
	if _, ok := f.number[name]; !ok {
		f.number[name] = len(f.names)
		f.names = append(f.names, name)
	}
	return f.number[name]
}

// fitAnswers finds the weights under which the right answers are likeliest: logistic regression for questions of yes or
// no, its conditional form for a choice, with a penalty on large weights. It is plain gradient descent with Adam's step
// (D. Kingma and J. Ba, “Adam: A Method for Stochastic Optimization”, 2015), and always gives the same.
func fitAnswers(examples []example, penalty float64) weights {
	const rounds, rate, fade1, fade2 = 500, 0.05, 0.9, 0.99
	f := newFitting(examples)
	n := len(f.names)
	w, slope, speed, spread := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for round := 1; round <= rounds; round++ {
		for i := range slope {
			slope[i] = penalty * w[i]
		}
		for _, c := range f.cases {
			c.addSlope(w, slope)
		}
		for i, g := range slope {
			g /= float64(len(f.cases))
			speed[i] = fade1*speed[i] + (1-fade1)*g
			spread[i] = fade2*spread[i] + (1-fade2)*g*g
			step := speed[i] / (1 - math.Pow(fade1, float64(round)))
			w[i] -= rate * step / (math.Sqrt(spread[i]/(1-math.Pow(fade2, float64(round)))) + 1e-8)
		}
	}
	out := weights{}
	for i, name := range f.names {
		out[name] = w[i]
	}
	return out
}

func (c fitCase) addSlope(w, slope []float64) {
	for i, p := range c.likelihoods(w) {
		if i == c.right {
			p--
		}
		for _, g := range c.answers[i] {
			slope[g.feature] += c.share * p * g.value
		}
	}
}

// likelihoods are how likely each answer is under the weights.
func (c fitCase) likelihoods(w []float64) []float64 {
	sums := make([]float64, len(c.answers))
	for i, a := range c.answers {
		for _, g := range a {
			sums[i] += w[g.feature] * g.value
		}
	}
	if len(sums) == 1 { // yes or no
		return []float64{1 / (1 + math.Exp(-sums[0]))}
	}
	top, all := slices.Max(sums), 0.0
	for i, s := range sums {
		sums[i] = math.Exp(s - top)
		all += sums[i]
	}
	for i := range sums {
		sums[i] /= all
	}
	return sums
}

// rareFeatures are those of fewer examples than tell anything.
func rareFeatures(examples []example) map[string]bool {
	const fewestExamples = 4
	times := map[string]int{}
	for _, ex := range examples {
		seen := map[string]bool{}
		for _, e := range ex.answers {
			for _, g := range e {
				if !seen[g.name] {
					seen[g.name] = true
					times[g.name]++
				}
			}
		}
	}
	rare := map[string]bool{}
	for name, n := range times {
		rare[name] = n < fewestExamples
	}
	return rare
}
