package extract

// where is the part of the news in which a sentence stands: news says what happened in the headline and the first
// sentences, and what came before it further down.
type where string

const (
	inHeadline   where = "headline"
	inFirst      where = "first"
	inSecond     where = "second"
	inUpper      where = "upper"
	inLower      where = "lower"
	inBackground where = "background"
	inNoise      where = "noise"
)

// depth is the rank of each part, from the top of an article down.
var depth = map[where]int{inHeadline: 0, inFirst: 1, inSecond: 2, inUpper: 3, inLower: 4, inBackground: 5, inNoise: 6}

// above tells whether the part is where the news itself is told.
func (w where) above() bool { return w == inHeadline || w == inFirst || w == inSecond }

func (r *reading) where(sentence int) where {
	const upper = 6 // sentences
	s := r.sentences[sentence]
	switch {
	case s.noise != "":
		return inNoise
	case s.headline:
		return inHeadline
	case r.inBackground(r.facts, sentence):
		return inBackground
	case s.body == 0:
		return inFirst
	case s.body == 1:
		return inSecond
	case s.body < upper:
		return inUpper
	}
	return inLower
}

// inBackground tells whether the sentence speaks of what lies before the news.
func (d *document) inBackground(facts *facts, sentence int) bool {
	for _, h := range facts.of(listBackground) {
		if d.tokens[h.from].sentence == sentence {
			return true
		}
	}
	return d.old[sentence]
}
