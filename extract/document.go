package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"mostbot/catalog"
)

// longest is how much of an article is read, in bytes: news says what happened long before.
const longest = 40_000

// document is an article cut into sentences and tokens.
type document struct {
	text      string
	tokens    []token
	sentences []sentence
	published catalog.Date
	language  catalog.Language
	words     []*remembered   // what the words are; nil for numbers and addresses
	siteAt    []*site         // the place that begins at each token; nil: not looked for yet
	dateline  span            // tokens
	old       map[int]bool    // sentences that tell of older things only
	planned   map[int]float64 // how much a sentence speaks of what is to come
}

// span is a run of tokens, the last one not included.
type span struct{ from, to int }

func (s span) empty() bool             { return s.to <= s.from }
func (s span) overlaps(o span) bool    { return s.from < o.to && o.from < s.to }
func (s span) holds(token int) bool    { return s.from <= token && token < s.to }
func (s span) near(o span, n int) bool { return s.from-o.to <= n && o.from-s.to <= n }

// sentence is a run of tokens with its place in the article.
type sentence struct {
	span
	paragraph int
	headline  bool
	body      int    // its number among the sentences of the body, from 0; -1 for the headline and noise
	noise     string // why it is no evidence; "" for a sentence that tells something
}

// divide is the step from tokens to sentences: at the end of a line, and at a full stop that is no abbreviation's.
func divide(text string, tokens []token, l *lexicon) []sentence {
	var sentences []sentence
	paragraph, from := 0, 0
	for i := range tokens {
		tokens[i].sentence = len(sentences)
		last := i+1 == len(tokens)
		newLine := last || strings.Contains(text[tokens[i].end:tokens[i+1].start], "\n")
		if !newLine && !endsSentence(tokens, i, l) {
			continue
		}
		if !newLine && tokens[i+1].quotes() && tokens[i+1].start == tokens[i].end {
			continue // the closing quotation mark belongs to the sentence
		}
		sentences = append(sentences, sentence{span: span{from, i + 1}, paragraph: paragraph, body: -1})
		from = i + 1
		if newLine {
			paragraph++
		}
	}
	return sentences
}

func endsSentence(tokens []token, i int, l *lexicon) bool {
	t := tokens[i]
	if t.quotes() && i > 0 && tokens[i-1].end == t.start {
		t = tokens[i-1]
		i--
	}
	if t.kind != sign || !t.isOneOf(".!?…") {
		return false
	}
	if goesOn(tokens[i+1:]) {
		return false
	}
	next := nextWord(tokens, i+1)
	if next < 0 || !beginsSentence(tokens[next]) || tokens[i+1].start == t.end && tokens[i+1].isWord() {
		return false
	}
	return t.text != "." || i == 0 || !abbreviates(tokens[i-1], tokens[next], l)
}

// goesOn tells whether what stands behind a full stop cannot begin a sentence: "am 3.-5. Mai", "am Di., 14. Mai".
func goesOn(tokens []token) bool {
	if len(tokens) < 2 {
		return false
	}
	return tokens[0].isOneOf(",;") || (tokens[0].isOneOf("/+&") || isDash(tokens[0].text)) && tokens[1].kind == number
}

func nextWord(tokens []token, at int) int {
	for i := at; i < len(tokens) && i < at+4; i++ {
		if tokens[i].kind != sign {
			return i
		}
	}
	return -1
}

func beginsSentence(t token) bool {
	return t.kind == number || t.capital() || !unicode.IsLower(firstRune(t.text))
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// abbreviates tells whether the full stop behind the token is that of an abbreviation, an initial or a German ordinal.
func abbreviates(t, next token, l *lexicon) bool {
	if t.kind == number {
		return len(t.text) <= 2 && l.month(next.fold) > 0
	}
	if l.yearly[t.fold] {
		return next.kind == number || next.isWord() && !next.capital()
	}
	if next.kind == number && (l.beside[t.fold] || l.shorts[t.fold] > 0) { // "19 dec. 2018", "Di. 14. Mai"
		return true
	}
	return l.abbreviations[t.fold] || utf8.RuneCountInString(t.text) == 1 && t.capital()
}
