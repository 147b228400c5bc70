package feed

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What can be wrong with a file that should be a plain text.
var (
	ErrNotText = errors.New("it is no text")
	ErrEmpty   = errors.New("there is no text")
)

// PlainText decodes a plain text in any encoding that is alive where our news comes from.
func PlainText(body []byte) (string, error) {
	text := toUTF8(body, "")
	if isBinary(text) {
		return "", ErrNotText
	}
	if !strings.ContainsFunc(text, unicode.IsLetter) {
		return "", ErrEmpty
	}
	return text, nil
}

// isBinary tells whether a text has what no text has: a zero byte, or more than a stray sign that nobody can read.
func isBinary(text string) bool {
	const mostStrays = 0.01
	strays := 0
	for _, r := range text {
		switch {
		case r == 0:
			return true
		case r == utf8.RuneError, unicode.IsControl(r) && !unicode.IsSpace(r):
			strays++
		}
	}
	return float64(strays) > mostStrays*float64(len(text))+1
}
