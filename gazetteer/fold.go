package gazetteer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// special letters have no decomposition that leads to how people write them without accents, or one that leads astray.
var special = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ı': "i", 'ħ': "h", 'ŧ': "t",
	'ə': "e", 'ǝ': "e", 'ĳ': "ij", 'ŋ': "n", 'ς': "σ",
	'ё': "е", 'ґ': "г", 'ѝ': "и", 'ѐ': "е",
}

const (
	apostrophes = "'’‘ʼʻʹ′`´‛“”„\"ʾʿ"
	silent      = "\x00" // in the table of folded letters: leaves no trace
	lastFolded  = 0x530  // end of the Cyrillic block; Latin and Greek lie before
)

// folded has the folded form of each common letter, "" for what separates words.
var folded = foldTable()

func foldTable() (table [lastFolded]string) {
	for r := range rune(lastFolded) {
		table[r] = foldRune(r)
	}
	return table
}

// Fold brings a name into the form under which names are looked up: lower case, Latin and Greek letters without their
// accents, no apostrophes, one space for any other run of what is neither letter nor digit. Cyrillic letters stay apart
// where readers take them for different ones (й, ї), and merge where writers are careless (ё, ґ).
func Fold(s string) string {
	if isFolded(s) {
		return s
	}
	if !norm.NFC.IsNormalString(s) {
		s = norm.NFC.String(s)
	}
	b := make([]byte, 0, len(s)+4)
	space := false
	for _, r := range s {
		part := foldedForm(r)
		switch {
		case part == silent:
			continue
		case part == "":
			space = len(b) > 0
			continue
		case space:
			b, space = append(b, ' '), false
		}
		b = append(b, part...)
	}
	return string(b)
}

// isFolded spots names that need no work: small letters of ASCII or of the Bulgarian and Ukrainian alphabets, single spaces.
func isFolded(s string) bool {
	before := ' '
	for _, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'а' && r <= 'я' || r >= '0' && r <= '9' || r == 'і' || r == 'ї' || r == 'є'
		if !letter && (r != ' ' || before == ' ') {
			return false
		}
		before = r
	}
	return s != "" && before != ' '
}

func foldedForm(r rune) string {
	if r >= 0 && r < lastFolded {
		return folded[r]
	}
	return foldRune(r)
}

func foldRune(r rune) string {
	if strings.ContainsRune(apostrophes, r) || unicode.In(r, unicode.Mn, unicode.Cf) {
		return silent
	}
	if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return ""
	}
	r = unicode.ToLower(r)
	if s, ok := special[r]; ok {
		return s
	}
	if r < utf8.RuneSelf || unicode.Is(unicode.Cyrillic, r) {
		return string(r)
	}
	return decompose(r)
}

func decompose(r rune) string {
	var b strings.Builder
	for _, part := range norm.NFKD.String(string(r)) {
		part = unicode.ToLower(part)
		if s, ok := special[part]; ok {
			b.WriteString(s)
		} else if unicode.IsLetter(part) || unicode.IsDigit(part) {
			b.WriteRune(part)
		}
	}
	return b.String()
}
