package extract

import (
	"cmp"
	"hash/maphash"
	"slices"
	"unicode/utf8"
)

// Names of persons, organisations and projects are recognised together, sentence by sentence: every run of tokens that may
// be a name is a candidate, each candidate is weighed as each sort of name by the traits of its words and of those beside
// it, and of all ways to divide the sentence into names and other words the one that weighs most is taken. This is a
// semi-Markov model as in S. Sarawagi and W. Cohen, “Semi-Markov Conditional Random Fields for Information Extraction”,
// 2004; its weights are fitted to labelled articles (see fit_test.go).

// nameSort is what a name may be the name of.
type nameSort uint8

const (
	sortPerson nameSort = iota
	sortBody
	sortProject
	nameSorts
)

// A name has so many tokens at most, a quoted one more.
const (
	longestName   = 12
	longestQuoted = 24
)

// candidate is a run of tokens that may be a name.
type candidate struct {
	span
	marks     []mark
	elsewhere *mention // what speaks for the name where the text names it again; nil where it does not
	quoted    bool
}

// mention is what stands around a name.
type mention struct {
	before, after, near, ahead traits
	marks                      [elsewhereMarks]bool
}

// line is a sentence made ready for recognising the names in it.
type line struct {
	span
	tokens []lineToken // with a margin of edges on both sides
	common []mark      // what holds for all its candidates
	spans  []candidate
}

// lineToken is what of a token tells of the names beside it and around it.
type lineToken struct {
	traits  traits
	numbers wordNumbers
	class   class
}

// margin is how far a name's surroundings are looked at beyond the sentence's end.
const margin = 4

func (ln *line) trait(i int) traits        { return ln.tokens[i-ln.from+margin].traits }
func (ln *line) numbers(i int) wordNumbers { return ln.tokens[i-ln.from+margin].numbers }
func (ln *line) class(i int) class         { return ln.tokens[i-ln.from+margin].class }

// union is what the tokens' traits have all together.
func (ln *line) union(from, to int) traits {
	var v traits
	for i := max(from, ln.from-margin); i < min(to, ln.to+margin); i++ {
		v |= ln.trait(i)
	}
	return v
}

// common is what the tokens' traits have in common.
func (ln *line) shared(s span) traits {
	v := ^traits(0)
	for i := s.from; i < s.to; i++ {
		v &= ln.trait(i)
	}
	return v
}

// lines is the step that finds the candidates of every sentence that tells something.
func (d *document) lines(all []traits, f *facts) []*line {
	u := d.usage(f)
	var lines []*line
	for i, s := range d.sentences {
		if s.noise != "" {
			continue
		}
		ln := d.newLine(s.span, all)
		ln.common = d.commonMarks(ln, i, u, f)
		u.spans = u.spans[:0]
		d.findCandidates(ln, u)
		ln.spans = slices.Clone(u.spans)
		lines = append(lines, ln)
	}
	d.findElsewhere(lines)
	return lines
}

func (d *document) newLine(s span, all []traits) *line {
	ln := &line{span: s, tokens: make([]lineToken, s.to-s.from+2*margin)}
	for i := range ln.tokens {
		at, t := s.from-margin+i, &ln.tokens[i]
		t.traits = edge
		if s.holds(at) {
			t.traits = all[at]
			if w := d.words[at]; w != nil {
				t.numbers = w.numbers
			}
		}
		t.class = t.traits.class()
	}
	return ln
}

func (d *document) findCandidates(ln *line, u *usage) {
	brackets := 0
	for from := ln.from; from < ln.to; from++ {
		switch t := ln.trait(from - 1); {
		case t.has(traitBracket):
			brackets++
		case t.has(traitBracketEnd):
			brackets--
		}
		if d.beginsName(ln, from) || u.knownFrom[from] {
			d.growFrom(ln, from, brackets > 0, u)
		}
	}
}

// growFrom adds every candidate that begins at the token.
func (d *document) growFrom(ln *line, from int, bracketed bool, u *usage) {
	quoted := ln.trait(from - 1).has(traitOpens)
	longest := longestName
	if quoted {
		longest = longestQuoted
	}
	g := growth{least: never, quoted: u.quoted[d.tokens[from].fold], odd: u.tokens[from].odd}
	for to := from + 1; to <= ln.to && to-from <= longest; to++ {
		last := to - 1
		if last > from && !d.close(last) && !ln.trait(last).has(traitOpens) || !g.take(&d.tokens[last], ln.trait(last), u.tokens[last]) {
			return
		}
		if !g.balanced() || !d.endsName(ln, last, from) {
			continue
		}
		c := candidate{span: span{from, to}, quoted: quoted && ln.trait(to).has(traitCloses)}
		c.marks = d.marks(ln, c, &g, u, bracketed)
		u.spans = append(u.spans, c)
	}
}

