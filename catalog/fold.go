package catalog

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold gives the form under which names are looked up, in any script: lower case, diacritics off, punctuation and
// quotation marks as single spaces. An apostrophe between two letters goes without a trace, since "Кам'янець" and
// "Камянець" are one town. The letters й and ї stay: they are letters of their own, not decorated ones.
func Fold(s string) string {
	if isFolded(s) {
		return s
	}
	if !norm.NFC.IsNormalString(s) {
		s = norm.NFC.String(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	runes := []rune(s)
	for i, r := range runes {
		if unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Mn, r) || isInnerApostrophe(runes, i) {
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		foldRune(&b, r)
	}
	return b.String()
}

// isFolded spots the common case of a plain lower-case ASCII word, which needs no work.
func isFolded(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

func isInnerApostrophe(runes []rune, i int) bool {
	return strings.ContainsRune("'’ʼ‘`´ʹ", runes[i]) &&
		i > 0 && i+1 < len(runes) && unicode.IsLetter(runes[i-1]) && unicode.IsLetter(runes[i+1])
}

// Letters that Unicode does not take apart, and those that it would take apart though they are letters of their own.
var foldings = map[rune]string{
	'ß': "ss", 'ẞ': "ss", 'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe", 'ø': "o", 'Ø': "o", 'ł': "l", 'Ł': "l",
	'đ': "d", 'Đ': "d", 'ð': "d", 'Ð': "d", 'þ': "th", 'Þ': "th", 'ı': "i", 'İ': "i", 'ħ': "h", 'Ħ': "h",
	'ə': "a", 'Ə': "a", 'ґ': "г", 'Ґ': "г", 'ς': "σ", 'й': "й", 'Й': "й", 'ї': "ї", 'Ї': "ї",
}

func foldRune(b *strings.Builder, r rune) {
	switch {
	case r < unicode.MaxASCII || 'а' <= r && r <= 'я' || 'А' <= r && r <= 'Я':
		b.WriteRune(unicode.ToLower(r))
	case foldings[r] != "":
		b.WriteString(foldings[r])
	default:
		for _, part := range norm.NFKD.String(string(r)) {
			if unicode.IsLetter(part) || unicode.IsNumber(part) {
				b.WriteRune(unicode.ToLower(part))
			}
		}
	}
}
