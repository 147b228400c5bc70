package bot

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf16"
)

// What one message can hold, counted after Telegram has parsed it.
const (
	maxText     = 4096 // UTF-16 units
	maxCaption  = 1024
	maxEntities = 90 // of the 100 that Telegram uses; the rest is left for the addresses and hashtags that it finds itself
)

// split makes messages of blocks of markup: as many blocks together as fit, a blank line between them. A block that is
// too long for one message is cut at the end of a line or between words, its tags closed and opened again.
func split(blocks []string, limit int) []string {
	var parts []string
	current, held := "", size{}
	flush := func() {
		if current != "" {
			parts = append(parts, current)
		}
		current, held = "", size{}
	}
	for _, block := range blocks {
		for _, piece := range cut(block, limit) {
			s := measure(piece)
			if current != "" && held.plus(s).plus(size{units: 2}).exceeds(limit) {
				flush()
			}
			if current != "" {
				current, held = current+"\n\n", held.plus(size{units: 2})
			}
			current, held = current+piece, held.plus(s)
		}
	}
	flush()
	return parts
}

// size is what of a message's limits some markup uses.
type size struct{ units, entities int }

func (s size) plus(t size) size { return size{s.units + t.units, s.entities + t.entities} }

func (s size) exceeds(limit int) bool { return s.units > limit || s.entities > maxEntities }

func measure(markup string) size {
	var total size
	for _, a := range atoms(markup) {
		total = total.plus(a.size())
	}
	return total
}

// atom is what can't be cut: a tag, a character reference, a character.
type atom struct {
	markup string
	text   string // as the reader sees it; "" for a tag
}

func (a atom) opens() bool  { return a.text == "" && !strings.HasPrefix(a.markup, "</") }
func (a atom) closes() bool { return a.text == "" && strings.HasPrefix(a.markup, "</") }
func (a atom) blank() bool  { return a.text != "" && strings.TrimSpace(a.text) == "" }

func (a atom) size() size {
	if a.opens() {
		return size{entities: 1}
	}
	units := 0
	for _, r := range a.text {
		units += utf16.RuneLen(r)
	}
	return size{units: units}
}

// closing is the tag that closes an opening one.
func (a atom) closing() string {
	name, _, _ := strings.Cut(strings.Trim(a.markup, "<>"), " ")
	return "</" + name + ">"
}

// atoms reads markup. What looks like a tag or a reference and is none counts as text.
func atoms(markup string) []atom {
	list := make([]atom, 0, len(markup))
	for markup != "" {
		a := firstAtom(markup)
		list = append(list, a)
		markup = markup[len(a.markup):]
	}
	return list
}

func firstAtom(markup string) atom {
	switch markup[0] {
	case '<':
		if end := strings.IndexByte(markup, '>'); end > 1 {
			return atom{markup: markup[:end+1]}
		}
	case '&':
		if end := strings.IndexByte(markup, ';'); end > 1 && end < 12 {
			if text := html.UnescapeString(markup[:end+1]); text != markup[:end+1] {
				return atom{markup: markup[:end+1], text: text}
			}
		}
	}
	for i := range markup {
		if i > 0 {
			return atom{markup: markup[:i], text: markup[:i]}
		}
	}
	return atom{markup: markup, text: markup}
}

// cut divides one block into pieces that fit; blank ones are dropped.
func cut(block string, limit int) []string {
	rest := atoms(strings.ToValidUTF8(block, "\uFFFD"))
	var open []atom // the tags that are open where rest begins
	var pieces []string
	for len(rest) > 0 {
		end := fitting(rest, size{entities: len(open)}, limit)
		if end < len(rest) {
			end = breaking(rest[:end])
		}
		piece := render(open, rest[:end])
		if visible(rest[:end]) {
			pieces = append(pieces, piece.markup)
		}
		open, rest = piece.open, rest[end:]
		for len(rest) > 0 && rest[0].blank() && len(pieces) > 0 {
			rest = rest[1:]
		}
	}
	return pieces
}

// fitting counts the atoms that fit into one message, at least one.
func fitting(list []atom, used size, limit int) int {
	for i, a := range list {
		used = used.plus(a.size())
		if used.exceeds(limit) {
			return max(i, 1)
		}
	}
	return len(list)
}

// breaking finds where best to end a message that can hold the whole list: after the last line that fills at least half
// of it, else after the last word, else anywhere.
func breaking(list []atom) int {
	word := 0
	for i := len(list) - 1; i > 0; i-- {
		if list[i].text == "\n" && i > len(list)/2 {
			return i
		}
		if word == 0 && list[i].blank() {
			word = i
		}
	}
	if word > 0 {
		return word
	}
	return len(list)
}

// piece is a part of a block, whole in itself.
type piece struct {
	markup string
	open   []atom // the tags that have to be opened again in the next piece
}

func render(open []atom, list []atom) piece {
	var b strings.Builder
	stack := append([]atom(nil), open...)
	for _, a := range open {
		b.WriteString(a.markup)
	}
	for _, a := range list {
		b.WriteString(a.markup)
		switch {
		case a.opens():
			stack = append(stack, a)
		case a.closes() && len(stack) > 0 && stack[len(stack)-1].closing() == a.markup:
			stack = stack[:len(stack)-1]
		}
	}
	for i := len(stack) - 1; i >= 0; i-- {
		b.WriteString(stack[i].closing())
	}
	return piece{b.String(), stack}
}

// visible tells whether there is anything to see; Telegram refuses a message without.
func visible(list []atom) bool {
	for _, a := range list {
		for _, r := range a.text {
			if !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) {
				return true
			}
		}
	}
	return false
}

// unmarked is the text of markup that Telegram refused, with the links' addresses where there is room for them.
func unmarked(markup string, limit int) string {
	full := stripped(markup, true)
	if measure(html.EscapeString(full)).exceeds(limit) {
		return stripped(markup, false)
	}
	return full
}

func stripped(markup string, addresses bool) string {
	var b strings.Builder
	address := ""
	for _, a := range atoms(markup) {
		b.WriteString(a.text)
		if href, ok := strings.CutPrefix(a.markup, `<a href="`); ok && a.opens() {
			address = html.UnescapeString(strings.TrimSuffix(href, `">`))
		}
		if a.markup == "</a>" && a.closes() && addresses && address != "" {
			b.WriteString(" (" + address + ")")
			address = ""
		}
	}
	return b.String()
}
