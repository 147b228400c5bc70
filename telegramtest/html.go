package telegramtest

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// parseHTML reads Telegram's HTML: the text without its tags, and what the tags said. Refusals name the byte offset,
// as Telegram's do.
func parseHTML(source string) (string, []Entity, error) {
	p := &htmlParser{source: source}
	for p.pos < len(source) {
		if err := p.step(); err != nil {
			return "", nil, err
		}
	}
	if n := len(p.open); n > 0 {
		return "", nil, cantParse(`Can't find end tag corresponding to start tag "%s"`, p.open[n-1].name)
	}
	text := p.text.String()
	if !utf8.ValidString(text) {
		return "", nil, cantParse("Text contains invalid Unicode characters after decoding HTML entities, " +
			"check for unmatched surrogate code units")
	}
	return text, sortEntities(p.entities), nil
}

func cantParse(format string, args ...any) error {
	return badRequest("can't parse entities: " + fmt.Sprintf(format, args...))
}

// htmlParser walks over the source once. Offsets of entities count UTF-16 code units of the text.
type htmlParser struct {
	source   string
	pos      int
	text     strings.Builder
	offset   int
	open     []openTag
	entities []Entity
}

type openTag struct {
	name     string
	argument string // an address, a language, an emoji's id
	mark     string // what makes a blockquote expandable
	offset   int    // in UTF-16 code units
	start    int    // in bytes of the text
}

func (p *htmlParser) step() error {
	switch {
	case p.source[p.pos] == '&':
		if char, width := decodeCharacter(p.source[p.pos:]); width > 0 {
			p.write(char)
			p.pos += width
			return nil
		}
	case p.source[p.pos] == '<' && p.at(p.pos+1) == '/':
		return p.endTag()
	case p.source[p.pos] == '<':
		return p.startTag()
	}
	p.copyPlain()
	return nil
}

// copyPlain takes a first character, whatever it is, and all that follows without a meaning.
func (p *htmlParser) copyPlain() {
	end := strings.IndexAny(p.source[p.pos+1:], "&<")
	if end < 0 {
		end = len(p.source) - p.pos - 1
	}
	plain := p.source[p.pos : p.pos+1+end]
	p.text.WriteString(plain)
	p.offset += utf16Len(plain)
	p.pos += len(plain)
}

func (p *htmlParser) write(char rune) {
	p.text.WriteRune(char)
	p.offset += utf16Width(char)
}

// at is the byte at a position; behind the end it is 0, which counts as a space.
func (p *htmlParser) at(pos int) byte {
	if pos < len(p.source) {
		return p.source[pos]
	}
	return 0
}

func (p *htmlParser) atEnd() bool { return p.pos >= len(p.source) }

// until moves on to the next space (or end) or any of the stops, and returns what it passed.
func (p *htmlParser) until(stops string) string {
	from := p.pos
	for c := p.at(p.pos); !isSpace(c) && strings.IndexByte(stops, c) < 0; c = p.at(p.pos) {
		p.pos++
	}
	return p.source[from:p.pos]
}

func (p *htmlParser) skipSpaces() {
	for !p.atEnd() && isSpace(p.source[p.pos]) {
		p.pos++
	}
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0 || c == '\v'
}

func (p *htmlParser) startTag() error {
	begin := p.pos
	p.pos++
	tag := openTag{name: strings.ToLower(p.until(">")), offset: p.offset, start: p.text.Len()}
	if p.atEnd() {
		return cantParse("Unclosed start tag at byte offset %d", begin)
	}
	if !knownTags[tag.name] {
		return cantParse(`Unsupported start tag "%s" at byte offset %d`, tag.name, begin)
	}
	for p.at(p.pos) != '>' {
		p.skipSpaces()
		if p.at(p.pos) == '>' {
			break
		}
		if err := p.attribute(&tag, begin); err != nil {
			return err
		}
	}
	p.pos++
	if tag.name == "span" && tag.argument != "spoiler" {
		return cantParse(`Tag "span" must have class "tg-spoiler" at byte offset %d`, begin)
	}
	p.open = append(p.open, tag)
	return nil
}

func (p *htmlParser) attribute(tag *openTag, begin int) error {
	name := p.until("=>/\"'")
	if name == "" {
		return cantParse(`Empty attribute name in the tag "%s" at byte offset %d`, tag.name, begin)
	}
	p.skipSpaces()
	if p.at(p.pos) != '=' {
		if p.atEnd() {
			return cantParse("Unclosed start tag at byte offset %d", begin)
		}
		tag.set(name, "")
		return nil
	}
	p.pos++
	p.skipSpaces()
	if p.atEnd() {
		return cantParse(`Unclosed start tag "%s" at byte offset %d`, tag.name, begin)
	}
	value, err := p.value()
	if err != nil {
		return err
	}
	if p.atEnd() {
		return cantParse("Unclosed start tag at byte offset %d", begin)
	}
	tag.set(name, value)
	return nil
}

func (p *htmlParser) value() (string, error) {
	quote := p.source[p.pos]
	if quote != '"' && quote != '\'' {
		return p.token()
	}
	p.pos++
	var value strings.Builder
	for !p.atEnd() && p.source[p.pos] != quote {
		if char, width := decodeCharacter(p.source[p.pos:]); width > 0 {
			value.WriteRune(char)
			p.pos += width
			continue
		}
		value.WriteByte(p.source[p.pos])
		p.pos++
	}
	if !p.atEnd() {
		p.pos++
	}
	return value.String(), nil
}

// token is a value without quotes: letters, digits, full stops and hyphens.
func (p *htmlParser) token() (string, error) {
	from := p.pos
	for c := p.at(p.pos); isAlphanumeric(c) || c == '.' || c == '-'; c = p.at(p.pos) {
		p.pos++
	}
	if c := p.at(p.pos); !isSpace(c) && c != '>' {
		return "", cantParse("Unexpected end of name token at byte offset %d", from)
	}
	return strings.ToLower(p.source[from:p.pos]), nil
}

func isAlphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func (p *htmlParser) endTag() error {
	begin := p.pos
	if len(p.open) == 0 {
		return cantParse("Unexpected end tag at byte offset %d", begin)
	}
	p.pos += len("</")
	name := strings.ToLower(p.until(">"))
	p.skipSpaces()
	if p.at(p.pos) != '>' {
		return cantParse("Unclosed end tag at byte offset %d", begin)
	}
	p.pos++
	tag := p.open[len(p.open)-1]
	if name != "" && name != tag.name {
		return cantParse(`Unmatched end tag at byte offset %d, expected "</%s>", found "</%s>"`, begin, tag.name, name)
	}
	p.open = p.open[:len(p.open)-1]
	if p.offset == tag.offset {
		return nil
	}
	return p.add(tag)
}
