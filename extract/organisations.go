package extract

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// body is a mention of an organisation.
type body struct {
	span
	name string // base form
	why  string
}

// naming builds names out of the words around their head.
type naming struct {
	*document
	x     *Extractor
	l     *lexicon
	facts *facts
}

// organise is the step that finds organisations: those known to all, those built around a head such as "agency", and
// names in Latin letters that hold a word such as "Cluster".
func (n naming) organise() []body {
	bodies := n.knownBodies()
	for i, t := range n.tokens {
		if t.kind != word || n.sentences[t.sentence].noise != "" || taken(bodies, i) || n.l.Organisations.Titled && !t.capital() {
			continue
		}
		h, ok := n.l.head(t.fold)
		if !ok || n.facts.hits(listNotBody, span{i, i + 1}) {
			continue
		}
		if b, ok := n.around(i, h); ok && !n.facts.hits(listOutlet, b.span) {
			bodies = append(bodies, b)
		}
	}
	bodies = append(bodies, n.acronymBodies(bodies)...)
	bodies = append(bodies, n.latinBodies(bodies)...)
	slices.SortStableFunc(bodies, func(a, b body) int { return a.from - b.from })
	return slices.DeleteFunc(bodies, func(b body) bool { return n.shortFor(b, bodies) })
}

// shortFor tells whether the name is but a way to speak of another body of the text: "the German institute".
func (n naming) shortFor(b body, bodies []body) bool {
	words := strings.Fields(fold(b.name))
	if len(words) != 2 || !n.facts.hits(listCountry, span{b.from, b.from + 1}) {
		return false
	}
	return slices.ContainsFunc(bodies, func(o body) bool {
		longer := strings.Fields(fold(o.name))
		return len(longer) > 2 && slices.ContainsFunc(longer, func(w string) bool { return sameStem(w, words[1]) })
	})
}

// acronymBodies finds abbreviations before a quoted name: "ЕЦИХ „Тракия“", "ПГ „Христо Ботев“".
func (n naming) acronymBodies(known []body) []body {
	var bodies []body
	for i, t := range n.tokens {
		if t.latin() && n.townBehind(i) && !taken(known, i) {
			s := span{i, n.placeEnd(i + 1)}
			bodies = append(bodies, body{s, n.plain(s), "an abbreviation with its town"})
			continue
		}
		if !t.shouted() || t.latin() || utf8.RuneCountInString(t.text) > 6 || n.l.notNames[t.fold] || taken(known, i) {
			continue
		}
		if q := n.quoted(i + 1); !q.empty() && n.tokens[q.from].capital() && !n.facts.hits(listNotBody, span{i, i + 1}) {
			bodies = append(bodies, body{span{i, q.to + 1}, n.plain(span{i, q.to}), "an abbreviation before a quoted name"})
		} else if i+2 < len(n.tokens) && isDash(n.tokens[i+1].text) && n.tokens[i+2].sentence == t.sentence && n.isPlace(i+2) {
			s := span{i, n.placeEnd(i + 2)}
			bodies = append(bodies, body{s, n.plain(s), "an abbreviation with its town"})
		}
	}
	return append(bodies, n.employers(known)...)
}

// townBehind tells whether the token is an abbreviation and a town follows: "TU Graz", "HTWG Konstanz".
func (n naming) townBehind(i int) bool {
	t := n.tokens[i]
	if !n.l.Organisations.Titled || !t.shouted() || len(t.text) > 6 || n.l.notLatin[t.fold] || n.l.words[t.fold] && n.l.Language != "de" {
		return false
	}
	if n.facts.inProjectName(n.document, span{i, i + 1}) || n.dateline.holds(i) {
		return false
	}
	return i+1 < len(n.tokens) && n.follows(i+1) && !n.tokens[i+1].shouted() && n.isPlace(i+1)
}

// employers finds quoted names behind "from": "двама инженери от „Искра“".
func (n naming) employers(known []body) []body {
	var bodies []body
	for i, t := range n.tokens {
		if !n.l.fromWords[t.fold] || n.sentences[t.sentence].noise != "" {
			continue
		}
		q := n.quoted(i + 1)
		if !q.empty() && q.to-q.from <= 4 && n.tokens[q.from].capital() && !taken(known, q.from) && !n.facts.inProjectName(n.document, q) {
			bodies = append(bodies, body{q, n.plain(q), "quoted behind " + t.text})
		}
	}
	return bodies
}

func taken(bodies []body, token int) bool {
	return slices.ContainsFunc(bodies, func(b body) bool { return b.holds(token) })
}

func (n naming) knownBodies() []body {
	var bodies []body
	for _, h := range n.facts.of(listBody) {
		if !n.tokens[h.from].capital() {
			continue
		}
		name := h.value
		if name == "" {
			name = n.between(h.span)
		}
		bodies = append(bodies, body{h.span, name, "known to all"})
	}
	for _, h := range n.facts.of(listCityBody) {
		if n.tokens[h.from].capital() {
			bodies = append(bodies, body{h.span, n.basePhrase(h.span), "stands for its city"})
		}
	}
	return bodies
}
