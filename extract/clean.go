package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"mostbot/catalog"
)

var (
	metadata    = regexp.MustCompile(`(?m)^\s*date \d{4}(-\d\d){0,2}\s+`)
	unprintable = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u00a0", " ", "\u202f", " ", "\u2009", " ", "\ufeff", "",
		"\u200b", "", "\u200e", "", "\u200f", "", "\u00ad", "", "\u2028", "\n", "\u2029", "\n")
)

// isUnprintable spots what unprintable replaces, and little else: most articles have none of it.
func isUnprintable(r rune) bool {
	switch {
	case r < 0x7f || r >= firstCyrillic && r <= lastCyrillic:
		return r == '\r'
	case r == '\u00a0', r == '\u00ad', r == '\ufeff':
		return true
	}
	return r >= '\u2000' && r <= '\u200f' || r >= '\u2028' && r <= '\u202f'
}

// prepare is the step from an article to plain text that begins with the headline, and the day of publication.
func prepare(a catalog.Article) (string, catalog.Date) {
	text := strings.ToValidUTF8(a.Text, "")
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "")
	}
	if strings.ContainsFunc(text, isUnprintable) {
		text = unprintable.Replace(text)
	}
	published := a.Published
	if strings.Contains(text, "date ") {
		if m := metadata.FindString(text); m != "" && published.IsZero() {
			published, _ = catalog.ParseDate(strings.Fields(m)[1])
		}
		text = metadata.ReplaceAllString(text, "")
	}
	text = strings.TrimSpace(text)
	if title := strings.TrimSpace(a.Title); title != "" && !strings.HasPrefix(text, title) {
		text = title + "\n\n" + text
	}
	return text, published
}

// longestHeadline is how many letters and signs a first paragraph may have to be a headline.
const longestHeadline = 220

// clean is the step that finds the headline and says of each sentence that is no evidence why it is none.
func (d *document) clean(l *lexicon, hits []hit) {
	d.markHeadline()
	for i := range d.sentences {
		if s := &d.sentences[i]; !s.headline {
			s.noise = d.noiseIn(i, l)
		}
	}
	for _, h := range hits {
		if s := &d.sentences[d.tokens[h.from].sentence]; h.list == listNoise && !s.headline {
			s.noise = "boilerplate"
		}
	}
	d.markDates(l)
	d.markSignature()
	n := 0
	for i := range d.sentences {
		if s := &d.sentences[i]; !s.headline && s.noise == "" {
			s.body = n
			n++
		}
	}
}

func (d *document) markHeadline() {
	if len(d.sentences) == 0 {
		return
	}
	end := 0
	for end < len(d.sentences) && d.sentences[end].paragraph == 0 {
		end++
	}
	first, last := d.sentences[0], d.sentences[end-1]
	if end == len(d.sentences) || utf8.RuneCountInString(d.text[d.start(first):d.end(last)]) > longestHeadline {
		return
	}
	for i := range end {
		d.sentences[i].headline = true
	}
}

func (d *document) start(s sentence) int { return d.tokens[s.from].start }
func (d *document) end(s sentence) int   { return d.tokens[s.to-1].end }

func (d *document) sentenceText(i int) string {
	s := d.sentences[i]
	return d.text[d.start(s):d.end(s)]
}

// between is the text of a run of tokens.
func (d *document) between(s span) string {
	if s.empty() {
		return ""
	}
	return d.text[d.tokens[s.from].start:d.tokens[s.to-1].end]
}

func (d *document) noiseIn(i int, l *lexicon) string {
	text := d.sentenceText(i)
	words := strings.TrimLeft(text, "[(>*•–-—→▶■📷 ")
	for _, start := range l.noiseStarts[foldRune(firstRune(words))] {
		if beginsFolded(words, start) {
			return "boilerplate"
		}
	}
	if strings.Contains(text, " | ") && utf8.RuneCountInString(text) < 250 {
		return "menu"
	}
	if (strings.Contains(text, "©") || strings.Contains(text, "®")) && utf8.RuneCountInString(text) < 120 {
		return "copyright"
	}
	return ""
}

// markDates takes lines that hold nothing but a date, such as "[ 22.11.2023 ]", for the day of publication.
func (d *document) markDates(l *lexicon) {
	for i, s := range d.sentences {
		if s.headline || s.noise != "" || s.to-s.from > 12 || !d.hasNumber(s.span) {
			continue
		}
		dates := d.datesIn(s.span, l)
		if len(dates) != 1 || dates[0].date.Precision() != catalog.Day || !d.onlyDate(s.span, dates[0].span, l) {
			continue
		}
		d.sentences[i].noise = "date line"
		if d.published.Precision() != catalog.Day {
			d.published = dates[0].date
		}
	}
}

func (d *document) hasNumber(s span) bool {
	return slices.ContainsFunc(d.tokens[s.from:s.to], func(t token) bool { return t.kind == number })
}

func (d *document) onlyDate(line, date span, l *lexicon) bool {
	for i := line.from; i < line.to; i++ {
		t := d.tokens[i]
		if !date.holds(i) && t.isWord() && !l.yearly[t.fold] && l.weekdays[t.fold] == 0 {
			return false
		}
	}
	return true
}

// markSignature finds the last line's byline, agency mark or remark in brackets.
func (d *document) markSignature() {
	for i := len(d.sentences) - 1; i > 0 && i >= len(d.sentences)-4; i-- {
		s := &d.sentences[i]
		if s.headline {
			return
		}
		if s.noise != "" {
			continue
		}
		first, last := d.tokens[s.from], d.tokens[s.to-1]
		alone := d.sentences[i-1].paragraph != s.paragraph
		bracketed := first.isOneOf("([/") && last.isOneOf(")]/.")
		short := s.to-s.from <= 4 && last.kind != sign && first.kind == word
		if !alone || !bracketed && !short {
			return
		}
		s.noise = "signature"
	}
}
