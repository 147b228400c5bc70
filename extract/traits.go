package extract

import (
	"math/bits"
	"unicode/utf8"
)

// trait is a property of a token that tells something of a name in which it stands, or beside which it stands. A token
// has any number of them.
type trait uint8

const (
	traitCapital trait = iota
	traitLower
	traitShouted
	traitMixed
	traitLatin // in a text that is not in Latin letters
	traitInitial
	traitNumber
	traitYear
	traitOpening // the first token of its sentence
	traitOpens
	traitCloses
	traitComma
	traitDash
	traitColon
	traitStop
	traitBracket
	traitBracketEnd
	traitSlash
	traitSign
	traitEdge // what lies beyond the sentence
	traitFrequent
	traitGiven
	traitSurname
	traitTitle
	traitRole
	traitRoles // of several persons
	traitSpeech
	traitPronoun
	traitHead
	traitBareHead
	traitBody
	traitPart
	traitNotBody
	traitHonour
	traitTrigger
	traitProgramme
	traitEvent
	traitBuilding
	traitCity
	traitTown // a smaller place, or a rarer name of one
	traitCityAdjective
	traitCountry
	traitRegion
	traitTownWord
	traitAdjective
	traitGenitive
	traitVerbal
	traitComplement
	traitJoin
	traitArticle
	traitFrom
	traitAgent
	traitParticle
	traitOutlet
	traitDate
	traitNotName
	traitNotLatin
	traitBefore
	traitPartners
	traitTopic
	traitPlainCapital // a capitalised word that nothing is known of
	traitPlainLower
	traitCapitalHead
	traitAddress
	traitCount
)

// traitNames are what the weights call the traits.
var traitNames = [traitCount]string{
	"capital", "lower", "shouted", "mixed", "latin", "initial", "number", "year", "opening", "opens", "closes", "comma",
	"dash", "colon", "stop", "bracket", "bracketend", "slash", "sign", "edge", "frequent", "given", "surname", "title",
	"role", "roles", "speech", "pronoun", "head", "barehead", "body", "part", "notbody", "honour", "trigger", "programme",
	"event", "building", "city", "town", "cityadjective", "country", "region", "townword", "adjective", "genitive",
	"verbal", "complement", "join", "article", "from", "agent", "particle", "outlet", "date", "notname", "notlatin",
	"before", "partners", "topic", "plaincapital", "plainlower", "capitalhead", "address",
}

// traits is a set of traits.
type traits uint64

func (t traits) has(x trait) bool { return t&(1<<x) != 0 }

func (t *traits) set(x trait, when bool) {
	if when {
		*t |= 1 << x
	}
}

// each calls visit for every trait of the set.
func (t traits) each(visit func(trait)) {
	for t != 0 {
		visit(trait(bits.TrailingZeros64(uint64(t))))
		t &= t - 1
	}
}

const edge = traits(1 << traitEdge)

// readTraits is the step that finds the traits of all tokens.
func (x *Extractor) readTraits(d *document, l *lexicon, f *facts) []traits {
	all := make([]traits, len(d.tokens))
	for i, t := range d.tokens {
		if w := d.words[i]; w != nil {
			all[i] = w.traits
		} else {
			all[i] = l.traits(t)
		}
		all[i].set(traitOpening, d.sentences[t.sentence].from == i)
	}
	for list, of := range listTraits {
		for _, h := range f.of(list) {
			for i := h.from; i < h.to; i++ {
				all[i].set(of, true)
			}
		}
	}
	for _, h := range f.of(listRole) {
		all[h.to-1].set(traitRoles, l.plural(d.tokens[h.to-1].fold))
	}
	l.nameTraits(d, all)
	x.placeTraits(d, l, all)
	for i := range all {
		all[i].markPlain()
	}
	return all
}

// listTraits are the traits that the lexicon's lists give.
var listTraits = map[list]trait{
	listRole: traitRole, listSpeech: traitSpeech, listTrigger: traitTrigger, listProgramme: traitProgramme,
	listEvent: traitEvent, listNotPlace: traitBuilding, listCountry: traitCountry, listRegion: traitRegion,
	listTown: traitTownWord, listBody: traitBody, listCityBody: traitBody, listNotBody: traitNotBody,
	listOutlet: traitOutlet, listAgent: traitAgent, listCooperation: traitPartners, listTopic: traitTopic,
}

func (x *Extractor) placeTraits(d *document, l *lexicon, all []traits) {
	const large = 20_000 // inhabitants
	for i := 0; i < len(d.tokens); i++ {
		s := x.siteAt(d, l, i)
		if s == nil {
			continue
		}
		of := traitTown
		switch {
		case s.how == adjectival:
			of = traitCityAdjective
		case usualAmong(&s.naming, large):
			of = traitCity
		}
		for at := s.from; at < s.to; at++ {
			all[at].set(of, true)
		}
		i = s.to - 1
	}
}

