package telegramtest

import (
	"strconv"
	"strings"
)

// What Telegram's tags mean.

var knownTags = map[string]bool{
	"a": true, "b": true, "strong": true, "i": true, "em": true, "s": true, "strike": true, "del": true, "u": true,
	"ins": true, "tg-spoiler": true, "tg-emoji": true, "tg-time": true, "span": true, "pre": true, "code": true,
	"blockquote": true,
}

func (t *openTag) set(name, value string) {
	switch t.name + " " + name {
	case "a href", "tg-emoji emoji-id", "tg-time unix":
		t.argument = value
	case "code class":
		if language, ok := strings.CutPrefix(value, "language-"); ok {
			t.argument = language
		}
	case "span class":
		if class, ok := strings.CutPrefix(value, "tg-"); ok {
			t.argument = class
		}
	case "tg-time format":
		t.mark = value
	case "blockquote expandable":
		t.mark = "expandable"
	}
}

func (p *htmlParser) add(tag openTag) error {
	e := Entity{Type: entityTypes[tag.name], Offset: tag.offset, Length: p.offset - tag.offset}
	switch tag.name {
	case "a":
		return p.addLink(e, tag)
	case "pre", "code":
		p.addCode(e, tag)
		return nil
	case "blockquote":
		if tag.mark != "" {
			e.Type = "expandable_blockquote"
		}
	case "tg-emoji":
		if id, err := strconv.ParseInt(tag.argument, 10, 64); err != nil || id == 0 {
			return cantParse("Invalid custom emoji identifier specified")
		}
		e.Emoji = tag.argument
	case "tg-time":
		moment, err := strconv.ParseInt(tag.argument, 10, 64)
		if err != nil {
			return cantParse("Invalid date specified")
		}
		e.Unix, e.Format = moment, tag.mark
	}
	p.entities = append(p.entities, e)
	return nil
}

var entityTypes = map[string]string{
	"a": "text_link", "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
	"ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code",
	"pre": "pre", "span": "spoiler", "tg-spoiler": "spoiler", "tg-emoji": "custom_emoji", "tg-time": "date_time",
	"blockquote": "blockquote",
}

// addLink keeps a link to a person or an address; what is neither stays plain text, without a word.
func (p *htmlParser) addLink(e Entity, tag openTag) error {
	link := tag.argument
	if link == "" {
		link = p.text.String()[tag.start:]
	}
	if id, ok := strings.CutPrefix(link, "tg://user?id="); ok {
		number, err := strconv.ParseInt(id, 10, 64)
		if err == nil && number > 0 {
			e.Type, e.User = "text_mention", &User{ID: number}
			p.entities = append(p.entities, e)
			return nil
		}
	}
	if checkLink(link) == "" {
		e.URL = withScheme(link)
		p.entities = append(p.entities, e)
	}
	return nil
}

// addCode joins <pre><code class="language-…"> into one block of code.
func (p *htmlParser) addCode(e Entity, tag openTag) {
	e.Language = tag.argument
	if n := len(p.entities); n > 0 {
		last := &p.entities[n-1]
		joined := last.Offset == e.Offset && last.Length == e.Length && last.Type != e.Type &&
			(last.Type == "code" || last.Type == "pre")
		if joined && last.Language+e.Language != "" {
			last.Type, last.Language = "pre", last.Language+e.Language
			return
		}
	}
	p.entities = append(p.entities, e)
}
