package extract

import (
	"slices"
	"unicode/utf8"
)

// latinBodies finds names that need no head of the text's own language: runs of capitalised words in Latin letters that
// hold a word such as "Cluster", and in Cyrillic texts any name in Latin letters that is not a project's.
func (n naming) latinBodies(known []body) []body {
	var bodies []body
	for i := 0; i < len(n.tokens); i++ {
		if n.sentences[n.tokens[i].sentence].noise != "" || taken(known, i) {
			continue
		}
		run := n.latinRun(i, known)
		if run.empty() {
			continue
		}
		i = run.to - 1
		run = n.withoutNouns(run)
		if why := n.latinBody(run, slices.Concat(known, bodies)); why != "" {
			if run.to < len(n.tokens) && !n.l.Organisations.Titled && n.follows(run.to) && n.isPlace(run.to) {
				run.to = n.placeEnd(run.to) // "ETH Цюрих"
			}
			bodies = append(bodies, body{run, n.plain(run), why})
		}
	}
	return bodies
}

var latinLinks = set("of", "for", "and", "the", "de", "di", "del", "la", "for", "&", "in", "für", "und", "der", "des", "di", "y", "e", "i", "et")

// latinRun is the longest run of capitalised Latin words from the token on.
func (n naming) latinRun(i int, known []body) span {
	run := span{i, i}
	for at := i; at < len(n.tokens); at++ {
		t := n.tokens[at]
		if at > i && !n.follows(at) || taken(known, at) || n.facts.inPerson(span{at, at + 1}) {
			break
		}
		ordinary := n.l.Organisations.Titled && (n.l.words[t.fold] && !t.shouted() || n.l.titles[t.fold])
		begins := t.capital() && t.latin() && !ordinary
		if at == i && (!begins || n.facts.hits(listRole, span{at, at + 1})) {
			return run
		}
		if at > i && t.latin() && !n.l.Organisations.Titled && !latinLinks[t.fold] {
			run.to = at + 1 // "Spin over"
			continue
		}
		digits := at > i && t.kind == number && len(t.text) <= 4
		if begins || digits {
			run.to = at + 1
			continue
		}
		romance := n.l.Language != "ro" && (t.fold == "di" || t.fold == "de" || t.fold == "del" || t.fold == "della" || t.fold == "du")
		english := romance || n.l.Language == "en" || at > i+1 && (n.tokens[i+1].fold == "for" || n.tokens[i+1].fold == "of")
		if !latinLinks[t.fold] || n.l.Organisations.Titled && !english && t.fold != "for" && t.fold != "of" && t.fold != "&" {
			break
		}
		if t.fold == "in" && (at < i+2 || n.tokens[i+1].fold != "for" && n.tokens[i+1].fold != "of") {
			break
		}
		if at+1 >= len(n.tokens) || !n.tokens[at+1].capital() || !n.tokens[at+1].latin() {
			break
		}
	}
	return run
}

// latinBody tells why the run is an organisation's name, "" if it is none.
func (n naming) latinBody(run span, known []body) string {
	first := n.tokens[run.from]
	single := run.to-run.from == 1
	if n.facts.inProjectName(n.document, run) || n.facts.hits(listProgramme, run) || n.facts.hits(listNotBody, run) ||
		n.placeBefore(run.from) {
		return ""
	}
	if n.l.notLatin[n.tokens[run.to-1].fold] && !single {
		return ""
	}
	if n.madeOfParts(run) {
		return ""
	}
	if n.countryBehind(run) {
		return "its country in brackets"
	}
	for i := run.from; i < run.to && !single; i++ {
		if n.l.parts[n.tokens[i].fold] {
			return "holds " + n.tokens[i].text
		}
	}
	if n.l.notLatin[first.fold] && single || n.facts.endsAt(listTrigger, run.from) {
		return ""
	}
	if single && n.x.isLargePlace(n.document, n.l, run) {
		return ""
	}
	if !single && n.listed(run, known) {
		return "listed beside another"
	}
	if n.l.Organisations.Titled {
		return n.titledBody(run)
	}
	return n.cyrillicBody(run)
}

