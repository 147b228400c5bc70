package extract

import (
	"strings"
	"unicode/utf8"

	"mostbot/languages"
)

// mark is something that holds for a candidate as a whole.
type mark uint8

// The marks before elsewhereMarks also tell something where they hold for another mention of the name.
const (
	markQuoted mark = iota
	markAcronymBehind
	markTriggerBehind
	markHeadline
	elsewhereMarks
)

const (
	markLead mark = iota + elsewhereMarks
	markMiddle
	markRest
	markBackground
	markNoTrigger
	markFewTriggers
	markManyTriggers
	markListing
	markSentenceTrigger
	markSentenceEvent
	markSentencePartners
	markSentenceSpeech
	markSentenceRole
	markSentenceAgent
	markLength1
	markLength2
	markLength3
	markLength4
	markLength5
	markLength6
	markLong
	markVeryLong
	markBracketed
	markQuoteEnd
	markCapitals
	markAllLatin
	markAllShouted
	markLowers
	markQuotedLowers
	markQuotedLatin
	markQuotedHead
	markQuotedOne
	markOnce
	markTwice
	markOften
	markShort
	markShortHere
	markCity
	markTown
	markCountry
	markTopic
	markNoHead
	markHeadFirst
	markHeadFirstLower
	markHeadFirstLatin
	markHeadLast
	markHeadInside
	markHeads
	markHeadsJoined
	markJoins
	markJoinsBare
	markRoleBehind
	markFrequentStart
	markGivenTwice
	markGivenOfTwo
	markGivenSurname
	markRoleSurname
	markQuotedElsewhere
	markOddSign
	markShortWord
	markMixedOne
	markShoutedOne
	markDigits
	markElsewhere
	markKnownBody
	markKnownProgramme
	markKnownProject
	markKnownEvent
	markKnownOutlet
	markKnownOther
	markInsideKnown
	markHoldsKnownBody
	markHoldsKnown
	markListOfOneHead // "Ministry of Education, Science and Technology"
	markCutOff        // "Ministry of Education" of that
	markCount
)

// markNames are what the weights call the marks.
var markNames = [markCount]string{
	"quoted", "acronym behind", "trigger behind", "headline", "lead", "middle", "rest", "background", "no trigger",
	"few triggers", "many triggers", "listing", "sentence trigger", "sentence event", "sentence partners", "sentence speech",
	"sentence role", "sentence agent", "length 1", "length 2", "length 3", "length 4", "length 5", "length 6", "long",
	"very long", "bracketed", "quote end", "capitals", "all latin", "all shouted", "lowers", "quoted lowers", "quoted latin",
	"quoted head", "quoted one", "once", "twice", "often", "short", "short here", "city", "town", "country", "topic",
	"no head", "head first", "head first lower", "head first latin", "head last", "head inside", "heads", "heads joined",
	"joins", "joins bare", "role behind", "frequent start", "given twice", "given of two", "given surname", "role surname",
	"quoted elsewhere", "odd sign", "short word", "mixed one", "shouted one", "digits", "elsewhere",
	"known body", "known programme", "known project", "known event", "known outlet", "known other", "inside known",
	"holds known body", "holds known", "list of one head", "cut off",
}

// marked collects marks.
type marked []mark

func (m *marked) add(k mark, when bool) {
	if when {
		*m = append(*m, k)
	}
}

// commonMarks are those of all candidates of the sentence.
func (d *document) commonMarks(ln *line, sentence int, u *usage, f *facts) []mark {
	const listing = 3 // commas
	var m marked
	switch s := d.sentences[sentence]; {
	case s.headline:
		m.add(markHeadline, true)
	case s.body < 2:
		m.add(markLead, true)
	case s.body < 6:
		m.add(markMiddle, true)
	default:
		m.add(markRest, true)
	}
	m.add(markBackground, d.inBackground(f, sentence))
	m.add(markNoTrigger, u.triggers == 0)
	m.add(markFewTriggers, u.triggers == 1 || u.triggers == 2)
	m.add(markManyTriggers, u.triggers > 2)
	commas := 0
	for i := ln.from; i < ln.to; i++ {
		if ln.trait(i).has(traitComma) {
			commas++
		}
	}
	m.add(markListing, commas >= listing)
	all := ln.union(ln.from, ln.to)
	m.add(markSentenceTrigger, all.has(traitTrigger))
	m.add(markSentenceEvent, all.has(traitEvent))
	m.add(markSentencePartners, all.has(traitPartners))
	m.add(markSentenceSpeech, all.has(traitSpeech))
	m.add(markSentenceRole, all.has(traitRole))
	m.add(markSentenceAgent, all.has(traitAgent))
	return m
}

// marks are those of the candidate itself.
func (d *document) marks(ln *line, c candidate, g *growth, u *usage, bracketed bool) []mark {
	first, last, next := ln.trait(c.from), ln.trait(c.to-1), ln.trait(c.to)
	m := u.marks
	m.add(markBracketed, bracketed)
	m.addLength(c.to - c.from)
	m.add(markQuoted, c.quoted)
	m.add(markQuoteEnd, last.has(traitCloses))
	m.addShape(c, g, first)
	m.addHeads(ln, c, g, first)
	m.addPerson(ln, c, g, first, last)
	initialism := ln.trait(c.to + 1).has(traitShouted)
	m.add(markAcronymBehind, next.has(traitBracket) && initialism && ln.trait(c.to+2).has(traitBracketEnd))
	m.add(markTriggerBehind, next.has(traitTrigger))
	m.add(markFrequentStart, first.has(traitOpening) && first.has(traitFrequent))
	m.add(markQuotedElsewhere, !c.quoted && d.repeats(c.span, g.quoted))
	m.add(markOddSign, g.odd)
	m.add(markDigits, g.digits)
	m.addUse(ln, c, g, u, d.tokens[c.from].fold)
	m.addKnown(c.span, u.known)
	all := ln.shared(c.span)
	m.add(markCity, all.has(traitCity))
	m.add(markTown, all.has(traitTown))
	m.add(markCountry, all.has(traitCountry))
	m.add(markTopic, all.has(traitTopic))
	if g.words == 1 {
		m.add(markShortWord, utf8.RuneCountInString(d.tokens[c.from].text) < 4)
		m.add(markMixedOne, first.has(traitMixed))
		m.add(markShoutedOne, first.has(traitShouted))
	}
	from := len(u.marks)
	u.marks = m
	return m[from:len(m):len(m)]
}

