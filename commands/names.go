package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mostbot/catalog"
	"mostbot/texts"
)

// finding is what somebody may mean by a name: one ref is sure, several are equally good. Where nothing bears the name,
// near has what resembles it.
type finding struct {
	query string
	refs  []catalog.Ref
	near  []catalog.Ref
}

// sure gives the one thing that is meant.
func (f finding) sure() (catalog.Ref, bool) {
	if len(f.refs) != 1 {
		return catalog.Ref{}, false
	}
	return f.refs[0], true
}

const (
	dominance    = 8      // a city so many times as large as its namesakes is the one that is meant
	wellKnown    = 15_000 // people from which on a city comes before an organisation of its name
	suggestions  = 6      // names that we ask back with
	longestName  = 120    // characters, above which nothing is a name
	readyToGuess = 4      // characters of a name from which on one wrong letter is forgiven without asking
)

// look finds what bears the name, else what resembles it, among the wanted sorts.
func (b *Book) look(ctx context.Context, t *talk, name string, sorts ...catalog.Sort) (finding, error) {
	f := finding{query: name}
	if utf8.RuneCountInString(name) > longestName || catalog.Fold(name) == "" {
		return f, nil
	}
	var places []Place // those of the name, then those of a name like it
	if slices.Contains(sorts, catalog.SortCity) {
		places = b.needs.Places.Find(name, 2*suggestions)
	}
	var err error
	if f.refs, err = b.bearers(ctx, t, name, sorts, places); err != nil || len(f.refs) > 0 {
		return f, err
	}
	return b.guess(ctx, t, f, sorts, places)
}

// bearers lists what bears the very name, or a bent form of it.
func (b *Book) bearers(
	ctx context.Context, t *talk, name string, sorts []catalog.Sort, places []Place,
) ([]catalog.Ref, error) {
	known := t.named(name, sorts)
	if slices.Contains(sorts, catalog.SortCity) {
		places = b.sameName(name, places)
	}
	if len(known) > 0 && !slices.ContainsFunc(places, Place.famous) {
		return known, nil
	}
	if len(places) > 0 {
		return b.settle(ctx, places)
	}
	if iso, ok := b.needs.Places.Country(name); ok && slices.Contains(sorts, catalog.SortCountry) {
		return []catalog.Ref{catalog.CountryRef(iso)}, nil
	}
	return known, nil
}

// named lists the organisations and projects that bear the name.
func (t *talk) named(name string, sorts []catalog.Sort) []catalog.Ref {
	return slices.DeleteFunc(t.directory.Named(name), func(r catalog.Ref) bool { return !slices.Contains(sorts, r.Sort) })
}

// famous tells whether everybody would think of the place at the name by which it was found.
func (p Place) famous() bool { return p.Usage < rare && p.Population >= wellKnown }

// sameName keeps the cities that bear the name; where there are none, it finds those that it is a bent form of.
func (b *Book) sameName(name string, places []Place) []Place {
	found := slices.DeleteFunc(slices.Clone(places), func(p Place) bool { return p.Likeness != Same })
	if len(found) > 0 {
		return found
	}
	return b.bentNames(name)
}

// bentNames finds the cities that the name is a bent form of.
func (b *Book) bentNames(name string) []Place {
	for _, base := range b.bends.bases(name) {
		if found := b.needs.Places.Named(base); len(found) > 0 {
			return found
		}
	}
	if first, _ := utf8.DecodeRuneInString(name); !unicode.IsUpper(first) {
		return nil // too many common adjectives look as if they were made of a town
	}
	for _, origin := range b.bends.origins(name) {
		if found := b.needs.Places.Named(origin); slices.ContainsFunc(found, Place.famous) {
			return found
		}
	}
	return nil
}

// settle decides between cities of one name: the one whose usual name it is comes before others, unless they are far
// larger; then size counts, then what the catalogue knows. What it can't decide, the person has to.
func (b *Book) settle(ctx context.Context, places []Place) ([]catalog.Ref, error) {
	places = likeliest(places)
	var refs []catalog.Ref
	for _, p := range places {
		refs = append(refs, catalog.CityRef(p.City))
	}
	if len(refs) < 2 {
		return refs, nil
	}
	known, err := b.withEvents(ctx, refs)
	if err != nil || len(known) == 0 {
		return refs[:min(suggestions, len(refs))], err
	}
	return known, nil
}

// rare is the usage of a name from which on hardly anybody means the place by it.
const rare = 3

// likeliest keeps of several places of one name those that may be meant.
func likeliest(places []Place) []Place {
	largest, usual := 0, rare
	for _, p := range places {
		if p.Usage < rare || usual == rare {
			largest = max(largest, p.Population)
		}
		usual = min(usual, p.Usage)
	}
	large := func(p Place) bool { return p.Population*dominance > largest || p.Population == largest }
	kept := slices.DeleteFunc(slices.Clone(places), func(p Place) bool {
		return p.Usage >= rare && usual < rare || !large(p)
	})
	own := slices.DeleteFunc(slices.Clone(kept), func(p Place) bool { return p.Usage > 0 })
	if len(own) == 1 {
		return own
	}
	return kept
}

// withEvents keeps the cities that the catalogue has events of.
func (b *Book) withEvents(ctx context.Context, refs []catalog.Ref) ([]catalog.Ref, error) {
	counts, err := b.needs.Catalogue.Counts(ctx, catalog.SortCity)
	if err != nil {
		return nil, fmt.Errorf("count the cities' events: %w", err)
	}
	return slices.DeleteFunc(slices.Clone(refs), func(r catalog.Ref) bool {
		return !slices.ContainsFunc(counts, func(c catalog.Count) bool { return c.Ref == r })
	}), nil
}

