package catalog

import (
	"cmp"
	"slices"
	"strings"
)

// Ruling is what an editor decided that a name means, where a report was read otherwise: from then on reports are read so.
type Ruling struct {
	Name string `json:"name"`           // as the report had it
	Ref  Ref    `json:"ref,omitzero"`   // the organisation, project or city that it means; zero: it is no name
	City *City  `json:"city,omitempty"` // of a city's ref
}

// Key is what a ruling is kept under: a later one on the same name takes its place. It has no spaces.
func (r Ruling) Key() string { return strings.ReplaceAll(Fold(r.Name), " ", "_") }

// WithRulings gives a directory that reads names as the rulings say. One that points to what the directory does not know
// has no effect.
func (d *Directory) WithRulings(rulings ...Ruling) *Directory {
	if d == nil {
		d = NewDirectory(nil, nil)
	}
	next := *d
	next.rulings = slices.Clone(d.rulings)
	for _, r := range rulings {
		if r.Key() == "" {
			continue
		}
		at, found := slices.BinarySearchFunc(next.rulings, r.Key(), func(known ruling, key string) int {
			return cmp.Compare(known.Key(), key)
		})
		if found {
			next.rulings = slices.Delete(next.rulings, at, at+1)
		}
		next.rulings = slices.Insert(next.rulings, at, ruling{r, strings.Fields(Fold(r.Name))})
	}
	return &next
}

// ruling has its name's words at hand.
type ruling struct {
	Ruling
	words []string
}

// Ruled gives the ruling on a name, in the form that was ruled on or an inflected one.
func (d *Directory) Ruled(name string) (Ruling, bool) {
	if d == nil || len(d.rulings) == 0 {
		return Ruling{}, false
	}
	words := strings.Fields(Fold(name))
	at := slices.IndexFunc(d.rulings, func(r ruling) bool { return slices.Equal(r.words, words) })
	if at < 0 {
		at = slices.IndexFunc(d.rulings, func(r ruling) bool { return inflected(r.words, words) })
	}
	if at < 0 || !d.holds(d.rulings[at].Ref) {
		return Ruling{}, false
	}
	return d.rulings[at].Ruling, true
}

func (d *Directory) holds(r Ref) bool {
	known := true
	switch r.Sort {
	case SortOrganisation:
		_, known = d.Organisation(r.ID)
	case SortProject:
		_, known = d.Project(r.ID)
	}
	return known
}

// ruled takes a name for what an editor ruled that it means, if one did.
func (w *resolution) ruled(name string) bool {
	r, ok := w.Directory.Ruled(name)
	cities := &w.made.Event.Cities
	switch {
	case !ok || r.Ref == (Ref{}):
	case r.City == nil:
		w.take(r.Ref)
	case !slices.ContainsFunc(*cities, func(c City) bool { return sameCity(c, *r.City) }):
		*cities = append(*cities, *r.City)
	}
	return ok
}
