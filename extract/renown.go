package extract

import (
	"unicode/utf8"

	"mostbot/catalog"
	"mostbot/languages"
)

// renown finds names known to all in a text of one language, whatever their case form.
type renown struct {
	forms map[beginning][]famous
}

// famous is a form of a name known to all.
type famous struct {
	name   string // as a headword
	words  []token
	sort   languages.Sort
	exact  bool
	quoted bool
}

// acquaintance is a name known to all that stands in the text.
type acquaintance struct {
	span
	*famous
}

func newRenown(names []languages.Known, lang catalog.Language) *renown {
	r := &renown{map[beginning][]famous{}}
	for _, n := range names {
		for _, f := range n.In(lang) {
			words := wordsOf(cut(f.Text))
			if len(words) == 0 {
				continue
			}
			name := (&document{text: f.Text, tokens: cut(f.Text)}).plain(span{0, len(cut(f.Text))})
			key := beginningOf(words)
			r.forms[key] = append(r.forms[key], famous{name, words, n.Sort, f.Exact, f.Quoted})
		}
	}
	return r
}

// wordsOf are the tokens that are words or numbers.
func wordsOf(tokens []token) []token {
	var words []token
	for _, t := range tokens {
		if t.kind != sign {
			words = append(words, t)
		}
	}
	return words
}

// beginning is what all case forms of a name begin with: the first letters of its first words.
type beginning [3]string

func beginningOf(words []token) beginning {
	const letters = 3
	var b beginning
	for i := range min(len(b), len(words)) {
		end := 0
		for range letters {
			_, size := utf8.DecodeRuneInString(words[i].fold[end:])
			end += size
		}
		b[i] = words[i].fold[:end]
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
	whole := beginningOf(d.wordsFrom(i))
	var key beginning
	for n, letters := range whole {
		if letters == "" {
			break
		}
		key[n] = letters
		forms := r.forms[key]
		for k := range forms {
			if s := d.stands(&forms[k], i); s.to-s.from > best.to-best.from {
				best = acquaintance{s, &forms[k]}
			}
		}
	}
	return best
}

// wordsFrom are the next words of the sentence, as many as make a beginning.
func (d *document) wordsFrom(i int) []token {
	words := make([]token, 0, len(beginning{}))
	for at := i; at < len(d.tokens) && len(words) < cap(words) && d.tokens[at].sentence == d.tokens[i].sentence; at++ {
		if d.tokens[at].kind != sign {
			words = append(words, d.tokens[at])
		}
	}
	return words
}

// stands is where the name stands that begins at the token; empty if it does not.
func (d *document) stands(f *famous, i int) span {
	at, n, opened := i, 0, false
	for ; n < len(f.words); at++ {
		if at >= len(d.tokens) || d.tokens[at].sentence != d.tokens[i].sentence {
			return span{}
		}
		t := d.tokens[at]
		switch {
		case t.quotes():
			opened = true
		case isDash(t.text) || t.text == "/":
		case t.kind == sign || !f.matches(t, f.words[n]):
			return span{}
		default:
			n++
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

func (f *famous) matches(t, w token) bool {
	if f.exact {
		return t.text == w.text
	}
	return t.capital() == w.capital() && sameStem(t.fold, w.fold)
}
