package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// CityNames gives a city's usual name in a language.
type CityNames interface {
	Name(id int32, lang Language) string
}

// Resolver turns what an article says into what the catalogue can keep: names become ids.
type Resolver struct {
	Directory *Directory // what is known; may be nil
	Cities    CityNames  // to know a town hall by its town's name in the article's language; may be nil
}

// Resolve makes the event that a reportable article tells of, with records of the organisations and projects that are not
// known yet, or not by that name; LearnNames adds those to what is known. The same article gives the same ids, so that reading it twice does no harm.
func (v Resolver) Resolve(r Report, a Article, seen time.Time) Addition {
	work := resolution{Resolver: v, report: r}
	work.made.Event.Cities = slices.Clone(r.Cities)
	for _, name := range r.Organisations {
		work.organisation(name)
	}
	for _, name := range r.Projects {
		work.project(name)
	}
	e := &work.made.Event
	e.Kind, e.Stage, e.Date = valueOr(r.Kind, Visit), valueOr(r.Stage, Happened), valueOr(r.Date, Date{})
	e.People, e.Topics = slices.Clone(r.People), slices.Clone(r.Topics)
	e.Sources = []Source{sourceOf(r, a, seen)}
	if r.Evidence != "" {
		e.Evidence = []Evidence{{Text: r.Evidence, Language: r.Language, URL: a.URL}}
	}
	e.Confidence, e.Entered, e.Provenance = r.Confidence, seen, fromNews
	e.ID = eventID(*e, a)
	return work.made
}

var fromNews = Provenance{Origin: FromNews, Version: 1}

func valueOr[T any](value *T, otherwise T) T {
	if value == nil {
		return otherwise
	}
	return *value
}

func sourceOf(r Report, a Article, seen time.Time) Source {
	title := r.Title
	if title == "" {
		title = a.Title
	}
	outlet := a.Outlet
	if u, err := url.Parse(a.URL); outlet == "" && err == nil {
		outlet = strings.TrimPrefix(u.Hostname(), "www.")
	}
	return Source{
		URL: a.URL, Outlet: outlet, Language: r.Language, Title: title, Published: a.Published, Seen: seen,
	}
}

// eventID is short, since it travels in buttons, says a little, and depends on the article alone: "burgas-kherson-2023-"
// and some letters of a hash.
func eventID(e Event, a Article) string {
	var parts []string
	for _, c := range e.Cities[:min(2, len(e.Cities))] {
		parts = append(parts, clip(Slug(c.Name), 12))
	}
	if !e.Date.IsZero() {
		parts = append(parts, strconv.Itoa(e.Date.First().Year()))
	}
	identity := AddressKey(a.URL) + "\n" + a.Title // a page that changes may come to tell of another event
	if a.URL == "" {
		identity = a.Title + "\n" + a.Text
	}
	parts = append(parts, digest(identity, 8))
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), "-")
}

func clip(s string, most int) string { return strings.TrimRight(s[:min(most, len(s))], "-") }

func digest(s string, letters int) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])[:letters]
}

// resolution is the work on one report.
type resolution struct {
	Resolver
	report Report
	made   Addition
}

// organisation finds out which body a name means, and makes a record of one that is not known.
func (w *resolution) organisation(name string) {
	if w.isCity(name) || w.ruled(name) {
		return
	}
	if city, ok := w.hall(name); ok {
		w.takeHall(name, city)
		return
	}
	if ref, ok := w.find(name, SortOrganisation); ok {
		w.take(ref)
		w.learn(ref, name)
		return
	}
	record := Organisation{Names: Text{w.report.Language: name}, Kind: organisationKind(name), Provenance: fromNews}
	if city, ok := w.namedCity(name); ok {
		record.City, record.Country = &city, city.Country
	}
	record.ID = w.freeID(name, func(id string) bool { _, taken := w.Directory.Organisation(id); return taken })
	w.add(record)
}

// learn brings along a known organisation's name in a language in which it had none.
func (w *resolution) learn(ref Ref, name string) {
	known, ok := w.Directory.Organisation(ref.ID)
	if ref.Sort != SortOrganisation || !ok || known.Names[w.report.Language] != "" || len(w.Directory.Named(name)) > 0 {
		return
	}
	w.made.Organisations = append(w.made.Organisations, Organisation{
		ID: known.ID, Names: Text{w.report.Language: name}, Kind: known.Kind, City: known.City, Country: known.Country,
		Provenance: fromNews,
	})
}

// project does the same for a project.
func (w *resolution) project(name string) {
	if w.ruled(name) {
		return
	}
	if ref, ok := w.find(name, SortProject); ok {
		w.take(ref)
		return
	}
	record := Project{Names: Text{w.report.Language: name}, Provenance: fromNews}
	record.ID = w.freeID(name, func(id string) bool { _, taken := w.Directory.Project(id); return taken })
	if record.ID == "" || slices.Contains(w.made.Event.Projects, record.ID) {
		return
	}
	w.made.Projects = append(w.made.Projects, record)
	w.take(ProjectRef(record.ID))
}

