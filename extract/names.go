package extract

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// around builds the name of which the token is the head.
func (n naming) around(i int, h head) (body, bool) {
	whole := span{n.leftEnd(i), i + 1}
	if run := n.foreignName(i); !run.empty() {
		return body{run, n.plain(run), "a name in English"}, true
	}
	end, inner := n.rightEnd(i, h, n.tokens[whole.from].capital())
	if !inner.empty() && n.facts.hits(listProgramme, inner) {
		return body{}, false // "the office of Horizon Europe"
	}
	if !inner.empty() && n.generic(whole, i) {
		return body{span{i, end}, n.plain(inner), "named behind " + h.base}, true
	}
	whole.to = end
	if !n.proper(whole, i, h) {
		return body{}, false
	}
	return body{whole, n.baseName(whole, i, h), "built around " + h.base}, true
}

// generic tells whether the words up to the head only say what sort of body it is: "сдружение", "Verein".
func (n naming) generic(whole span, i int) bool {
	first := n.tokens[whole.from]
	if !first.capital() {
		return true
	}
	initial := whole.from == n.sentences[first.sentence].from
	own := i+1 < len(n.tokens) && !n.tokens[i+1].opens()
	return own && whole.from == i && (initial && !n.l.Organisations.Titled || n.l.Language == "de" && n.tokens[i+1].mixed())
}

// foreignName is the English name that begins at a head which is an English word as well: "Center for Excellence".
func (n naming) foreignName(i int) span {
	if n.l.Language == "en" || i+1 >= len(n.tokens) || n.tokens[i+1].fold != "for" && n.tokens[i+1].fold != "of" {
		return span{}
	}
	return n.latinRun(i, nil)
}

// leftEnd is where the name begins: at the leftmost capitalised adjective (in English: word) before its head.
func (n naming) leftEnd(i int) int {
	from := i
	if n.l.Language == "de" && i > 2 && n.l.joins[n.tokens[i-1].fold] && n.tokens[i-2].text == "-" && n.tokens[i-3].capital() {
		return i - 3 // "Industrie- und Handelskammer"
	}
	for at := i - 1; at >= 0 && i-at <= 6 && n.follows(at+1); at-- {
		t := n.tokens[at]
		if !n.mayPrecede(t, at, i) {
			break
		}
		if t.capital() && (n.tokens[i].capital() || !t.shouted() || !n.l.notNames[t.fold]) {
			from = at
		}
	}
	return from
}

func (n naming) mayPrecede(t token, at, head int) bool {
	adjective := capitalsTell(n.l) && n.l.longAdjective(t.fold)
	role := !adjective && n.facts.hits(listRole, span{at, at + 1})
	if t.kind != word || n.facts.inPerson(span{at, at + 1}) || role || n.l.titles[t.fold] {
		return false
	}
	switch n.l.Language {
	case "en":
		return t.capital() && (!n.l.words[t.fold] || t.shouted()) || nameParticles[t.fold]
	case "ro":
		return false
	case "de":
		return t.capital() && !n.l.words[t.fold] && (n.adjectival(t) || at == head-1 && n.isPlace(at))
	}
	initial := at == n.sentences[t.sentence].from
	named := t.capital() && !initial && (n.tokens[head].capital() || at == head-1 && !n.isPlace(at))
	return (n.adjectival(t) || named) && !n.l.words[t.fold] || t.latin() && t.shouted()
}

func (n naming) adjectival(t token) bool { return n.l.adjectival(t.fold) }

// adjectival tells whether the word looks like an adjective.
func (l *lexicon) adjectival(word string) bool {
	return slices.ContainsFunc(l.Organisations.Adjectives, func(ending string) bool {
		return strings.HasSuffix(word, ending) && (len(word) > len(ending)+3 || word == ending)
	})
}

// longAdjective tells whether the word ends like an adjective and not like a woman's name.
func (l *lexicon) longAdjective(word string) bool {
	return slices.ContainsFunc(l.Organisations.Adjectives, func(ending string) bool {
		return utf8.RuneCountInString(ending) >= 3 && strings.HasSuffix(word, ending) && len(word) > len(ending)+3
	})
}