// withoutNouns cuts German nouns off that follow a name: "Lviv IT Cluster Fachkräfte".
func (n naming) withoutNouns(run span) span {
	if n.l.Language != "de" {
		return run
	}
	for at := run.to - 2; at > run.from; at-- {
		if n.l.parts[n.tokens[at].fold] && !n.l.parts[n.tokens[at+1].fold] && !n.isPlace(at+1) && !latinLinks[n.tokens[at+1].fold] {
			return span{run.from, at + 1}
		}
	}
	return run
}

// madeOfParts tells whether all words of the name are what many names are made of: "IT Hub", "Digital Lab".
func (n naming) madeOfParts(run span) bool {
	if run.to-run.from > 3 {
		return false
	}
	for _, t := range n.tokens[run.from:run.to] {
		if t.kind == word && !n.l.parts[t.fold] && !n.l.notLatin[t.fold] && t.fold != "digital" && t.fold != "fab" && !latinLinks[t.fold] {
			return false
		}
	}
	return true
}

// listed tells whether the run stands beside a known body in an enumeration.
func (n naming) listed(run span, known []body) bool {
	joint := func(i int) bool { return n.tokens[i].text == "," || n.l.joins[n.tokens[i].fold] }
	return slices.ContainsFunc(known, func(b body) bool {
		return b.to == run.from-1 && joint(b.to) || run.to == b.from-1 && joint(run.to)
	})
}

// countryBehind tells whether a country stands in brackets behind the name: "Sabah Lab (Azerbaijan)".
func (n naming) countryBehind(run span) bool {
	at := run.to
	return at+2 < len(n.tokens) && n.tokens[at].text == "(" && n.facts.hits(listCountry, span{at + 1, at + 2}) &&
		!n.isPlace(run.from) && !n.facts.inPerson(run)
}

// titledBody judges a Latin name in a Latin text: only what stands behind "CEO of" or "coordinated by" is sure enough.
func (n naming) titledBody(run span) string {
	first, more := n.tokens[run.from], run.to-run.from > 1
	if more && first.shouted() && n.isPlace(run.from+1) && !n.l.notLatin[first.fold] {
		return "an abbreviation with its town"
	}
	made := first.shouted() && utf8.RuneCountInString(first.text) > 3 || first.mixed()
	if (more || made && !n.isPlace(run.from)) && !n.dateline.holds(run.from) && n.acts(run) {
		return "acts like a party"
	}
	if n.facts.hits(listCountry, run) || n.isPlace(run.from) {
		return ""
	}
	for _, h := range n.facts.of(listAgent) {
		if h.to == run.from && (run.to-run.from > 1 || n.tokens[run.from].shouted() || n.tokens[run.from].mixed() || h.value == "sure") {
			return "behind " + n.between(h.span)
		}
	}
	return ""
}

// acts tells whether the name is followed by what only a party does: "hosted", "signed", "welcomed".
func (n naming) acts(run span) bool {
	sentence := n.tokens[run.from].sentence
	return slices.ContainsFunc(n.facts.of(listSpeech), func(h hit) bool {
		return h.from == run.to && n.tokens[h.from].sentence == sentence
	}) && n.l.Language == "en"
}

// cyrillicBody judges a Latin name in a Cyrillic text.
func (n naming) cyrillicBody(run span) string {
	first, single := n.tokens[run.from], run.to-run.from == 1
	quoted := run.from > 0 && n.tokens[run.from-1].opens()
	if quoted || n.bracketed(run.from) {
		return ""
	}
	if single && !first.shouted() && !first.mixed() && n.occurrences(first.fold) < 2 && n.l.notLatin[first.fold] {
		return ""
	}
	line := n.sentences[first.sentence]
	if !line.headline && line.body > 2 && n.occurrences(first.fold) < 2 && run.to-run.from < 3 {
		return "" // named once and late: a product, a course, a concept
	}
	return "Latin name"
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

// placeBefore tells whether the word before makes the name that of a building or a square: "комплекс Central Park".
func (n naming) placeBefore(i int) bool {
	return n.facts.endsAt(listNotPlace, i) || n.facts.endsAt(listEvent, i)
}

func (n naming) occurrences(folded string) int {
	count := 0
	for _, t := range n.tokens {
		if t.fold == folded {
			count++
		}
	}
	return count
}

func (x *Extractor) isLargePlace(d *document, l *lexicon, run span) bool {
	s, ok := x.named(d, l, run)
	return ok && usualAmong(s, 20_000)
}
