package feed

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding/charmap"
)

// Elements whose content is never part of an article's text.
var silent = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Svg: true, atom.Iframe: true,
	atom.Button: true, atom.Form: true, atom.Nav: true, atom.Figcaption: true, atom.Head: true, atom.Select: true,
	atom.Object: true, atom.Audio: true, atom.Video: true,
}

// Elements that begin and end a paragraph.
var blocks = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Section: true, atom.Article: true, atom.Blockquote: true, atom.Ul: true,
	atom.Ol: true, atom.Li: true, atom.Table: true, atom.Tr: true, atom.H1: true, atom.H2: true, atom.H3: true,
	atom.H4: true, atom.H5: true, atom.H6: true, atom.Figure: true, atom.Header: true, atom.Footer: true, atom.Pre: true,
	atom.Dl: true, atom.Dt: true, atom.Dd: true, atom.Hr: true, atom.Aside: true, atom.Main: true,
}

// emptyElement is one whose end stands in its beginning, as XML has it. HTML would take all that follows for its content.
var emptyElement = regexp.MustCompile(`(?i)<(iframe|script|style|noscript|object|video|audio|svg|textarea|title)(\s[^<>]*)?/>`)

// plainText makes paragraphs of a piece of HTML, or of plain text.
func plainText(markup string) string {
	markup = emptyElement.ReplaceAllString(markup, "")
	nodes, err := html.ParseFragment(strings.NewReader(markup), &html.Node{
		Type: html.ElementNode, Data: "div", DataAtom: atom.Div,
	})
	if err != nil {
		return squeezeSpace(markup)
	}
	var w textWriter
	for _, n := range nodes {
		w.node(n)
	}
	return w.String()
}

// nodeText makes paragraphs of a parsed document or a part of it.
func nodeText(n *html.Node) string {
	var w textWriter
	w.node(n)
	return w.String()
}

// textWriter gathers paragraphs.
type textWriter struct {
	paragraphs []string
	current    strings.Builder
}

func (w *textWriter) node(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		w.current.WriteString(n.Data)
		return
	case n.Type == html.CommentNode || silent[n.DataAtom]:
		return
	case n.DataAtom == atom.Br:
		w.current.WriteByte('\n')
		return
	}
	if blocks[n.DataAtom] {
		w.end()
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		w.node(child)
	}
	switch {
	case blocks[n.DataAtom]:
		w.end()
	case n.DataAtom == atom.Td || n.DataAtom == atom.Th:
		w.current.WriteByte(' ')
	}
}

// end closes a paragraph; two line breaks within it close one too.
func (w *textWriter) end() {
	for part := range strings.SplitSeq(w.current.String(), "\n\n") {
		if part = squeezeSpace(part); part != "" {
			w.paragraphs = append(w.paragraphs, part)
		}
	}
	w.current.Reset()
}

func (w *textWriter) String() string {
	w.end()
	return strings.Join(w.paragraphs, "\n\n")
}

// squeezeSpace makes all white space single blanks and takes invisible characters out. Control characters of the upper
// half are meant as windows-1252 has them: quotation marks and dashes, which browsers show too.
func squeezeSpace(s string) string {
	s = strings.Map(func(r rune) rune {
		if 0x80 <= r && r < 0xA0 {
			r = charmap.Windows1252.DecodeByte(byte(r))
		}
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r) || unicode.IsControl(r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// plainTitle takes the markup out of a headline: some feeds escape it once, some twice.
func plainTitle(title string) string {
	for range 2 {
		if !strings.ContainsAny(title, "<&") {
			break
		}
		title = strings.ReplaceAll(plainText(title), "\n\n", " ")
	}
	return squeezeSpace(title)
}

const mostText = 60_000 // characters of an article that are kept: no news is longer

// withHeadline puts the headline above the text, as an article's text has it.
func withHeadline(title, text string) string {
	text = strings.TrimSpace(text)
	if cut := cutRunes(text, mostText); len(cut) < len(text) {
		text = cut[:max(strings.LastIndexByte(cut, '\n'), strings.LastIndexByte(cut, ' '), 0)]
	}
	if title == "" || strings.HasPrefix(text, title) {
		return text
	}
	return strings.TrimSpace(title + "\n\n" + text)
}

func cutRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
