package extract

import (
	"slices"

	"mostbot/catalog"
	"mostbot/gazetteer"
)

// examples puts the questions to all articles.
func (f *fitter) examples(questions []question) map[question][]example {
	examples := map[question][]example{}
	for _, l := range f.articles {
		report, r := f.parts[fold5(l.ID)].read(l.article(f.t), nil)
		if r == nil || r.language != l.Language {
			continue
		}
		for _, q := range questions {
			for _, ex := range f.ask(q, l, r, report) {
				ex.apart(l.domain)
				examples[q] = append(examples[q], ex)
			}
		}
	}
	return examples
}

func (f *fitter) ask(q question, l labels, r *reading, report catalog.Report) []example {
	switch q { //nolint:exhaustive // names are learned in another way
	case askPlace:
		return f.askPlaces(l, r)
	case askSite:
		return f.askSites(l, r)
	case askCooperation:
		return []example{answered(l.ID, r.withBag(r.cooperationEvidence(), yes), l.Cooperation)}
	case askDigital:
		return []example{answered(l.ID, r.withBag(r.digitalEvidence(), yes), l.Digital)}
	case askSure:
		return []example{answered(l.ID, r.sureEvidence(report), rightly(l, report))}
	case askTopic:
		return askTopics(l, r)
	}
	if !l.Cooperation {
		return nil
	}
	switch q { //nolint:exhaustive // the others are asked above
	case askPart:
		return f.askParts(l, r, r.partEvidence)
	case askTogether:
		c := r.company(r.partners)
		return f.askParts(l, r, func(all []party, i int) evidence { return r.togetherEvidence(all, c, i) })
	case askKind:
		return askKinds(l, r)
	case askDate:
		return askDates(l, r)
	case askPlanned:
		kind, _, _ := r.kind()
		told := r.toldIn(kind)
		date, _, _ := r.when(kind, told)
		return []example{answered(l.ID, r.plannedEvidence(kind, date, told), l.Stage == string(catalog.Planned))}
	}
	return nil
}

// rightly tells whether the article was read as its labels say.
func rightly(l labels, r catalog.Report) bool {
	if r.Reportable() != l.reportable() {
		return false
	}
	return !r.Reportable() || text(r.Kind) == l.Kind && text(r.Stage) == l.Stage && text(r.Date) == l.Date
}

// labelled tells whether one of the labels means the city.
func (f *fitter) labelled(c catalog.City, labels ...[]string) bool {
	places := f.x.places.(*gazetteer.Gazetteer)
	return slices.ContainsFunc(slices.Concat(labels...), func(label string) bool { return sameCity(places, label, c) })
}

func (f *fitter) askPlaces(l labels, r *reading) []example {
	var list []example
	w := r.survey()
	for i := range w.sites {
		s := &w.sites[i]
		ex := example{article: l.ID, share: 1, right: -1}
		for k, p := range slices.Concat(s.options, s.others) {
			ex.answers = append(ex.answers, w.placeEvidence(nil, s, &p, k >= len(s.options)))
			if ex.right < 0 && f.labelled(p.City, l.Cities, l.OtherCities) {
				ex.right = k
			}
		}
		if len(ex.answers) > 1 && ex.right >= 0 {
			list = append(list, ex)
		}
	}
	return list
}

func (f *fitter) askSites(l labels, r *reading) []example {
	var list []example
	w := r.survey()
	for i, s := range w.sites {
		any := func(labels ...[]string) bool {
			return slices.ContainsFunc(slices.Concat(s.options, s.others), func(p gazetteer.Place) bool { return f.labelled(p.City, labels...) })
		}
		again := func(o site) bool { return o.region == "" && o.place.ID == s.place.ID }
		if s.region != "" && slices.ContainsFunc(w.sites, again) {
			continue // the labels do not tell whether the region is meant
		}
		city := any(l.Cities, l.OtherCities)
		if r.sentences[r.tokens[s.from].sentence].noise == "" && (city || !any(l.Optional["cities"])) {
			list = append(list, answered(l.ID, w.siteEvidence(nil, i), city))
		}
	}
	return list
}

func (f *fitter) askParts(l labels, r *reading, asked func(all []party, i int) evidence) []example {
	var list []example
	for i, p := range r.partners {
		takesPart := f.labelled(p.city, l.Cities)
		if f.labelled(p.city, l.Optional["cities"]) || !takesPart && !f.labelled(p.city, l.OtherCities) {
			continue
		}
		list = append(list, answered(l.ID, asked(r.partners, i), takesPart))
	}
	return list
}

func askKinds(l labels, r *reading) []example {
	ex := example{article: l.ID, share: 1}
	first, shape := r.firstKinds(), r.shape()
	for i, k := range catalog.Kinds {
		ex.answers = append(ex.answers, r.withBag(r.kindEvidence(k, first, shape), string(k)))
		if string(k) == l.Kind {
			ex.right = i
		}
	}
	return []example{ex}
}

func askDates(l labels, r *reading) []example {
	kind, _, _ := r.kind()
	told := r.toldIn(kind)
	list := r.possibleDates()
	ex := example{article: l.ID, share: 1, right: -1}
	for i, p := range list {
		ex.answers = append(ex.answers, r.dateEvidence(p, list, kind, told))
		if p.date.String() == l.Date {
			ex.right = i
		}
	}
	if ex.right < 0 || len(list) < 2 {
		return nil
	}
	return []example{ex}
}

func askTopics(l labels, r *reading) []example {
	var list []example
	if !l.reportable() {
		return nil
	}
	sums := r.topicSums()
	for _, t := range catalog.Topics {
		if !slices.Contains(l.Optional["topics"], string(t)) {
			list = append(list, answered(l.ID, r.withBag(r.topicEvidence(t, sums), string(t)), slices.Contains(l.Topics, string(t))))
		}
	}
	return list
}

// withBag adds a feature for each of the article's words.
func (r *reading) withBag(e evidence, answer string) evidence {
	for _, n := range r.bag {
		e = append(e, feature{bagFeature + r.x.judgement.bags.words[n-1] + " " + answer, 1})
	}
	return e
}
