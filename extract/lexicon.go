package extract

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"mostbot/catalog"
	"mostbot/languages"
)

// lexicon is a language's lexicon made ready for looking up.
type lexicon struct {
	*languages.Lexicon
	dateWords
	matcher       *matcher
	words         map[string]bool
	letters       string
	abbreviations map[string]bool
	before        map[string]bool
	common        map[string]bool
	placesFrom    map[string]bool // words with which names of places begin that the lexicon tells
	endings       rewriting       // of places
	stems         rewriting       // of adjectives made of places

	placeAdjectives endings
	heads           map[string]head
	adjectives      endings
	verbs           endings
	genitives       endings
	surnames        endings
	plurals         endings // of roles
	headEndings     map[string]bool
	longestEnding   int // of a head, in bytes
	honours         map[string]bool
	mild, named     map[string]bool
	bare            map[string]bool      // heads that name a body only with a complement
	base            map[string]rewriting // of adjectives, by gender
	complements     map[string]bool
	articles        map[string]bool
	joins           map[string]bool
	parts           map[string]bool
	titles          map[string]bool
	pronouns        map[string]bool
	fromWords       map[string]bool
	given, family   nameList
	ambiguous       map[string]bool // given names that are ordinary words as well
	families        map[string]bool // family names that stand first
	syllables       map[string]bool // of the given names behind them
	personal        rewriting
	man, woman      rewriting // of family names
	notNames        map[string]bool
	notLatin        map[string]bool
	listed          map[string]traits // by word: see listWords
	noiseStarts     map[rune][]string // by their first letter
	memory          memory
}

// head is the noun at the heart of an organisation's name.
type head struct {
	base   string // headword
	gender string
}

func newLexicon(lang catalog.Language, latin *languages.Latin) (*lexicon, error) {
	source, err := languages.ReadLexicon(lang)
	if err != nil {
		return nil, err
	}
	l := &lexicon{Lexicon: source, matcher: newMatcher(), letters: source.Letters}
	l.foldLists()
	l.readWords()
	l.dateWords = newDateWords(&source.Dates)
	l.readOrganisations()
	l.readPhrases()
	l.readLatin(latin)
	l.listWords()
	if err := l.readWeights(); err != nil {
		return nil, fmt.Errorf("lexicon %s: %w", lang, err)
	}
	return l, nil
}

// foldLists brings the endings and keys that are compared with folded words into the same form.
func (l *lexicon) foldLists() {
	for _, list := range [][]string{l.Noise.Starts, l.Organisations.Adjectives} {
		for i, s := range list {
			list[i] = fold(s)
		}
	}
	l.placeAdjectives, l.adjectives = newEndings(l.Places.Adjectives), newEndings(l.Organisations.Adjectives)
	l.verbs, l.genitives = newEndings(l.Organisations.Verbs), newEndings(l.Organisations.Genitive)
	l.surnames, l.plurals = newEndings(l.People.Surnames), newEndings(l.People.Plural)
	l.Places.Names, l.Places.Irregular = foldKeys(l.Places.Names), foldKeys(l.Places.Irregular)
}

func foldKeys[V any](m map[string]V) map[string]V {
	folded := make(map[string]V, len(m))
	for k, v := range m {
		folded[fold(k)] = v
	}
	return folded
}

func set(words ...string) map[string]bool {
	m := map[string]bool{}
	for _, w := range words {
		m[fold(w)] = true
	}
	return m
}

func (l *lexicon) readWords() {
	l.noiseStarts = map[rune][]string{}
	for _, start := range l.Noise.Starts {
		first, _ := utf8.DecodeRuneInString(start)
		l.noiseStarts[first] = append(l.noiseStarts[first], start)
	}
	l.words = set(strings.Fields(l.Words)...)
	l.abbreviations = set(strings.Fields(l.Abbreviations)...)
	l.before = set(l.Places.Before...)
	l.common = set(l.Places.Common...)
	l.placesFrom = map[string]bool{}
	for name := range l.Places.Names {
		first, _, _ := strings.Cut(name, " ")
		l.placesFrom[first] = true
	}
	l.endings = newRewriting(l.Places.Endings)
	l.stems = newRewriting(l.Places.Stems)
	l.titles = set(l.People.Titles...)
	l.pronouns = set(l.People.Pronouns...)
	l.personal, l.man, l.woman = newRewriting(l.People.Endings), newRewriting(l.People.Man), newRewriting(l.People.Woman)
	l.notNames = set(strings.Fields(l.People.Not)...)
}

func (l *lexicon) readOrganisations() {
	o := l.Organisations
	l.heads, l.base = map[string]head{}, map[string]rewriting{}
	for gender, heads := range o.Heads {
		for _, entry := range heads {
			stem, ending, _ := strings.Cut(entry, "|")
			l.heads[fold(stem)] = head{stem + ending, gender}
		}
	}
	for gender, rules := range o.Base {
		l.base[gender] = newRewriting(rules)
	}
	l.headEndings, l.bare = set(o.Endings...), set(o.Bare...)
	for ending := range l.headEndings {
		l.longestEnding = max(l.longestEnding, len(ending))
	}
	l.fromWords = set(o.From...)
	l.honours = set(o.Honours...)
	l.mild, l.named = set(o.Mild...), set(o.Named...)
	l.complements, l.articles, l.joins = set(o.Complements...), set(o.Articles...), set(o.Joins...)
}

