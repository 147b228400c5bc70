package extract

import (
	"math"
)

// growth is what is known of the words of a candidate while it grows.
type growth struct {
	quotes, brackets              int // open ones
	words, lowers, shouted, latin int
	heads, given                  int
	joins, complements            int
	headFirst, digits             bool
	odd                           bool   // whether its first word has odd signs in it
	quoted                        []span // what stands in quotation marks and begins as it does
	least                         int    // how often the text has the rarest of its words
}

const never = math.MaxInt

// take adds a token; it says no where no name can hold it.
func (g *growth) take(t *token, v traits, u tokenUse) bool {
	first := g.words == 0 && g.quotes == 0
	switch {
	case v.has(traitOpens) && (!v.has(traitCloses) || g.quotes == 0):
		g.quotes++
	case v.has(traitCloses):
		g.quotes--
	case v.has(traitBracket):
		g.brackets++
	case v.has(traitBracketEnd):
		g.brackets--
	case v.has(traitStop) && t.text != ".":
		return false
	}
	if v.has(traitHead) {
		g.headFirst = g.headFirst || g.heads == 0 && first
		g.heads++
	}
	if v.has(traitJoin) || v.has(traitComma) {
		g.joins++
	}
	if v.has(traitComplement) {
		g.complements++
	}
	if t.kind == word {
		g.takeWord(v, u)
	}
	g.digits = g.digits || u.digits
	return g.quotes >= 0 && g.brackets >= 0
}

// inside are the words that have no capital inside most names.
const inside = traits(1<<traitParticle | 1<<traitComplement | 1<<traitJoin | 1<<traitArticle)

func (g *growth) takeWord(v traits, u tokenUse) {
	const givenWithin = 2
	g.words++
	if !v.has(traitCapital) && v&inside == 0 {
		g.lowers++
	}
	if v.has(traitShouted) {
		g.shouted++
	}
	if v.has(traitGiven) && g.words <= givenWithin {
		g.given++
	}
	if u.latin {
		g.latin++
	}
	if v.has(traitCapital) {
		g.least = min(g.least, u.times)
	}
}

func (g *growth) balanced() bool { return g.quotes == 0 && g.brackets == 0 }
