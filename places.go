package main

import (
	"mostbot/commands"
	"mostbot/gazetteer"
)

// places gives the commands the gazetteer in their own words.
type places struct{ *gazetteer.Gazetteer }

var likenesses = map[gazetteer.How]commands.Likeness{
	gazetteer.Exact:    commands.Same,
	gazetteer.Prefix:   commands.Begins,
	gazetteer.Misspelt: commands.Resembles,
}

func (p places) Find(query string, limit int) []commands.Place {
	var found []commands.Place
	for _, match := range p.Gazetteer.Find(query, limit) {
		place := commandPlace(match.Place)
		place.Likeness, place.Distance = likenesses[match.How], match.Distance
		found = append(found, place)
	}
	return found
}

func (p places) Named(name string) []commands.Place {
	var found []commands.Place
	for _, place := range p.Gazetteer.Named(name) {
		found = append(found, commandPlace(place))
	}
	return found
}

func (p places) Place(id int32) (commands.Place, bool) {
	place, ok := p.Gazetteer.Place(id)
	return commandPlace(place), ok
}

func commandPlace(p gazetteer.Place) commands.Place {
	return commands.Place{
		City: p.City, Population: p.Population, Zone: p.Zone, Region: p.Region, Usage: int(p.Usage),
		Latitude: p.Latitude, Longitude: p.Longitude,
	}
}
