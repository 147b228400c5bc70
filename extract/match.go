package extract

import (
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A phrase is looked for as a run of words; "подпис*" stands for every word that begins so. Everything that the lexicon
// wants found is found in one pass over the article: each find is a hit.

// phrase is one entry of a word list.
type phrase struct {
	words  []pattern
	list   list   // the word list that it is in
	value  string // what it stands for: a kind, a topic, a country
	weight float64
	number int

	named, strength string // what the weights call it, by its first word and what it stands for, and its weight
}

type pattern struct {
	text    string
	prefix  bool
	shouted bool // written in capitals in the lexicon and to be so in the text: "IT" is not "it"
}

// hit is a phrase found in the article.
type hit struct {
	span
	*phrase
}

// list is a word list of the lexicon.
type list uint8

const (
	listNoise list = iota
	listOutlet
	listRegion
	listTown
	listCapital
	listCountry
	listElsewhere
	listBody
	listNotBody
	listCityBody
	listRole
	listSpeech
	listTrigger
	listProgramme
	listEvent
	listTopic
	listDigital
	listCooperation
	listKind
	listPlanned
	listBackground
	listDays
	listWeeks
	listMoons
	listYears
	listNotPlace
	listAgent
	listFollowing // from here on: of dates alone, see dateWords
	listCardinal
	listTens
	listUnit
	listPart
	listAgo
	listBack
	listHence
	listHalf
	listThisYear
	listDaypart
	listAhead
	listPresent
	listPast
	listBegins
	listEnds
)

// matcher finds phrases by their first word.
type matcher struct {
	exact  map[string][]*phrase
	prefix map[string][]*phrase
}

func newMatcher() *matcher { return &matcher{map[string][]*phrase{}, map[string][]*phrase{}} }

// add takes a phrase such as "letter* of intent" into the matcher.
func (m *matcher) add(text string, p phrase) {
	for _, w := range strings.Fields(text) {
		stem, isPrefix := strings.CutSuffix(fold(w), "*")
		p.words = append(p.words, pattern{stem, isPrefix, w != strings.ToLower(w) && w == strings.ToUpper(w)})
	}
	if len(p.words) == 0 {
		return
	}
	index, first := m.exact, p.words[0]
	p.named, p.strength = "word "+first.text+" "+p.value, strconv.FormatFloat(p.weight, 'g', -1, 64)
	if first.prefix {
		index = m.prefix
	}
	index[first.text] = append(index[first.text], &p)
}

// findIn is the step from tokens to hits, in the order of the text.
func (m *matcher) findIn(d *document) []hit {
	hits := make([]hit, 0, len(d.tokens)/4)
	for i, w := range d.words {
		if w != nil {
			hits = m.appendHits(hits, d.tokens, i, w.phrases)
		} else {
			hits = m.appendHits(hits, d.tokens, i, m.beginning(d.tokens[i]))
		}
	}
	return hits
}

// find is the same for a few tokens of which nothing is remembered.
func (m *matcher) find(tokens []token) []hit {
	var hits []hit
	for i, t := range tokens {
		hits = m.appendHits(hits, tokens, i, m.beginning(t))
	}
	return hits
}

// appendHits adds the phrases that stand at the token, of those that begin with it.
func (m *matcher) appendHits(hits []hit, tokens []token, at int, phrases []*phrase) []hit {
	for _, p := range phrases {
		hits = p.appendHit(hits, tokens, at)
	}
	if t := &tokens[at]; t.kind == word && strings.Contains(t.fold, "-") {
		hits = m.countries(hits, t.fold, at)
	}
	return hits
}

// beginning are the phrases that begin with the token.
func (m *matcher) beginning(t token) []*phrase {
	found := m.exact[t.fold]
	if t.kind == sign {
		return found
	}
	found = slices.Clip(found)
	for at := 0; at < len(t.fold); {
		_, size := utf8.DecodeRuneInString(t.fold[at:])
		at += size
		found = append(found, m.prefix[t.fold[:at]]...)
	}
	return found
}

// countries finds countries joined by a hyphen: "România-Bulgaria", "българо-румънски".
func (m *matcher) countries(hits []hit, word string, i int) []hit {
	for _, part := range strings.Split(word, "-") {
		for _, p := range m.exact[part] {
			if p.list == listCountry && len(p.words) == 1 {
				hits = append(hits, hit{span{i, i + 1}, p})
			}
		}
	}
	return hits
}

func (p *phrase) appendHit(hits []hit, tokens []token, at int) []hit {
	for i, w := range p.words {
		if at+i >= len(tokens) || i > 0 && !w.matches(tokens[at+i].fold) || w.shouted && !tokens[at+i].shouted() {
			return hits
		}
	}
	return append(hits, hit{span{at, at + len(p.words)}, p})
}

func (w pattern) matches(s string) bool {
	return s == w.text || w.prefix && strings.HasPrefix(s, w.text)
}

// rewriting turns a word's ending into another.
type rewriting struct {
	into    map[string][]string
	longest int // of the endings, in bytes
}

// newRewriting reads rules such as "ові>ів".
func newRewriting(rules []string) rewriting {
	r := rewriting{into: map[string][]string{}}
	for _, rule := range rules {
		from, to, _ := strings.Cut(fold(rule), ">")
		r.into[from] = append(r.into[from], to)
		r.longest = max(r.longest, len(from))
	}
	return r
}

// forms lists what the word may be in base form, the longest endings first; the word itself comes only by the rule ">".
func (r rewriting) forms(s string) []string {
	var forms []string
	const shortest = 3 // bytes of the rest
	for at := max(shortest, len(s)-r.longest); at <= len(s); at++ {
		if at < len(s) && !utf8.RuneStart(s[at]) {
			continue
		}
		for _, to := range r.into[s[at:]] {
			forms = append(forms, s[:at]+to)
		}
	}
	return forms
}

// endings are those that words of some sort may have, by their last bytes: so few have to be tried.
type endings map[byte][]string

func newEndings(list []string) endings {
	e := endings{}
	for _, s := range list {
		s = fold(s)
		last := s[len(s)-1]
		e[last] = append(e[last], s)
	}
	return e
}

// of are the word's endings, in the order of the list.
func (e endings) of(word string) iter.Seq[string] {
	return func(yield func(string) bool) {
		if word == "" {
			return
		}
		for _, ending := range e[word[len(word)-1]] {
			if strings.HasSuffix(word, ending) && !yield(ending) {
				return
			}
		}
	}
}

// has tells whether the word has one of the endings behind at least so many bytes.
func (e endings) has(word string, before int) bool {
	for ending := range e.of(word) {
		if len(word) >= len(ending)+before {
			return true
		}
	}
	return false
}
