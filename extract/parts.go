package extract

import (
	"slices"
	"strings"

	"mostbot/catalog"
)

// party is a city of the text with what was found of it.
type party struct {
	city  catalog.City
	sites []site
	alone float64 // how much speaks for its taking part, whatever the others do
	mere  bool    // it is mentioned but takes no part
	why   string
}

// parties is the step that tells the cities that take part from those that are merely mentioned.
func (r *reading) parties() []party {
	var parties []party
	for _, s := range r.facts.sites {
		if r.where(r.tokens[s.from].sentence) == inNoise && !r.dateline.holds(s.from) {
			continue
		}
		i := slices.IndexFunc(parties, func(p party) bool { return p.city.ID == s.place.ID })
		if i < 0 {
			i = len(parties)
			parties = append(parties, party{city: s.place.City})
		}
		parties[i].sites = append(parties[i].sites, s)
	}
	w := r.weights(askPart)
	for i := range parties {
		e := r.partEvidence(parties, i)
		parties[i].alone = w.sum(e)
		parties[i].why = parties[i].sites[0].how + "; " + w.reasons(e)
	}
	together, company := r.weights(askTogether), r.company(parties)
	for i := range parties {
		parties[i].mere = together.sum(r.togetherEvidence(parties, company, i)) <= 0
	}
	return parties
}

var (
	byMentions = newLadder("mentions", 2, 3, 5)
	byRivals   = newLadder("cities", 2, 3, 5, 8, 12)
)

// partEvidence is what speaks for the city's taking part.
func (r *reading) partEvidence(all []party, i int) evidence {
	p := all[i]
	var e evidence
	e.add("bias")
	only := mentioned{adjective: true, below: true, body: true, project: true, dateline: true}
	for _, s := range p.sites {
		for _, f := range r.mentionEvidence(s, &only) {
			if !e.has(f.name) {
				e = append(e, f)
			}
		}
	}
	e.when(only.adjective, "only adjective")
	e.when(only.below, "only below")
	e.when(only.body, "only body")
	e.when(only.project, "only project")
	e.when(only.dateline, "only dateline")
	e.when(only.below && len(all) > 4, "only below, of many")
	e.steps(byMentions, float64(len(p.sites)))
	e.steps(byRivals, float64(len(all)))
	capital := capitalOf[p.city.Country] == p.city.Name
	e.when(slices.Contains(r.lexicon.Home, p.city.Country), "home")
	e.when(capital, "capital")
	e.when(capital && len(p.sites) == 1, "capital once")
	compatriot := func(o party) bool { return o.city.ID != p.city.ID && o.city.Country == p.city.Country }
	e.when(!slices.ContainsFunc(all, compatriot), "alone of its country")
	e.when(i == 0, "first city")
	e.when(i == 1, "second city")
	e.when(r.facts.countries[p.city.Country] > 0, "country named")
	return e
}

// mentioned is what all mentions of a city have in common.
type mentioned struct{ adjective, below, body, project, dateline bool }

// mentionEvidence is what one mention of a city tells; what does not hold for it is taken out of only.
func (r *reading) mentionEvidence(s site, only *mentioned) evidence {
	var e evidence
	sentence := r.tokens[s.from].sentence
	at := r.where(sentence)
	if r.dateline.holds(s.from) {
		e.add("dateline")
		e.when(r.agencyDateline(s), "agency's dateline")
		return e
	}
	body, project := r.facts.inOrganisation(s.span), r.facts.inProject(s.span)
	only.dateline = false
	only.adjective = only.adjective && s.how == adjectival
	only.below = only.below && (at == inBackground || at == inLower)
	only.body = only.body && body
	only.project = only.project && project
	e.add("in ", string(at))
	e.when(body, "body")
	e.when(body && at != inBackground && at != inLower, "body above")
	e.when(project, "project")
	e.when(s.how == adjectival, "adjective")
	e.when(strings.HasPrefix(s.how, capitalAs), "capital of")
	e.when(r.partnersIn[sentence], "partners")
	e.when(r.partnersIn[sentence] && (at == inHeadline || at == inFirst), "partners above")
	e.when(r.datedIn[sentence], "dated")
	e.when(r.planned[sentence] >= 1, "planned")
	e.when(s.from == r.sentences[sentence].from, "starts the sentence")
	r.kindBeside(&e, sentence)
	r.beside(&e, s, at)
	for _, f := range slices.Clone(e[1:]) {
		e.add(f.name, ", ", string(at))
	}
	r.wordsAround(&e, s.span)
	r.wordsBeside(&e, s.span)
	if start := r.listStart(s); start < s.from {
		r.wordAt(&e, "list ", wordBefore, start-1, sentence)
	}
	return e
}

