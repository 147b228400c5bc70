package telegramtest

import (
	"cmp"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Entity is a stretch of a text with a meaning. Offset and Length count UTF-16 code units.
type Entity struct {
	Type     string `json:"type"`
	Offset   int    `json:"offset"`
	Length   int    `json:"length"`
	URL      string `json:"url,omitempty"`
	User     *User  `json:"user,omitempty"`
	Language string `json:"language,omitempty"` // of a block of code
	Emoji    string `json:"custom_emoji_id,omitempty"`
	Unix     int64  `json:"unix_time,omitempty"`
	Format   string `json:"date_time_format,omitempty"`
}

func (e Entity) end() int { return e.Offset + e.Length }

func utf16Width(char rune) int { return max(utf16.RuneLen(char), 1) }

func utf16Len(text string) int {
	n := 0
	for _, char := range text {
		n += utf16Width(char)
	}
	return n
}

// byteOffset turns an offset in UTF-16 code units into one in bytes.
func byteOffset(text string, units int) int {
	for i, char := range text {
		if units <= 0 {
			return i
		}
		units -= utf16Width(char)
	}
	return len(text)
}

// sortEntities puts outer entities before the ones they contain, and the rest in the order of the text.
func sortEntities(entities []Entity) []Entity {
	slices.SortStableFunc(entities, func(a, b Entity) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(b.Length, a.Length), cmp.Compare(rank(a), rank(b)))
	})
	return entities
}

func rank(e Entity) int {
	switch e.Type {
	case "blockquote", "expandable_blockquote":
		return 0
	case "pre", "code":
		return 2
	}
	return 1
}

// decodeCharacter reads one character reference (&lt; &gt; &amp; &quot; &#…; and no other) and says how wide it is;
// 0: it is none, and stands for itself.
func decodeCharacter(s string) (rune, int) {
	if len(s) < 2 || s[0] != '&' {
		return 0, 0
	}
	if s[1] == '#' {
		return decodeNumber(s)
	}
	for name, char := range map[string]rune{"&lt": '<', "&gt": '>', "&amp": '&', "&quot": '"'} {
		if strings.HasPrefix(s, name) && (len(s) == len(name) || !isAlphanumeric(s[len(name)])) {
			return char, len(name) + semicolon(s[len(name):])
		}
	}
	return 0, 0
}

func semicolon(rest string) int {
	if strings.HasPrefix(rest, ";") {
		return 1
	}
	return 0
}

func decodeNumber(s string) (rune, int) {
	digits, base := s[2:], 10
	if strings.HasPrefix(digits, "x") {
		digits, base = digits[1:], 16
	}
	end := 0
	for end < len(digits) && strings.IndexByte("0123456789abcdefABCDEF"[:base+base/16*6], digits[end]) >= 0 {
		end++
	}
	code, err := strconv.ParseInt(digits[:end], base, 32)
	if err != nil || code == 0 || !utf8.ValidRune(rune(code)) {
		return 0, 0
	}
	width := len(s) - len(digits) + end
	return rune(code), width + semicolon(s[width:])
}

func withScheme(link string) string {
	u, err := url.Parse(link)
	if err == nil && u.Scheme != "" {
		if u.Path == "" && u.Host != "" {
			u.Path = "/"
		}
		return u.String()
	}
	if !strings.Contains(link, "/") {
		link += "/"
	}
	return "http://" + link
}

// markUp is the inverse of parseHTML: the text with its entities as tags, nested where they nest.
func markUp(text string, entities []Entity) string {
	w := &htmlWriter{text: text}
	for _, e := range entities {
		open, end := tags(e)
		if open == "" {
			continue
		}
		w.closeUntil(e.Offset)
		w.copyUntil(e.Offset)
		w.out.WriteString(open)
		w.open = append(w.open, pendingTag{e.end(), end})
	}
	w.closeUntil(utf16Len(text))
	w.copyUntil(utf16Len(text))
	return w.out.String()
}

func textOf(text string, e Entity) string {
	from := byteOffset(text, e.Offset)
	return text[from : from+byteOffset(text[from:], e.Length)]
}

type pendingTag struct {
	at  int
	tag string
}

type htmlWriter struct {
	text  string
	out   strings.Builder
	units int // of the text, copied so far
	bytes int
	open  []pendingTag
}

func (w *htmlWriter) closeUntil(units int) {
	for n := len(w.open) - 1; n >= 0 && w.open[n].at <= units; n-- {
		w.copyUntil(w.open[n].at)
		w.out.WriteString(w.open[n].tag)
		w.open = w.open[:n]
	}
}

func (w *htmlWriter) copyUntil(units int) {
	if units <= w.units {
		return
	}
	end := w.bytes + byteOffset(w.text[w.bytes:], units-w.units)
	w.out.WriteString(html.EscapeString(w.text[w.bytes:end]))
	w.units, w.bytes = units, end
}

// tags are the start and end tag of an entity; empty for what Telegram finds by itself, such as commands.
func tags(e Entity) (string, string) {
	switch e.Type {
	case "text_link":
		return `<a href="` + html.EscapeString(e.URL) + `">`, "</a>"
	case "text_mention":
		return `<a href="tg://user?id=` + strconv.FormatInt(e.User.ID, 10) + `">`, "</a>"
	case "pre":
		if e.Language != "" {
			return `<pre><code class="language-` + html.EscapeString(e.Language) + `">`, "</code></pre>"
		}
		return "<pre>", "</pre>"
	case "expandable_blockquote":
		return "<blockquote expandable>", "</blockquote>"
	case "custom_emoji":
		return `<tg-emoji emoji-id="` + html.EscapeString(e.Emoji) + `">`, "</tg-emoji>"
	case "date_time":
		return `<tg-time unix="` + strconv.FormatInt(e.Unix, 10) + `" format="` + html.EscapeString(e.Format) + `">`,
			"</tg-time>"
	}
	name := shortTags[e.Type]
	if name == "" {
		return "", ""
	}
	return "<" + name + ">", "</" + name + ">"
}

var shortTags = map[string]string{
	"bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "spoiler": "tg-spoiler", "code": "code",
	"blockquote": "blockquote",
}
