package catalog

import (
	"iter"
	"maps"
	"slices"
	"strings"
)

// Directory knows the catalogue's organisations and projects by id and by name. It never changes once made: With makes
// another one. It is safe for concurrent use. The nil Directory knows nothing.
type Directory struct {
	organisations map[string]Organisation
	projects      map[string]Project
	entries       map[Ref][]*directoryName // the names of each; made once for a record and kept from directory to directory
	names         []*directoryName         // all of them
	exact         map[string][]*directoryName
	rough         map[string][]*directoryName // by roughKey, for inflected forms
	halls         map[int32]string            // city → its municipality
	sorted        map[Sort][]string           // ids in order
	rulings       []ruling                    // what editors decided that names mean, in the order of their keys
}

type directoryName struct {
	ref    Ref
	name   string
	folded string
	latin  string
	words  []string // of folded
	parts  []string // nameWords, for translations
	rough  string   // roughKey of words
}

// NewDirectory makes a directory. Of two records with one id, the last counts.
func NewDirectory(organisations []Organisation, projects []Project) *Directory {
	return (*Directory)(nil).With(organisations, projects)
}

// With gives a directory that knows these records too; a record replaces the one that has its id.
func (d *Directory) With(organisations []Organisation, projects []Project) *Directory {
	next := &Directory{
		organisations: map[string]Organisation{}, projects: map[string]Project{}, entries: map[Ref][]*directoryName{},
	}
	if d != nil {
		next.organisations, next.projects = maps.Clone(d.organisations), maps.Clone(d.projects)
		next.entries, next.rulings = maps.Clone(d.entries), d.rulings
	}
	for _, o := range organisations {
		next.organisations[o.ID] = o
		next.entries[OrganisationRef(o.ID)] = entriesOf(OrganisationRef(o.ID), o.Names, o.Aliases)
	}
	for _, p := range projects {
		next.projects[p.ID] = p
		next.entries[ProjectRef(p.ID)] = entriesOf(ProjectRef(p.ID), p.Names, p.Aliases)
	}
	next.index()
	return next
}

func (d *Directory) index() {
	d.exact = make(map[string][]*directoryName, 3*len(d.entries))
	d.rough = make(map[string][]*directoryName, 3*len(d.entries))
	d.halls = map[int32]string{}
	d.sorted = map[Sort][]string{
		SortOrganisation: slices.Sorted(maps.Keys(d.organisations)), SortProject: slices.Sorted(maps.Keys(d.projects)),
	}
	for o := range d.Organisations() {
		d.enter(OrganisationRef(o.ID))
		if _, taken := d.halls[cityID(o.City)]; o.Kind == "municipality" && o.City != nil && !taken {
			d.halls[o.City.ID] = o.ID
		}
	}
	for p := range d.Projects() {
		d.enter(ProjectRef(p.ID))
	}
}

func (d *Directory) enter(ref Ref) {
	for _, n := range d.entries[ref] {
		d.names = append(d.names, n)
		d.exact[n.folded] = append(d.exact[n.folded], n)
		d.rough[n.rough] = append(d.rough[n.rough], n)
	}
}

func cityID(c *City) int32 {
	if c == nil {
		return 0
	}
	return c.ID
}

func entriesOf(ref Ref, names Text, aliases []string) []*directoryName {
	var entries []*directoryName
	known := map[string]bool{"": true}
	for _, name := range slices.Concat(slices.Sorted(maps.Values(names)), aliases) {
		for _, form := range nameForms(name) {
			folded := Fold(form)
			if known[folded] {
				continue
			}
			known[folded] = true
			words := strings.Fields(folded)
			entries = append(entries, &directoryName{
				ref: ref, name: form, folded: folded, latin: Latin(form), words: words, parts: nameWords(form), rough: roughKey(words),
			})
		}
	}
	return entries
}

