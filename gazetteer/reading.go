package gazetteer

import (
	"strings"

	"mostbot/gazetteer/table"
)

// reading is one way to understand a query: a name, and where the place must lie.
type reading struct {
	name      string // folded
	countries []string
	regions   []int
	doubt     int // how many likelier readings there are
}

// allows tells whether the place lies where the reading wants it.
func (r reading) allows(t *table.Table, at int) bool {
	if len(r.countries) == 0 && len(r.regions) == 0 {
		return true
	}
	for _, iso := range r.countries {
		if t.InCountry(at, iso) {
			return true
		}
	}
	for _, region := range r.regions {
		if t.Region(at) == region {
			return true
		}
	}
	return false
}

// readings lists the ways to understand a query, the likeliest first; there is at least one. What stands behind a comma or
// in brackets, and the last words, may name a country or a region.
func (g *Gazetteer) readings(query string) []reading {
	whole := reading{name: Fold(query)}
	if name, place, ok := cut(query); ok {
		if r, ok := g.scoped(Fold(name), Fold(place)); ok {
			whole.doubt = 1
			return []reading{r, whole}
		}
		return []reading{whole, {name: Fold(name), doubt: 1}}
	}
	all := []reading{whole}
	words := strings.Fields(whole.name)
	for n := 1; n < min(len(words), 4); n++ {
		at := len(words) - n
		if r, ok := g.scoped(strings.Join(words[:at], " "), strings.Join(words[at:], " ")); ok {
			r.doubt = len(all)
			all = append(all, r)
		}
	}
	return all
}

// cut parts "Vienna, VA" and "Vienna (Virginia)".
func cut(query string) (name, place string, ok bool) {
	if name, place, ok = strings.Cut(query, ","); !ok {
		name, place, ok = strings.Cut(query, "(")
	}
	return name, place, ok && strings.TrimSpace(name) != ""
}

// scoped reads the place as a country's or a region's name or code; a code may be both ("CA", "VA").
func (g *Gazetteer) scoped(name, place string) (reading, bool) {
	r := reading{name: name, regions: g.regions[place]}
	if iso, ok := g.countries[place]; ok {
		r.countries = []string{iso}
	}
	return r, name != "" && len(r.countries)+len(r.regions) > 0
}
