package extract

import "slices"

// facts is what the steps have found so far in one article.
type facts struct {
	byList    map[list][]hit
	countries map[string]int // how often each country is named
	known     []acquaintance // names known to all
	people    []person
	bodies    []body
	projects  []project
	sites     []site
}

// gather sorts the hits; those in noise tell nothing.
func gather(d *document, hits []hit) *facts {
	f := &facts{byList: map[list][]hit{}, countries: map[string]int{}}
	for _, h := range hits {
		if d.sentences[d.tokens[h.from].sentence].noise != "" {
			continue
		}
		f.byList[h.list] = append(f.byList[h.list], h)
		if h.list == listCountry {
			f.countries[h.value]++
		}
	}
	return f
}

func (f *facts) of(l list) []hit { return f.byList[l] }

// hits tells whether a phrase of the list overlaps the span.
func (f *facts) hits(l list, s span) bool {
	_, ok := f.hitIn(l, s)
	return ok
}

func (f *facts) hitIn(l list, s span) (hit, bool) {
	for _, h := range f.byList[l] {
		if h.overlaps(s) {
			return h, true
		}
	}
	return hit{}, false
}

// endsAt tells whether a phrase of the list ends right before the token.
func (f *facts) endsAt(l list, token int) bool {
	return slices.ContainsFunc(f.byList[l], func(h hit) bool { return h.to == token })
}

// countryBeside is the country named at most a few tokens from the span, "" for none or for several.
func (f *facts) countryBeside(d *document, s span, gap int) string {
	iso := ""
	for _, h := range f.byList[listCountry] {
		if h.value == union || h.overlaps(s) || !h.near(s, gap) || d.tokens[h.from].sentence != d.tokens[s.from].sentence {
			continue
		}
		if iso != "" && iso != h.value {
			return ""
		}
		iso = h.value
	}
	return iso
}

// countryIsCity tells whether the site's name is a country's and a city's at once.
func (f *facts) countryIsCity(s site) bool {
	h, ok := f.hitIn(listCountry, s.span)
	return ok && (cityStates[h.value] || h.span.to-h.span.from < s.to-s.from)
}

// named tells whether a name that was found overlaps the span.
func (f *facts) named(s span) bool { return f.inPerson(s) || f.inOrganisation(s) || f.inProject(s) }

func (f *facts) inPerson(s span) bool {
	return slices.ContainsFunc(f.people, func(p person) bool { return p.overlaps(s) })
}

func (f *facts) inOrganisation(s span) bool {
	return slices.ContainsFunc(f.bodies, func(b body) bool { return b.overlaps(s) })
}

func (f *facts) inProject(s span) bool {
	return slices.ContainsFunc(f.projects, func(p project) bool { return p.overlaps(s) })
}

// cities counts the cities that the text names.
func (f *facts) cities() int {
	ids := map[int32]bool{}
	for _, s := range f.sites {
		ids[s.place.ID] = true
	}
	return len(ids)
}
