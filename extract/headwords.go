package extract

import (
	"strings"
)

// proper tells whether the phrase is a name rather than "the local administration".
func (n naming) proper(s span, at int, h head) bool {
	initial := s.from == n.sentences[n.tokens[s.from].sentence].from
	longer := s.to-s.from > 1
	named := false // something beside the head is a name itself
	for i := s.from; i < s.to; i++ {
		t := n.tokens[i]
		named = named || t.quotes() || i > at && t.capital() || i < at && n.placeAdjective(i) ||
			i == at && n.l.Language == "de" && n.placeCompound(t)
	}
	if !n.tokens[s.from].capital() {
		return named && n.isPlace(s.to-1) && !n.l.Organisations.Titled
	}
	if n.l.bare[h.base] && (s.to == at+1 && at-s.from < 2 || n.l.Language == "de" && s.from == at && !n.tokens[at+1].capital()) {
		return false
	}
	if n.l.Language == "de" {
		return named || s.from < at && !initial
	}
	full := n.l.Organisations.Titled && at-s.from >= 2 // "Lisbon Science Park" at the start of a sentence
	return named || longer && !initial || s.to > at+2 || full
}

// placeCompound tells whether a German compound names its place: "Rhein-Neckar-Kreis".
func (n naming) placeCompound(t token) bool {
	first, rest, ok := strings.Cut(t.text, "-")
	return ok && rest != "" && firstRune(rest) != firstRune(fold(rest)) && first != ""
}

// placeAdjective tells whether the word is an adjective made of a place or a country.
func (n naming) placeAdjective(i int) bool {
	if n.facts.hits(listCountry, span{i, i + 1}) {
		return true
	}
	_, ok := n.x.siteAt(n.document, n.l, i)
	return ok
}

// plain is the text of the span without quotation marks and brackets.
func (n naming) plain(s span) string {
	text := n.between(s)
	if at := strings.IndexByte(text, '('); at > 0 {
		text = text[:at]
	}
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if strings.ContainsRune("„“”«»\"", r) {
			return -1
		}
		return r
	}, text))
}

// baseName brings the words up to the head into the nominative and leaves those behind as they are.
func (n naming) baseName(s span, at int, h head) string {
	words := make([]string, 0, at-s.from+1)
	for i := s.from; i < at; i++ {
		words = append(words, n.baseAdjective(n.tokens[i], h.gender))
	}
	words = append(words, matchShape(h.base, n.tokens[at].text))
	name := capitalise(strings.Join(words, " "))
	if s.to == at+1 {
		return name
	}
	gap := n.text[n.tokens[at].end:n.tokens[at+1].start]
	return strings.TrimSpace(name + gap + n.plain(span{at + 1, s.to}))
}

// matchShape writes the headword with the capitals of the text; a compound or plural stays as it stands.
func matchShape(base, text string) string {
	switch {
	case strings.ToUpper(text) == text, !strings.HasPrefix(fold(text), fold(base)[:min(3, len(base))]):
		return text // a compound's head is only its end
	case firstRune(text) != firstRune(fold(text)):
		return capitalise(base)
	}
	return base
}

func (n naming) baseAdjective(t token, gender string) string {
	if !n.adjectival(t) {
		return t.text
	}
	for _, f := range n.l.base[gender].forms(t.fold) {
		return matchCase(f, t.text)
	}
	return t.text
}

// basePhrase brings an adjective and its noun into the nominative: "Столичната община".
func (n naming) basePhrase(s span) string {
	for i := s.from; i < s.to; i++ {
		if h, ok := n.l.head(n.tokens[i].fold); ok {
			return n.baseName(s, i, h)
		}
	}
	return n.plain(s)
}