// rightEnd is where the name ends that has its head at i, and the quoted or Latin name that it ends with.
func (n naming) rightEnd(i int, h head, capital bool) (end int, inner span) {
	at := i + 1
	for at < len(n.tokens) && n.tokens[at].sentence == n.tokens[i].sentence && at-i < 24 {
		if quoted := n.quoted(at); !quoted.empty() {
			return n.placeBehind(quoted.to + 1), quoted
		}
		next := n.properEnd(at)
		if n.l.honours[n.tokens[at].fold] && capital {
			return n.honoured(at + 1), span{}
		}
		if next > at && n.l.Language == "ro" && at+1 < len(n.tokens) && next+1 < len(n.tokens) && n.genitive(n.tokens[next+1]) {
			next = n.enumerated(next)
		}
		if next > at && at == i+1 && n.ownName(at) {
			inner = span{at, next}
		}
		if next == at && capital {
			next = n.complementEnd(at, h.gender)
		}
		if next == at {
			break
		}
		at = next
	}
	return at, inner
}

// honoured reads on over "імені Лесі Українки", a person's name though it is.
func (n naming) honoured(i int) int {
	if i < len(n.tokens) && n.tokens[i].text == "." {
		i++
	}
	for i < len(n.tokens) && n.follows(i) && (n.tokens[i].capital() || n.tokens[i].text == ".") {
		i++
	}
	return i
}

// placeBehind reads the town that follows a quoted name: "„Aleko“ – Ruse", "„Lucian Blaga” din Sibiu".
func (n naming) placeBehind(i int) int {
	if i+1 >= len(n.tokens) || n.tokens[i+1].sentence != n.tokens[i].sentence || !n.isPlace(i+1) {
		return i
	}
	if isDash(n.tokens[i].text) || n.l.named[n.tokens[i].fold] && n.l.Language == "ro" {
		return n.placeEnd(i + 1)
	}
	return i
}

// ownName tells whether the word needs no head beside it: "GATE", "Google", "АНАТОЛИКИ".
func (n naming) ownName(i int) bool {
	t := n.tokens[i]
	if n.l.Organisations.Titled {
		return t.mixed()
	}
	return t.latin() || t.shouted()
}

// quoted is what stands in quotation marks that open at the token.
func (d *document) quoted(i int) span {
	if i >= len(d.tokens) || !d.tokens[i].opens() || d.tokens[i].isOneOf("([") {
		return span{}
	}
	for at := i + 1; at < len(d.tokens) && at-i < 20; at++ {
		t := d.tokens[at]
		if t.sentence != d.tokens[i].sentence && t.sentence != d.tokens[i].sentence+1 {
			break
		}
		if t.quotes() && t.text != "„" && at > i+1 {
			return span{i + 1, at}
		}
	}
	return span{}
}

// properEnd reads capitalised words behind the head, a town behind a dash among them.
func (n naming) properEnd(i int) int {
	at := i
	for at < len(n.tokens) && n.follows(at) {
		t := n.tokens[at]
		slash := t.text == "/" && at > i && n.tokens[at-1].end == t.start
		if (isDash(t.text) || slash) && at+1 < len(n.tokens) && n.isPlace(at+1) && n.tokens[at].sentence == n.tokens[i].sentence {
			return n.placeEnd(at + 1)
		}
		if nameParticles[t.fold] && at > i && at+1 < len(n.tokens) && n.tokens[at+1].capital() && !n.l.complements[t.fold] && !n.l.articles[t.fold] {
			at++ // "Молет дел Валес"
			continue
		}
		if s, ok := n.x.siteAt(n.document, n.l, at); ok && s.to > at+1 && t.capital() && s.how != "adjective" {
			at = s.to // "Крива паланка"
			continue
		}
		if !t.capital() || n.facts.inPerson(span{at, at + 1}) || n.l.titles[t.fold] || n.facts.hits(listRole, span{at, at + 1}) {
			break
		}
		if _, isHead := n.l.head(t.fold); isHead && n.l.Language == "de" {
			break
		}
		at++
	}
	return at
}

func (n naming) isPlace(i int) bool {
	_, ok := n.x.siteAt(n.document, n.l, i)
	return ok && n.tokens[i].capital()
}

func (n naming) placeEnd(i int) int {
	s, _ := n.x.siteAt(n.document, n.l, i)
	return s.to
}
