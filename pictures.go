package main

import (
	"runtime/debug"

	"mostbot/commands"
	"mostbot/picture"
)

// pictures gives the commands the drawing in their own words.
type pictures struct{}

func (pictures) Map(title, credit string, marks []commands.Mark, bridges []commands.Bridge) ([]byte, error) {
	defer debug.FreeOSMemory() // a picture takes as much memory as all the rest, and few are asked for
	cities := make([]picture.City, len(marks))
	for i, m := range marks {
		cities[i] = picture.City(m)
	}
	between := make([]picture.Bridge, len(bridges))
	for i, b := range bridges {
		between[i] = picture.Bridge(b)
	}
	return picture.Map(title, credit, cities, between)
}

func (pictures) Timeline(title, credit string, moments []commands.Moment) ([]byte, error) {
	defer debug.FreeOSMemory() // a picture takes as much memory as all the rest, and few are asked for
	entries := make([]picture.Entry, len(moments))
	for i, m := range moments {
		entries[i] = picture.Entry(m)
	}
	return picture.Timeline(title, credit, entries)
}
