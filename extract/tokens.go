package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word, a number or a sign of an article's text.
type token struct {
	text       string // as it stands
	fold       string // in lower case, with one sort of apostrophe and without stress marks
	start, end int    // where it stands
	kind       tokenKind
	upper      bool // see capital
	sentence   int
}

type tokenKind uint8

const (
	sign tokenKind = iota
	word
	number
	address // of a web page, a mailbox or a person on some network
)

// cut is the step from text to tokens.
func cut(text string) []token {
	tokens := make([]token, 0, 3*strings.Count(text, " ")/2+16)
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !isLetter(r) && (unicode.IsSpace(r) || unicode.In(r, unicode.Cf, unicode.Cc)) {
			at += size
			continue
		}
		end, kind := at+size, sign
		switch {
		case isLetter(r):
			end, kind = wordEnd(text, at), word
			if text[at:end] == "St" && strings.HasPrefix(text[end:], ". ") && end+2 < len(text) && unicode.IsUpper(rune(text[end+2])) {
				end = wordEnd(text, end+2) // "St. Gallen"
			}
		case unicode.IsDigit(r):
			end, kind = numberEnd(text, at)
		}
		piece := text[at:end]
		upper := kind == word && beginsCapital(piece)
		tokens = append(tokens, token{text: piece, fold: fold(piece), start: at, end: end, kind: kind, upper: upper})
		at = end
	}
	return tokens
}

// The letters that Cyrillic words are of.
const firstCyrillic, lastCyrillic = 'Ѐ', 'ҁ'

// isLetter is unicode.IsLetter, quicker for the letters that most words are of.
func isLetter(r rune) bool {
	switch {
	case r < unicode.MaxASCII:
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	case r >= firstCyrillic && r <= lastCyrillic:
		return true
	}
	return unicode.IsLetter(r)
}

// wordEnd finds where the word ends that begins at start: "заместник-кмета", "здоров'я" and "WiNet@UNI" are one word each.
func wordEnd(text string, start int) int {
	at := start
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !isLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) && !joins(text, at, r, size) {
			break
		}
		at += size
	}
	return at
}

// joins tells whether the sign at the place holds the parts of one word together.
func joins(text string, at int, r rune, size int) bool {
	if r == ' ' {
		return false
	}
	next, nextSize := utf8.DecodeRuneInString(text[at+size:])
	previous, _ := utf8.DecodeLastRuneInString(text[:at])
	switch r {
	case '-', '\u2011':
		return isWordRune(next) || next == '\u00ab'
	case '@', '_':
		return isWordRune(next)
	case '\'', '’', 'ʼ':
		after, _ := utf8.DecodeRuneInString(text[at+size+nextSize:])
		english := (next == 's' || next == 'S') && !unicode.IsLetter(after)
		return unicode.IsLetter(next) && unicode.IsLetter(previous) && !english
	case '.':
		after, _ := utf8.DecodeRuneInString(text[at+size+nextSize:])
		domain := unicode.IsUpper(next) && unicode.IsUpper(after) && unicode.IsLetter(previous) // "Living-in.EU"
		return domain && longWord(text[:at]) ||
			unicode.IsLower(next) && next < unicode.MaxLatin1 && unicode.IsLetter(previous) && previous < unicode.MaxLatin1
	case '+':
		return !isWordRune(next) && unicode.IsLetter(previous)
	}
	return false
}

// longWord tells whether there is more than an initial on the side of a full stop.
func longWord(text string) bool {
	last, size := utf8.DecodeLastRuneInString(text)
	before, _ := utf8.DecodeLastRuneInString(text[:len(text)-size])
	first, size := utf8.DecodeRuneInString(text)
	second, _ := utf8.DecodeRuneInString(text[size:])
	return unicode.IsLetter(last) && unicode.IsLetter(before) || unicode.IsLetter(first) && unicode.IsLetter(second)
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// numberEnd finds where the number ends that begins at start: "22.11.2023", "366" and "100%" apart; "3D" is a word.
func numberEnd(text string, start int) (int, tokenKind) {
	at := start
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		next, _ := utf8.DecodeRuneInString(text[at+size:])
		if unicode.IsLetter(r) {
			return numberSuffix(text, at)
		}
		if !unicode.IsDigit(r) && (!strings.ContainsRune(".,:/", r) || !unicode.IsDigit(next)) {
			break
		}
		at += size
	}
	return at, number
}

