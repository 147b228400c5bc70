package extract

import (
	"mostbot/catalog"
)

// kind is the step that finds the one main thing that happened, and the sentence that says so.
func (d *document) kind(facts *facts) (kind catalog.Kind, evidence int, margin float64) {
	position := func(i int) float64 {
		v := d.position(i)
		if d.inBackground(facts, d.tokens[i].sentence) {
			v *= 0.4
		}
		return v
	}
	sums := d.sum(facts.of(listKind), position)
	kind, best, second := catalog.Gathering, 0.0, 0.0
	for _, k := range catalog.Kinds {
		switch v := sums[string(k)]; {
		case v > best:
			kind, best, second = k, v, best
		case v > second:
			second = v
		}
	}
	if meeting := sums[string(catalog.Gathering)]; kind == catalog.Visit && facts.cities() > 2 && meeting > 0.6*best {
		kind, second = catalog.Gathering, meeting // guests from everywhere: nobody is the visitor
	}
	return kind, d.evidence(facts, kind, position), best - second
}

// evidence is the sentence in which most speaks for the kind; the lead where nothing does.
func (d *document) evidence(facts *facts, kind catalog.Kind, position func(int) float64) int {
	by := map[int]float64{}
	for _, h := range facts.of(listKind) {
		if h.value == string(kind) {
			by[d.tokens[h.from].sentence] += h.weight * min(position(h.from), 1.6)
		}
	}
	for _, h := range facts.of(listCooperation) {
		if s := d.tokens[h.from].sentence; by[s] > 0 {
			by[s] += 0.3 * h.weight
		}
	}
	best, top := 0, 0.0
	for i, s := range d.sentences {
		v := by[i]
		if s.headline {
			v *= 0.6 // the body says it in full
		}
		if v > top || top == 0 && s.body == 0 {
			best, top = i, v
		}
	}
	return best
}

// inBackground tells whether the sentence speaks of what lies before the news.
func (d *document) inBackground(facts *facts, sentence int) bool {
	for _, h := range facts.of(listBackground) {
		if d.tokens[h.from].sentence == sentence {
			return true
		}
	}
	return d.old[sentence]
}
