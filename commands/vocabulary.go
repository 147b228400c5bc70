package commands

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"mostbot/catalog"
	"mostbot/texts"
)

// vocabulary is the words with a meaning of their own that people type, folded, of all languages at once: somebody whose
// app speaks English may well ask in Ukrainian.
type vocabulary struct {
	small     map[string]bool               // words that carry a question but name nothing
	please    map[string]bool               // words of asking, which are small as well
	thanks    map[string]bool               // words of thanks, which are small as well
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
		small: map[string]bool{}, thanks: map[string]bool{}, please: map[string]bool{},
		latest: map[string]bool{}, all: map[string]bool{},
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
	mark(v.please, "please")
	mark(v.small, "please")
	mark(v.thanks, "thanks")
	mark(v.small, "thanks")
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
	for id, ref := range also {
		for _, w := range p.Words("also." + id) {
			v.refs[v.entry(w)] = ref
		}
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

// also are the topics and kinds for which people have further words.
var also = map[string]catalog.Ref{
	"ai": catalog.TopicRef("ai"), "government": catalog.TopicRef("e-government"), "city": catalog.TopicRef("smart-city"),
	"cluster": catalog.TopicRef("it-cluster"), "hub": catalog.TopicRef("innovation-hub"),
	"startups": catalog.TopicRef("startups"), "security": catalog.TopicRef("cybersecurity"),
	"health": catalog.TopicRef("health-tech"), "mobility": catalog.TopicRef("mobility"),
	"agreement": catalog.KindRef(catalog.Agreement), "visit": catalog.KindRef(catalog.Visit),
	"launch": catalog.KindRef(catalog.Launch), "gathering": catalog.KindRef(catalog.Gathering),
	"funding": catalog.KindRef(catalog.Funding),
}

// bent finds the topic or kind of which the folded word is another form: its plural, or with an article.
func (v vocabulary) bent(folded string) (catalog.Ref, bool) {
	if utf8.RuneCountInString(folded) < shortestBent || strings.Contains(folded, " ") {
		return catalog.Ref{}, false
	}
	best, longest := catalog.Ref{}, 0
	for entry, ref := range v.refs {
		same := commonPrefix(folded, entry)
		rest := max(utf8.RuneCountInString(folded), utf8.RuneCountInString(entry)) - same
		if same >= shortestBent && rest <= 3 && (same > longest || same == longest && ref.String() < best.String()) {
			best, longest = ref, same
		}
	}
	return best, longest > 0
}

// shortestBent is the number of characters that two forms of a word share at the least.
const shortestBent = 5

func commonPrefix(a, b string) int {
	x, y := []rune(a), []rune(b)
	n := 0
	for n < min(len(x), len(y)) && x[n] == y[n] {
		n++
	}
	return n
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
