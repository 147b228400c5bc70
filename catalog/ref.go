package catalog

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Sort is the sort of thing that a Ref points to.
type Sort string

// The sorts of refs, in the order in which a filter names them.
const (
	SortCity         Sort = "city"
	SortCountry      Sort = "country"
	SortOrganisation Sort = "org"
	SortProject      Sort = "project"
	SortTopic        Sort = "topic"
	SortKind         Sort = "kind"
	SortLanguage     Sort = "lang"
)

var sorts = []Sort{SortCity, SortCountry, SortOrganisation, SortProject, SortTopic, SortKind, SortLanguage}

// Ref points to something that an event can be found by. Its text form is "city:732770", "org:digihub", "kind:visit".
type Ref struct {
	Sort Sort
	ID   string
}

// CityRef points to a city, by its GeoNames id.
func CityRef(c City) Ref { return Ref{SortCity, strconv.Itoa(int(c.ID))} }

// CountryRef points to a country, by its ISO code.
func CountryRef(iso string) Ref { return Ref{SortCountry, iso} }

// OrganisationRef points to an organisation, by its id.
func OrganisationRef(id string) Ref { return Ref{SortOrganisation, id} }

// ProjectRef points to a project, by its id.
func ProjectRef(id string) Ref { return Ref{SortProject, id} }

// TopicRef points to a topic.
func TopicRef(t Topic) Ref { return Ref{SortTopic, string(t)} }

// KindRef points to a kind of event.
func KindRef(k Kind) Ref { return Ref{SortKind, string(k)} }

// LanguageRef points to the language of a source.
func LanguageRef(l Language) Ref { return Ref{SortLanguage, l} }

func (r Ref) String() string { return string(r.Sort) + ":" + r.ID }

// CityID is the GeoNames id that a city's ref carries, 0 for other sorts.
func (r Ref) CityID() int32 {
	if r.Sort != SortCity {
		return 0
	}
	id, _ := strconv.ParseInt(r.ID, 10, 32)
	return int32(id)
}

// ParseRef reads a ref's text form.
func ParseRef(s string) (Ref, error) {
	sort, id, ok := strings.Cut(s, ":")
	if !ok || id == "" || !slices.Contains(sorts, Sort(sort)) {
		return Ref{}, fmt.Errorf("%q is no ref such as city:732770", s)
	}
	return Ref{Sort(sort), id}, nil
}

// MarshalText writes the text form.
func (r Ref) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the text form.
func (r *Ref) UnmarshalText(b []byte) (err error) {
	*r, err = ParseRef(string(b))
	return err
}

// Refs lists everything by which the event can be found, without repetition: its cities and their countries,
// organisations, projects, topics, kind and the languages of its sources.
func (e Event) Refs() []Ref {
	refs := []Ref{KindRef(e.Kind)}
	for _, c := range e.Cities {
		refs = append(refs, CityRef(c), CountryRef(c.Country))
	}
	for _, id := range e.Organisations {
		refs = append(refs, OrganisationRef(id))
	}
	for _, id := range e.Projects {
		refs = append(refs, ProjectRef(id))
	}
	for _, t := range e.Topics {
		refs = append(refs, TopicRef(t))
	}
	for _, s := range e.Sources {
		refs = append(refs, LanguageRef(s.Language))
	}
	return sortedRefs(refs)
}

// Parties lists the refs that take part in the event: cities, organisations and projects.
func (e Event) Parties() []Ref {
	return slices.DeleteFunc(e.Refs(), func(r Ref) bool {
		return r.Sort != SortCity && r.Sort != SortOrganisation && r.Sort != SortProject
	})
}

func sortedRefs(refs []Ref) []Ref {
	slices.SortFunc(refs, compareRefs)
	return slices.Compact(refs)
}

func compareRefs(a, b Ref) int {
	if d := slices.Index(sorts, a.Sort) - slices.Index(sorts, b.Sort); d != 0 {
		return d
	}
	return strings.Compare(a.ID, b.ID)
}

// Filter is a set of refs. An event passes when, for each sort in the filter, it has at least one of the filter's refs of
// that sort. The empty filter lets everything pass. Make one with NewFilter, so that equal filters have equal keys.
type Filter []Ref

// NewFilter sorts the refs and drops repetitions.
func NewFilter(refs ...Ref) Filter { return Filter(sortedRefs(slices.Clone(refs))) }

// Groups returns the refs by sort: an event must have one of each group.
func (f Filter) Groups() [][]Ref {
	var groups [][]Ref
	for i, r := range f {
		if i > 0 && f[i-1].Sort == r.Sort {
			groups[len(groups)-1] = append(groups[len(groups)-1], r)
			continue
		}
		groups = append(groups, []Ref{r})
	}
	return groups
}

// Wants tells whether the event passes.
func (f Filter) Wants(e Event) bool {
	refs := e.Refs()
	for _, group := range f.Groups() {
		if !slices.ContainsFunc(group, func(r Ref) bool { return slices.Contains(refs, r) }) {
			return false
		}
	}
	return true
}

// Key is the filter's canonical text: equal filters, equal keys. The empty filter's key is "".
func (f Filter) Key() string {
	parts := make([]string, len(f))
	for i, r := range f {
		parts[i] = r.String()
	}
	return strings.Join(parts, " ")
}

// ParseFilter reads a filter's key.
func ParseFilter(key string) (Filter, error) {
	var refs []Ref
	for _, part := range strings.Fields(key) {
		r, err := ParseRef(part)
		if err != nil {
			return nil, err
		}
		refs = append(refs, r)
	}
	return NewFilter(refs...), nil
}
