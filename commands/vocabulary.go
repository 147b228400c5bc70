package commands

import (
	"fmt"
	"time"

	"mostbot/catalog"
	"mostbot/texts"
)

// vocabulary is the words with a meaning of their own that people type, folded, of all languages at once: somebody whose
// app speaks English may well ask in Ukrainian.
type vocabulary struct {
	small     map[string]bool               // words that carry a question but name nothing
	latest    map[string]bool               // words that ask for what is new
	all       map[string]bool               // words that mean everything
	refs      map[string]catalog.Ref        // names of topics and kinds
	languages map[string]catalog.Language   // names of languages
	keys      map[string]catalog.Sort       // what may stand before a colon
	recurring map[string]catalog.Recurrence // "daily"
	weekdays  map[string]time.Weekday       // "mon"
	longest   int                           // the number of words of the longest entry
}

func newVocabulary(t *texts.Texts) vocabulary {
	v := vocabulary{
		small: map[string]bool{}, latest: map[string]bool{}, all: map[string]bool{},
		refs: map[string]catalog.Ref{}, languages: map[string]catalog.Language{}, keys: map[string]catalog.Sort{},
		recurring: map[string]catalog.Recurrence{}, weekdays: map[string]time.Weekday{},
	}
	for _, s := range []catalog.Sort{catalog.SortKind, catalog.SortLanguage, catalog.SortTopic, catalog.SortCity,
		catalog.SortCountry, catalog.SortOrganisation, catalog.SortProject} {
		v.keys[string(s)] = s
	}
	for _, lang := range catalog.Languages {
		v.learn(t.Printer(lang))
	}
	return v
}

func (v *vocabulary) learn(p *texts.Printer) {
	mark := func(set map[string]bool, id string) {
		for _, w := range p.Words("word." + id) {
			set[catalog.Fold(w)] = true
		}
	}
	mark(v.small, "small")
	mark(v.latest, "latest")
	mark(v.all, "all")
	for _, r := range []catalog.Recurrence{catalog.Instant, catalog.Daily, catalog.Weekdays, catalog.Weekly} {
		for _, w := range p.Words("word." + string(r)) {
			v.recurring[v.entry(w)] = r
		}
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		for _, w := range append(p.Words(fmt.Sprintf("word.d%d", day)), p.Weekday(day)) {
			v.weekdays[v.entry(w)] = day
		}
	}
	v.learnRefs(p)
}

func (v *vocabulary) learnRefs(p *texts.Printer) {
	for _, topic := range catalog.Topics {
		v.refs[v.entry(string(topic))] = catalog.TopicRef(topic)
		v.refs[v.entry(p.Topic(topic))] = catalog.TopicRef(topic)
	}
	for _, kind := range catalog.Kinds {
		v.refs[v.entry(string(kind))] = catalog.KindRef(kind)
		v.refs[v.entry(p.Kind(kind))] = catalog.KindRef(kind)
	}
	for _, lang := range catalog.Languages {
		v.languages[lang] = lang
		v.languages[v.entry(p.Language(lang))] = lang
	}
	for _, w := range p.Words("word.kind") {
		v.keys[v.entry(w)] = catalog.SortKind
	}
	for _, w := range p.Words("word.language") {
		v.keys[v.entry(w)] = catalog.SortLanguage
	}
}

// entry folds a phrase of the vocabulary.
func (v *vocabulary) entry(phrase string) string {
	folded := catalog.Fold(phrase)
	words := 1
	for _, r := range folded {
		if r == ' ' {
			words++
		}
	}
	v.longest = max(v.longest, words)
	return folded
}
