package extract

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// personSure is the score from which a run of capitalised words counts as a person. Where only names have capitals, a
// run of them says much; where titles of organisations have them too it says less, and in German next to nothing.
var personSure = map[string]float64{"bg": 1, "uk": 1, "ro": 1.5, "en": 1.5, "de": 1.9}

// personal adds up what speaks for the run's being a person's name.
func (x *Extractor) personal(d *document, l *lexicon, facts *facts, run span) (score float64, why string) {
	first, last := d.tokens[run.from], d.tokens[run.to-1]
	if last.kind != word || utf8.RuneCountInString(last.text) == 1 || first.kind != word || !first.capital() || !last.capital() || nameParticles[first.fold] {
		return -1, ""
	}
	initialSentence := run.from == d.sentences[first.sentence].from
	add := func(v float64, reason string) {
		score += v
		if reason != "" {
			why = strings.TrimPrefix(why+", "+reason, ", ")
		}
	}
	if l.isGiven(first.fold) {
		add(1.9, "given name")
	}
	if d.titled(l, facts, run.from) {
		add(1.6, "title or role before")
	}
	if d.roleBehind(l, facts, run.to) {
		add(1.6, "role behind")
	}
	if l.surname(last.fold) {
		add(0.8, "family name's ending")
	}
	if d.speaks(facts, run) {
		add(0.7, "speaks")
	}
	if capitalsTell(l) && !first.latin() {
		add(0.9, "capitalised words side by side")
		if !initialSentence {
			add(0.4, "")
		}
	}
	return score - x.impersonal(d, l, facts, run), why
}

// capitalsTell tells whether only names have capitals in the language.
func capitalsTell(l *lexicon) bool { return !l.Organisations.Titled }

// impersonal adds up what speaks against a person's name.
func (x *Extractor) impersonal(d *document, l *lexicon, facts *facts, run span) float64 {
	v := 0.0
	first, last := d.tokens[run.from], d.tokens[run.to-1]
	if !capitalsTell(l) && !l.isGiven(first.fold) {
		v += 0.1
	}
	if first.sentence >= 0 && run.from == d.sentences[first.sentence].from && !l.isGiven(first.fold) && l.words[first.fold] {
		v += 3
	}
	if run.from > 0 && d.tokens[run.from-1].opens() && run.to < len(d.tokens) && d.tokens[run.to].quotes() {
		v += 4
	}
	if d.namesBody(l, facts, run) {
		v += 5
	}
	if capitalsTell(l) && l.longAdjective(first.fold) && !l.isGiven(first.fold) {
		v += 1.5
	}
	if facts.hits(listCountry, run) && !l.isGiven(first.fold) {
		v += 1.5
	}
	if first.shouted() && (last.shouted() || utf8.RuneCountInString(first.text) > 1 && !l.isGiven(first.fold)) {
		v++
	}
	if capitalsTell(l) && first.latin() {
		v += 1.2
	}
	if facts.endsAt(listTrigger, run.from) {
		v++
	}
	return v + x.placeLike(d, l, facts, run)
}

// namesBody tells whether an organisation's head stands beside the run: "Gheorghe Asachi Technical University".
func (d *document) namesBody(l *lexicon, facts *facts, run span) bool {
	if at := run.from - 2; at >= 0 && !capitalsTell(l) && l.complements[d.tokens[at+1].fold] {
		if _, ok := l.head(d.tokens[at].fold); ok { // "University of Applied Sciences"
			return true
		}
	}
	if run.from > 0 && d.follows(run.from) && capitalsTell(l) && !l.isGiven(d.tokens[run.from].fold) && !d.officed(facts, run.from) {
		if _, ok := l.head(d.tokens[run.from-1].fold); ok {
			return true
		}
	}
	for at := run.to; at < len(d.tokens) && at < run.to+3 && d.follows(at) && d.tokens[at].capital(); at++ {
		if _, ok := l.head(d.tokens[at].fold); ok {
			return true
		}
	}
	return false
}

