// Package extract reads a news article and finds the event that it reports: who works together with whom, what happened,
// when, under which project and about what. It knows five languages by their lexicons (see package languages) and the
// world's places by the gazetteer; it needs no network, no clock and no model, and says for each finding why it is so.
//
// [Extractor.Read] is the list of its steps, each in files of its own: the text is cut into tokens and sentences and freed
// of what is no news (tokens, document, clean); its language is known by its words (language); one pass finds all that the
// lexicon asks for (match, facts); people (people, personal, personbase), projects (projects, invented), organisations
// (organisations, names, complements, headwords, latin) and places (places, weigh) are built by their form and brought
// into base form; dates are reckoned from the day of publication (dates, years, spoken, when). Then the findings are
// weighed: which cities take part (parts), whether it is a cooperation and a digital one (judge), what kind of event
// (kinds), about what (topics), and how sure all this is (confidence). report puts it together, explain shows it.
package extract

import (
	"fmt"
	"slices"

	"mostbot/catalog"
	"mostbot/gazetteer"
	"mostbot/languages"
)

// Known tells which names the catalogue knows already.
type Known interface {
	Named(name string) []catalog.Ref
	Name(ref catalog.Ref, lang catalog.Language) string
}

// Extractor reads articles. It does not change, so that any number of goroutines may use it.
type Extractor struct {
	places   Places
	lexicons map[catalog.Language]*lexicon
	speaker  *speaker
}

// New reads the lexicons of all languages.
func New(places *gazetteer.Gazetteer) (*Extractor, error) {
	latin, err := languages.ReadLatin()
	if err != nil {
		return nil, err
	}
	x := &Extractor{places: places, lexicons: map[catalog.Language]*lexicon{}}
	for _, lang := range catalog.Languages {
		if x.lexicons[lang], err = newLexicon(lang, latin); err != nil {
			return nil, err
		}
	}
	foreign, err := languages.Foreign()
	if err != nil {
		return nil, fmt.Errorf("set up language identification: %w", err)
	}
	x.speaker = newSpeaker(x.lexicons, foreign)
	return x, nil
}

// Read finds what the article reports. Known, which may be nil, helps to tell organisations from projects.
func (x *Extractor) Read(a catalog.Article, known Known) catalog.Report {
	r, _ := x.read(a, known)
	return r
}

// reading is everything that was found in an article.
type reading struct {
	*document
	lexicon *lexicon
	facts   *facts
	dates   []found
	parties []party
	known   Known

	digital     float64
	cooperation float64
	margin      float64 // between the kind chosen and the next best
	topicSums   map[string]float64
	defaultDate bool // no date of the text was sure enough
	dateWhy     string
	stageWhy    string
}

func (x *Extractor) read(a catalog.Article, known Known) (catalog.Report, *reading) {
	text, published := prepare(a)
	d := &document{text: text, published: published, tokens: cut(text), sites: map[int]site{}}
	d.language = x.speaker.identify(d.tokens, a.Language)
	l := x.lexicons[d.language]
	if l == nil || len(d.tokens) == 0 {
		return unread(a, d.language), nil
	}
	d.sentences = divide(text, d.tokens, l)
	hits := l.matcher.find(d.tokens)
	d.clean(l, hits)
	r := &reading{document: d, lexicon: l, facts: gather(d, hits), known: known}
	x.findNames(r)
	r.consult()
	d.readPlans(r.facts)
	r.dates = d.readDates(l, r.facts)
	r.parties = d.parties(r.facts)
	r.digital, r.cooperation = d.digital(r.facts), d.cooperation(l, r.facts)
	return r.report(a), r
}

// findNames runs the steps that find names, the surest first: what is a person's cannot be a place's.
func (x *Extractor) findNames(r *reading) {
	d, l, f := r.document, r.lexicon, r.facts
	d.readDateline(x, l)
	f.people = x.meet(d, l, f)
	n := naming{d, x, l, f}
	f.projects = n.plan()
	f.bodies = n.organise()
	for _, p := range f.people {
		if f.inOrganisation(p.span) {
			f.honoured = append(f.honoured, p)
		}
	}
	f.people = slices.DeleteFunc(f.people, func(p person) bool { return f.inOrganisation(p.span) })
	f.sites = x.locate(d, l, f)
}

// consult is the step that asks the catalogue: a name that it knows for a project's is no organisation's, and the other
// way round.
func (r *reading) consult() {
	if r.known == nil {
		return
	}
	f := r.facts
	var bodies []body
	for _, b := range f.bodies {
		if r.knows(b.name, catalog.SortProject) && !r.knows(b.name, catalog.SortOrganisation) {
			f.projects = append(f.projects, project{b.span, b.name, "known to the catalogue"})
			continue
		}
		bodies = append(bodies, b)
	}
	var projects []project
	for _, p := range f.projects {
		if r.knows(p.name, catalog.SortOrganisation) && !r.knows(p.name, catalog.SortProject) {
			bodies = append(bodies, body{p.span, p.name, "known to the catalogue"})
			continue
		}
		projects = append(projects, p)
	}
	f.bodies, f.projects = bodies, projects
}

func (r *reading) knows(name string, sort catalog.Sort) bool {
	return slices.ContainsFunc(r.known.Named(name), func(ref catalog.Ref) bool { return ref.Sort == sort })
}

// unread is the report on an article in a language that mostbot does not read.
func unread(a catalog.Article, lang catalog.Language) catalog.Report {
	return catalog.Report{
		ID: a.ID, Language: lang, Cities: []catalog.City{}, OtherCities: []catalog.City{}, Organisations: []string{},
		Projects: []string{}, People: []catalog.Person{}, Topics: []catalog.Topic{},
		Reasons: []string{fmt.Sprintf("language: %q is not read", lang)},
	}
}
