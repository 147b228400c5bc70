package extract

import (
	"strings"
	"sync"

	"mostbot/gazetteer"
)

// remembered is what a word is by itself, whatever stands around it.
type remembered struct {
	traits    traits
	phrases   []*phrase         // that begin with it
	named     *site             // of a capitalised word: the places it names
	adjective *site             // the places it may be an adjective of
	romanised []gazetteer.Place // where it names no place: towns at home that it names in Latin letters
	pair      []site            // the places that it names with a hyphen between: "Cottbus-Senftenberg"
}

// memory keeps what the words were that were read last: most words of an article stood in the one before. Any number of
// goroutines may use it.
type memory struct {
	mutex sync.RWMutex
	words map[string]*remembered
}

// mostRemembered is how many words of a language are kept; when there are more, all are looked up anew.
const mostRemembered = 10_000

// longestRemembered is how many bytes a word that is kept has at most: longer ones are hardly met again.
const longestRemembered = 64

// recall is what the word is, looked up where it is not remembered.
func (x *Extractor) recall(l *lexicon, t token) *remembered {
	l.memory.mutex.RLock()
	w := l.memory.words[t.text]
	l.memory.mutex.RUnlock()
	if w != nil {
		return w
	}
	w = &remembered{traits: l.traits(t), phrases: l.matcher.beginning(t), adjective: x.adjective(l, t)}
	if t.capital() {
		w.named, w.romanised = x.namedWord(l, t)
		if w.named == nil {
			w.pair = x.pair(l, t)
		}
	}
	if len(t.text) > longestRemembered {
		return w
	}
	l.memory.mutex.Lock()
	defer l.memory.mutex.Unlock()
	if l.memory.words == nil || len(l.memory.words) >= mostRemembered {
		l.memory.words = map[string]*remembered{}
	}
	l.memory.words[strings.Clone(t.text)] = w // the text itself must not stay with its words
	return w
}

// recallWords is the step that finds what each word of the article is; nil for numbers and signs.
func (x *Extractor) recallWords(l *lexicon, tokens []token) []*remembered {
	words := make([]*remembered, len(tokens))
	for i, t := range tokens {
		if t.kind == word {
			words[i] = x.recall(l, t)
		}
	}
	return words
}
