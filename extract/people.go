package extract

import (
	"strings"
	"unicode/utf8"
)

// person is a mention of somebody by first name and family name.
type person struct {
	span
	name string // base form
	role string
	why  string
}

// meet is the step that finds persons.
func (x *Extractor) meet(d *document, l *lexicon, facts *facts) []person {
	var people []person
	for i := 0; i < len(d.tokens); i++ {
		if d.sentences[d.tokens[i].sentence].noise != "" {
			continue
		}
		run := d.nameRun(l, facts, i)
		if run.to-run.from > 2 && !d.initial(i) && !l.isGiven(d.tokens[i].fold) &&
			(l.isGiven(d.tokens[i+1].fold) || x.isLargePlace(d, l, span{i, i + 1}) || facts.hits(listCountry, span{i, i + 1})) {
			continue // "кметът на Тетово Билал Касами"
		}
		if l.Language == "de" && run.to-run.from == 3 && l.isGiven(d.tokens[i].fold) && !l.isGiven(d.tokens[i+1].fold) && d.tokens[i+1].capital() {
			run.to-- // a noun follows: German has capitals for all
		}
		for run.to-run.from >= 2 {
			if score, why := x.personal(d, l, facts, run); score >= personSure[l.Language] {
				p := person{span: run, name: l.personBase(d, run), why: why}
				p.role = d.role(l, facts, run)
				people = append(people, p)
				break
			}
			run.to-- // perhaps the last word belongs to something else
		}
		if run.to-run.from >= 2 || d.initial(i) && run.to > i {
			i = max(i, run.to-1)
		}
	}
	return people
}

// initial tells whether the token is a letter that stands for a given name.
func (d *document) initial(i int) bool {
	return d.tokens[i].capital() && utf8.RuneCountInString(d.tokens[i].text) == 1
}

var nameParticles = set("van", "von", "der", "de", "den", "da", "di", "del", "dos", "la", "le", "al", "el", "bin", "ван", "фон", "де", "дер",
	"ди", "да", "ла", "дел", "ал", "бен", "zur", "ten", "ter")

// nameRun is the longest run of words from the token on that may be one person's name.
func (d *document) nameRun(l *lexicon, facts *facts, i int) span {
	run := span{i, i}
	for run.to < len(d.tokens) && run.to-run.from < 6 {
		t := d.tokens[run.to]
		if run.to > i && !d.follows(run.to) {
			break
		}
		initial := t.capital() && utf8.RuneCountInString(t.text) == 1
		switch {
		case initial && (run.to+1 >= len(d.tokens) || d.tokens[run.to+1].text != "."):
			return run // a conjunction at the start of a sentence
		case d.fitsName(l, facts, run.to):
			run.to++
			if initial && run.to < len(d.tokens) && d.tokens[run.to].text == "." {
				run.to++
			}
		case run.to > i && nameParticles[t.fold] && run.to+1 < len(d.tokens) && d.tokens[run.to+1].capital():
			run.to++
		default:
			return run
		}
	}
	return run
}

// follows tells whether the token stands right behind the one before it, in the same sentence.
func (d *document) follows(i int) bool {
	return d.tokens[i-1].end+1 >= d.tokens[i].start && d.tokens[i-1].sentence == d.tokens[i].sentence &&
		!strings.Contains(d.text[d.tokens[i-1].end:d.tokens[i].start], "\n")
}

func (d *document) fitsName(l *lexicon, facts *facts, i int) bool {
	t := d.tokens[i]
	if !t.capital() || l.notNames[t.fold] || l.titles[t.fold] || l.month(t.fold) > 0 && !l.given[t.fold] || t.mixed() && !strings.Contains(t.text, "Mc") {
		return false
	}
	if _, isHead := l.head(t.fold); isHead || facts.hits(listRole, span{i, i + 1}) || facts.hits(listTrigger, span{i, i + 1}) {
		return false
	}
	return !l.parts[t.fold]
}