// readLatin adds what is known of names in Latin letters.
func (l *lexicon) readLatin(latin *languages.Latin) {
	l.parts, l.notLatin = set(strings.Fields(latin.Parts)...), set(strings.Fields(latin.Not)...)
	l.given, l.family = nameList{l.People.Given, latin.Given}, nameList{l.People.Family, latin.Family}
	l.ambiguous = set(strings.Fields(l.People.Ambiguous + latin.Ambiguous)...)
	l.families = set(strings.Fields(l.People.Families + latin.Families)...)
	l.syllables = set(strings.Fields(l.People.Syllables + latin.Syllables)...)
	for _, entry := range latin.Programmes {
		text, value, _ := strings.Cut(entry, "=")
		l.matcher.add(text, phrase{list: listProgramme, value: value})
	}
	for _, entry := range latin.Bodies {
		text, value, _ := strings.Cut(entry, "=")
		l.matcher.add(text, phrase{list: listBody, value: value})
	}
}

func (l *lexicon) readPhrases() {
	lists := map[list][]string{
		listOutlet: l.Noise.Outlets, listRegion: l.Places.Regions, listTown: l.Places.Towns,
		listCapital: l.Places.Capitals, listElsewhere: l.Places.Elsewhere, listNotBody: l.Organisations.Not,
		listRole: l.People.Roles, listSpeech: l.People.Speech, listTrigger: l.Projects.Triggers, listEvent: l.Projects.Events,
		listBackground: l.Stage.Background, listNoise: l.Noise.Holds, listBody: l.Organisations.Bodies,
		listCityBody: l.Organisations.Cities, listAgent: l.Organisations.Agents, listNotPlace: l.Places.Sites, listProgramme: l.Projects.Programmes,
	}
	for _, name := range slices.Sorted(maps.Keys(lists)) {
		for _, entry := range lists[name] {
			text, value, _ := strings.Cut(entry, "=")
			l.matcher.add(text, phrase{list: name, value: value})
		}
	}
	for _, iso := range slices.Sorted(maps.Keys(l.Places.Countries)) {
		for _, name := range l.Places.Countries[iso] {
			l.matcher.add(name, phrase{list: listCountry, value: iso})
		}
	}
	shifts := map[list]map[string]int{
		listDays: l.Dates.Days, listWeeks: l.Dates.Weeks, listMoons: l.Dates.Moons, listYears: l.Dates.Years,
	}
	for _, name := range slices.Sorted(maps.Keys(shifts)) {
		for _, text := range slices.Sorted(maps.Keys(shifts[name])) {
			l.matcher.add(text, phrase{list: name, number: shifts[name][text]})
		}
	}
}

func (l *lexicon) readWeights() error {
	single := map[list]languages.Weighted{
		listDigital: l.Digital, listCooperation: l.Cooperation, listPlanned: l.Stage.Planned,
	}
	for _, name := range slices.Sorted(maps.Keys(single)) {
		if err := l.addWeighted(name, "", single[name]); err != nil {
			return err
		}
	}
	for name, tables := range map[list]map[string]languages.Weighted{listTopic: l.Topics, listKind: l.Kinds} {
		for _, value := range slices.Sorted(maps.Keys(tables)) {
			if err := l.addWeighted(name, value, tables[value]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (l *lexicon) addWeighted(name list, value string, table languages.Weighted) error {
	for _, key := range slices.Sorted(maps.Keys(table)) {
		weight, err := strconv.ParseFloat(key, 64)
		if err != nil {
			return fmt.Errorf("weight %q of %s is no number", key, value)
		}
		for _, text := range table[key] {
			l.matcher.add(text, phrase{list: name, value: value, weight: weight})
		}
	}
	return nil
}

// head finds the head of an organisation's name in the word, whatever its case.
func (l *lexicon) head(word string) (head, bool) {
	for at := len(word); at > max(2, len(word)-l.longestEnding-1); at-- {
		if h, ok := l.heads[word[:at]]; ok && l.headEndings[word[at:]] {
			return h, true
		}
	}
	if l.Language == "de" {
		return l.compound(word)
	}
	if prefix, rest, ok := strings.Cut(word, "-"); ok && prefix != "" { // "ІТ-кластер"
		h, ok := l.head(rest)
		return head{prefix + "-" + h.base, h.gender}, ok
	}
	return head{}, false
}

// compound finds the head at the end of a German compound: "Digitalagentur", "Wirtschaftsministeriums".
func (l *lexicon) compound(word string) (head, bool) {
	for from := 4; from < len(word)-3; from++ {
		for at := len(word); at > max(from+2, len(word)-l.longestEnding-1); at-- {
			if h, ok := l.heads[word[from:at]]; ok && l.headEndings[word[at:]] && (!l.bare[h.base] || strings.Contains(word[:from], "-")) {
				return head{word[:from] + h.base, h.gender}, true
			}
		}
	}
	return head{}, false
}
