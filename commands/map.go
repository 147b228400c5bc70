package commands

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"mostbot/catalog"
	"mostbot/texts"
)

const (
	eventsDrawn = 400 // newest events that a map is drawn from
	citiesDrawn = 60
	crowd       = 6 // cities from which on an event's bridges all start at its first city: else they hide the map
	credit      = "mostbot · GeoNames (CC BY 4.0) · Natural Earth"
)

// cityMap draws the cities that work together, all of them or those around a name.
func (b *Book) cityMap(ctx context.Context, t *talk) (Reply, error) {
	if t.Args == "" {
		return b.drawMap(ctx, t, nil)
	}
	f, err := b.lookTwice(ctx, t, nameSorts...)
	if err != nil {
		return Reply{}, err
	}
	r, ok := f.sure()
	if !ok {
		return b.askBack(ctx, t, f, "map:")
	}
	return b.drawMap(ctx, t, catalog.NewFilter(r))
}

func (b *Book) pressMap(ctx context.Context, t *talk, key string) (Reply, error) {
	filter, err := catalog.ParseFilter(key)
	if err != nil {
		return t.toast("ask.old"), nil
	}
	return b.drawMap(ctx, t, filter)
}

func (b *Book) drawMap(ctx context.Context, t *talk, filter catalog.Filter) (Reply, error) {
	page, err := b.needs.Catalogue.Events(ctx, catalog.Query{Groups: filter.Groups(), Limit: eventsDrawn})
	if err != nil {
		return Reply{}, fmt.Errorf("read the events of a map: %w", err)
	}
	name := t.Filter(filter, t.directory)
	if len(filter) == 0 {
		name = t.Plain("map.all")
	}
	var centre int32
	if len(filter) == 1 {
		centre = filter[0].CityID()
	}
	marks, bridges, cities := b.survey(t, page.Events, centre)
	if len(marks) == 0 || b.needs.Pictures == nil {
		return t.say("map.none", texts.Data{"Name": name}), nil
	}
	picture, err := b.needs.Pictures.Map(name, credit, marks, bridges)
	if err != nil {
		return Reply{}, fmt.Errorf("draw a map: %w", err)
	}
	count := t.Say("count.cities", texts.Data{"N": cities})
	if cities > len(marks) {
		count = t.Say("map.some", texts.Data{"Shown": len(marks), "N": cities})
	}
	reply := t.blocks(texts.Join("\n", texts.Bold("🗺 "+name),
		texts.Join(" · ", count, t.Say("count.events", texts.Data{"N": page.Total}))))
	reply.Picture, reply.Filename = picture, "map.png"
	return reply, nil
}

// survey finds where the events' cities lie and which of them are joined; around a centre only what leads to it. It also
// counts the cities, of which there may be more than find room.
func (b *Book) survey(t *talk, events []catalog.Event, centre int32) ([]Mark, []Bridge, int) {
	joined, count := map[[2]int32]int{}, map[int32]int{}
	for _, e := range events {
		for _, pair := range pairs(e.Cities, centre) {
			joined[pair]++
		}
		for _, c := range e.Cities {
			count[c.ID]++
		}
	}
	var marks []Mark
	at := map[int32]int{}
	for _, id := range byWeight(count, centre) {
		place, ok := b.needs.Places.Place(id)
		if !ok || len(marks) == citiesDrawn {
			continue
		}
		at[id] = len(marks)
		marks = append(marks, Mark{t.City(place.City), place.Latitude, place.Longitude, count[id], id == centre})
	}
	return marks, bridges(joined, at), len(count)
}

// byWeight orders cities: the centre, then those with most events.
func byWeight(count map[int32]int, centre int32) []int32 {
	return slices.SortedFunc(maps.Keys(count), func(x, y int32) int {
		if (x == centre) != (y == centre) {
			return map[bool]int{true: -1, false: 1}[x == centre]
		}
		return cmp.Or(count[y]-count[x], cmp.Compare(x, y))
	})
}

// bridges joins the marks, those with few events first, so that the broad ones are drawn above them.
func bridges(joined map[[2]int32]int, at map[int32]int) []Bridge {
	var list []Bridge
	for pair, events := range joined {
		from, okFrom := at[pair[0]]
		to, okTo := at[pair[1]]
		if okFrom && okTo {
			list = append(list, Bridge{min(from, to), max(from, to), events})
		}
	}
	slices.SortFunc(list, func(x, y Bridge) int { return cmp.Or(x.Events-y.Events, x.From-y.From, x.To-y.To) })
	return list
}

// pairs lists the bridges that one event builds.
func pairs(cities []catalog.City, centre int32) [][2]int32 {
	var found [][2]int32
	for i, x := range cities {
		for _, y := range cities[i+1:] {
			wanted := x.ID == centre || y.ID == centre
			if centre == 0 {
				wanted = i == 0 || len(cities) < crowd
			}
			if wanted && x.ID != y.ID {
				found = append(found, [2]int32{min(x.ID, y.ID), max(x.ID, y.ID)})
			}
		}
	}
	return found
}
