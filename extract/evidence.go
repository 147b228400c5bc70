package extract

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// A reader decides by adding up what speaks for an answer and what against. Each such thing is a feature, and what it
// counts for lies in weights.tsv, fitted to labelled articles (see fit_test.go): the code says what to look at, the data
// how much it tells. No feature is a name: they are traits of words, places in the text, finds of the lexicons' lists, and words
// that stand without a capital in several articles.

// feature is something that bears on an answer, with how much of it there is.
type feature struct {
	name  string
	value float64
}

// evidence is all that bears on one possible answer to a question.
type evidence []feature

// add takes a feature whose name may be told in parts.
func (e *evidence) add(name ...string) {
	if *e == nil {
		*e = make(evidence, 0, usualEvidence)
	}
	*e = append(*e, feature{strings.Join(name, ""), 1})
}

// usualEvidence is how many features most answers have at most.
const usualEvidence = 16

func (e *evidence) when(holds bool, name ...string) {
	if holds {
		e.add(name...)
	}
}

func (e *evidence) has(name string) bool {
	return slices.ContainsFunc(*e, func(f feature) bool { return f.name == name })
}

func (e *evidence) much(name string, value float64) {
	if value != 0 {
		*e = append(*e, feature{name, value})
	}
}

// ladder is a feature for each limit that a value may reach, so that its weight may grow as it will.
type ladder []struct {
	limit float64
	name  string
}

func newLadder(name string, limits ...float64) ladder {
	steps := make(ladder, len(limits))
	for i, l := range limits {
		steps[i].limit, steps[i].name = l, name+"≥"+strconv.FormatFloat(l, 'g', -1, 64)
	}
	return steps
}

// steps adds those of the ladder's features whose limits the value reaches.
func (e *evidence) steps(on ladder, value float64) {
	for i := range on {
		if value >= on[i].limit {
			e.add(on[i].name)
		}
	}
}

// counter counts features by name and remembers in which order they came: sums of floating-point numbers depend on it.
type counter struct {
	names []string
	times map[string]float64
}

func (c *counter) count(name string) {
	if c.times == nil {
		c.times = map[string]float64{}
	}
	if c.times[name] == 0 {
		c.names = append(c.names, name)
	}
	c.times[name]++
}

// into adds what was counted to the evidence, at most so much of each.
func (c *counter) into(e *evidence, most float64) {
	for _, name := range c.names {
		e.much(name, min(c.times[name], most))
	}
}

// weights are what the features count for in answering one question.
type weights map[string]float64

// sum is how much the evidence speaks for the answer; above 0 it is likelier than not.
func (w weights) sum(e evidence) float64 {
	v := 0.0
	for _, f := range e {
		v += w[f.name] * f.value
	}
	return v
}

// reasons names the features that count most, for and against.
func (w weights) reasons(e evidence) string {
	top := w.foremost(e)
	return top.told(faintest, func(name string) string { return name })
}

func (w weights) foremost(e evidence) foremostThree[string] {
	var top foremostThree[string]
	for _, f := range e {
		top.weigh(f.name, f.value*w[f.name])
	}
	return top
}

// faintest is how much a feature counts at least to be named as a reason.
const faintest = 0.05

// foremostThree keeps the three that weigh most, for or against; of equals the earlier.
type foremostThree[K any] [3]struct {
	key    K
	weight float64
}

func (top *foremostThree[K]) weigh(key K, weight float64) {
	for i := range top {
		if math.Abs(weight) > math.Abs(top[i].weight) {
			top[i].key, key = key, top[i].key
			top[i].weight, weight = weight, top[i].weight
		}
	}
}

// told lists those that are not fainter, by name.
func (top *foremostThree[K]) told(faint float64, name func(K) string) string {
	var told []string
	for _, t := range top {
		if math.Abs(t.weight) >= faint {
			told = append(told, name(t.key)+" "+strconv.FormatFloat(t.weight, 'f', 1, 64))
		}
	}
	return strings.Join(told, ", ")
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
