package texts

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	isolate = "\u2068" // text whose direction is its own follows
	release = "\u2069"
)

// escape makes text from outside fit for HTML.
func escape(s string) string { return html.EscapeString(Clean(s)) }

// Text is text from outside as HTML.
func Text(s string) HTML { return HTML{escape(s)} }

// Clean takes out of a text from outside what could harm those around it: control characters, line breaks, and marks
// that turn the direction of writing. A text written from right to left is kept to itself.
func Clean(s string) string {
	if harmless(s) {
		return s
	}
	turned := false
	cleaned := strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, unicode.Is(unicode.Bidi_Control, r):
			return -1
		case unicode.IsSpace(r):
			if r == '\u00a0' {
				return r
			}
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		turned = turned || unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana)
		return r
	}, s)
	cleaned = strings.Join(strings.FieldsFunc(cleaned, func(r rune) bool { return r == ' ' }), " ")
	if turned {
		return isolate + cleaned + release
	}
	return cleaned
}

// harmless spots the common case of a text in European letters with single spaces, which needs no work.
func harmless(s string) bool {
	last := ' '
	for _, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= '\u00a1' && r < '\u0590' && r != '\u00ad'
		sign := r >= '\u2010' && r <= '\u2027' || r >= '\u2100' && r < '\u2c00' || r >= 0x1f300 && r < 0x1fb00
		other := r > ' ' && r < 0x7f || sign
		if !letter && !other && (r != ' ' || last == ' ') {
			return false
		}
		last = r
	}
	return last != ' ' || s == ""
}

// Cut shortens a text from outside to at most the given number of characters, at a word's end where there is one.
func Cut(s string, most int) string {
	s = Clean(s)
	if len(s) <= most {
		return s
	}
	runes := []rune(s)
	if len(runes) <= most {
		return string(runes)
	}
	short := string(runes[:most-1])
	if i := strings.LastIndexByte(short, ' '); i > len(short)/2 {
		short = short[:i]
	}
	return strings.TrimRight(short, " ,;:–-") + "…"
}
