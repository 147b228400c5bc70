package picture

import (
	"slices"

	"github.com/paulmach/orb"
)

// labels is the room on a map that marks and names take, in pixels.
type labels struct{ marks, names []orb.Bound }

const (
	aside    = 8  // pixels between a mark and its name
	berth    = 14 // pixels between a name and the mark of another city, which it would seem to belong to
	alwaysOf = 3  // cities with most events whose names are written even over other marks
)

// drawName writes a city's name beside its mark, where it covers nothing; a name that finds no room is left out, unless
// it is among the first.
func (c *canvas) drawName(l *labels, i int, city City) error {
	size := 22.0
	if city.Centre {
		size = 30
	}
	if err := c.write(c.bold, size, ink); err != nil {
		return err
	}
	w, h := c.MeasureString(city.Name)
	room, ok := l.room(i, w, h)
	if !ok {
		return nil
	}
	l.names = append(l.names, room)
	c.drawHalo(city.Name, room.Min[0], room.Min[1]+h*0.82)
	return nil
}

// room finds where beside the mark a name of this size can stand.
func (l *labels) room(i int, w, h float64) (orb.Bound, bool) {
	var best orb.Bound
	least := -1
	for _, room := range beside(l.marks[i], w, h) {
		if !onPicture(room) || slices.ContainsFunc(l.names, room.Intersects) {
			continue
		}
		hidden := l.hidden(i, room)
		if hidden == 0 {
			return room, true
		}
		if least < 0 || hidden < least {
			best, least = room, hidden
		}
	}
	return best, least > 0 && i < alwaysOf
}

// hidden counts the marks of other cities that a name in this room would cover or seem to belong to.
func (l *labels) hidden(i int, room orb.Bound) int {
	wide := orb.Bound{
		Min: orb.Point{room.Min[0] - berth, room.Min[1]}, Max: orb.Point{room.Max[0] + berth, room.Max[1]},
	}
	n := 0
	for j, mark := range l.marks {
		if j != i && wide.Intersects(mark) {
			n++
		}
	}
	return n
}

// beside lists the places for a name around a mark, the best first: right, left, above, below, then the corners.
func beside(mark orb.Bound, w, h float64) []orb.Bound {
	middle := mark.Center()
	left, right := mark.Min[0]-aside-w, mark.Max[0]+aside
	above, below := mark.Min[1]-aside-h, mark.Max[1]+aside
	var rooms []orb.Bound
	for _, corner := range []orb.Point{
		{right, middle[1] - h/2}, {left, middle[1] - h/2}, {middle[0] - w/2, above}, {middle[0] - w/2, below},
		{right - aside, above + aside}, {right - aside, below - aside}, {left + aside, above + aside},
		{left + aside, below - aside},
	} {
		rooms = append(rooms, orb.Bound{Min: corner, Max: orb.Point{corner[0] + w, corner[1] + h}})
	}
	return rooms
}

func onPicture(room orb.Bound) bool {
	return room.Min[0] > 8 && room.Max[0] < width-8 && room.Min[1] > 84 && room.Max[1] < mapHeight-36
}
