package extract

import (
	"fmt"
	"strconv"
	"strings"
)

// An article's bag of words is which words it has, however often and wherever. They tell what it is about and what kind of
// thing happened, besides the phrases that the lexicon knows for it.

// bags are what the words of articles count for.
type bags struct {
	numbers map[string]int32                  // of the words, by their beginnings, from 0
	weights map[question]map[string][]float32 // by the answer, then by the word's number
}

func newBags() *bags { return &bags{map[string]int32{}, map[question]map[string][]float32{}} }

// bagFeature begins what the weights call a word of the bag: "bag цифров".
const bagFeature = "bag "

// yes is the answer to a question of yes or no for which weights speak.
const yes = "yes"

func (b *bags) number(word string) int32 {
	n, ok := b.numbers[word]
	if !ok {
		n = int32(len(b.numbers))
		b.numbers[strings.Clone(word)] = n
	}
	return n
}

// set says what a word of the bag counts for.
func (b *bags) set(q question, word, answer string, weight float32) {
	if b.weights[q] == nil {
		b.weights[q] = map[string][]float32{}
	}
	n, list := int(b.number(word)), b.weights[q][answer]
	for len(list) <= n {
		list = append(list, 0)
	}
	list[n] = weight
	b.weights[q][answer] = list
}

// read takes a row's cells, such as "ai 0.31".
func (b *bags) read(q question, word string, cells []string) error {
	for _, cell := range cells {
		answer, number, _ := strings.Cut(cell, " ")
		v, err := strconv.ParseFloat(number, 32)
		if err != nil {
			return fmt.Errorf("weight %q is no number", cell)
		}
		b.set(q, word, strings.Clone(answer), float32(v))
	}
	return nil
}

// bagged is a word of an article's bag.
type bagged struct {
	word   string
	number int32
}

// bag is the step that gathers the article's words, each once: all that the bags know, but for those of every text.
func (r *reading) readBag() {
	const shortest = 4 // bytes
	known := r.x.judgement.bags.numbers
	met := make([]bool, len(known))
	for i := range r.tokens {
		t := &r.tokens[i]
		if t.kind != word || len(t.fold) < shortest || r.lexicon.words[t.fold] || r.sentences[t.sentence].noise != "" {
			continue
		}
		beginning := t.beginning()
		if n, ok := known[beginning]; ok && !met[n] {
			met[n] = true
			r.bag = append(r.bag, bagged{beginning, n})
		}
	}
}

// sum is how much speaks for the answer: the evidence, and the article's words.
func (r *reading) sum(q question, answer string, e evidence) float64 {
	v := r.weights(q).sum(e)
	weights := r.x.judgement.bags.weights[q][answer]
	for _, w := range r.bag {
		if int(w.number) < len(weights) {
			v += float64(weights[w.number])
		}
	}
	return v
}

// why names what counts most for the answer and against it.
func (r *reading) why(q question, answer string, e evidence) string {
	var top foremostThree[string]
	w := r.weights(q)
	for _, f := range e {
		top.weigh(f.name, f.value*w[f.name])
	}
	weights := r.x.judgement.bags.weights[q][answer]
	for _, w := range r.bag {
		if int(w.number) < len(weights) {
			top.weigh(bagFeature+w.word, float64(weights[w.number]))
		}
	}
	return top.told(faintest, func(name string) string { return name })
}
