package extract

import (
	"strings"
	"unicode"

	"mostbot/catalog"
)

// speaker knows languages by their most frequent words and by the letters that their neighbours do not have.
type speaker struct {
	words   map[string][]catalog.Language
	letters [lastLetter]letter
}

// lastLetter is the end of the Cyrillic block; Latin letters lie before.
const lastLetter = 0x530

// letter is what a letter tells of the language.
type letter struct {
	owner   catalog.Language   // the one that has it
	strange []catalog.Language // those that do not
}

func newSpeaker(lexicons map[catalog.Language]*lexicon, foreign map[catalog.Language]string) *speaker {
	s := &speaker{words: map[string][]catalog.Language{}}
	for lang, letters := range lacking {
		for _, r := range letters {
			s.letters[r] = letter{"", append(s.letters[r].strange, lang)}
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

func (s *speaker) own(lang catalog.Language, r rune) {
	s.letters[r] = letter{lang, s.letters[r].strange}
}

func (s *speaker) learn(lang catalog.Language, words string) {
	for _, w := range strings.Fields(fold(words)) {
		s.words[w] = append(s.words[w], lang)
	}
}

// lacking are the letters that speak against a language, since its alphabet does not have them: where a short text has
// few of the frequent words, they tell Bulgarian from its neighbours.
var lacking = map[catalog.Language]string{"mk": "йщъьюя", "sr": "йщъьюя", "be": "ищъ", "ru": "іїєґў", "bg": "ыэёіїєґ"}

// owned are letters that, among all the languages that are told apart, one alone has.
var owned = map[rune]catalog.Language{'ы': "ru", 'э': "ru", 'ё': "ru", 'ў': "be", 'ѓ': "mk", 'ќ': "mk", 'ѕ': "mk", 'ђ': "sr", 'ћ': "sr"}

// sample is how many tokens tell the language.
const sample = 600

// identify is the step that finds the language of the text; a word of several languages counts for each the less.
func (s *speaker) identify(tokens []token, hint catalog.Language) catalog.Language {
	score := map[catalog.Language]float64{}
	for _, t := range tokens[:min(len(tokens), sample)] {
		if t.kind == sign && firstRune(t.text) < 0x2e80 {
			continue
		}
		languages := s.words[t.fold]
		for _, lang := range languages {
			score[lang] += 1 / (1 + 0.3*float64(len(languages)-1))
		}
		for _, r := range t.text {
			if r < unicode.MaxASCII {
				continue
			}
			if r >= 0x2e80 {
				score["zh"] += 0.5
			}
			if r >= lastLetter {
				continue
			}
			letter := &s.letters[r]
			if letter.owner != "" {
				score[letter.owner] += 0.25
			}
			for _, lang := range letter.strange {
				score[lang] -= 0.5
			}
		}
	}
	best, top := hint, 0.0
	for lang, n := range score {
		if n > top || n == top && lang < best {
			best, top = lang, n
		}
	}
	return best
}
