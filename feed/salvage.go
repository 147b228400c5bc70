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
	feedStart           = regexp.MustCompile(`<(feed\s[^>]*xmlns|rss\s[^>]*version|rdf:RDF\s)`)
	characterReference  = regexp.MustCompile(`(?i)&#(x[0-9a-f]+|[0-9]+);`)
	entryBody           = regexp.MustCompile(`(?i)<(/?)(?:xhtml:)?(?:body|fullitem)(?:\s[^>]*)?>`)
	writtenLink         = regexp.MustCompile(`<link((?:\s+(?:rel="alternate"|type="[^"<>]*"))*)>\s*(https?://[^<\s]+)\s*</link>`)
)

// ready makes a decoded document fit for the parsers: it takes off the XML declaration, whose encoding no longer holds,
// what must not stand before the feed, and references to characters that there are not. What the parsers don't know but
// some feeds have, a text in an element of HTML and an Atom link in the manner of RSS, it writes as they know it.
func ready(text string) string {
	if start := strings.IndexAny(text, "<{"); start > 0 {
		text = text[start:]
	}
	if strings.HasPrefix(text, "{") {
		return text
	}
	if start := feedStart.FindStringIndex(text); start != nil && isPage(text[:start[0]]) {
		text = text[start[0]:]
	}
	text = encodingDeclaration.ReplaceAllString(text, "")
	text = characterReference.ReplaceAllStringFunc(text, possibleCharacter)
	text = entryBody.ReplaceAllString(text, "<${1}content:encoded>")
	if strings.Contains(text, "<feed") {
		text = writtenLink.ReplaceAllString(text, `<link$1 href="$2"/>`)
	}
	return text
}

// possibleCharacter leaves out references to characters that there are not.
func possibleCharacter(reference string) string {
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
}

var (
	entryStart  = regexp.MustCompile(`(?i)<(item|entry)[\s>]`)
	openMarkup  = regexp.MustCompile(`<[^>]*$`)
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
		} else if i == len(starts)-1 { // the feed was cut
			entry = openMarkup.ReplaceAllString(entry, "")
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
		var entry map[string]any
		if decoder.Decode(&entry) != nil {
			break
		}
		documents = append(documents, `{"version":"https://jsonfeed.org/version/1.1","items":[`+knownFields(entry)+`]}`)
		rest = rest[decoder.InputOffset():]
	}
	return documents
}

// knownFields writes those of an entry's fields that an article is made of, where they are what they should be: with
// others, anything may be the matter.
func knownFields(entry map[string]any) string {
	known := map[string]string{}
	for _, name := range []string{
		"id", "url", "external_url", "title", "content_html", "content_text", "summary", "date_published", "date_modified",
	} {
		if text, ok := entry[name].(string); ok {
			known[name] = text
		}
	}
	written, err := json.Marshal(known)
	if err != nil {
		panic(err) // strings can always be written
	}
	return string(written)
}
