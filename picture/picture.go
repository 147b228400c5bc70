// Package picture draws what is easier seen than told, as PNG: on a map, who works with whom; on a timeline, what
// happened when. It is given names and figures that are ready to be shown and knows nothing of languages or events.
//
// The outlines are Natural Earth's (public domain), made by `go generate` from the npm package world-atlas.
package picture

import (
	"bytes"
	"fmt"
	"image/color"

	"git.sr.ht/~sbinet/gg"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
)

//go:generate go run ./generate -from $WORLD_ATLAS/countries-50m.json -to countries.json.gz

// Pictures are as wide as a phone shows well; a timeline is as high as it needs to be.
const (
	width     = 1280
	mapHeight = 880
	margin    = 48
)

var (
	ink    = color.RGBA{0x1f, 0x2a, 0x37, 0xff}
	faint  = color.RGBA{0x6b, 0x77, 0x85, 0xff}
	paper  = color.RGBA{0xfb, 0xfa, 0xf7, 0xff}
	sea    = color.RGBA{0xdc, 0xe9, 0xf2, 0xff}
	land   = color.RGBA{0xf6, 0xf3, 0xec, 0xff}
	border = color.RGBA{0xcb, 0xc5, 0xb8, 0xff}
	bridge = color.RGBA{0x2a, 0x7a, 0xb8, 0xff}
	accent = color.RGBA{0xe0, 0x6c, 0x2b, 0xff}
)

// canvas is a drawing under way, with the two fonts of all pictures.
type canvas struct {
	*gg.Context
	regular, bold *opentype.Font
}

func newCanvas(w, h int) (*canvas, error) {
	regular, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return nil, fmt.Errorf("read the font: %w", err)
	}
	bold, err := opentype.Parse(gobold.TTF)
	if err != nil {
		return nil, fmt.Errorf("read the bold font: %w", err)
	}
	return &canvas{gg.NewContext(w, h), regular, bold}, nil
}

// write sets the font for what is drawn next, in pixels.
func (c *canvas) write(with *opentype.Font, size float64, in color.Color) error {
	face, err := opentype.NewFace(with, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return fmt.Errorf("set the font: %w", err)
	}
	c.SetFontFace(face)
	c.SetColor(in)
	return nil
}

// shorten cuts the text so that it fits into the width in the font that is set.
func (c *canvas) shorten(text string, fits float64) string {
	if w, _ := c.MeasureString(text); w <= fits {
		return text
	}
	runes := []rune(text)
	for len(runes) > 0 {
		runes = runes[:len(runes)-1]
		if w, _ := c.MeasureString(string(runes) + "…"); w <= fits {
			break
		}
	}
	return string(runes) + "…"
}

func (c *canvas) png() ([]byte, error) {
	var b bytes.Buffer
	if err := c.EncodePNG(&b); err != nil {
		return nil, fmt.Errorf("write the picture: %w", err)
	}
	return b.Bytes(), nil
}