// numberSuffix keeps "21st" and "15-ата" numbers; "3D" and "403ParkingAccess" are words.
func numberSuffix(text string, at int) (int, tokenKind) {
	end := wordEnd(text, at)
	switch strings.ToLower(text[at:end]) {
	case "st", "nd", "rd", "th", "г", "р", "h", "m":
		return at, number
	}
	return end, word
}

// fold brings a word to the form in which it is looked up: in lower case, with one sort of apostrophe, without stress
// marks, and without the marks of Romanian letters, which half of the pages leave out.
func fold(s string) string {
	if isPlainLower(s) {
		return s
	}
	if r, size := utf8.DecodeRuneInString(s); isPlainCapital(r) && isPlainLower(s[size:]) {
		return string(r+'a'-'A') + s[size:]
	}
	return strings.Map(foldRune, s)
}

// foldRune is -1 for what is left out.
func foldRune(r rune) rune {
	switch r {
	case '’', 'ʼ', '`':
		return '\''
	case 'ș', 'Ș', 'ş', 'Ş':
		return 's'
	case 'ț', 'Ț', 'ţ', 'Ţ':
		return 't'
	case 'ă', 'Ă', 'â', 'Â':
		return 'a'
	case 'î', 'Î':
		return 'i'
	case '\u0301', '\u00ad':
		return -1
	case '\u2011':
		return '-'
	}
	return unicode.ToLower(r)
}

// beginsFolded tells whether the text begins so when it is folded.
func beginsFolded(text, start string) bool {
	for _, r := range text {
		want, size := utf8.DecodeRuneInString(start)
		switch r = foldRune(r); {
		case size == 0:
			return true
		case r == want:
			start = start[size:]
		case r >= 0:
			return false
		}
	}
	return start == ""
}

// isPlainSmall spots the small letters that most words are of.
func isPlainSmall(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'а' && r <= 'я' }

// isPlainCapital spots letters that lie as far from their small ones as A from a.
func isPlainCapital(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 'А' && r <= 'Я' }

func isPlainLower(s string) bool {
	for _, r := range s {
		switch {
		case isPlainSmall(r), r == '-':
		case r < 'a', r >= 'А' && r < 'а', unicode.IsUpper(r), strings.ContainsRune("’ʼ`șşțţăâî\u0301\u00ad\u2011", r):
			return false
		}
	}
	return true
}

func (t token) isWord() bool { return t.kind == word }

// capital tells whether the word begins with a capital letter.
func (t token) capital() bool { return t.upper }

func beginsCapital(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	if i := strings.IndexByte(text[:min(3, len(text))], '-'); i > 0 { // "e-Governance", "е-Общини"
		r, _ = utf8.DecodeRuneInString(text[i+1:])
	}
	return unicode.IsUpper(r) || unicode.IsDigit(r)
}

// shouted tells whether the word has at least two capital letters and no small one.
func (t token) shouted() bool {
	upper := 0
	for _, r := range t.text {
		if isPlainSmall(r) || unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			upper++
		}
	}
	return upper > 1
}

// mixed tells whether capitals or digits stand inside the word, as in "InterDiGI" or "Next2Met".
func (t token) mixed() bool {
	inside, lower := false, false
	for i, r := range t.text {
		if isPlainSmall(r) {
			lower = true
			continue
		}
		inside = inside || i > 0 && (unicode.IsUpper(r) || unicode.IsDigit(r)) && !strings.HasSuffix(t.text[:i], "-")
		lower = lower || unicode.IsLower(r)
	}
	return inside && lower
}

// latin tells whether the word is written in Latin letters.
func (t token) latin() bool {
	some := false
	for _, r := range t.text {
		if unicode.IsLetter(r) {
			if !unicode.Is(unicode.Latin, r) {
				return false
			}
			some = true
		}
	}
	return some
}

// isOneOf tells whether the token is one of the signs.
func (t token) isOneOf(signs string) bool {
	return t.kind == sign && t.text != "" && strings.Contains(signs, t.text)
}

func (t token) opens() bool {
	return t.isOneOf("„“«\"‘‚(‹[”")
}
func (t token) quotes() bool {
	return t.isOneOf("„“”«»\"‘’‚‹›")
}
