// Command generate makes countries.json.gz, the outlines that maps are drawn on, from Natural Earth's countries in
// TopoJSON, as the npm package world-atlas carries them (countries-50m.json).
//
//	go run ./generate -from countries-50m.json -to countries.json.gz
package main

import (
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
)

// topology is the part of TopoJSON that countries use; see https://github.com/topojson/topojson-specification.
type topology struct {
	Transform struct{ Scale, Translate [2]float64 }
	Arcs      [][][2]float64
	Objects   struct {
		Countries struct {
			Geometries []country
		}
	}
}

type country struct {
	ID   string // ISO 3166-1, the number
	Type string
	Arcs json.RawMessage
}

// ISO numbers of two countries whose outlines are mended.
const (
	russia  = "643"
	ukraine = "804"
)

func main() {
	from := flag.String("from", "", "countries-50m.json of the npm package world-atlas")
	to := flag.String("to", "countries.json.gz", "the file to write")
	flag.Parse()
	if err := generate(*from, *to); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func generate(from, to string) error {
	held, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	var t topology
	if err := json.Unmarshal(held, &t); err != nil {
		return fmt.Errorf("read %s: %w", from, err)
	}
	t.decode()
	rings, err := t.rings()
	if err != nil {
		return err
	}
	return write(to, rings)
}

// decode turns the arcs' deltas on the quantized grid into degrees.
func (t *topology) decode() {
	for _, arc := range t.Arcs {
		var x, y float64
		for i, p := range arc {
			x, y = x+p[0], y+p[1]
			arc[i] = [2]float64{
				x*t.Transform.Scale[0] + t.Transform.Translate[0],
				y*t.Transform.Scale[1] + t.Transform.Translate[1],
			}
		}
	}
}

// rings lists the polygons of all countries, each as its rings of [longitude, latitude].
func (t *topology) rings() ([][][][2]float64, error) {
	arcs := map[string][][][]int{}
	var order []string
	for _, g := range t.Objects.Countries.Geometries {
		several, err := polygonsOf(g)
		if err != nil {
			return nil, fmt.Errorf("read country %s: %w", g.ID, err)
		}
		if _, known := arcs[g.ID]; !known {
			order = append(order, g.ID)
		}
		arcs[g.ID] = append(arcs[g.ID], several...)
	}
	arcs[russia], arcs[ukraine] = t.joinCrimea(arcs[russia], arcs[ukraine])
	var polygons [][][][2]float64
	for _, id := range order {
		for _, polygon := range arcs[id] {
			polygons = append(polygons, t.polygon(polygon))
		}
	}
	return polygons, nil
}

func polygonsOf(g country) ([][][]int, error) {
	if g.Type == "Polygon" {
		var one [][]int
		err := json.Unmarshal(g.Arcs, &one)
		return [][][]int{one}, err
	}
	var several [][][]int
	err := json.Unmarshal(g.Arcs, &several)
	return several, err
}

// joinCrimea gives Crimea back to Ukraine: Natural Earth draws who holds it, the map draws the internationally
// recognised border (United Nations General Assembly resolution 68/262). Crimea's outline is one arc that it shares with
// the mainland and one arc of coast, which takes the shared one's place in the mainland's outline.
func (t *topology) joinCrimea(russian, ukrainian [][][]int) (r, u [][][]int) {
	for i, polygon := range russian {
		if len(polygon) != 1 || len(polygon[0]) != 2 {
			continue
		}
		for _, mainland := range ukrainian {
			if t.replaceShared(mainland[0], polygon[0]) {
				return slices.Delete(russian, i, i+1), ukrainian
			}
		}
	}
	return russian, ukrainian
}

// replaceShared puts the coast of a ring of two arcs in the place of the arc that it shares with the other ring.
func (t *topology) replaceShared(ring, joined []int) bool {
	for i, shared := range joined {
		at := slices.Index(ring, ^shared)
		if at < 0 {
			continue
		}
		coast := joined[1-i]
		if t.arc(coast)[0] != t.arc(ring[at])[0] {
			coast = ^coast
		}
		ring[at] = coast
		return true
	}
	return false
}

func (t *topology) polygon(arcs [][]int) [][][2]float64 {
	var rings [][][2]float64
	for _, ring := range arcs {
		var points [][2]float64
		for _, index := range ring {
			points = append(points, t.arc(index)...)
		}
		rings = append(rings, points)
	}
	return rings
}

// arc gives an arc's points; ^index means the arc backwards.
func (t *topology) arc(index int) [][2]float64 {
	backwards := index < 0
	if backwards {
		index = ^index
	}
	source := t.Arcs[index]
	points := make([][2]float64, len(source))
	for i, p := range source {
		at := i
		if backwards {
			at = len(source) - 1 - i
		}
		points[at] = [2]float64{math.Round(p[0]*100) / 100, math.Round(p[1]*100) / 100}
	}
	return points
}

func write(to string, polygons [][][][2]float64) error {
	file, err := os.Create(to)
	if err != nil {
		return err
	}
	packed, err := gzip.NewWriterLevel(file, gzip.BestCompression)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(packed).Encode(polygons); err != nil {
		return err
	}
	if err := packed.Close(); err != nil {
		return err
	}
	return file.Close()
}