// telling are the traits that say what a word is.
const telling = traits(1<<traitFrequent | 1<<traitGiven | 1<<traitRole | 1<<traitHead | 1<<traitCity | 1<<traitCountry | 1<<traitTrigger |
	1<<traitProgramme | 1<<traitPart | 1<<traitBody | 1<<traitDate | 1<<traitNotName | 1<<traitSpeech | 1<<traitTitle |
	1<<traitEvent | 1<<traitCityAdjective)

func (t *traits) markPlain() {
	if *t&telling != 0 {
		return
	}
	t.set(traitPlainCapital, t.has(traitCapital))
	t.set(traitPlainLower, t.has(traitLower) && !t.has(traitAdjective) && !t.has(traitComplement))
}

// traits are those that the token has by itself.
func (l *lexicon) traits(t token) traits {
	var v traits
	switch t.kind {
	case sign:
		return signTraits(t)
	case number:
		v.set(traitNumber, true)
		v.set(traitYear, len(t.text) == 4 && plausibleYear(atoi(t.text)))
	case address:
		v.set(traitAddress, true)
	case word:
		v.setShape(t)
		l.setVocabulary(&v, t)
		l.setGrammar(&v, t)
	}
	return v
}

func (t *traits) setShape(w token) {
	t.set(traitCapital, w.capital())
	t.set(traitLower, !w.capital())
	t.set(traitShouted, w.shouted())
	t.set(traitMixed, w.mixed())
	t.set(traitInitial, w.capital() && utf8.RuneCountInString(w.text) == 1)
}

func (l *lexicon) setVocabulary(v *traits, t token) {
	*v |= l.listed[t.fold]
	v.set(traitLatin, l.Cyrillic && t.latin())
	v.set(traitDate, l.month(t.fold) > 0 || l.weekdays[t.fold] > 0)
	if t.capital() {
		v.set(traitGiven, l.isGiven(t.fold))
		v.set(traitSurname, l.surname(t.fold))
	}
	if h, ok := l.head(t.fold); ok {
		v.set(traitHead, true)
		v.set(traitCapitalHead, t.capital())
		v.set(traitBareHead, l.bare[h.base])
	}
}

// listWords gathers the traits that words have for being in one of the lexicon's sets, so that one look-up finds all.
func (l *lexicon) listWords() {
	l.listed = map[string]traits{}
	for of, words := range map[trait][]map[string]bool{
		traitFrequent: {l.words}, traitNotName: {l.notNames}, traitNotLatin: {l.notLatin}, traitTitle: {l.titles},
		traitPronoun: {l.pronouns}, traitFrom: {l.fromWords}, traitHonour: {l.honours}, traitBefore: {l.before},
		traitParticle: {nameParticles, latinLinks}, traitPart: {l.parts}, traitComplement: {l.complements},
		traitJoin: {l.joins}, traitArticle: {l.articles},
	} {
		for _, set := range words {
			for w := range set {
				l.listed[w] |= 1 << of
			}
		}
	}
}

func (l *lexicon) setGrammar(v *traits, t token) {
	v.set(traitAdjective, l.adjectival(t.fold))
	if !t.capital() {
		v.set(traitGenitive, l.genitive(t.fold))
		v.set(traitVerbal, l.verbal(t.fold))
	}
}

func signTraits(t token) traits {
	switch {
	case t.isOneOf("(["):
		return 1 << traitBracket
	case t.isOneOf(")]"):
		return 1 << traitBracketEnd
	case t.text == ",":
		return 1 << traitComma
	case isDash(t.text):
		return 1 << traitDash
	case t.text == ":":
		return 1 << traitColon
	case t.isOneOf(".!?…;"):
		return 1 << traitStop
	case t.text == "/":
		return 1 << traitSlash
	case t.quotes():
		var v traits
		v.set(traitOpens, t.opens())
		v.set(traitCloses, t.text != "„" && t.text != "«")
		return v
	}
	return 1 << traitSign
}

// class is the one trait by which a token is known to the words beside it.
type class uint8

// classes lists the traits that make a class, the most telling first; the last class is that of all other tokens.
var classes = [...]trait{
	traitEdge, traitOpens, traitCloses, traitComma, traitDash, traitColon, traitStop, traitBracket, traitBracketEnd,
	traitSlash, traitSign, traitNumber, traitTitle, traitBody, traitCapitalHead, traitHead, traitProgramme, traitTrigger,
	traitEvent, traitRole, traitGiven, traitCountry, traitCity, traitCityAdjective, traitPart, traitComplement, traitJoin,
	traitFrequent, traitSpeech, traitShouted, traitPlainCapital, traitCapital, traitAdjective,
}

const classCount = class(len(classes) + 1)

func (t traits) class() class {
	for i, c := range classes {
		if t.has(c) {
			return class(i)
		}
	}
	return classCount - 1
}

// name is what the weights call the class.
func (c class) name() string {
	if int(c) < len(classes) {
		return traitNames[classes[c]]
	}
	return "other"
}