// nameForms takes a name apart that carries its short form in brackets, or a patron in quotation marks: "Southeast Digital
// Innovation Hub (DIGIHUB)" is known by the whole and by both parts, "Sofia University „St. Kliment“" by its first part too.
func nameForms(name string) []string {
	long, rest, ok := strings.Cut(name, "(")
	short, after, closed := strings.Cut(rest, ")")
	long, short = strings.TrimSpace(long), strings.TrimSpace(short)
	if ok && closed && strings.TrimSpace(after) == "" && long != "" {
		return []string{name, long, short}
	}
	if at := strings.IndexAny(name, "„“\"«"); at > 0 && saysWhose(name[:at]) {
		return []string{name, strings.TrimSpace(name[:at])}
	}
	return []string{name}
}

// saysWhose tells whether a name of two words and more has one that is no mere headword.
func saysWhose(name string) bool {
	words := nameWords(name)
	return len(words) > 1 && slices.ContainsFunc(words, func(w string) bool { return meaning(w) == "" })
}

// Organisation finds an organisation by its id.
func (d *Directory) Organisation(id string) (Organisation, bool) {
	if d == nil {
		return Organisation{}, false
	}
	o, ok := d.organisations[id]
	return o, ok
}

// Project finds a project by its id.
func (d *Directory) Project(id string) (Project, bool) {
	if d == nil {
		return Project{}, false
	}
	p, ok := d.projects[id]
	return p, ok
}

// Municipality finds a city's town hall.
func (d *Directory) Municipality(city int32) (Organisation, bool) {
	if d == nil {
		return Organisation{}, false
	}
	return d.Organisation(d.halls[city])
}

// Organisations goes through all organisations in the order of their ids.
func (d *Directory) Organisations() iter.Seq[Organisation] {
	return func(yield func(Organisation) bool) {
		if d == nil {
			return
		}
		for _, id := range d.sorted[SortOrganisation] {
			if !yield(d.organisations[id]) {
				return
			}
		}
	}
}

// Projects goes through all projects in the order of their ids.
func (d *Directory) Projects() iter.Seq[Project] {
	return func(yield func(Project) bool) {
		if d == nil {
			return
		}
		for _, id := range d.sorted[SortProject] {
			if !yield(d.projects[id]) {
				return
			}
		}
	}
}

// Name is what an organisation or project is called in a language; "" for what the directory does not know.
func (d *Directory) Name(ref Ref, lang Language) string {
	switch ref.Sort {
	case SortOrganisation:
		o, _ := d.Organisation(ref.ID)
		return o.Names.In(lang)
	case SortProject:
		p, _ := d.Project(ref.ID)
		return p.Names.In(lang)
	default:
		return ""
	}
}

// Named finds what a name means, folded or inflected: what an editor ruled that it means, else what bears it as a name or
// alias. "Югоизточния дигитален иновационен хъб" finds DIGIHUB.
func (d *Directory) Named(name string) []Ref {
	r, ruled := d.Ruled(name)
	switch {
	case !ruled:
		return d.Bearing(name)
	case r.Ref.Sort == SortOrganisation || r.Ref.Sort == SortProject:
		return []Ref{r.Ref}
	}
	return nil
}

// Bearing finds what bears a name or alias, whatever was ruled on it. What bears the very name comes before what bears it
// inflected.
func (d *Directory) Bearing(name string) []Ref {
	if d == nil {
		return nil
	}
	folded := Fold(name)
	if found := d.exact[folded]; len(found) > 0 {
		return d.refs(found)
	}
	words := strings.Fields(folded)
	if len(words) == 0 {
		return nil
	}
	return d.refs(slices.DeleteFunc(slices.Clone(d.rough[roughKey(words)]), func(n *directoryName) bool {
		return !inflected(n.words, words)
	}))
}

func (d *Directory) refs(names []*directoryName) []Ref {
	var refs []Ref
	for _, n := range names {
		if !slices.Contains(refs, n.ref) {
			refs = append(refs, n.ref)
		}
	}
	return refs
}
