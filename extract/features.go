package extract

import "math/bits"

// spot is where, in a name or beside it, the traits of tokens are looked at.
type spot uint8

const (
	spotFirst spot = iota
	spotBefore
	spotBefore2
	spotNear // a few tokens before
	spotFar  // and those before them
	spotLast
	spotAfter
	spotAfter2
	spotAhead // a few tokens behind
	spotOnly  // of a name of one word
	spotInner
	spotBeforeQuote
	spotElseBefore // where the text has the name again
	spotElseAfter
	spotElseNear
	spotElseAhead
	spots
)

var spotNames = [spots]string{
	"first", "before", "before2", "near", "far", "last", "after", "after2", "ahead", "only", "inner", "before quote",
	"else before", "else after", "else near", "else ahead",
}

// pair is two places whose tokens' classes are looked at together.
type pair uint8

const (
	pairLeft pair = iota
	pairLeft2
	pairRight
	pairRight2
	pairEnds
	pairAround
	pairInner
	pairCount
)

var pairNames = [pairCount]string{"left", "left2", "right", "right2", "ends", "around", "inner"}

// trigger, event … some words tell something of a name also from afar.
const farTelling = traits(1<<traitTrigger | 1<<traitEvent | 1<<traitRole | 1<<traitAgent | 1<<traitBuilding | 1<<traitPartners |
	1<<traitHead | 1<<traitProgramme)

// A name's features are numbered: the traits at each spot, then the classes of each pair, then the marks, then the marks
// elsewhere.
const (
	firstPair  = int(spots) * int(traitCount)
	firstMark  = firstPair + int(pairCount)*int(classCount)*int(classCount)
	firstElse  = firstMark + int(markCount)
	featureSum = firstElse + int(elsewhereMarks)
)

// featureName is what the weights call the feature.
func featureName(f int) string {
	switch {
	case f < firstPair:
		return spotNames[f/int(traitCount)] + " " + traitNames[f%int(traitCount)]
	case f < firstMark:
		n := int(classCount)
		f -= firstPair
		return pairNames[f/n/n] + " " + class(f/n%n).name() + "|" + class(f%n).name()
	case f < firstElse:
		return markNames[f-firstMark]
	}
	return "else " + markNames[f-firstElse]
}

// scores is what speaks for each sort of name.
type scores [nameSorts]float32

func (s *scores) add(o scores) {
	for y := range s {
		s[y] += o[y]
	}
}

func (s *scores) take(o scores) {
	for y := range s {
		s[y] -= o[y]
	}
}

// nameWeights are what a name's features count for in one language, and what a name tells of the next one in an
// enumeration.
type nameWeights struct {
	features [featureSum]scores
	beside   [separators][nameSorts]scores
	*wordWeights
}

// wordWeights are what the words of the vocabulary count for in all languages.
type wordWeights struct {
	vocabulary
	words []string // by their numbers
	spots [][wordSpots]scores
}

func (w *nameWeights) score(f int) scores {
	if f < featureSum {
		return w.features[f]
	}
	f -= nameFeatures
	return w.spots[f/int(wordSpots)][f%int(wordSpots)]
}

func (w *nameWeights) featureName(f int) string {
	if f < featureSum {
		return featureName(f)
	}
	f -= nameFeatures
	return wordSpotNames[f%int(wordSpots)] + " " + w.words[f/int(wordSpots)]
}

// separator stands between two names of an enumeration.
type separator int

const (
	separatorComma separator = iota
	separatorAnd
	separators
	separatorNone separator = -1
)

var separatorNames = [separators]string{"comma", "and"}

func (ln *line) separator(i int) separator {
	switch t := ln.trait(i); {
	case t.has(traitComma):
		return separatorComma
	case t.has(traitJoin):
		return separatorAnd
	}
	return separatorNone
}

// features are the numbers of what holds for a name.
type features []int32

// sum adds the features up, from what is there already.
func (w *nameWeights) sum(total scores, held features) scores {
	for _, f := range held {
		total.add(w.score(int(f)))
	}
	return total
}

