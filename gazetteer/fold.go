package gazetteer

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// special letters have no decomposition that leads to how people write them without accents.
var special = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ı': "i", 'ħ': "h", 'ŧ': "t",
	'ə': "e", 'ǝ': "e", 'ĳ': "ij", 'ŋ': "n", 'ς': "σ",
	'ё': "е", 'ґ': "г", 'ѝ': "и", 'ѐ': "е",
}

const apostrophes = "'’‘ʼʻʹ′`´‛“”\"ʾʿ"

// Fold brings a name into the form under which names are looked up: lower case, Latin and Greek letters without their
// accents, no apostrophes, one space for any other run of what is neither letter nor digit. Cyrillic letters stay apart
// where readers take them for different ones (й, ї), and merge where writers are careless (ё, ґ).
func Fold(s string) string {
	if folded, ok := foldASCII(s); ok {
		return folded
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range norm.NFC.String(s) {
		if strings.ContainsRune(apostrophes, r) || unicode.Is(unicode.Mn, r) {
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		foldLetter(&b, r)
	}
	return b.String()
}

func foldASCII(s string) (string, bool) {
	plain := true // already folded
	for i := range len(s) {
		c := s[i]
		if c >= 0x80 {
			return "", false
		}
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && (c != ' ' || i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			plain = false
		}
	}
	if plain {
		return s, true
	}
	return foldBytes(s), true
}

func foldBytes(s string) string {
	folded := make([]byte, 0, len(s))
	space := false
	for i := range len(s) {
		c := s[i]
		switch {
		case c == '\'' || c == '`' || c == '"':
			continue
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case (c < 'a' || c > 'z') && (c < '0' || c > '9'):
			space = len(folded) > 0
			continue
		}
		if space {
			folded = append(folded, ' ')
			space = false
		}
		folded = append(folded, c)
	}
	return string(folded)
}

func foldLetter(b *strings.Builder, r rune) {
	r = unicode.ToLower(r)
	if s, ok := special[r]; ok {
		b.WriteString(s)
		return
	}
	if r < 0x80 || unicode.Is(unicode.Cyrillic, r) {
		b.WriteRune(r)
		return
	}
	for _, part := range norm.NFKD.String(string(r)) {
		if s, ok := special[part]; ok {
			b.WriteString(s)
		} else if unicode.IsLetter(part) || unicode.IsDigit(part) {
			b.WriteRune(unicode.ToLower(part))
		}
	}
}
