package picture

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/project"
)

//go:embed countries.json.gz
var countries []byte

// City is a mark on a map.
type City struct {
	Name                string
	Latitude, Longitude float64
	Events              int  // decides how large the mark is
	Centre              bool // the city that the map is about
}

// Bridge is a line between two cities, by their places in the list.
type Bridge struct{ From, To, Events int }

// Map draws the cities and the bridges between them, as large as they fit. A map needs one city at the least.
func Map(title, credit string, cities []City, bridges []Bridge) ([]byte, error) {
	if len(cities) == 0 {
		return nil, errors.New("draw a map: no cities")
	}
	c, err := newCanvas(width, mapHeight)
	if err != nil {
		return nil, err
	}
	view := viewOf(cities)
	if err := c.drawLand(view); err != nil {
		return nil, err
	}
	for _, b := range bridges {
		c.drawBridge(view.of(cities[b.From]), view.of(cities[b.To]), b.Events)
	}
	if err := c.drawCities(view, cities); err != nil {
		return nil, err
	}
	if err := c.drawTitle(title, credit); err != nil {
		return nil, err
	}
	return c.png()
}

// view turns degrees into pixels: Web Mercator, scaled and moved so that all cities lie on the picture.
type view struct {
	bound orb.Bound // in Mercator metres
	scale float64   // pixels a metre
}

// closest is how near a map comes: one city alone is shown with its country, not its streets. Metres.
const closest = 1_100_000

func viewOf(cities []City) view {
	bound := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for _, city := range cities {
		bound = bound.Extend(mercator(city))
	}
	across := max(bound.Max[0]-bound.Min[0], closest) * 1.3
	down := max(bound.Max[1]-bound.Min[1], closest*mapHeight/width) * 1.35
	scale := min(width/across, mapHeight/down)
	middle := bound.Center()
	half := orb.Point{width / scale / 2, mapHeight / scale / 2}
	return view{orb.Bound{
		Min: orb.Point{middle[0] - half[0], middle[1] - half[1]},
		Max: orb.Point{middle[0] + half[0], middle[1] + half[1]},
	}, scale}
}

func mercator(city City) orb.Point {
	return project.Point(orb.Point{city.Longitude, city.Latitude}, project.WGS84.ToMercator)
}

func (v view) of(city City) orb.Point { return v.pixel(mercator(city)) }

func (v view) pixel(p orb.Point) orb.Point {
	return orb.Point{(p[0] - v.bound.Min[0]) * v.scale, (v.bound.Max[1] - p[1]) * v.scale}
}

// drawLand draws the countries. The outlines are unpacked anew for each map: maps are rare, memory is not.
func (c *canvas) drawLand(v view) error {
	c.SetColor(sea)
	c.Clear()
	unpacked, err := gzip.NewReader(bytes.NewReader(countries))
	if err != nil {
		return fmt.Errorf("unpack the outlines: %w", err)
	}
	var polygons []orb.Polygon
	if err := json.NewDecoder(unpacked).Decode(&polygons); err != nil {
		return fmt.Errorf("read the outlines: %w", err)
	}
	for _, polygon := range polygons {
		c.drawCountry(v, polygon)
	}
	return nil
}

// drawCountry draws what lies in the view of a polygon, and of its copy on the other side of the date line.
func (c *canvas) drawCountry(v view, polygon orb.Polygon) {
	for _, turn := range []float64{-360, 0, 360} {
		outline := make(orb.Polygon, 0, len(polygon))
		for _, ring := range polygon {
			outline = append(outline, unrolled(ring, turn))
		}
		outline = project.Polygon(outline, project.WGS84.ToMercator)
		if outline.Bound().Intersects(v.bound) {
			c.drawOutline(v, clip.Polygon(v.bound.Pad(beyond/v.scale), outline))
		}
	}
}

const (
	beyond   = 20 // pixels outside the picture where outlines are cut, so that the cut is not seen
	farthest = 85 // degrees north and south; Mercator's poles are infinitely far
)

