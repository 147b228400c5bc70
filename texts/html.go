package texts

import (
	"encoding/json"
	"html"
	"strings"
	"unicode/utf16"
)

// HTML is text with Telegram's markup, in which everything that came from outside is escaped. Only this package makes
// it, so that an unescaped string does not compile.
type HTML struct{ s string }

// String gives the markup.
func (h HTML) String() string { return h.s }

// IsZero tells whether there is no text.
func (h HTML) IsZero() bool { return h.s == "" }

// Plain gives the text as a person reads it: without tags, with a link's address behind it in parentheses.
func (h HTML) Plain() string {
	return h.read(func(address string) string { return " (" + address + ")" })
}

// Length is what Telegram counts of the text: its UTF-16 units after parsing.
func (h HTML) Length() int {
	units := 0
	for _, r := range h.read(func(string) string { return "" }) {
		units += utf16.RuneLen(r)
	}
	return units
}

// read takes the tags away; after a link it puts what the function makes of its address.
func (h HTML) read(link func(address string) string) string {
	var b strings.Builder
	rest, address := h.s, ""
	for {
		before, after, found := strings.Cut(rest, "<")
		b.WriteString(html.UnescapeString(before))
		if !found {
			return b.String()
		}
		tag, tail, _ := strings.Cut(after, ">")
		rest = tail
		switch {
		case strings.HasPrefix(tag, `a href="`):
			address = html.UnescapeString(strings.TrimSuffix(strings.TrimPrefix(tag, `a href="`), `"`))
		case tag == "/a":
			b.WriteString(link(address))
		}
	}
}

// MarshalJSON writes the markup as a string.
func (h HTML) MarshalJSON() ([]byte, error) { return json.Marshal(h.s) }

// UnmarshalJSON reads what MarshalJSON wrote.
func (h *HTML) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &h.s) }

// Button is a button under a message: it sends Data back, or opens URL.
type Button struct {
	Text string `json:"text"`
	Data string `json:"data,omitempty"` // at most 64 bytes
	URL  string `json:"url,omitempty"`
}

// Message is what the bot says: blocks that are joined by a blank line, and between which a message that is too long is
// split; rows of buttons; and whether the first link's preview is shown.
type Message struct {
	Blocks  []HTML     `json:"blocks"`
	Buttons [][]Button `json:"buttons,omitempty"`
	Preview bool       `json:"preview,omitempty"`
}

// Plain gives the message's text as a person reads it.
func (m Message) Plain() string {
	parts := make([]string, len(m.Blocks))
	for i, b := range m.Blocks {
		parts[i] = b.Plain()
	}
	return strings.Join(parts, "\n\n")
}
