package extract

import (
	"slices"
	"strings"
)

// body is a mention of an organisation.
type body struct {
	span
	name string // base form
	why  string
}

// project is a mention of a named project or programme.
type project struct {
	span
	name string
	why  string
}

var latinLinks = set("of", "for", "and", "the", "de", "di", "del", "la", "for", "&", "in", "für", "und", "der", "des", "di", "y", "e", "i", "et")

// bodyName brings an organisation's name into base form: as the lexicon has it, or with its head and the adjectives
// before it in the nominative.
func (r *reading) bodyName(s span) string {
	if name := r.knownName(listBody, s); name != "" {
		return name
	}
	for i := s.from; i < s.to; i++ {
		if r.tokens[i].quotes() {
			break
		}
		if h, ok := r.lexicon.head(r.tokens[i].fold); ok {
			return r.baseName(s, i, h)
		}
	}
	return r.plain(s)
}

// projectName is a project's or programme's name as the lexicon has it, or as the text does.
func (r *reading) projectName(s span) string {
	if name := r.knownName(listProgramme, s); name != "" {
		return name
	}
	return r.plain(s)
}

// knownName is the headword of a name known to all, or what the list says is the name of what stands in the span; "" where
// neither tells.
func (r *reading) knownName(l list, s span) string {
	for _, k := range r.facts.known {
		if k.span == s {
			return k.name
		}
	}
	for _, h := range r.facts.of(l) {
		if h.span == s && h.value != "" {
			return h.value
		}
	}
	return ""
}

// plain is the text of the span without quotation marks and brackets.
func (d *document) plain(s span) string { return plain(d.between(s)) }

func plain(text string) string {
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

// baseName brings the words up to the head into the nominative and leaves all else as it stands, but for quotation marks
// behind the head.
func (r *reading) baseName(s span, at int, h head) string {
	var b strings.Builder
	for i := s.from; i <= at; i++ {
		if i > s.from {
			b.WriteString(r.text[r.tokens[i-1].end:r.tokens[i].start])
		}
		if i == at {
			b.WriteString(matchShape(h.base, r.tokens[i].text))
		} else {
			b.WriteString(r.lexicon.baseAdjective(r.tokens[i], h.gender))
		}
	}
	name := b.String()
	if !r.tokens[s.from].mixed() { // "eGovernance Academy"
		name = capitalise(name)
	}
	if s.to == at+1 {
		return name
	}
	gap := r.text[r.tokens[at].end:r.tokens[at+1].start]
	return strings.TrimSpace(name + gap + r.plain(span{at + 1, s.to}))
}

// matchShape writes the headword with the capitals of the text; a compound or plural stays as it stands.
func matchShape(base, text string) string {
	if before, behind := strings.LastIndexByte(base, '-'), strings.LastIndexByte(text, '-'); before > 0 && behind > 0 {
		return text[:behind+1] + matchShape(base[before+1:], text[behind+1:]) // "Semmelweis-Universität"
	}
	switch {
	case strings.ToUpper(text) == text, !strings.HasPrefix(fold(text), fold(base)[:min(3, len(base))]):
		return text // a compound's head is only its end
	case firstRune(text) != firstRune(fold(text)):
		return capitalise(base)
	}
	return base
}

func (l *lexicon) baseAdjective(t token, gender string) string {
	if !l.adjectival(t.fold) {
		return t.text
	}
	for _, f := range l.base[gender].forms(t.fold) {
		return matchCase(f, t.text)
	}
	return t.text
}

// adjectival tells whether the word looks like an adjective.
func (l *lexicon) adjectival(word string) bool {
	return l.adjectives.has(word, 4) || l.adjectives.has(word, 0) && slices.Contains(l.Organisations.Adjectives, word)
}

// verbal tells whether the word looks like a verb, or like another word that depends on no head.
func (l *lexicon) verbal(word string) bool { return l.verbs.has(word, 3) }

// genitive tells whether the word looks like a noun that depends on another one without a preposition.
func (l *lexicon) genitive(word string) bool {
	return l.genitives.has(word, 0) && !l.words[word] && !l.verbal(word)
}

// quoted is what stands in quotation marks that open at the token.
func (d *document) quoted(i int) span {
	const longest = 20
	if i >= len(d.tokens) || !d.tokens[i].opens() || d.tokens[i].isOneOf("([") {
		return span{}
	}
	for at := i + 1; at < len(d.tokens) && at-i < longest; at++ {
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

// bracketed tells whether the token stands in brackets.
func (d *document) bracketed(i int) bool {
	for at := i - 1; at >= 0 && i-at < 16 && d.tokens[at].sentence == d.tokens[i].sentence; at-- {
		switch d.tokens[at].text {
		case "(", "[":
			return true
		case ")", "]":
			return false
		}
	}
	return false
}

// follows tells whether the token stands right behind the one before it, in the same sentence.
func (d *document) follows(i int) bool {
	return d.tokens[i-1].end+1 >= d.tokens[i].start && d.tokens[i-1].sentence == d.tokens[i].sentence &&
		!strings.Contains(d.text[d.tokens[i-1].end:d.tokens[i].start], "\n")
}
