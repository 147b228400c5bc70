package extract

import (
	"strings"
	"unicode/utf8"

	"mostbot/catalog"
	"mostbot/languages"
)

// renown finds names known to all in a text of one language, whatever their case form.
type renown struct {
	forms map[string][]famous // by the beginnings of their first words: see beginning
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
	r := &renown{map[string][]famous{}}
	for _, n := range names {
		for _, f := range n.In(lang) {
			words := wordsOf(cut(f.Text))
			if len(words) == 0 {
				continue
			}
			name := (&document{text: f.Text, tokens: cut(f.Text)}).plain(span{0, len(cut(f.Text))})
			key := beginning(words)
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
func beginning(words []token) string {
	const most, letters = 3, 3
	var b strings.Builder
	for _, w := range words[:min(most, len(words))] {
		end := 0
		for range letters {
			_, size := utf8.DecodeRuneInString(w.fold[end:])
			end += size
		}
		b.WriteString(w.fold[:end])
		b.WriteByte(' ')
	}
	return b.String()
}

// acquaintances is the step that finds the names known to all, the longest that begins at each token.
func (r *renown) acquaintances(d *document) []acquaintance {
	const most = 3
	var found []acquaintance
	for i := 0; i < len(d.tokens); i++ {
		if d.tokens[i].kind == sign {
			continue
		}
		var best acquaintance
		ahead := d.wordsFrom(i, most)
		for n := 1; n <= len(ahead); n++ {
			forms := r.forms[beginning(ahead[:n])]
			for k := range forms {
				if s := d.stands(&forms[k], i); s.to-s.from > best.to-best.from {
					best = acquaintance{s, &forms[k]}
				}
			}
		}
		if !best.empty() {
			found = append(found, best)
			i = best.to - 1
		}
	}
	return found
}

// wordsFrom are the next words of the sentence.
func (d *document) wordsFrom(i, most int) []token {
	words := make([]token, 0, most)
	for at := i; at < len(d.tokens) && len(words) < most && d.tokens[at].sentence == d.tokens[i].sentence; at++ {
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
