package feed

import (
	"bytes"
	"mime"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// toUTF8 decodes a document. Text that is valid UTF-8 is UTF-8, whatever its headers say; else what they say is tried
// beside the encodings that are alive where our news comes from, and the one that reads most like a language wins.
func toUTF8(body []byte, contentType string) string {
	if decoded, ok := byMark(body); ok {
		return decoded
	}
	if isUTF8(body) {
		return string(body)
	}
	best, bestScore := "", 0.0
	for i, label := range append(declared(body, contentType), "windows-1251", "koi8-u", "iso-8859-2", "windows-1252") {
		decoded, ok := decode(body, label)
		if !ok {
			continue
		}
		score := plausibility(decoded)
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

// byMark decodes by the byte order mark, or, in UTF-16 without one, by the first sign of a feed or page.
func byMark(body []byte) (string, bool) {
	marks := map[string]string{"\xEF\xBB\xBF": "utf-8", "\xFE\xFF": "utf-16be", "\xFF\xFE": "utf-16le"}
	for mark, label := range marks {
		if rest, ok := bytes.CutPrefix(body, []byte(mark)); ok {
			if label == "utf-8" {
				return strings.ToValidUTF8(string(rest), "\uFFFD"), true
			}
			return decode(rest, label)
		}
	}
	switch {
	case bytes.HasPrefix(body, []byte("<\x00")) || bytes.HasPrefix(body, []byte("{\x00")):
		return decode(body, "utf-16le")
	case bytes.HasPrefix(body, []byte("\x00<")) || bytes.HasPrefix(body, []byte("\x00{")):
		return decode(body, "utf-16be")
	}
	return "", false
}

// isUTF8 forgives a rune that was cut at the end.
func isUTF8(body []byte) bool {
	for cut := range min(utf8.UTFMax, len(body)+1) {
		if utf8.Valid(body[:len(body)-cut]) {
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
	encoding, name := charset.Lookup(label)
	if encoding == nil || name == "utf-8" || name == "replacement" {
		return "", false
	}
	decoded, err := encoding.NewDecoder().Bytes(body)
	if err != nil {
		return "", false
	}
	return string(decoded), true
}

// plausibility scores how much a text reads like a language of ours: small letters that follow letters of their script
// speak for it; capitals within words, mixed scripts and rare signs speak against it.
func plausibility(text string) float64 {
	good, bad := 0, 0
	last := ' '
	for _, r := range text {
		switch {
		case r < 0x80:
		case r == utf8.RuneError || unicode.IsControl(r) || unicode.IsSymbol(r) && !strings.ContainsRune("€©®°№", r):
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
	return float64(good-bad) / float64(good+bad+1)
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