// unrolled is the ring without leaps: one that crosses the date line goes on beyond 180 degrees, since a leap back would
// be a line across the whole map.
func unrolled(ring orb.Ring, turn float64) orb.Ring {
	even := make(orb.Ring, 0, len(ring))
	for i, point := range ring {
		if i > 0 {
			turn += 360 * math.Round((ring[i-1][0]-point[0])/360)
		}
		even = append(even, orb.Point{point[0] + turn, max(-farthest, min(farthest, point[1]))})
	}
	return even
}

func (c *canvas) drawOutline(v view, outline orb.Polygon) {
	for _, ring := range outline {
		for i, point := range ring {
			p := v.pixel(point)
			if i == 0 {
				c.MoveTo(p[0], p[1])
				continue
			}
			c.LineTo(p[0], p[1])
		}
		c.ClosePath()
	}
	c.SetFillRuleEvenOdd()
	c.SetColor(land)
	c.FillPreserve()
	c.SetColor(border)
	c.SetLineWidth(1.2)
	c.Stroke()
	c.SetFillRuleWinding()
}

// drawBridge draws an arch from one city to the other, the wider the more events.
func (c *canvas) drawBridge(from, to orb.Point, events int) {
	middle := orb.Point{(from[0] + to[0]) / 2, (from[1] + to[1]) / 2}
	length := math.Hypot(to[0]-from[0], to[1]-from[1])
	c.MoveTo(from[0], from[1])
	c.QuadraticTo(middle[0], middle[1]-length*0.18, to[0], to[1])
	c.SetRGBA255(int(bridge.R), int(bridge.G), int(bridge.B), 190)
	c.SetLineWidth(min(2+1.5*math.Log2(float64(max(events, 1))), 9))
	c.Stroke()
}

// drawCities draws the marks and as many names as find room, the cities with most events first.
func (c *canvas) drawCities(v view, cities []City) error {
	order := slices.Clone(cities)
	slices.SortStableFunc(order, func(a, b City) int {
		if a.Centre != b.Centre {
			return map[bool]int{true: -1, false: 1}[a.Centre]
		}
		return b.Events - a.Events
	})
	l := labels{}
	for _, city := range order {
		p, r := v.of(city), radius(city)
		l.marks = append(l.marks, orb.Bound{Min: orb.Point{p[0] - r, p[1] - r}, Max: orb.Point{p[0] + r, p[1] + r}})
		c.drawMark(p, r, city.Centre)
	}
	for i, city := range order {
		if err := c.drawName(&l, i, city); err != nil {
			return err
		}
	}
	return nil
}

func radius(city City) float64 { return min(6+2.2*math.Sqrt(float64(max(city.Events, 1))), 20) }

func (c *canvas) drawMark(p orb.Point, r float64, centre bool) {
	c.DrawCircle(p[0], p[1], r+2.5)
	c.SetRGB(1, 1, 1)
	c.Fill()
	c.DrawCircle(p[0], p[1], r)
	c.SetColor(bridge)
	if centre {
		c.SetColor(accent)
	}
	c.Fill()
}

// drawHalo writes the text with a light rim, so that it can be read over lines.
func (c *canvas) drawHalo(text string, x, y float64) {
	c.SetColor(paper)
	for angle := 0.0; angle < 2*math.Pi; angle += math.Pi / 6 {
		c.DrawString(text, x+3*math.Cos(angle), y+3*math.Sin(angle))
	}
	c.SetColor(ink)
	c.DrawString(text, x, y)
}

func (c *canvas) drawTitle(title, credit string) error {
	c.SetRGBA255(int(paper.R), int(paper.G), int(paper.B), 235)
	c.DrawRectangle(0, 0, width, 76)
	c.Fill()
	if err := c.write(c.bold, 34, ink); err != nil {
		return err
	}
	c.DrawString(c.shorten(title, width-2*margin), margin, 50)
	if err := c.write(c.regular, 15, faint); err != nil {
		return err
	}
	c.DrawStringAnchored(credit, width-16, mapHeight-14, 1, 0)
	return nil
}
