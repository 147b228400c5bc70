package feed

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"github.com/mmcdole/gofeed"
)

var (
	encodingDeclaration = regexp.MustCompile(`^\s*<\?xml[^>]*\?>`)
	characterReference  = regexp.MustCompile(`(?i)&#(x[0-9a-f]+|[0-9]+);`)
)

// ready makes a decoded document fit for the parsers: it takes off the XML declaration, whose encoding no longer holds,
// what must not stand before it, and references to characters that there are not.
func ready(text string) string {
	if start := strings.IndexAny(text, "<{"); start > 0 {
		text = text[start:]
	}
	text = encodingDeclaration.ReplaceAllString(text, "")
	return characterReference.ReplaceAllStringFunc(text, func(reference string) string {
		number := strings.ToLower(strings.Trim(reference, "&#;"))
		base := 10
		if rest, ok := strings.CutPrefix(number, "x"); ok {
			number, base = rest, 16
		}
		code, err := strconv.ParseInt(number, base, 32)
		if err != nil || code < ' ' && code != '\n' && code != '\t' && code != '\r' || code > 0x10FFFF || 0xD800 <= code && code < 0xE000 {
			return ""
		}
		return reference
	})
}

var (
	entryStart  = regexp.MustCompile(`(?i)<(item|entry)[\s>]`)
	entryEnd    = regexp.MustCompile(`(?i)</(item|entry)\s*>`)
	feedOpening = regexp.MustCompile(`(?is)<(rss|rdf:RDF)(\s[^>]*)?>`)
)

// salvage reads the entries of a feed that is broken somewhere, one by one; nil where there is none that can be read.
func salvage(text string) *gofeed.Feed {
	if isPage(text) { // whose scripts may well have items
		return nil
	}
	whole := &gofeed.Feed{}
	for _, document := range append(xmlEntries(text), jsonEntries(text)...) {
		if one, err := gofeed.NewParser().Parse(strings.NewReader(document)); err == nil {
			whole.Items = append(whole.Items, one.Items...)
		}
		if len(whole.Items) >= mostEntries {
			break
		}
	}
	if len(whole.Items) == 0 {
		return nil
	}
	return whole
}

// xmlEntries makes a feed of its own of each entry. An entry ends where it says, or where the next begins.
func xmlEntries(text string) []string {
	attributes := ""
	if opening := feedOpening.FindStringSubmatch(text); opening != nil {
		attributes = opening[2]
	}
	starts := entryStart.FindAllStringSubmatchIndex(text, mostEntries)
	var documents []string
	for i, start := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		entry, name := text[start[0]:end], text[start[2]:start[3]]
		if closing := entryEnd.FindStringIndex(entry); closing != nil {
			entry = entry[:closing[0]]
		}
		entry += "</" + name + ">"
		if strings.EqualFold(name, "entry") {
			documents = append(documents, `<feed xmlns="http://www.w3.org/2005/Atom">`+entry+"</feed>")
			continue
		}
		documents = append(documents, `<rss version="2.0" `+attributes+"><channel>"+entry+"</channel></rss>")
	}
	return documents
}

var itemsOpening = regexp.MustCompile(`"items"\s*:\s*\[`)

// jsonEntries does the same for a JSON feed, up to the entry that is broken.
func jsonEntries(text string) []string {
	opening := itemsOpening.FindStringIndex(text)
	if opening == nil || !strings.HasPrefix(text, "{") {
		return nil
	}
	rest := text[opening[1]:]
	var documents []string
	for len(documents) < mostEntries {
		rest = strings.TrimLeft(rest, " \t\r\n,")
		decoder := json.NewDecoder(strings.NewReader(rest))
		var entry json.RawMessage
		if decoder.Decode(&entry) != nil {
			break
		}
		documents = append(documents, `{"version":"https://jsonfeed.org/version/1.1","items":[`+string(entry)+`]}`)
		rest = rest[decoder.InputOffset():]
	}
	return documents
}
