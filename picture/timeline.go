package picture

// Entry is a line of a timeline, newest or oldest first as the caller wishes.
type Entry struct {
	Date string // as it is to be shown
	Text string
	Note string // such as the kind of event; may be empty
	Next bool   // it lies ahead
}

// MostEntries is how many entries a timeline shows; the caller says in words how many there are.
const MostEntries = 14

const entryHeight = 84

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
	c.DrawStringAnchored(c.shorten(e.Date, lineX-margin-30), lineX-30, y, 1, 0.35)
	c.DrawCircle(lineX, y, 11)
	c.SetColor(paper)
	c.FillPreserve()
	c.SetColor(bridge)
	if e.Next {
		c.SetColor(accent)
	}
	c.SetLineWidth(4)
	c.Stroke()
	textY := y
	if e.Note != "" {
		textY = y - 12
		if err := c.write(c.regular, 18, faint); err != nil {
			return err
		}
		c.DrawStringAnchored(e.Note, lineX+36, y+18, 0, 0.35)
	}
	if err := c.write(c.bold, 23, ink); err != nil {
		return err
	}
	c.DrawStringAnchored(c.shorten(e.Text, width-lineX-36-margin), lineX+36, textY, 0, 0.35)
	return nil
}
