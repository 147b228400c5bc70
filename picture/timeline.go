package picture

import "strings"

// Entry is a line of a timeline, newest or oldest first as the caller wishes.
type Entry struct {
	Date string // as it is to be shown
	Text string
	Note string // such as the kind of event; may be empty
	Next bool   // it lies ahead
}

// MostEntries is how many entries a timeline shows; the caller says in words how many there are.
const MostEntries = 14

const entryHeight = 96

// Timeline draws the first MostEntries entries one below the other.
func Timeline(title, credit string, entries []Entry) ([]byte, error) {
	entries = entries[:min(len(entries), MostEntries)]
	height := 130 + entryHeight*max(len(entries), 1)
	c, err := newCanvas(width, height)
	if err != nil {
		return nil, err
	}
	c.SetColor(paper)
	c.Clear()
	if err := c.write(c.bold, 34, ink); err != nil {
		return nil, err
	}
	c.DrawString(c.shorten(title, width-2*margin), margin, 64)
	c.drawLine(len(entries))
	for i, e := range entries {
		if err := c.drawEntry(e, 130+float64(i)*entryHeight); err != nil {
			return nil, err
		}
	}
	if err := c.write(c.regular, 15, faint); err != nil {
		return nil, err
	}
	c.DrawStringAnchored(credit, width-margin, float64(height)-16, 1, 0)
	return c.png()
}

const lineX = 330

func (c *canvas) drawLine(entries int) {
	if entries < 2 {
		return
	}
	c.SetColor(bridge)
	c.SetLineWidth(4)
	c.DrawLine(lineX, 130, lineX, 130+float64(entries-1)*entryHeight)
	c.Stroke()
}

func (c *canvas) drawEntry(e Entry, y float64) error {
	if err := c.write(c.regular, 22, faint); err != nil {
		return err
	}
	c.drawLines(c.foldDate(e.Date, lineX-margin-30), lineX-30, y, 1)
	c.DrawCircle(lineX, y, 11)
	c.SetColor(paper)
	c.FillPreserve()
	c.SetColor(bridge)
	if e.Next {
		c.SetColor(accent)
	}
	c.SetLineWidth(4)
	c.Stroke()
	return c.drawText(e, y)
}

// drawText writes what happened, in two lines where one is not enough, with the note below.
func (c *canvas) drawText(e Entry, y float64) error {
	if err := c.write(c.bold, 23, ink); err != nil {
		return err
	}
	lines := c.fold(e.Text, width-lineX-36-margin)
	if e.Note == "" {
		c.drawLines(lines, lineX+36, y, 0)
		return nil
	}
	c.drawLines(lines, lineX+36, y-13, 0)
	if err := c.write(c.regular, 18, faint); err != nil {
		return err
	}
	c.DrawStringAnchored(e.Note, lineX+36, y+3+float64(len(lines))*lineHeight/2, 0, 0.35)
	return nil
}

const lineHeight = 28

// drawLines writes lines one below the other, with y as their middle.
func (c *canvas) drawLines(lines []string, x, y, anchor float64) {
	y -= float64(len(lines)-1) * lineHeight / 2
	for i, line := range lines {
		c.DrawStringAnchored(line, x, y+float64(i)*lineHeight, anchor, 0.35)
	}
}

// foldDate breaks a span that is too wide behind its dash.
func (c *canvas) foldDate(date string, fits float64) []string {
	first, last, ok := strings.Cut(date, " – ")
	if w, _ := c.MeasureString(date); !ok || w <= fits {
		return c.fold(date, fits)
	}
	return []string{c.shorten(first+" –", fits), c.shorten(last, fits)}
}

// fold breaks the text between words into two lines of the given width at most; what does not fit there either is cut.
func (c *canvas) fold(text string, fits float64) []string {
	if w, _ := c.MeasureString(text); w <= fits {
		return []string{text}
	}
	words := strings.Fields(text)
	for n := len(words) - 1; n > 0; n-- {
		if w, _ := c.MeasureString(strings.Join(words[:n], " ")); w <= fits {
			return []string{strings.Join(words[:n], " "), c.shorten(strings.Join(words[n:], " "), fits)}
		}
	}
	return []string{c.shorten(text, fits)}
}