// close tells whether the token stands so near to the one before it that one name may hold both.
func (d *document) close(i int) bool { return d.tokens[i-1].end+2 >= d.tokens[i].start }

func (d *document) beginsName(ln *line, i int) bool {
	t := ln.trait(i)
	switch d.tokens[i].kind { //nolint:exhaustive // signs and addresses begin no name
	case word:
		return t.has(traitCapital) || t.has(traitMixed) || t.has(traitHead) || t.has(traitLatin) || ln.trait(i-1).has(traitOpens)
	case number:
		return ln.trait(i-1).has(traitOpens) || ln.trait(i+1).has(traitCapital)
	}
	return false
}

func (d *document) endsName(ln *line, last, from int) bool {
	t, text := ln.trait(last), d.tokens[last].text
	switch d.tokens[last].kind { //nolint:exhaustive // addresses end no name
	case word:
		return !t.has(traitComplement) && !t.has(traitJoin) && !t.has(traitArticle)
	case number:
		return true
	case sign:
		abbreviation := text == "." && last > from && utf8.RuneCountInString(d.tokens[last-1].text) < 4
		return last > from && (t.has(traitCloses) || text == "+" || abbreviation)
	}
	return false
}

// findElsewhere gives each name that the text repeats what speaks for it in the other places.
func (d *document) findElsewhere(lines []*line) {
	type place struct {
		key uint64
		ln  *line
		c   *candidate
	}
	all := 0
	for _, ln := range lines {
		all += len(ln.spans)
	}
	places := make([]place, 0, all)
	for _, ln := range lines {
		for i := range ln.spans {
			if c := &ln.spans[i]; repeatable(ln, c) {
				places = append(places, place{d.stemKey(c.span), ln, c})
			}
		}
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Compare(a.key, b.key) })
	for from, to := 0, 0; from < len(places); from = to {
		for to = from + 1; to < len(places) && places[to].key == places[from].key; {
			to++
		}
		same := places[from:to]
		if len(same) < 2 {
			continue
		}
		for i, p := range same {
			p.c.elsewhere = &mention{}
			for j, o := range same {
				if i != j {
					p.c.elsewhere.add(o.ln, o.c)
				}
			}
		}
	}
}

// repeatable tells whether the candidate looks enough like a name for its other mentions to tell something.
func repeatable(ln *line, c *candidate) bool {
	t := ln.trait(c.from)
	if c.quoted {
		return true
	}
	made := t.has(traitShouted) || t.has(traitMixed) || t.has(traitLatin)
	return made || c.to-c.from > 1 && t.has(traitCapital)
}

// stemKey is a number that the case forms of a name have in common, and hardly any other name.
func (d *document) stemKey(s span) uint64 {
	const prime = 1099511628211
	key := uint64(0)
	for i := s.from; i < s.to; i++ {
		if d.tokens[i].kind != sign {
			key = (key ^ d.stem(i)) * prime
		}
	}
	return key
}

func (d *document) stem(i int) uint64 {
	if w := d.words[i]; w != nil {
		return w.stem
	}
	return stemOf(d.tokens[i])
}

var stems = maphash.MakeSeed()

// stemOf is a number for the token without its ending.
func stemOf(t token) uint64 {
	const ending, short = 2, 5 // runes
	stem := t.fold
	if t.kind == word && !t.latin() && utf8.RuneCountInString(stem) > short {
		for range ending {
			_, size := utf8.DecodeLastRuneInString(stem)
			stem = stem[:len(stem)-size]
		}
	}
	return maphash.String(stems, stem)
}

func (m *mention) add(ln *line, c *candidate) {
	m.before |= ln.trait(c.from - 1)
	m.after |= ln.trait(c.to)
	m.near |= ln.union(c.from-margin, c.from)
	m.ahead |= ln.union(c.to, c.to+margin)
	for _, k := range c.marks {
		if k < elsewhereMarks {
			m.marks[k] = true
		}
	}
	for _, k := range ln.common {
		if k < elsewhereMarks {
			m.marks[k] = true
		}
	}
}
