package extract

import (
	"math"

	"mostbot/catalog"
)

// kind is the step that finds the one main thing that happened. margin is how far it is ahead of the next kind.
func (r *reading) kind() (kind catalog.Kind, why string, margin float64) {
	best, second := math.Inf(-1), math.Inf(-1)
	var chosen evidence
	shape := r.shape()
	first := r.firstKinds()
	for _, k := range catalog.Kinds {
		e := r.kindEvidence(k, first, shape)
		switch v := r.sum(askKind, string(k), e); {
		case v > best:
			kind, chosen, best, second = k, e, v, best
		case v > second:
			second = v
		}
	}
	return kind, r.why(askKind, string(kind), chosen), best - second
}

// kindEvidence is what speaks for the event's being of the kind.
func (r *reading) kindEvidence(kind catalog.Kind, first firstKinds, shape evidence) evidence {
	type place struct {
		phrase *phrase
		where  where
	}
	var e evidence
	seen := map[place]bool{}
	var counts counter
	for _, h := range r.facts.of(listKind) {
		s := r.tokens[h.from].sentence
		at := r.where(s)
		if h.value != string(kind) || seen[place{h.phrase, at}] {
			continue
		}
		seen[place{h.phrase, at}] = true
		counts.count(string(at) + " " + h.strength)
		if r.partnersIn[s] {
			counts.count("partners " + string(at))
		}
		if r.datedIn[s] {
			counts.count("dated " + h.strength)
		}
		e.when(at == inHeadline || at == inFirst, h.phrase.named)
		e.when(h.from == first.headline, "first of headline ", h.strength)
		e.when(h.from == first.body, "first of body ", h.strength)
	}
	const most = 3
	counts.into(&e, most)
	for _, f := range shape {
		e.much(string(kind)+": "+f.name, f.value)
	}
	return e
}

// firstKinds are the tokens at which the headline and the body first tell what happened, -1 for none.
type firstKinds struct{ headline, body int }

func (r *reading) firstKinds() firstKinds {
	const telling = 2
	first := firstKinds{-1, -1}
	for _, h := range r.facts.of(listKind) {
		if h.weight < telling {
			continue
		}
		at := &first.body
		if r.sentences[r.tokens[h.from].sentence].headline {
			at = &first.headline
		}
		if *at < 0 || h.from < *at {
			*at = h.from
		}
	}
	return first
}

// shape is what the article is like as a whole.
func (r *reading) shape() evidence {
	var e evidence
	part := func(n, most int) float64 { return float64(min(n, most)) / float64(most) }
	e.add("bias")
	e.much("projects", part(len(r.facts.projects), 3))
	e.much("bodies", part(len(r.facts.bodies), 8))
	e.much("cities", part(r.facts.cities(), 6))
	e.much("people", part(len(r.facts.people), 6))
	e.when(len(r.facts.of(listProgramme)) > 0, "programme")
	e.when(r.citiesInHeadline() > 1, "cities in headline")
	days, planned := false, 0.0
	for _, f := range r.dates {
		days = days || f.date.IsSpan() && f.date.Precision() == catalog.Day
	}
	for i, s := range r.sentences {
		if s.headline || s.body == 0 {
			planned += r.planned[i]
		}
	}
	e.when(days, "days")
	e.when(planned >= 1, "planned")
	r.kindsAbove(&e)
	return e
}

// told is the step that finds the sentence in which most speaks for the kind; the lead where nothing does.
func (r *reading) toldIn(kind catalog.Kind) int {
	by := map[int]float64{}
	for _, h := range r.facts.of(listKind) {
		if h.value == string(kind) {
			s := r.tokens[h.from].sentence
			by[s] += h.weight * foremost[r.where(s)]
		}
	}
	for s := range by {
		if r.partnersIn[s] {
			by[s] += 0.5
		}
	}
	best, top := 0, 0.0
	for i, s := range r.sentences {
		if v := by[i]; v > top || top == 0 && s.body == 0 {
			best, top = i, v
		}
	}
	return best
}

// foremost is how much a sentence is preferred as evidence by where it stands; the body says in full what the headline
// hints at.
var foremost = map[where]float64{
	inHeadline: 0.9, inFirst: 1.6, inSecond: 1.6, inUpper: 1, inLower: 0.6, inBackground: 0.4,
}

// readPartners marks the sentences that speak of partners, a delegation, an agreement.
func (r *reading) readPartners() {
	r.partnersIn = map[int]bool{}
	for _, h := range r.facts.of(listCooperation) {
		if h.weight >= 1 {
			r.partnersIn[r.tokens[h.from].sentence] = true
		}
	}
}

// readDated marks the sentences that hold a date near publication.
func (r *reading) readDated() {
	const past, ahead = 45.0, -400.0 // days
	r.datedIn = map[int]bool{}
	if r.published.IsZero() {
		return
	}
	for _, f := range r.dates {
		days := r.published.First().Sub(f.date.Last()).Hours() / 24
		near := days < past && days > ahead && f.date.Precision() != catalog.Year
		if near && !r.dateline.holds(f.from) {
			r.datedIn[r.tokens[f.from].sentence] = true
		}
	}
}
