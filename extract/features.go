package extract

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

// word visits the features of a word of the vocabulary; they are numbered behind all others.
func (v visitor) word(at wordSpot, w wordNumbers) {
	for _, n := range w {
		if n > 0 {
			v(nameFeatures + (int(n)-1)*int(wordSpots) + int(at))
		}
	}
}

func (ln *line) numbers(i int) wordNumbers { return ln.words[i-ln.from+margin] }

// visitor is called for each feature that holds.
type visitor func(feature int)

func (v visitor) traits(at spot, t traits) {
	t.each(func(x trait) { v(int(at)*int(traitCount) + int(x)) })
}

func (v visitor) pair(p pair, a, b class) {
	v(firstPair + (int(p)*int(classCount)+int(a))*int(classCount) + int(b))
}

func (v visitor) mark(m mark) { v(firstMark + int(m)) }

// leftFeatures are those of all names that begin at the token.
func (ln *line) leftFeatures(from int, visit visitor) {
	visit.traits(spotFirst, ln.trait(from))
	visit.traits(spotBefore, ln.trait(from-1))
	visit.traits(spotBefore2, ln.trait(from-2))
	visit.traits(spotNear, ln.union(from-margin, from))
	const far = 9 // tokens
	visit.traits(spotFar, ln.union(from-far, from-margin)&farTelling)
	visit.word(wordFirst, ln.numbers(from))
	visit.word(wordBefore, ln.numbers(from-1))
	visit.word(wordBefore2, ln.numbers(from-2))
	for i := from - margin; i < from; i++ {
		if i >= ln.from {
			visit.word(wordNear, ln.numbers(i))
		}
	}
	visit.pair(pairLeft, ln.class(from-1), ln.class(from))
	visit.pair(pairLeft2, ln.class(from-2), ln.class(from-1))
}

// rightFeatures are those of all names that end before the token.
func (ln *line) rightFeatures(to int, visit visitor) {
	visit.traits(spotLast, ln.trait(to-1))
	visit.traits(spotAfter, ln.trait(to))
	visit.traits(spotAfter2, ln.trait(to+1))
	visit.traits(spotAhead, ln.union(to, to+margin))
	visit.word(wordLast, ln.numbers(to-1))
	visit.word(wordAfter, ln.numbers(to))
	visit.word(wordAfter2, ln.numbers(to+1))
	visit.pair(pairRight, ln.class(to-1), ln.class(to))
	visit.pair(pairRight2, ln.class(to), ln.class(to+1))
}

// features are those of the candidate alone, without those of the tokens inside it.
func (ln *line) features(c *candidate, visit visitor) {
	for _, m := range c.marks {
		visit.mark(m)
	}
	visit.pair(pairEnds, ln.class(c.from), ln.class(c.to-1))
	visit.pair(pairAround, ln.class(c.from-1), ln.class(c.to))
	if c.to-c.from == 1 {
		visit.traits(spotOnly, ln.trait(c.from))
		visit.word(wordOnly, ln.numbers(c.from))
	}
	if c.quoted {
		visit.traits(spotBeforeQuote, ln.trait(c.from-2))
	}
	if c.elsewhere != nil {
		c.elsewhere.features(visit)
	}
}

// innerFeatures are those of a token inside a name.
func (ln *line) innerFeatures(i int, visit visitor) {
	visit.traits(spotInner, ln.trait(i))
	visit.word(wordInner, ln.numbers(i))
}

// pairFeatures are those of a name's token and the next one.
func (ln *line) pairFeatures(i int, visit visitor) { visit.pair(pairInner, ln.class(i), ln.class(i+1)) }

func (m *mention) features(visit visitor) {
	visit.mark(markElsewhere)
	visit.traits(spotElseBefore, m.before)
	visit.traits(spotElseAfter, m.after)
	visit.traits(spotElseNear, m.near)
	visit.traits(spotElseAhead, m.ahead)
	for k, holds := range m.marks {
		if holds {
			visit(firstElse + k)
		}
	}
}

// allFeatures are the candidate's own and those that it shares with others.
func (ln *line) allFeatures(c *candidate, visit visitor) {
	for _, m := range ln.common {
		visit.mark(m)
	}
	ln.leftFeatures(c.from, visit)
	ln.rightFeatures(c.to, visit)
	ln.features(c, visit)
	for i := c.from; i < c.to-1; i++ {
		ln.pairFeatures(i, visit)
		if i > c.from {
			ln.innerFeatures(i, visit)
		}
	}
}