func hasDigits(word string) bool   { return hasOneOf(word, "0123456789") }
func hasOddSigns(word string) bool { return hasOneOf(word, "#@+") }

// hasOneOf is strings.ContainsAny for signs of ASCII, several times quicker on other letters.
func hasOneOf(word, signs string) bool {
	for i := range len(word) {
		if strings.IndexByte(signs, word[i]) >= 0 {
			return true
		}
	}
	return false
}

func (m *marked) addLength(n int) {
	switch {
	case n <= 6:
		m.add(markLength1+mark(n-1), true)
	case n <= 9:
		m.add(markLong, true)
	default:
		m.add(markVeryLong, true)
	}
}

func (m *marked) addShape(c candidate, g *growth, first traits) {
	latin := g.latin == g.words && first.has(traitLatin)
	m.add(markCapitals, g.lowers == 0)
	m.add(markAllLatin, latin)
	m.add(markAllShouted, g.shouted == g.words)
	m.add(markLowers, g.lowers > 0)
	if c.quoted {
		m.add(markQuotedLowers, g.lowers > 0)
		m.add(markQuotedLatin, latin)
		m.add(markQuotedHead, g.heads > 0)
		m.add(markQuotedOne, g.words == 1)
	}
}

func (m *marked) addHeads(ln *line, c candidate, g *growth, first traits) {
	switch {
	case g.heads == 0:
		m.add(markNoHead, true)
	case g.headFirst:
		m.add(markHeadFirst, true)
		m.add(markHeadFirstLower, first.has(traitLower))
		m.add(markHeadFirstLatin, first.has(traitLower) && ln.trait(min(c.from+1, c.to-1)).has(traitLatin))
	case ln.trait(c.to - 1).has(traitHead):
		m.add(markHeadLast, true)
	default:
		m.add(markHeadInside, true)
	}
	m.add(markListOfOneHead, g.headFirst && g.heads == 1 && g.joins > 1)
	m.add(markCutOff, g.headFirst && g.complements > 0 && ln.goesOn(c.to))
	m.add(markHeads, g.heads > 1)
	m.add(markHeadsJoined, g.heads > 1 && g.joins > 0)
	m.add(markJoins, g.joins > 0)
	m.add(markJoinsBare, g.joins > 0 && g.complements == 0)
}

func (m *marked) addPerson(ln *line, c candidate, g *growth, first, last traits) {
	behind := ln.trait(c.to + 1)
	m.add(markRoleBehind, ln.trait(c.to).has(traitComma) && (behind.has(traitRole) || behind.has(traitPronoun)))
	m.add(markGivenTwice, g.given > 1)
	m.add(markGivenOfTwo, first.has(traitGiven) && g.words == 2)
	m.add(markGivenSurname, first.has(traitGiven) && last.has(traitSurname) && g.words > 1)
	m.add(markRoleSurname, last.has(traitSurname) && ln.trait(c.from-1).has(traitRole) && g.words > 1)
}

// addUse marks how often the text has the name's words, and abbreviations that it introduces.
func (m *marked) addUse(ln *line, c candidate, g *growth, u *usage, first string) {
	switch {
	case g.least == 2:
		m.add(markTwice, true)
	case g.least > 2 && g.least < never:
		m.add(markOften, true)
	default:
		m.add(markOnce, true)
	}
	if g.words == 1 && u.short[first] {
		here := ln.trait(c.from-1).has(traitBracket) && ln.trait(c.to).has(traitBracketEnd)
		m.add(markShortHere, here)
		m.add(markShort, !here)
	}
}

// knownAs are the marks of names known to all.
var knownAs = map[languages.Sort]mark{
	languages.Organisation: markKnownBody, languages.Programme: markKnownProgramme, languages.Project: markKnownProject,
	languages.Event: markKnownEvent, languages.Outlet: markKnownOutlet, languages.Product: markKnownOther,
	languages.Award: markKnownOther, languages.Policy: markKnownOther,
}

// addKnown marks a name known to all, and names in one or around one.
func (m *marked) addKnown(s span, known []acquaintance) {
	for _, k := range known {
		switch {
		case !k.overlaps(s):
		case k.span == s:
			m.add(knownAs[k.sort], true)
		case k.from <= s.from && s.to <= k.to:
			m.add(markInsideKnown, true)
		case s.from <= k.from && k.to <= s.to:
			m.add(markHoldsKnownBody, k.sort == languages.Organisation)
			m.add(markHoldsKnown, k.sort != languages.Organisation)
		}
	}
}

// goesOn tells whether a comma or "and" stands at the token, and behind it a capitalised word that begins no other name
// that is known.
func (ln *line) goesOn(i int) bool {
	const others = traits(1<<traitHead | 1<<traitCity | 1<<traitTown | 1<<traitGiven | 1<<traitCountry | 1<<traitBody | 1<<traitTitle)
	next := ln.trait(i + 1)
	return ln.separator(i) != separatorNone && next.has(traitCapital) && next&others == 0
}
