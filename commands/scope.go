package commands

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"mostbot/catalog"
)

// scoped finds the city of a text that says where it lies, "Vienna, VA" or "Vienna, Virginia": there nobody means the
// famous namesake. Without a comma only a town counts, since "Sofia Romania" asks for what both have in common.
func (b *Book) scoped(ctx context.Context, text string) (finding, error) {
	if utf8.RuneCountInString(text) > longestName || len(b.needs.Places.Named(text)) > 0 {
		return finding{}, nil
	}
	f := finding{query: text}
	head, tail, comma := strings.Cut(text, ",")
	if !comma {
		words := strings.Fields(text)
		if len(words) < 2 {
			return f, nil
		}
		last := len(words) - 1
		head, tail = strings.Join(words[:last], " "), words[last]
	}
	places := b.placesIn(strings.TrimSpace(head), strings.TrimSpace(tail))
	if !comma {
		places = slices.DeleteFunc(places, func(p Place) bool { return p.Population < wellKnown })
	}
	if len(places) == 0 {
		return f, nil
	}
	cities, err := b.cityKnown(ctx, tail)
	if err != nil || cities { // "Burgas, Odesa" are two cities, whatever the region is called
		return f, err
	}
	f.refs, err = b.settle(ctx, places)
	return f, err
}

// placesIn finds the places of the name in a country or region where the name alone would make us think of others.
func (b *Book) placesIn(name, where string) []Place {
	if name == "" || where == "" || len(b.needs.Places.Named(name)) == 0 {
		return nil
	}
	here := exactly(b.needs.Places.Find(name+", "+where, 2*suggestions))
	alone := exactly(b.needs.Places.Find(name, 2*suggestions))
	if len(here) == 0 || len(alone) == 0 || here[0].ID == alone[0].ID {
		return nil
	}
	return here
}

func exactly(places []Place) []Place {
	return slices.DeleteFunc(slices.Clone(places), func(p Place) bool { return p.Likeness != Same })
}

// cityKnown tells whether the catalogue has events of a city of the name.
func (b *Book) cityKnown(ctx context.Context, name string) (bool, error) {
	var refs []catalog.Ref
	for _, p := range b.needs.Places.Named(strings.TrimSpace(name)) {
		refs = append(refs, catalog.CityRef(p.City))
	}
	if len(refs) == 0 {
		return false, nil
	}
	known, err := b.withEvents(ctx, refs)
	return len(known) > 0, err
}

// withoutHomes drops a country that only says where the city before it lies: "Sofia, Bulgaria".
func (b *Book) withoutHomes(refs []catalog.Ref) []catalog.Ref {
	var kept []catalog.Ref
	for i, r := range refs {
		if i > 0 && r.Sort == catalog.SortCountry && refs[i-1].Sort == catalog.SortCity {
			if place, ok := b.needs.Places.Place(refs[i-1].CityID()); ok && catalog.CountryRef(place.Country) == r {
				continue
			}
		}
		kept = append(kept, r)
	}
	return kept
}
