package extract

import (
	"hash/maphash"
	"slices"
	"strings"
	"unicode/utf8"

	"mostbot/catalog"
	"mostbot/languages"
)

// renown finds names known to all in a text of one language, whatever their case form.
type renown struct {
	forms map[beginning][]*famous // with all first words, though none of the names may be one word long
}

// famous is a form of a name known to all.
type famous struct {
	name   string // as a headword
	words  []famousWord
	sort   languages.Sort
	exact  bool
	quoted bool
}

type famousWord struct {
	token
	short bool // an abbreviation, which bends only behind a hyphen: "AgID" is not "AGIT"
}

// formOf is a form of a name of the sort.
type formOf struct {
	languages.Form
	sort languages.Sort
}

// acquaintance is a name known to all that stands in the text.
type acquaintance struct {
	span
	*famous
}

// newRenown takes the names' forms that news of the language may use; made has those that other languages use too, which are
// kept once.
func newRenown(names []languages.Known, lang catalog.Language, made map[formOf]*famous) *renown {
	r := &renown{map[beginning][]*famous{}}
	for _, n := range names {
		for _, form := range n.In(lang) {
			f := made[formOf{form, n.Sort}]
			if f == nil {
				f = newFamous(form, n.Sort)
				made[formOf{form, n.Sort}] = f
			}
			if len(f.words) > 0 {
				key, first := beginningOf(f.words), beginningOf(f.words[:1])
				if _, ok := r.forms[first]; !ok {
					r.forms[first] = nil
				}
				r.forms[key] = append(r.forms[key], f)
			}
		}
	}
	return r
}

func newFamous(form languages.Form, sort languages.Sort) *famous {
	tokens := cut(form.Text)
	name := (&document{text: form.Text, tokens: tokens}).plain(span{0, len(tokens)})
	return &famous{name, slices.Clip(wordsOf(tokens)), sort, form.Exact, form.Quoted}
}

// wordsOf are the tokens that are words or numbers.
func wordsOf(tokens []token) []famousWord {
	var words []famousWord
	for _, t := range tokens {
		if t.kind != sign {
			words = append(words, famousWord{t, t.mixed() || t.shouted()})
		}
	}
	return words
}

// beginning is a number that all case forms of a name have in common: of the first letters of its first words.
type beginning uint64

// mostBegin is how many words make a beginning.
const mostBegin = 3

var beginnings = maphash.MakeSeed()

// and is the beginning that one more word makes.
func (b beginning) and(word *token) beginning {
	const letters, prime = 3, 1099511628211
	end := 0
	for range letters {
		_, size := utf8.DecodeRuneInString(word.fold[end:])
		end += size
	}
	return (b ^ beginning(maphash.String(beginnings, word.fold[:end]))) * prime
}

func beginningOf(words []famousWord) beginning {
	var b beginning
	for i := range words[:min(mostBegin, len(words))] {
		b = b.and(&words[i].token)
	}
	return b
}

// acquaintances is the step that finds the names known to all, the longest that begins at each token.
func (r *renown) acquaintances(d *document) []acquaintance {
	var found []acquaintance
	for i := 0; i < len(d.tokens); i++ {
		if d.tokens[i].kind == sign {
			continue
		}
		if best := r.longest(d, i); !best.empty() {
			found = append(found, best)
			i = best.to - 1
		}
	}
	return found
}

// longest is the longest name that begins at the token.
func (r *renown) longest(d *document, i int) acquaintance {
	var best acquaintance
	var key beginning
	for at, n := i, 0; n < mostBegin && at < len(d.tokens) && d.tokens[at].sentence == d.tokens[i].sentence; at++ {
		if d.tokens[at].kind == sign {
			continue
		}
		n++
		key = key.and(&d.tokens[at])
		forms, begins := r.forms[key]
		if n == 1 && !begins {
			break
		}
		for _, f := range forms {
			s := d.stands(f, i)
			longer := (s.to - s.from) - (best.to - best.from)
			if longer > 0 || longer == 0 && !s.empty() && d.plain(s) == f.name {
				best = acquaintance{s, f}
			}
		}
	}
	return best
}

// stands is where the name stands that begins at the token; empty if it does not.
func (d *document) stands(f *famous, i int) span {
	at, n, opened := i, 0, false
	for ; n < len(f.words); at++ {
		if at >= len(d.tokens) || d.tokens[at].sentence != d.tokens[i].sentence {
			return span{}
		}
		switch t := &d.tokens[at]; {
		case t.kind != sign:
			if !f.matches(t, &f.words[n]) {
				return span{}
			}
			n++
		case t.quotes():
			opened = true
		case !isDash(t.text) && t.text != "/":
			return span{}
		}
	}
	within := i > 0 && d.tokens[i-1].opens() && at < len(d.tokens) && d.tokens[at].quotes()
	if f.quoted && !within {
		return span{}
	}
	if opened && at < len(d.tokens) && d.tokens[at].quotes() {
		at++
	}
	return span{i, at}
}

func (f *famous) matches(t *token, w *famousWord) bool {
	if f.exact {
		return t.text == w.text
	}
	made := f.sort == languages.Project || f.sort == languages.Programme && w.latin()
	if made && len(f.words) == 1 { // "Innovato-R" is no case form of "Innovator"
		return t.capital() == w.capital() && (t.fold == w.fold || t.fold == w.fold+"s" || strings.HasPrefix(t.fold, w.fold+"-"))
	}
	if w.short {
		return t.fold == w.fold || strings.HasPrefix(t.fold, w.fold+"-")
	}
	return t.capital() == w.capital() && sameStem(t.fold, w.fold)
}