func (w *resolution) add(record Organisation) {
	if record.ID == "" || slices.Contains(w.made.Event.Organisations, record.ID) {
		return
	}
	w.made.Organisations = append(w.made.Organisations, record)
	w.take(OrganisationRef(record.ID))
}

func (w *resolution) take(ref Ref) {
	list := &w.made.Event.Organisations
	if ref.Sort == SortProject {
		list = &w.made.Event.Projects
	}
	if !slices.Contains(*list, ref.ID) {
		*list = append(*list, ref.ID)
	}
}

// find looks for a known organisation or project, the wanted sort first, and of several organisations the one that is at
// home in a city that takes part.
func (w *resolution) find(name string, wanted Sort) (Ref, bool) {
	refs := w.Directory.Named(name)
	if len(refs) == 0 {
		refs = w.translated(name, wanted)
	}
	slices.SortStableFunc(refs, func(a, b Ref) int { return w.fitness(b, wanted) - w.fitness(a, wanted) })
	if len(refs) == 0 {
		return Ref{}, false
	}
	return refs[0], true
}

// translated finds a known name of which this one is the translation: "IT клъстер Трансилвания".
func (w *resolution) translated(name string, wanted Sort) []Ref {
	if w.Directory == nil || len(strings.Fields(name)) < 2 {
		return nil
	}
	var refs []Ref
	parts := nameWords(name)
	for _, n := range w.Directory.names {
		if n.ref.Sort == wanted && len(n.parts) > 1 && translates(n.parts, parts) && !slices.Contains(refs, n.ref) {
			refs = append(refs, n.ref)
		}
	}
	return refs
}

func (w *resolution) fitness(ref Ref, wanted Sort) int {
	fit := 0
	if ref.Sort == wanted {
		fit += 4
	}
	if o, ok := w.Directory.Organisation(ref.ID); ok && ref.Sort == SortOrganisation {
		for _, c := range w.report.Cities {
			switch {
			case cityID(o.City) == c.ID:
				fit = max(fit, 2|fit&4)
			case o.Country == c.Country:
				fit = max(fit, 1|fit&4)
			}
		}
	}
	return fit
}

// hall tells of which city that takes part a name means the town hall.
func (w *resolution) hall(name string) (City, bool) {
	for _, c := range w.report.Cities {
		for _, called := range w.cityNames(c) {
			if isHall(name, called) {
				return c, true
			}
		}
	}
	return City{}, false
}

// isCity knows a name that is nothing but a city's that takes part: it is no organisation beside it.
func (w *resolution) isCity(name string) bool {
	return slices.ContainsFunc(w.report.Cities, func(c City) bool {
		return slices.ContainsFunc(w.cityNames(c), func(called string) bool { return Latin(called) == Latin(name) })
	})
}

func (w *resolution) cityNames(c City) []string {
	names := []string{c.Name}
	if w.Cities != nil {
		names = append(names, w.Cities.Name(c.ID, w.report.Language))
	}
	return names
}

// takeHall takes a city's town hall, under an id that does not depend on the article's language.
func (w *resolution) takeHall(name string, city City) {
	if known, ok := w.Directory.Municipality(city.ID); ok {
		w.take(OrganisationRef(known.ID))
		return
	}
	id := Slug(city.Name) + "-municipality"
	if _, taken := w.Directory.Organisation(id); taken { // another town of this name
		id = Slug(city.Name) + "-" + strings.ToLower(city.Country) + "-municipality"
	}
	w.add(Organisation{
		ID: id, Names: Text{w.report.Language: name}, Kind: "municipality", City: &city, Country: city.Country,
		Provenance: fromNews,
	})
}

// namedCity tells which city that takes part a body bears in its name, if it is one.
func (w *resolution) namedCity(name string) (City, bool) {
	var found []City
	words := strings.Fields(Latin(name))
	for _, c := range w.report.Cities {
		if slices.ContainsFunc(w.cityNames(c), func(called string) bool { return bears(words, called) }) {
			found = append(found, c)
		}
	}
	if len(found) != 1 {
		return City{}, false
	}
	return found[0], true
}

func bears(words []string, city string) bool {
	for _, part := range strings.Fields(Latin(city)) {
		if !slices.ContainsFunc(words, func(w string) bool { return sameWord(w, part) }) {
			return false
		}
	}
	return city != ""
}

// freeID makes an id of a name that no other record bears; the same name gives the same id.
func (w *resolution) freeID(name string, taken func(id string) bool) string {
	id := Slug(name)
	if id == "" && Fold(name) == "" {
		return ""
	}
	if id == "" || taken(id) {
		id = strings.TrimPrefix(id+"-"+digest(Fold(name), 6), "-")
	}
	return id
}