// guess finds what resembles the name. A near miss that only one known thing can be meant by is taken for it.
func (b *Book) guess(ctx context.Context, t *talk, f finding, sorts []catalog.Sort, places []Place) (finding, error) {
	known := t.resembling(f.query, sorts)
	f.near = known.near
	likely := known.refs
	if slices.Contains(sorts, catalog.SortCity) {
		cities, err := b.guessCity(ctx, f.query, places)
		if err != nil {
			return f, err
		}
		likely = append(likely, cities.refs...)
		f.near = append(cities.near, f.near...)
	}
	if len(likely) == 0 && len(f.near) == 1 && utf8.RuneCountInString(f.query) >= readyToGuess {
		likely = known.near // nothing else begins so
	}
	if len(likely) == 1 {
		f.refs = likely
	}
	f.near = f.near[:min(suggestions, len(f.near))]
	return f, nil
}

// resembling finds organisations and projects: by the beginning or the words of a name, or by a misspelt one. Its refs
// are those that only a slip keeps apart from the query.
func (t *talk) resembling(query string, sorts []catalog.Sort) finding {
	f := finding{refs: t.byWords(query, sorts)}
	f.near = slices.Clone(f.refs)
	if utf8.RuneCountInString(query) < shortestRef {
		return f
	}
	for _, m := range t.directory.Nearest(query, suggestions) {
		if !slices.Contains(sorts, m.Ref.Sort) || slices.Contains(f.near, m.Ref) {
			continue
		}
		f.near = append(f.near, m.Ref)
		if forgiven(query, m.Distance) {
			f.refs = append(f.refs, m.Ref)
		}
	}
	return f
}

func (b *Book) guessCity(ctx context.Context, name string, places []Place) (finding, error) {
	var f finding
	var found []catalog.Ref
	for _, p := range places {
		if p.Likeness != Resembles || p.Distance <= max(1, utf8.RuneCountInString(name)/4) {
			found = append(found, catalog.CityRef(p.City))
		}
	}
	known, err := b.withEvents(ctx, found)
	if err != nil {
		return f, err
	}
	f.near = known // what we have events of is the better guess
	for _, p := range places {
		ref := catalog.CityRef(p.City)
		near := p.Likeness == Resembles && forgiven(name, p.Distance) || p.Likeness == Begins && p.Distance <= 2
		famous := p.Population >= 20*wellKnown && utf8.RuneCountInString(name) > readyToGuess+1
		if near && (slices.Contains(known, ref) || famous) {
			f.refs = append(f.refs, ref)
		}
		if p.Population >= wellKnown && !slices.Contains(known, ref) && worthAsking(name, p) {
			f.near = append(f.near, ref)
		}
	}
	if both := intersect(f.refs, known); len(both) > 0 {
		f.refs = both
	}
	return f, nil
}

func intersect(a, b []catalog.Ref) []catalog.Ref {
	return slices.DeleteFunc(slices.Clone(a), func(r catalog.Ref) bool { return !slices.Contains(b, r) })
}

// askBack asks which of several things is meant, or offers what resembles the name. The buttons do with it what the
// action says: "" shows its card.
func (b *Book) askBack(ctx context.Context, t *talk, f finding, action ...string) (Reply, error) {
	query := texts.Data{"Query": texts.Cut(f.query, 60)}
	refs, id := f.refs, "ask.which"
	if len(refs) == 0 {
		refs, id = f.near, "ask.nearest"
	}
	if len(refs) == 0 {
		return t.say("ask.nothing", query), nil
	}
	reply := t.say(id, query)
	refs = refs[:min(suggestions, len(refs))]
	names := b.fullNames(t, refs)
	for i, r := range refs {
		button, err := b.button(ctx, names[i], strings.Join(action, "")+r.String())
		if err != nil {
			return Reply{}, err
		}
		reply = reply.with([]texts.Button{button})
	}
	return reply, nil
}

// fullNames are what tells things from their namesakes: "Frankfurt, Germany"; with the region where the country is not
// enough.
func (b *Book) fullNames(t *talk, refs []catalog.Ref) []string {
	names := make([]string, len(refs))
	times := map[string]int{} // by the English name, as the reader's language may have one for the largest alone
	for i, r := range refs {
		names[i] = t.Name(r, t.directory)
		if place, ok := b.needs.Places.Place(r.CityID()); ok && r.Sort == catalog.SortCity {
			names[i] += ", " + t.Country(place.Country)
			times[place.Name+place.Country]++
		}
	}
	for i, r := range refs {
		place, ok := b.needs.Places.Place(r.CityID())
		if ok && r.Sort == catalog.SortCity && times[place.Name+place.Country] > 1 && place.Region != "" {
			names[i] = strings.Replace(names[i], ", ", ", "+place.Region+", ", 1)
		}
		names[i] = strings.TrimSpace(signs[r.Sort] + " " + texts.Cut(names[i], 50))
	}
	return names
}

// signs stand before names on buttons.
var signs = map[catalog.Sort]string{
	catalog.SortCity: "🏙", catalog.SortOrganisation: "🏢", catalog.SortProject: "📁", catalog.SortCountry: "🏳",
	catalog.SortTopic: "🏷", catalog.SortKind: "🏷",
}
