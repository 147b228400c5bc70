package extract

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// complementEnd reads what depends on the head: "на туризма", "за устойчиво развитие и иновации", "цифрової трансформації".
func (n naming) complementEnd(i int, gender string) int {
	if i >= len(n.tokens) || !n.follows(i) {
		return i
	}
	t := n.tokens[i]
	if n.l.fromWords[t.fold] && i+1 < len(n.tokens) && n.tokens[i+1].capital() {
		return i // "Інститут … із Варшави"
	}
	if n.l.named[t.fold] && (i+1 >= len(n.tokens) || !n.tokens[i+1].capital()) {
		return i
	}
	switch {
	case t.text == "," && !n.l.Organisations.Titled && n.plainJoinAhead(i+1):
		if end := n.phraseEnd(i+1, true); end > i+1 {
			return end
		}
	case i+1 < len(n.tokens) && n.l.complements[t.fold+" "+n.tokens[i+1].fold]:
		if end := n.phraseEnd(i+2, true); end > i+2 {
			return end
		}
	case n.l.Language == "ro" && !t.capital() && i+1 < len(n.tokens) && n.plainWord(t, i) && n.follows(i+1) && n.isPlace(i+1):
		return n.placeEnd(i + 1) // "Spitalul raional Edineț"
	case n.l.complements[t.fold]:
		if end := n.phraseEnd(i+1, true); end > i+1 {
			return end
		}
	case len(n.l.Organisations.Genitive) > 0 && !t.capital() && n.genitive(t) && !n.agrees(t, gender):
		return n.phraseEnd(i, false)
	case n.l.joins[t.fold] && !n.l.Organisations.Titled && !n.tokens[i-1].capital() && i+1 < len(n.tokens) && n.continues(i+1):
		if end := n.phraseEnd(i+1, true); end > i+1 {
			return end
		}
	}
	return i
}

// agrees tells whether the word may be said of a feminine head rather than depend on it: "рада готова …".
func (n naming) agrees(t token, gender string) bool {
	return gender == "f" && strings.HasSuffix(t.fold, "а") && n.adjectival(t)
}

// phraseEnd reads adjectives and their noun, and what "and" adds to them.
func (n naming) phraseEnd(i int, behindPreposition bool) int {
	at := i
	for at < len(n.tokens) && n.l.articles[n.tokens[at].fold] {
		at++
	}
	if _, isHead := n.l.head(n.tokens[min(at, len(n.tokens)-1)].fold); isHead && n.l.Language == "de" {
		if end := n.properEnd(at + 1); end > at+1 { // "der Stadt Wien"
			return end
		}
	}
	if end := n.properEnd(at); end > at {
		last := n.tokens[end-1]
		more := n.adjectival(last) || last.shouted() && n.l.notNames[last.fold]
		if !capitalsTell(n.l) || !more || end >= len(n.tokens) || !n.plainWord(n.tokens[end], end) {
			return n.enumerated(end)
		}
		at = end // "за Източно партньорство", "на ИКТ компаниите"
	}
	if n.l.Organisations.Titled && n.l.Language != "ro" {
		return i
	}
	for steps := 0; at < len(n.tokens) && n.tokens[at].sentence == n.tokens[i].sentence && steps < 6; steps++ {
		t := n.tokens[at]
		afterAdjective := at > i && n.adjectival(n.tokens[at-1])
		noun := afterAdjective && t.kind == word && !t.capital() && !n.l.words[t.fold] && (!n.verbal(t) || strings.HasSuffix(t.fold, "в"))
		if !noun && (!n.plainWord(t, at) || !behindPreposition && !n.genitive(t)) {
			return at
		}
		at++
		if !n.adjectival(t) || at >= len(n.tokens) || n.tokens[at].kind != word || n.l.words[n.tokens[at].fold] {
			break
		}
	}
	if at < len(n.tokens) && n.l.joins[n.tokens[at].fold] && n.continues(at+1) {
		return n.phraseEnd(at+1, behindPreposition)
	}
	return at
}

// enumerated reads on over "Wirtschaft, Arbeit und Wohnungsbau".
func (n naming) enumerated(at int) int {
	if !n.l.Organisations.Titled {
		return at
	}
	for at+1 < len(n.tokens) {
		joint := n.tokens[at]
		if joint.text != "," && !n.l.joins[joint.fold] || !n.tokens[at+1].capital() || n.tokens[at+1].sentence != joint.sentence {
			return at
		}
		if n.x.isLargePlace(n.document, n.l, span{at + 1, at + 2}) || n.facts.inPerson(span{at + 1, at + 2}) || n.headAhead(at+1) || joint.text == "," && !n.joinAhead(at+1) {
			return at
		}
		end := n.properEnd(at + 1)
		if end == at+1 {
			return at
		}
		at = end
	}
	return at
}

// joinAhead tells whether an enumeration goes on to an "and".
func (n naming) joinAhead(i int) bool {
	for at := i; at < len(n.tokens) && at < i+6; at++ {
		if n.l.joins[n.tokens[at].fold] {
			return at+1 < len(n.tokens) && n.tokens[at+1].capital() && !n.headAhead(at+1)
		}
		if n.tokens[at].kind == word && !n.tokens[at].capital() {
			return false
		}
	}
	return false
}

// plainJoinAhead tells whether a comma goes on to "… и …" inside a name: "на науката, иновациите и растежа".
func (n naming) plainJoinAhead(i int) bool {
	for at := i; at < len(n.tokens) && at < i+4; at++ {
		if at > i && n.l.joins[n.tokens[at].fold] {
			return n.continues(at + 1)
		}
		if _, isHead := n.l.head(n.tokens[at].fold); isHead || !n.plainWord(n.tokens[at], at) {
			return false
		}
	}
	return false
}

// headAhead tells whether another organisation's name begins at the token.
func (n naming) headAhead(i int) bool {
	for at := i; at < len(n.tokens) && at < i+5; at++ {
		t := n.tokens[at]
		if t.kind != word || !t.capital() && at > i && !n.adjectival(t) {
			return false
		}
		if h, ok := n.l.head(t.fold); ok && !n.l.mild[h.base] {
			return true
		}
	}
	return false
}

// continues tells whether the words behind an "and" still belong to the name.
func (n naming) continues(i int) bool {
	if i >= len(n.tokens) {
		return false
	}
	t := n.tokens[i]
	if !n.plainWord(t, i) || len(n.l.Organisations.Genitive) > 0 && !n.genitive(t) {
		return false
	}
	if i+1 < len(n.tokens) && n.tokens[i+1].opens() && n.tokens[i+1].quotes() {
		return false
	}
	return !n.headAhead(i) || !n.placeAdjective(i)
}

// plainWord tells whether the word may be a noun or adjective inside a name.
func (n naming) plainWord(t token, i int) bool {
	if t.kind != word || t.capital() || n.l.words[t.fold] || utf8.RuneCountInString(t.fold) < 3 {
		return false
	}
	return !n.verbal(t) && !n.facts.hits(listSpeech, span{i, i + 1})
}

func (n naming) verbal(t token) bool {
	return slices.ContainsFunc(n.l.Organisations.Verbs, func(ending string) bool {
		return strings.HasSuffix(t.fold, ending) && len(t.fold) > len(ending)+2
	})
}

func (n naming) genitive(t token) bool {
	return !n.l.words[t.fold] && !n.verbal(t) && slices.ContainsFunc(n.l.Organisations.Genitive, func(ending string) bool {
		return strings.HasSuffix(t.fold, ending)
	})
}
