package catalog

import (
	"maps"
	"slices"
)

// Merge adds what a report says to the known event that it is of, and tells what it added. The known event keeps its id,
// its kind and when it entered the catalogue; it gains parties, people, topics, evidence and sources, a date that is known
// better, and that what was planned has happened. What an editor confirmed stays as it is, but for sources and the stage.
// Version is left alone: it counts writes, and the store writes. Neither argument is changed.
func Merge(known, report Event) (Event, Novelty) {
	merged := known
	news, more := false, false
	source := addSources(&merged, report)
	addEvidence(&merged, report)
	if known.Stage == Planned && report.Stage == Happened {
		merged.Stage, news = Happened, true
	}
	if known.Origin != FromEditor {
		news = mergeDate(&merged, report, news) || news
		news = addParties(&merged, report, shareLanguage(known, report)) || news
		more = addTexts(&merged, report)
		more = addDetails(&merged, report) || more
		merged.Confidence = max(known.Confidence, report.Confidence)
	}
	switch {
	case news:
		return merged, Updated
	case source || more:
		return merged, Attached
	}
	return known, Known
}

// Revise gives a known event as an editor wants it, who may have looked at an older state of it: the sources and evidence
// that it gained meanwhile stay.
func Revise(known, wanted Event) Event {
	revised := wanted
	addSources(&revised, known)
	addEvidence(&revised, known)
	revised.Entered = known.Entered
	revised.Provenance = Provenance{Origin: FromEditor, Version: known.Version + 1}
	return revised
}

// mergeDate takes the report's date where it is known better, or where it is when that happened which had been planned.
func mergeDate(merged *Event, report Event, happened bool) bool {
	was, is := merged.Date, report.Date
	better := is.Precision() > was.Precision() ||
		is.Precision() == was.Precision() && is.IsSpan() && !was.IsSpan() && is.Overlaps(was, 0) ||
		happened && is.Precision() == was.Precision()
	if is.IsZero() || !better || is.String() == was.String() {
		return false
	}
	merged.Date = is
	return true
}

// addParties adds cities, projects and organisations, and tells whether one of them is new beyond doubt. An organisation
// whose name stands in a language that the event was not reported in before may be a known one in translation, which
// is no news.
func addParties(merged *Event, report Event, oneLanguage bool) bool {
	before := *merged
	merged.Cities = union(before.Cities, report.Cities, sameCity)
	merged.Projects = union(before.Projects, report.Projects, sameOrganisation)
	merged.Organisations = union(before.Organisations, report.Organisations, func(x, y string) bool {
		return sameOrganisation(x, y) || sameHall(x, y, merged.Cities)
	})
	if len(merged.Cities) > len(before.Cities) {
		return true
	}
	return oneLanguage && len(withoutHalls(*merged)) > len(withoutHalls(before))
}

func sameHall(a, b string, cities []City) bool {
	return slices.ContainsFunc(cities, func(c City) bool { return isHall(a, c.Name) && isHall(b, c.Name) })
}

// addTexts takes an editor's title or summary in languages that had none.
func addTexts(merged *Event, report Event) (more bool) {
	for _, text := range []struct {
		into *Text
		from Text
	}{{&merged.Title, report.Title}, {&merged.Summary, report.Summary}} {
		for language, words := range text.from {
			if (*text.into)[language] != "" || words == "" {
				continue
			}
			if !more {
				merged.Title, merged.Summary = cloneText(merged.Title), cloneText(merged.Summary)
			}
			(*text.into)[language] = words
			more = true
		}
	}
	return more
}

// LearnNames adds to a known organisation the names that another record has in languages in which it had none, and tells
// whether there were any. An editor's record learns nothing.
func LearnNames(known, other Organisation) (Organisation, bool) {
	if known.Origin == FromEditor {
		return known, false
	}
	learned := known
	learned.Names = cloneText(known.Names)
	for language, name := range other.Names {
		if learned.Names[language] == "" {
			learned.Names[language] = name
		}
	}
	return learned, len(learned.Names) > len(known.Names)
}

func cloneText(t Text) Text {
	clone := Text{}
	maps.Copy(clone, t)
	return clone
}

func addDetails(merged *Event, report Event) (more bool) {
	before := *merged
	merged.Topics = union(before.Topics, report.Topics, func(x, y Topic) bool { return x == y })
	if len(merged.Topics) > 1 {
		merged.Topics = slices.DeleteFunc(slices.Clone(merged.Topics), func(t Topic) bool { return t == "other" })
	}
	merged.People = slices.Clone(before.People)
	for _, p := range report.People {
		more = addPerson(merged, p) || more
	}
	return more || !slices.Equal(before.Topics, merged.Topics)
}

func addPerson(merged *Event, p Person) bool {
	at := slices.IndexFunc(merged.People, func(known Person) bool { return samePerson(known.Name, p.Name) })
	if at < 0 {
		merged.People = append(merged.People, p)
		return true
	}
	if merged.People[at].Role == "" && p.Role != "" {
		merged.People[at].Role = p.Role
		return true
	}
	return false
}

// addSources tells whether the report stands somewhere that was not known.
func addSources(merged *Event, report Event) bool {
	before := len(merged.Sources)
	merged.Sources = union(merged.Sources, report.Sources, sameSource)
	return len(merged.Sources) > before
}

// sameSource knows a page by its address, and what an outlet brings twice by its headline.
func sameSource(a, b Source) bool {
	if a.URL != "" && AddressKey(a.URL) == AddressKey(b.URL) {
		return true
	}
	if a.Title == "" && a.URL != b.URL {
		return false
	}
	return a.Outlet == b.Outlet && Fold(a.Title) == Fold(b.Title)
}

// mostEvidence is how many sentences an event keeps; a story that everybody tells needs no more.
const mostEvidence = 12

func addEvidence(merged *Event, report Event) {
	all := union(merged.Evidence, report.Evidence, func(x, y Evidence) bool { return Fold(x.Text) == Fold(y.Text) })
	merged.Evidence = all[:min(len(all), max(mostEvidence, len(merged.Evidence)))]
}

// union gives a new list: the known, then what is new among the others.
func union[T any](known, others []T, same func(x, y T) bool) []T {
	all := slices.Clone(known)
	for _, o := range others {
		if !slices.ContainsFunc(all, func(k T) bool { return same(k, o) }) {
			all = append(all, o)
		}
	}
	return all
}
