package extract

import (
	"slices"
	"strings"
	"unicode"

	"mostbot/catalog"
)

// speaker knows languages by their most frequent words and by the letters that their neighbours do not have.
type speaker struct {
	languages []catalog.Language // by their numbers
	words     map[string][]int   // the languages that have the word
	letters   [lastLetter]letter
	chinese   int
}

// lastLetter is the end of the Cyrillic block; Latin letters lie before.
const lastLetter = 0x530

// letter is what a letter tells of the language.
type letter struct {
	owned   bool
	owner   int   // the language that has it, where one alone does
	strange []int // those that do not
}

func newSpeaker(lexicons map[catalog.Language]*lexicon, foreign map[catalog.Language]string) *speaker {
	s := &speaker{words: map[string][]int{}}
	s.chinese = s.number("zh")
	for lang, letters := range lacking {
		for _, r := range letters {
			s.letters[r].strange = append(s.letters[r].strange, s.number(lang))
		}
	}
	for _, lang := range catalog.Languages {
		s.learn(lang, lexicons[lang].Words)
		for _, r := range lexicons[lang].letters {
			s.own(lang, r)
		}
	}
	for r, lang := range owned {
		s.own(lang, r)
	}
	for lang, words := range foreign {
		s.learn(lang, words)
	}
	return s
}

// number is the language's number; a new one for a language not heard of yet.
func (s *speaker) number(lang catalog.Language) int {
	if i := slices.Index(s.languages, lang); i >= 0 {
		return i
	}
	s.languages = append(s.languages, lang)
	return len(s.languages) - 1
}

func (s *speaker) own(lang catalog.Language, r rune) {
	s.letters[r].owned, s.letters[r].owner = true, s.number(lang)
}

func (s *speaker) learn(lang catalog.Language, words string) {
	for _, w := range strings.Fields(fold(words)) {
		s.words[w] = append(s.words[w], s.number(lang))
	}
}

// lacking are the letters that speak against a language, since its alphabet does not have them: where a short text has
// few of the frequent words, they tell Bulgarian from its neighbours.
var lacking = map[catalog.Language]string{"mk": "йщъьюя", "sr": "йщъьюя", "be": "ищъ", "ru": "іїєґў", "bg": "ыэёіїєґ"}

// owned are letters that, among all the languages that are told apart, one alone has.
var owned = map[rune]catalog.Language{'ы': "ru", 'э': "ru", 'ё': "ru", 'ў': "be", 'ѓ': "mk", 'ќ': "mk", 'ѕ': "mk", 'ђ': "sr", 'ћ': "sr"}

// sample is how many tokens tell the language.
const sample = 600

// ideographs begins the blocks of East Asian signs.
const ideographs = 0x2e80

// identify is the step that finds the language of the text; a word of several languages counts for each the less.
func (s *speaker) identify(tokens []token, hint catalog.Language) catalog.Language {
	score := make([]float64, len(s.languages))
	for i := range tokens[:min(len(tokens), sample)] {
		t := &tokens[i]
		if t.kind == sign && firstRune(t.text) < ideographs {
			continue
		}
		languages := s.words[t.fold]
		for _, lang := range languages {
			score[lang] += 1 / (1 + 0.3*float64(len(languages)-1))
		}
		for _, r := range t.text {
			switch {
			case r < unicode.MaxASCII:
			case r >= ideographs:
				score[s.chinese] += 0.5
			case r < lastLetter:
				s.letters[r].tell(score)
			}
		}
	}
	best, top := hint, 0.0
	for lang, n := range score {
		if name := s.languages[lang]; n > top || n == top && n > 0 && name < best {
			best, top = name, n
		}
	}
	return best
}

// tell adds what the letter tells of each language.
func (l *letter) tell(score []float64) {
	if l.owned {
		score[l.owner] += 0.25
	}
	for _, lang := range l.strange {
		score[lang] -= 0.5
	}
}
