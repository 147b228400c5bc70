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
	own, shared forms // as news of the language alone writes them, and of every language
}

// forms are names' forms by their beginnings; with all first words, though none of the names may be one word long.
type forms map[beginning][]*famous

// famous is a form of a name known to all.
type famous struct {
	name   string // as a headword
	words  []famousWord
	sort   languages.Sort
	exact  bool
	quoted bool
	made   bool // a word of one's own, which is compared whole: "Innovato-R" is no case form of "Innovator"
}

// famousWord is a word or number of a name.
type famousWord struct {
	text    string // as it stands, where the name is exact, or else as token.fold
	capital bool
	short   bool // an abbreviation, which bends only behind a hyphen: "AgID" is not "AGIT"
}

// acquaintance is a name known to all that stands in the text.
type acquaintance struct {
	span
	*famous
}

// newRenowns takes the names' forms that news of each language may use.
func newRenowns(names []languages.Known) map[catalog.Language]*renown {
	shared := forms{}
	for _, n := range names {
		shared.add(n, n.Everywhere())
	}
	all := map[catalog.Language]*renown{}
	for _, lang := range catalog.Languages {
		r := &renown{forms{}, shared}
		for _, n := range names {
			r.own.add(n, n.Own(lang))
		}
		all[lang] = r
	}
	return all
}

func (all forms) add(n languages.Known, list []languages.Form) {
	for _, form := range list {
		tokens := slices.DeleteFunc(cut(form.Text), func(t token) bool { return t.kind == sign })
		if len(tokens) == 0 {
			continue
		}
		key, first := beginningOf(tokens), beginningOf(tokens[:1])
		if _, ok := all[first]; !ok {
			all[first] = nil
		}
		all[key] = append(all[key], newFamous(n, form, tokens))
	}
}

func newFamous(n languages.Known, form languages.Form, tokens []token) *famous {
	f := &famous{plain(form.Text), make([]famousWord, 0, len(tokens)), n.Sort, form.Exact, form.Quoted, false}
	for _, t := range tokens {
		text := t.fold
		if f.exact {
			text = t.text
		}
		f.words = append(f.words, famousWord{text, t.capital(), t.mixed() || t.shouted()})
	}
	f.made = len(tokens) == 1 && (n.Sort == languages.Project || n.Sort == languages.Programme && tokens[0].latin())
	return f
}

// beginning is a number that all case forms of a name have in common: of the first letters of its first words, and of which
// of them have capitals.
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
	b = (b ^ beginning(maphash.String(beginnings, word.fold[:end]))) * prime
	if word.capital() || word.mixed() { // "oPEN Lab" is "Open Lab" as well
		b++
	}
	return b
}

func beginningOf(words []token) beginning {
	var b beginning
	for i := range words[:min(mostBegin, len(words))] {
		b = b.and(&words[i])
	}
	return b
}

// acquaintances is the step that finds the names known to all, the longest that begins at each token.
func (r *renown) acquaintances(d *document) []acquaintance {
	var found []acquaintance
	for i := 0; i < len(d.tokens); i++ {
		if w := d.words[i]; w != nil && !w.renowned {
			continue
		}
		if best := r.longest(d, i); !best.empty() {
			found = append(found, best)
			i = best.to - 1
		}
	}
	return found
}

// begins tells whether some name may begin with the word.
func (r *renown) begins(word *token) bool {
	first := beginning(0).and(word)
	_, own := r.own[first]
	_, shared := r.shared[first]
	return own || shared
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
		for _, list := range [...][]*famous{r.own[key], r.shared[key]} {
			for _, f := range list {
				s := d.stands(f, i)
				longer := (s.to - s.from) - (best.to - best.from)
				if longer > 0 || longer == 0 && !s.empty() && d.plain(s) == f.name {
					best = acquaintance{s, f}
				}
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
	switch {
	case f.exact:
		return t.text == w.text
	case f.made:
		rest, begins := strings.CutPrefix(t.fold, w.text)
		return begins && t.capital() == w.capital && (rest == "" || rest == "s" || rest[0] == '-')
	case w.short:
		rest, begins := strings.CutPrefix(t.fold, w.text)
		return begins && (rest == "" || rest[0] == '-')
	}
	return t.capital() == w.capital && sameStem(t.fold, w.text)
}
