// Package extract reads a news article and finds the event that it reports: who works together with whom, what happened,
// when, under which project and about what. It knows five languages by their lexicons (see package languages) and the
// world's places by the gazetteer; it needs no network, no clock and no downloads, and says for each finding why it is so.
//
// [Extractor.Read] is the list of its steps, each in files of its own: the text is cut into tokens and sentences and freed
// of what is no news (tokens, document, clean, dateline); its language is known by its words (language), and what its words
// are, where they stood in an article before, is remembered (remember); one pass finds all that the lexicon asks for (match,
// facts). Names of people, organisations and projects are recognised by the traits of their words and of those around them
// (renown, traits, roster, names, usage, marks, vocabulary, features, recognise) and brought into base form (people,
// personbase, bodies); places are found by the gazetteer (places, sites); dates are read by their pieces (dates, with the
// files it names) and put in order (timeline). Then questions are put to all that was found: which cities take part (parts,
// together), whether it is a cooperation and a digital one (judge), what kind of event (kinds), when (when), about what
// (topics; bag adds the article's words), and how sure all this is (confidence). report puts it together, explain shows it.
//
// Each question is answered by adding up evidence (evidence); what a piece of evidence counts for was learned from labelled
// articles and lies in weights.tsv (weights). After a change to the lexicons, the features or the articles, `go generate`
// learns it anew.
package extract

import (
	"fmt"
	"slices"

	"mostbot/catalog"
	"mostbot/gazetteer"
	"mostbot/languages"
	"mostbot/ownfile"
)

// Known tells which names the catalogue knows already.
type Known interface {
	Named(name string) []catalog.Ref
	Name(ref catalog.Ref, lang catalog.Language) string
}

// Extractor reads articles. It does not change, so that any number of goroutines may use it.
type Extractor struct {
	places    Places
	lexicons  map[catalog.Language]*lexicon
	renown    map[catalog.Language]*renown
	speaker   *speaker
	judgement *judgement
}

// New reads the lexicons of all languages and the weights.
func New(places *gazetteer.Gazetteer) (*Extractor, error) {
	latin, err := languages.ReadLatin()
	if err != nil {
		return nil, err
	}
	known, err := languages.ReadKnown()
	if err != nil {
		return nil, err
	}
	x := &Extractor{places: places, lexicons: map[catalog.Language]*lexicon{}, renown: newRenowns(known)}
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
	x.judgement, err = readJudgement(weightsFile)
	ownfile.Release(weightsFile)
	return x, err
}

// Read finds what the article reports. Known, which may be nil, helps to tell organisations from projects.
func (x *Extractor) Read(a catalog.Article, known Known) catalog.Report {
	r, _ := x.read(a, known)
	return r
}

// reading is everything that was found in an article.
type reading struct {
	*document
	x       *Extractor
	lexicon *lexicon
	facts   *facts
	traits  []traits // of the tokens
	known   Known

	bag        []uint16 // numbers of its words in the bags
	dates      []found
	partners   []party
	partnersIn map[int]bool // sentences that speak of partners
	datedIn    map[int]bool // sentences that hold a date near publication

	cooperation, digital, ahead          float64 // how much speaks for each
	kindMargin, dateMargin               float64 // how far the answer is ahead of the next
	cooperationWhy, digitalWhy, stageWhy string
	kindWhy, dateWhy                     string
	topicWhy                             []string
}

func (x *Extractor) read(a catalog.Article, known Known) (catalog.Report, *reading) {
	text, published := prepare(a)
	d := &document{text: text, published: published, tokens: cut(text)}
	d.siteAt = make([]*site, len(d.tokens))
	d.language = x.speaker.identify(d.tokens, a.Language)
	l := x.lexicons[d.language]
	if l == nil || len(d.tokens) == 0 {
		return unread(a, d.language), nil
	}
	d.sentences = divide(text, d.tokens, l)
	d.words = x.recallWords(l, d.tokens)
	hits := l.matcher.findIn(d)
	d.clean(l, hits)
	r := &reading{document: d, x: x, lexicon: l, facts: gather(d, hits), known: known}
	d.readDateline(x, l)
	d.readPlans(r.facts)
	r.dates = d.readDates(l)
	r.readDated()
	r.readPartners()
	r.readBag()
	r.traits = x.readTraits(d, l, r.facts)
	r.facts.known = x.renown[d.language].acquaintances(d)
	r.findNames()
	r.consult()
	r.facts.sites = r.locate()
	r.partners = r.parties()
	return r.report(a), r
}

// weights are what evidence counts for in answering the question.
func (r *reading) weights(q question) weights { return r.x.judgement.answers[q] }

// findNames is the step that finds people, organisations and projects.
func (r *reading) findNames() {
	names := recogniser{nameWeights: r.x.judgement.names[r.language]}
	for _, ln := range r.lines(r.traits, r.facts) {
		for _, n := range names.recognise(ln) {
			r.take(n, names.reasons(ln, n))
		}
		if r.known != nil {
			r.findKnown(ln)
		}
	}
	r.findFamous()
}

// findFamous takes the projects known to all, though nothing else tells of them: of those named in an event's report nearly
// all belong to it.
func (r *reading) findFamous() {
	for _, k := range r.facts.known {
		noise := r.sentences[r.tokens[k.from].sentence].noise != ""
		if k.sort == languages.Project && !noise && !r.facts.named(k.span) {
			r.facts.projects = append(r.facts.projects, project{k.span, k.name, "known to all"})
		}
	}
}

// findKnown takes the names of the line that the catalogue knows, the longest first, though nothing else tells of them.
func (r *reading) findKnown(ln *line) {
	spans := slices.DeleteFunc(slices.Clone(ln.spans), func(c candidate) bool { return !repeatable(ln, &c) })
	slices.SortStableFunc(spans, func(a, b candidate) int { return (b.to - b.from) - (a.to - a.from) })
	for _, c := range spans {
		if r.facts.named(c.span) {
			continue
		}
		switch name := r.bodyName(c.span); {
		case r.knows(name, catalog.SortOrganisation):
			r.facts.bodies = append(r.facts.bodies, body{c.span, name, inCatalogue})
		case r.knows(name, catalog.SortProject):
			r.facts.projects = append(r.facts.projects, project{c.span, name, inCatalogue})
		}
	}
}

// inCatalogue is the reason for a name's being taken for what the catalogue knows it as.
const inCatalogue = "known to the catalogue"

func (r *reading) take(n named, why string) {
	switch f := r.facts; n.sort { //nolint:exhaustive // nameSorts is their number
	case sortPerson:
		role := r.role(r.lexicon, f, n.span)
		f.people = append(f.people, person{n.span, r.lexicon.personBase(r.document, n.span), role, why})
	case sortBody:
		f.bodies = append(f.bodies, body{n.span, r.bodyName(n.span), why})
	case sortProject:
		if !f.hits(listOutlet, n.span) { // who reports gives no project its name
			f.projects = append(f.projects, project{n.span, r.projectName(n.span), why})
		}
	}
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
			f.projects = append(f.projects, project{b.span, b.name, inCatalogue})
			continue
		}
		bodies = append(bodies, b)
	}
	var projects []project
	for _, p := range f.projects {
		if r.knows(p.name, catalog.SortOrganisation) && !r.knows(p.name, catalog.SortProject) {
			bodies = append(bodies, body{p.span, p.name, inCatalogue})
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
