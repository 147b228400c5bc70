package feed

import (
	"bytes"
	"mime"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	utf "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// toUTF8 decodes a document. Text that is valid UTF-8 is UTF-8, whatever its headers say; else what they say is believed
// where nothing speaks against it, and tried beside the encodings that are alive where our news comes from where something
// does: the one that reads most like a language wins.
func toUTF8(body []byte, contentType string) string {
	if decoded, ok := byMark(body); ok {
		return decoded
	}
	if isUTF8(body) {
		return string(body)
	}
	best, bestScore := "", 0.0
	claims := declared(body, contentType)
	for i, label := range append(claims, "windows-1251", "koi8-u", "iso-8859-2", "windows-1252") {
		decoded, ok := decode(body, label)
		if !ok {
			continue
		}
		score, spotless := plausibility(decoded)
		if spotless && i < len(claims) {
			return decoded
		}
		if best == "" || score > bestScore+margin(i) {
			best, bestScore = decoded, score
		}
	}
	if best == "" {
		return strings.ToValidUTF8(string(body), "\uFFFD")
	}
	return best
}

// margin is how much better a guess must be than what stands before it in the list.
func margin(place int) float64 {
	if place == 0 {
		return 0
	}
	return 0.02
}

// marks are byte order marks, and how the first sign of a feed or page looks without one, the longer before the shorter.
var marks = []struct {
	beginning string
	encoding  encoding.Encoding
}{
	{"\x00\x00\xFE\xFF", utf32.UTF32(utf32.BigEndian, utf32.ExpectBOM)},
	{"\xFF\xFE\x00\x00", utf32.UTF32(utf32.LittleEndian, utf32.ExpectBOM)},
	{"\x00\x00\x00<", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
	{"<\x00\x00\x00", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
	{"\xEF\xBB\xBF", utf.UTF8BOM},
	{"\xFE\xFF", utf.UTF16(utf.BigEndian, utf.ExpectBOM)},
	{"\xFF\xFE", utf.UTF16(utf.LittleEndian, utf.ExpectBOM)},
	{"\x00<", utf.UTF16(utf.BigEndian, utf.IgnoreBOM)},
	{"\x00{", utf.UTF16(utf.BigEndian, utf.IgnoreBOM)},
	{"<\x00", utf.UTF16(utf.LittleEndian, utf.IgnoreBOM)},
	{"{\x00", utf.UTF16(utf.LittleEndian, utf.IgnoreBOM)},
}

// byMark decodes by the document's first bytes.
func byMark(body []byte) (string, bool) {
	for _, mark := range marks {
		if bytes.HasPrefix(body, []byte(mark.beginning)) {
			decoded, err := mark.encoding.NewDecoder().Bytes(body)
			return string(decoded), err == nil
		}
	}
	return "", false
}

// isUTF8 forgives a rune that was cut at the end.
func isUTF8(body []byte) bool {
	for cut := range min(utf8.UTFMax, len(body)+1) {
		if whole, rest := body[:len(body)-cut], body[len(body)-cut:]; utf8.Valid(whole) && !utf8.FullRune(rest) {
			return !bytes.Contains(body[:min(len(body), 1024)], []byte{0})
		}
	}
	return false
}

var declaration = regexp.MustCompile(`(?i)(?:encoding|charset)\s*=\s*["']?([a-z0-9_.:-]+)`)

// declared lists the encodings that a document claims, its own word last: servers' words are often a mere default.
func declared(body []byte, contentType string) []string {
	var labels []string
	if _, params, err := mime.ParseMediaType(contentType); err == nil && params["charset"] != "" {
		labels = append(labels, params["charset"])
	}
	if found := declaration.FindSubmatch(body[:min(len(body), 2048)]); found != nil {
		labels = append(labels, string(found[1]))
	}
	return labels
}

func decode(body []byte, label string) (string, bool) {
	known, name := charset.Lookup(label)
	if known == nil || name == "utf-8" || name == "replacement" {
		return "", false
	}
	decoded, err := known.NewDecoder().Bytes(body)
	if err != nil {
		return "", false
	}
	return string(decoded), true
}

// plausibility scores how much a text reads like a language of ours: small letters that follow letters of their script
// speak for it; capitals within words, mixed scripts and rare signs speak against it. Where nothing does, it is
// spotless.
func plausibility(text string) (score float64, spotless bool) {
	good, bad := 0, 0
	last := ' '
	for _, r := range text {
		switch {
		case r < 0x80:
		case r == utf8.RuneError || unicode.IsControl(r) || unicode.IsSymbol(r) && !strings.ContainsRune("€£©®°№", r):
			bad += 3
		case unicode.IsUpper(r) && unicode.IsLower(last):
			bad += 2
		case unicode.Is(unicode.Cyrillic, r) && unicode.Is(unicode.Latin, last):
			bad += 2
		case unicode.IsLower(r) && common(r), unicode.In(r, others...):
			good++
		case unicode.IsLetter(r) && !common(unicode.ToLower(r)):
			bad++
		}
		last = r
	}
	return float64(good-bad) / float64(good+bad+1), bad == 0 && good > 0
}

// others are scripts that no encoding of ours gives by mistake: who declares one means it.
var others = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Arabic, unicode.Hebrew, unicode.Georgian,
	unicode.Armenian,
}

// common tells whether a letter beyond ASCII is one of Bulgarian, Ukrainian, Russian, Romanian or German, or of the
// languages around them.
func common(r rune) bool {
	return 'а' <= r && r <= 'я' || 'ά' <= r && r <= 'ώ' || strings.ContainsRune("ğıіїєґёăâîșțşţäöüßéèáíóúőűčšžćđłąęńśźżýřěůñçàêô", r)
}
