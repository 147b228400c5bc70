package extract

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// An article's bag of words is which words it has, however often and wherever. They tell what it is about and what kind of
// thing happened, besides the phrases that the lexicon knows for it.

// bags are what the words of articles count for.
type bags struct {
	numbers map[string]uint16                 // of the words, by their beginnings, counted from 1
	words   []string                          // by number, less 1
	weights map[question]map[string][]hundred // by the answer and the word's number, less 1
}

// hundred is a weight in hundredths, as exact as the file has it.
type hundred int16

func (h hundred) weight() float64 { return float64(h) / 100 }

func newBags() *bags {
	return &bags{numbers: map[string]uint16{}, weights: map[question]map[string][]hundred{}}
}

// bagFeature begins what the weights call a word of the bag: "bag цифров".
const bagFeature = "bag "

// yes is the answer to a question of yes or no for which weights speak.
const yes = "yes"

// number is the word's, which is 0 when there are too many.
func (b *bags) number(word string) uint16 {
	n, ok := b.numbers[word]
	if !ok && len(b.words) < math.MaxUint16 {
		word = strings.Clone(word) // the file is to leave memory
		b.words = append(b.words, word)
		n = uint16(len(b.words))
		b.numbers[word] = n
	}
	return n
}

// set says what a word counts for.
func (b *bags) set(q question, word, answer string, weight float64) {
	n := int(b.number(word))
	if n == 0 {
		return
	}
	if b.weights[q] == nil {
		b.weights[q] = map[string][]hundred{}
	}
	list, known := b.weights[q][answer]
	if !known {
		answer = strings.Clone(answer)
	}
	for len(list) < n {
		list = append(list, 0)
	}
	const most = math.MaxInt16 / 100
	list[n-1] = hundred(math.Round(100 * max(-most, min(most, weight))))
	b.weights[q][answer] = list
}

// read takes a row's cells, such as "ai 0.31".
func (b *bags) read(q question, word string, cells []string) error {
	if b.number(word) == 0 {
		return errManyWords
	}
	for _, cell := range cells {
		answer, number, _ := strings.Cut(cell, " ")
		v, err := strconv.ParseFloat(number, 64)
		if err != nil {
			return fmt.Errorf("weight %q is no number", cell)
		}
		b.set(q, word, answer, v)
	}
	return nil
}

// bagNumber is the token's number in the bags; 0 for the words of every text, and where nothing was learned of it.
func (x *Extractor) bagNumber(l *lexicon, t token) uint16 {
	const shortest = 4 // bytes
	if t.kind != word || len(t.fold) < shortest || l.words[t.fold] {
		return 0
	}
	return x.judgement.bags.numbers[t.beginning()]
}

// readBag is the step that gathers the numbers of the article's words, each once.
func (r *reading) readBag() {
	for i, w := range r.words {
		if w != nil && w.bag > 0 && r.sentences[r.tokens[i].sentence].noise == "" {
			r.bag = append(r.bag, w.bag)
		}
	}
	slices.Sort(r.bag)
	r.bag = slices.Compact(r.bag)
}

// wordsBeside adds the words of the bags that stand in the span's sentence, by the side on which they stand.
func (r *reading) wordsBeside(e *evidence, s span) {
	line := r.sentences[r.tokens[s.from].sentence]
	for i := line.from; i < line.to; i++ {
		if w := r.words[i]; w == nil || w.bag == 0 || s.holds(i) {
			continue
		}
		side := "left "
		if i >= s.to {
			side = "right "
		}
		e.add(side, r.tokens[i].beginning())
	}
}

// inBag is how much each of the article's words speaks for the answer.
func (r *reading) inBag(q question, answer string, visit func(number uint16, weight float64)) {
	weights := r.x.judgement.bags.weights[q][answer]
	for _, n := range r.bag {
		if int(n) <= len(weights) {
			visit(n, weights[n-1].weight())
		}
	}
}

// sum is how much speaks for the answer: the evidence, and the article's words.
func (r *reading) sum(q question, answer string, e evidence) float64 {
	v := r.weights(q).sum(e)
	r.inBag(q, answer, func(_ uint16, weight float64) { v += weight })
	return v
}

// why names what counts most for the answer and against it.
func (r *reading) why(q question, answer string, e evidence) string {
	top := r.weights(q).foremost(e)
	words := r.x.judgement.bags.words
	r.inBag(q, answer, func(n uint16, weight float64) { top.weigh(words[n-1], weight) })
	return top.told(faintest, func(name string) string { return name })
}
