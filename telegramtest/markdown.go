package telegramtest

import "strings"

// markdownTags are the marks of Telegram's old Markdown (parse_mode "Markdown"), as the HTML tags that mean the same.
var markdownTags = map[byte]string{'*': "b", '_': "i", '`': "code", '[': "a"}

const (
	markdownMarks = "*_`["
	fence         = "```"
)

// parseMarkdown reads Telegram's old Markdown, in which nothing nests and a backslash counts only outside of marks.
func parseMarkdown(source string) (string, []Entity, error) {
	p := &htmlParser{source: source}
	for !p.atEnd() {
		if err := p.markdownStep(); err != nil {
			return "", nil, err
		}
	}
	return p.text.String(), sortEntities(p.entities), nil
}

func (p *htmlParser) markdownStep() error {
	if _, marks := markdownTags[p.source[p.pos]]; marks {
		return p.markdownEntity()
	}
	if p.source[p.pos] == '\\' && strings.IndexByte(markdownMarks, p.at(p.pos+1)) >= 0 {
		p.pos++
	}
	// The first character is plain, whatever it is: a mark comes here only behind a backslash.
	end := strings.IndexAny(p.source[p.pos+1:], markdownMarks+`\`)
	if end < 0 {
		end = len(p.source) - p.pos - 1
	}
	p.take(1 + end)
	return nil
}

// take moves so many bytes to the text.
func (p *htmlParser) take(n int) {
	plain := p.source[p.pos : p.pos+n]
	p.text.WriteString(plain)
	p.offset += utf16Len(plain)
	p.pos += n
}

func (p *htmlParser) markdownEntity() error {
	begin := p.pos
	mark := p.source[begin]
	tag := openTag{name: markdownTags[mark], offset: p.offset, start: p.text.Len()}
	closing := string(mark)
	switch {
	case mark == '[':
		closing = "]"
		p.pos++
	case strings.HasPrefix(p.source[begin:], fence):
		closing, tag.name = fence, "pre"
		p.pos += len(fence)
		tag.argument = p.markdownLanguage()
	default:
		p.pos++
	}
	length := strings.Index(p.source[p.pos:], closing)
	if length < 0 {
		return cantParse("Can't find end of the entity starting at byte offset %d", begin)
	}
	p.take(length)
	p.pos += len(closing)
	if mark == '[' {
		tag.argument = p.markdownAddress()
	}
	if p.offset == tag.offset {
		return nil
	}
	return p.add(tag)
}

// markdownLanguage reads the word behind a fence, if white space ends it, and the line's end.
func (p *htmlParser) markdownLanguage() string {
	rest := p.source[p.pos:]
	end := strings.IndexAny(rest, " \t\r\n`")
	language := ""
	if end > 0 && rest[end] != '`' {
		language = rest[:end]
		p.pos += end
	}
	for c := p.at(p.pos); c == '\n' || c == '\r'; c = p.at(p.pos) {
		p.pos++
	}
	return language
}

// markdownAddress reads what stands in brackets behind a link's text. Without any, the text is the address.
func (p *htmlParser) markdownAddress() string {
	if p.at(p.pos) != '(' {
		return ""
	}
	address, _, _ := strings.Cut(p.source[p.pos+1:], ")")
	p.pos = min(p.pos+len(address)+len("()"), len(p.source))
	return address
}
