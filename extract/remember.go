package extract

import (
	"strings"
	"sync"
)

// remembered is what a word or a sign is by itself, whatever stands around it.
type remembered struct {
	traits   traits
	stem     uint64      // see stemOf
	numbers  wordNumbers // in the vocabulary
	bag      uint16      // see bagNumber
	latin    bool        // whether it is in Latin letters
	digits   bool        // whether it has any in it
	odd      bool        // whether it has odd signs in it
	opens    bool        // whether a date can begin with it, whatever follows
	dated    bool        // whether phrases that tell dates begin with it
	renowned bool        // whether a name known to all can begin with it
	phrases  []*phrase   // that begin with it
	places   *wordPlaces // never nil
}

// wordPlaces are the places that a word may name.
type wordPlaces struct {
	named     *naming  // of a capitalised word: as it stands or in base form
	pair      []naming // with a hyphen between: "Cottbus-Senftenberg"
	begins    bool     // whether names of several words begin with it
	adjective *naming  // as an adjective
}

// noPlaces is kept of most words.
var noPlaces = &wordPlaces{}

// memory keeps what words were: most words of an article stood in the ones before. Any number of goroutines may use it.
type memory struct {
	mutex sync.RWMutex
	words map[string]*remembered
}

// mostRemembered is how many words of a language are kept: nearly all that a few hundred articles have. For each further
// one another is forgotten, whichever it be; a frequent one soon comes back.
const mostRemembered = 16_000

// longestRemembered is how many bytes a word that is kept has at most: longer ones are hardly met again.
const longestRemembered = 64

// recall is what the word is, looked up where it is not remembered.
func (x *Extractor) recall(l *lexicon, t token) *remembered {
	if w := l.memory.find(t.text); w != nil {
		return w
	}
	w := &remembered{traits: l.traits(t), numbers: x.judgement.vocabulary.numbers(t), stem: stemOf(t), places: x.wordPlaces(l, t)}
	w.latin, w.digits, w.odd = t.latin(), hasDigits(t.text), hasOddSigns(t.text)
	w.phrases, w.dated, w.opens = l.matcher.beginning(t), len(l.told.exact[t.fold]) > 0, l.opens[t.fold] || hyphened(t.fold)
	w.bag = x.bagNumber(l, t)
	w.renowned = t.kind == word && x.renown[l.Language].begins(&t)
	l.memory.keep(t.text, w)
	return w
}

func (x *Extractor) wordPlaces(l *lexicon, t token) *wordPlaces {
	var w wordPlaces
	if t.kind == word {
		w.adjective = x.adjective(l, t)
	}
	if t.capital() {
		forms := wordForms(l, t.fold)
		w.named, w.begins = x.inForms(l, forms), x.beginsPlace(l, forms)
		if w.named == nil {
			w.pair = x.pair(l, t)
		}
	}
	if w.named == nil && w.adjective == nil && w.pair == nil && !w.begins {
		return noPlaces
	}
	return &w
}

func (m *memory) find(text string) *remembered {
	m.mutex.RLock()
	defer m.mutex.RUnlock()
	return m.words[text]
}

// findAll finds what was read lately of the tokens; nil where it was not.
func (m *memory) findAll(tokens []token) []*remembered {
	m.mutex.RLock()
	defer m.mutex.RUnlock()
	found := make([]*remembered, len(tokens))
	for i := range tokens {
		found[i] = m.words[tokens[i].text]
	}
	return found
}

func (m *memory) keep(text string, w *remembered) {
	if len(text) > longestRemembered {
		return
	}
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.words == nil {
		m.words = map[string]*remembered{}
	}
	if len(m.words) >= mostRemembered {
		for any := range m.words {
			delete(m.words, any)
			break
		}
	}
	m.words[strings.Clone(text)] = w // the article itself must not stay with its words
}

// Forget gives back the memory of words, for when little will be read for a while.
func (x *Extractor) Forget() {
	for _, l := range x.lexicons {
		l.memory.mutex.Lock()
		l.memory.words = nil
		l.memory.mutex.Unlock()
	}
}

// recallWords is the step that finds what each word of the article is; nil for numbers and addresses.
func (x *Extractor) recallWords(l *lexicon, tokens []token) []*remembered {
	words := l.memory.findAll(tokens)
	for i, t := range tokens {
		if words[i] == nil && (t.kind == word || t.kind == sign) {
			words[i] = x.recall(l, t)
		}
	}
	return words
}