func (fs *features) traits(at spot, t traits) {
	for first := int(at) * int(traitCount); t != 0; t &= t - 1 {
		*fs = append(*fs, int32(first+bits.TrailingZeros64(uint64(t))))
	}
}

func (fs *features) pair(p pair, a, b class) {
	*fs = append(*fs, int32(firstPair+(int(p)*int(classCount)+int(a))*int(classCount)+int(b)))
}

func (fs *features) marks(all []mark) {
	for _, m := range all {
		*fs = append(*fs, int32(firstMark+int(m)))
	}
}

// word adds the features of a word of the vocabulary; they are numbered behind all others.
func (fs *features) word(at wordSpot, w wordNumbers) {
	for _, n := range w {
		if n > 0 {
			*fs = append(*fs, int32(nameFeatures+(int(n)-1)*int(wordSpots)+int(at)))
		}
	}
}

// left adds those of all names that begin at the token.
func (fs *features) left(ln *line, from int) {
	fs.traits(spotFirst, ln.trait(from))
	fs.traits(spotBefore, ln.trait(from-1))
	fs.traits(spotBefore2, ln.trait(from-2))
	fs.traits(spotNear, ln.union(from-margin, from))
	const far = 9 // tokens
	fs.traits(spotFar, ln.union(from-far, from-margin)&farTelling)
	fs.word(wordFirst, ln.numbers(from))
	fs.word(wordBefore, ln.numbers(from-1))
	fs.word(wordBefore2, ln.numbers(from-2))
	for i := max(from-margin, ln.from); i < from; i++ {
		fs.word(wordNear, ln.numbers(i))
	}
	fs.pair(pairLeft, ln.class(from-1), ln.class(from))
	fs.pair(pairLeft2, ln.class(from-2), ln.class(from-1))
}

// right adds those of all names that end before the token.
func (fs *features) right(ln *line, to int) {
	fs.traits(spotLast, ln.trait(to-1))
	fs.traits(spotAfter, ln.trait(to))
	fs.traits(spotAfter2, ln.trait(to+1))
	fs.traits(spotAhead, ln.union(to, to+margin))
	fs.word(wordLast, ln.numbers(to-1))
	fs.word(wordAfter, ln.numbers(to))
	fs.word(wordAfter2, ln.numbers(to+1))
	fs.pair(pairRight, ln.class(to-1), ln.class(to))
	fs.pair(pairRight2, ln.class(to), ln.class(to+1))
}

// own adds those of the candidate alone, without those of the tokens inside it.
func (fs *features) own(ln *line, c *candidate) {
	fs.marks(c.marks)
	fs.pair(pairEnds, ln.class(c.from), ln.class(c.to-1))
	fs.pair(pairAround, ln.class(c.from-1), ln.class(c.to))
	if c.to-c.from == 1 {
		fs.traits(spotOnly, ln.trait(c.from))
		fs.word(wordOnly, ln.numbers(c.from))
	}
	if c.quoted {
		fs.traits(spotBeforeQuote, ln.trait(c.from-2))
	}
	if c.elsewhere != nil {
		fs.mention(c.elsewhere)
	}
}

func (fs *features) mention(m *mention) {
	fs.marks([]mark{markElsewhere})
	fs.traits(spotElseBefore, m.before)
	fs.traits(spotElseAfter, m.after)
	fs.traits(spotElseNear, m.near)
	fs.traits(spotElseAhead, m.ahead)
	for k, holds := range m.marks {
		if holds {
			*fs = append(*fs, int32(firstElse+k))
		}
	}
}

// inner adds those of a token inside a name.
func (fs *features) inner(ln *line, i int) {
	fs.traits(spotInner, ln.trait(i))
	fs.word(wordInner, ln.numbers(i))
}

// all adds the candidate's own and those that it shares with others.
func (fs *features) all(ln *line, c *candidate) {
	fs.marks(ln.common)
	fs.left(ln, c.from)
	fs.right(ln, c.to)
	fs.own(ln, c)
	for i := c.from; i < c.to-1; i++ {
		fs.pair(pairInner, ln.class(i), ln.class(i+1))
		if i > c.from {
			fs.inner(ln, i)
		}
	}
}
