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
	return bodies
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
	role := n.facts.hits(listRole, span{at, at + 1}) && !(capitalsTell(n.l) && n.l.longAdjective(t.fold))
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
	if i >= len(d.tokens) || !d.tokens[i].opens() || strings.Contains("([", d.tokens[i].text) {
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
		noun := afterAdjective && t.kind == word && !t.capital() && !n.l.words[t.fold]
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
		if n.isPlace(at+1) || n.facts.inPerson(span{at + 1, at + 2}) || n.headAhead(at+1) || joint.text == "," && !n.joinAhead(at+1) {
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