// officed tells whether a role stands a few words before: "директорът на парка Айтор Ечевария".
func (d *document) officed(facts *facts, i int) bool {
	return slices.ContainsFunc(facts.of(listRole), func(h hit) bool {
		return h.to < i && i-h.to <= 4 && !d.broken(h.from, i) && d.tokens[h.from].sentence == d.tokens[i].sentence
	})
}

// placeLike tells how much the run looks like a place's name.
func (x *Extractor) placeLike(d *document, l *lexicon, facts *facts, run span) float64 {
	whole := span{run.from, run.to}
	if s, ok := x.named(d, l, whole); ok && usualAmong(s, 2000) {
		return 3
	}
	v := 0.0
	for i := run.from; i < run.to; i++ {
		t := d.tokens[i]
		if l.isGiven(t.fold) || i > run.from && l.surname(t.fold) {
			continue
		}
		if s, ok := x.named(d, l, span{i, i + 1}); ok && s.how == "name" && usualAmong(s, 30_000) && !facts.endsAt(listRole, run.from) {
			v += 1.2
		}
	}
	if facts.endsAt(listTown, run.from) {
		v += 0.8
	}
	return v
}

func usualAmong(s site, population int) bool {
	for _, p := range s.options {
		if p.Usage == 0 && p.Population >= population {
			return true
		}
	}
	return false
}

func (l *lexicon) isGiven(s string) bool {
	if l.given[s] {
		return true
	}
	if first, _, ok := strings.Cut(s, "-"); ok && l.given[first] {
		return true
	}
	for _, f := range l.personal.forms(s) {
		if l.given[f] {
			return true
		}
	}
	return false
}

func (l *lexicon) surname(s string) bool {
	for _, ending := range l.People.Surnames {
		if strings.HasSuffix(s, ending) && len(s) > len(ending)+2 {
			return true
		}
	}
	return false
}

// titled tells whether a title or a role stands before the token: "г-н", "Prof.", "кметът", "mayor of Nis".
func (d *document) titled(l *lexicon, facts *facts, i int) bool {
	at := i - 1
	if at >= 0 && d.tokens[at].text == "." {
		at--
	}
	if at < 0 || d.tokens[at].sentence != d.tokens[i].sentence {
		return false
	}
	if l.titles[d.tokens[at].fold] || facts.endsAt(listRole, i) {
		return true
	}
	for _, h := range facts.of(listRole) { // "кметът на Тетово Билал Касами"
		if !l.plural(d.tokens[h.to-1].fold) && h.to < i && i-h.to <= 7 && d.tokens[h.from].sentence == d.tokens[i].sentence && !d.broken(h.to, i) &&
			(capitalsTell(l) || !d.capitalBetween(h.to, i)) {
			return true
		}
	}
	return false
}

// plural tells whether the role is one that several persons have: they are not who is named next.
func (l *lexicon) plural(role string) bool {
	return slices.ContainsFunc(l.People.Plural, func(ending string) bool { return strings.HasSuffix(role, ending) })
}

// capitalBetween tells whether more than one capitalised word stands between the tokens.
func (d *document) capitalBetween(from, to int) bool {
	n := 0
	for _, t := range d.tokens[from:to] {
		if t.capital() {
			n++
		}
	}
	return n > 1
}

// broken tells whether a sign that parts clauses stands between the two tokens.
func (d *document) broken(from, to int) bool {
	for i := from; i < to; i++ {
		if d.tokens[i].isOneOf(",;:–—()") {
			return true
		}
	}
	return false
}

// roleBehind tells whether a comma, dash or bracket and then a role stands behind a name.
func (d *document) roleBehind(l *lexicon, facts *facts, to int) bool {
	if to+1 >= len(d.tokens) || !d.tokens[to].isOneOf(",–—(") {
		return false
	}
	if to+1 < len(d.tokens) && l.pronouns[d.tokens[to+1].fold] {
		return true
	}
	for _, h := range facts.of(listRole) {
		if h.from > to && h.from <= to+3 {
			return true
		}
	}
	return false
}

// speaks tells whether a verb of saying stands beside the name.
func (d *document) speaks(facts *facts, run span) bool {
	return slices.ContainsFunc(facts.of(listSpeech), func(h hit) bool {
		return h.near(run, 2) && d.tokens[h.from].sentence == d.tokens[run.from].sentence
	})
}