func (r *reading) kindBeside(e *evidence, sentence int) {
	const telling = 2
	for _, h := range r.facts.of(listKind) {
		if h.weight >= telling && r.tokens[h.from].sentence == sentence {
			k := catalog.Kind(h.value)
			e.add("kind beside")
			e.when(k == catalog.Visit, "visit beside")
			e.when(k == catalog.Gathering || k == catalog.Opening, "gathering beside")
		}
	}
}

// beside adds what stands right beside the mention.
func (r *reading) beside(e *evidence, s site, at where) {
	f, start := r.facts, r.listStart(s)
	e.when(r.seat(s), "seat")
	e.when(f.endsAt(listAgent, start), "agent")
	e.when(f.endsAt(listTown, start) || f.endsAt(listTown, s.from), "town word")
	e.when(r.hitBefore(listRole, s, 2), "role")
	e.when(r.hitBefore(listElsewhere, s, 4), "elsewhere")
	e.when(r.bracketed(s.from), "bracketed")
	n := r.listLength(s)
	e.when(n > 1, "list")
	e.when(n > 3, "long list")
	e.when(n > 1 && at == inHeadline, "list in headline")
	r.sentenceEvidence(e, s)
	if s.from > 0 {
		before := r.tokens[s.from-1].fold
		if r.lexicon.before[before] {
			e.add("preposition")
			e.add("behind ", before)
		}
		e.when(r.lexicon.joins[before], "and before")
	}
}

// wordsAround adds the words without a capital that stand beside the span.
func (r *reading) wordsAround(e *evidence, s span) {
	sentence := r.tokens[s.from].sentence
	r.wordAt(e, "", wordBefore2, s.from-2, sentence)
	r.wordAt(e, "", wordBefore, s.from-1, sentence)
	r.wordAt(e, "", wordAfter, s.to, sentence)
	r.wordAt(e, "", wordAfter2, s.to+1, sentence)
}

func (r *reading) wordAt(e *evidence, prefix string, spot wordSpot, i, sentence int) {
	if i < 0 || i >= len(r.tokens) || r.tokens[i].sentence != sentence || r.tokens[i].capital() {
		return
	}
	if beginning := r.tokens[i].beginning(); beginning != "" {
		e.add(prefix, wordSpotNames[spot], " ", beginning)
	}
}

// sentenceEvidence is what else the sentence holds that names the city.
func (r *reading) sentenceEvidence(e *evidence, s site) {
	const close = 6 // tokens
	f, line := r.facts, r.sentences[r.tokens[s.from].sentence].span
	e.when(f.hits(listSpeech, line), "speech in sentence")
	e.when(f.hits(listRole, line), "role in sentence")
	e.when(f.hits(listProgramme, line) || f.hits(listTrigger, line), "project in sentence")
	e.when(r.insideSpeech(s.from), "inside speech")
	e.when(slices.ContainsFunc(f.people, func(p person) bool { return p.near(s.span, close) }), "person near")
	e.when(slices.ContainsFunc(f.bodies, func(b body) bool { return b.near(s.span, close) && !b.overlaps(s.span) }), "body near")
}

// hitBefore tells whether a phrase of the list ends at most so many tokens before the site.
func (r *reading) hitBefore(l list, s site, most int) bool {
	return slices.ContainsFunc(r.facts.of(l), func(h hit) bool {
		return h.to <= s.from && s.from-h.to <= most && r.tokens[h.from].sentence == r.tokens[s.from].sentence
	})
}

// listStart is the token at which the enumeration of cities begins that the site stands in: "led by Porto, Ghent and Riga".
func (r *reading) listStart(s site) int {
	start := s.from
	for _, o := range slices.Backward(r.facts.sites) {
		if o.to < start && start-o.to == 1 {
			start = o.from
		}
	}
	return start
}

// listLength is how many cities the enumeration has in which the site stands.
func (r *reading) listLength(s site) int {
	n, end := 1, s.to
	for _, o := range r.facts.sites {
		if o.from > s.from && o.from-end == 1 {
			n, end = n+1, o.to
		}
	}
	start := s.from
	for _, o := range slices.Backward(r.facts.sites) {
		if o.from < s.from && start-o.to == 1 {
			n, start = n+1, o.from
		}
	}
	return n
}

// seat tells whether the city stands right behind an organisation: "… із Лодзі", "… (Лодз)".
func (r *reading) seat(s site) bool {
	return slices.ContainsFunc(r.facts.bodies, func(b body) bool { return b.to < s.from && s.from-b.to == 1 })
}

// insideSpeech tells whether the token stands in a quotation that is longer than a name.
func (r *reading) insideSpeech(i int) bool {
	line := r.sentences[r.tokens[i].sentence]
	open := false
	for at := line.from; at < i; at++ {
		switch t := r.traits[at]; {
		case t.has(traitOpens) && !open:
			open = true
		case t.has(traitCloses):
			open = false
		}
	}
	return open && !r.insideQuotes(i)
}
