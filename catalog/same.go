package catalog

import (
	"math"
	"slices"
	"strings"
	"time"
)

// Same tells whether two events, reported in whichever languages, are one: they are of one kind or of kinds that are
// taken for each other, enough of their parties agree, and their dates are near. What speaks for it is added up, and what
// speaks against it taken off; the more vaguely the dates agree, the more must agree besides.
func Same(a, b Event) bool {
	if a.ID != "" && a.ID == b.ID {
		return true
	}
	kind := kindFit(a.Kind, b.Kind)
	distance, vague := dateFit(a, b)
	if kind == kindsDiffer || distance > longestDelay || kind == kindsAkin && eachHasItsOwn(a.Cities, b.Cities) {
		return false
	}
	need := needed(kind, distance, vague)
	if vague < Day && (a.Kind == Visit || a.Kind == Gathering || eachHasItsOwn(a.Cities, b.Cities)) {
		need++ // there may be several in a month, or one with each partner
	}
	if a.Stage != b.Stage { // what was planned is expected to happen
		need--
	}
	return likeness(a, b) >= max(need, leastLikeness)
}

// MostAlike finds the event that another one is, among several; of two that could be it, the one with more in common. It
// gives -1 where none is.
func MostAlike(events []Event, e Event) int {
	best, most := -1, math.Inf(-1)
	for i, known := range events {
		if known.ID != "" && known.ID == e.ID {
			return i
		}
		if !Same(known, e) {
			continue
		}
		if l := likeness(known, e); l > most {
			best, most = i, l
		}
	}
	return best
}

// longestDelay is how many days two reports of one event's date may lie apart: some give the day of publication.
const longestDelay = 7

// leastLikeness is what two events of one kind and one day must have in common: little less than two cities.
const leastLikeness = 1.75

// needed is how much two events must have in common, by how well their kinds and dates agree.
func needed(kind, distance int, vague Precision) float64 {
	switch {
	case kind == kindsAkin && (vague != Day || distance > 1):
		return math.Inf(1)
	case kind == kindsAkin:
		return 3.5
	case vague == Month:
		return 2.25
	case vague <= Year:
		return 4
	case distance > 3:
		return 4.5
	case distance > 1:
		return 2.75
	}
	return leastLikeness
}

// How well two kinds agree.
const (
	kindsDiffer = iota
	kindsAkin
	kindsEqual
)

// Kinds that one event may be taken for: a memorandum signed during a visit, a project started by a conference.
var akin = [][2]Kind{
	{Agreement, Visit}, {Agreement, Launch}, {Agreement, Gathering}, {Agreement, Funding}, {Visit, Gathering},
	{Launch, Gathering}, {Launch, Funding}, {Launch, Opening}, {Opening, Gathering}, {Gathering, Milestone},
}

func kindFit(a, b Kind) int {
	if a == b {
		return kindsEqual
	}
	if slices.Contains(akin, [2]Kind{a, b}) || slices.Contains(akin, [2]Kind{b, a}) {
		return kindsAkin
	}
	return kindsDiffer
}

// dateFit gives the days between the two events and the precision of the vaguer date. Where one has no date, the day on
// which it was reported stands for it; where not even that is known, the dates say nothing.
func dateFit(a, b Event) (days int, vague Precision) {
	x, y := a.Date, b.Date
	vague = min(x.Precision(), y.Precision())
	if x.IsZero() {
		x = firstReport(a)
	}
	if y.IsZero() {
		y = firstReport(b)
	}
	if x.IsZero() || y.IsZero() {
		return 0, Unknown
	}
	gap := max(x.First().Sub(y.Last()), y.First().Sub(x.Last()), 0)
	return int(gap / (24 * time.Hour)), vague
}

func firstReport(e Event) Date {
	var first Date
	for _, s := range e.Sources {
		if !s.Published.IsZero() && (first.IsZero() || s.Published.First().Before(first.First())) {
			first = s.Published
		}
	}
	return first
}

// likeness adds up what two events have in common and takes off what sets them apart.
func likeness(a, b Event) float64 {
	oneLanguage := shareLanguage(a, b)
	projects := projectsLikeness(a, b, oneLanguage)
	many := manyTakePart(a.Kind) && manyTakePart(b.Kind) || projects > 0 && a.Kind != Agreement
	return citiesLikeness(a, b, many) + projects + organisationsLikeness(a, b, oneLanguage) +
		peopleLikeness(a, b) + topicsLikeness(a, b) + max(titlesLikeness(a, b), sourcesLikeness(a, b))
}

func sameCity(a, b City) bool { return a.ID == b.ID }

func eachHasItsOwn(a, b []City) bool {
	_, onlyA, onlyB := compare(a, b, sameCity)
	return onlyA > 0 && onlyB > 0
}

func shareLanguage(a, b Event) bool {
	return slices.ContainsFunc(a.Sources, func(s Source) bool {
		return slices.ContainsFunc(b.Sources, func(t Source) bool { return s.Language == t.Language })
	})
}

// manyTakePart tells of which kinds events have many partners as a rule. An agreement, a visit or a grant has two.
func manyTakePart(k Kind) bool { return k != Agreement && k != Visit && k != Funding }

// citiesLikeness takes little off for cities that only one of the reports names when there may be many: each outlet names
// the partners that its readers know.
func citiesLikeness(a, b Event, many bool) float64 {
	shared, onlyA, onlyB := compare(a.Cities, b.Cities, sameCity)
	against := 1.5
	switch {
	case many:
		against = 0.5
	case shared == 0:
		against = 3
	}
	return min(float64(shared), 2) + 0.5*max(float64(shared)-2, 0) - against*min(float64(onlyA), float64(onlyB), 2)
}

// organisationsLikeness leaves town halls out: they are their cities once more. Names in two languages are hard to
// compare, so that names that differ weigh less there.
func organisationsLikeness(a, b Event, oneLanguage bool) float64 {
	x, y := withoutHalls(a), withoutHalls(b)
	shared, onlyA, onlyB := compare(x, y, sameOrganisation)
	against := 0.25
	if oneLanguage {
		against = 0.5
	}
	return min(1.25*float64(shared), 3) - against*min(float64(onlyA), float64(onlyB), 3)
}

func withoutHalls(e Event) []string {
	return slices.DeleteFunc(slices.Clone(e.Organisations), func(id string) bool {
		return slices.ContainsFunc(e.Cities, func(c City) bool { return isHall(id, c.Name) })
	})
}

func sameOrganisation(a, b string) bool { return a == b || sameName(a, b) }

func projectsLikeness(a, b Event, oneLanguage bool) float64 {
	shared, onlyA, onlyB := compare(a.Projects, b.Projects, sameOrganisation)
	switch {
	case shared > 0:
		return 2
	case onlyA == 0 || onlyB == 0:
		return 0
	case oneLanguage:
		return -2
	}
	return -0.75
}

func peopleLikeness(a, b Event) float64 {
	shared, _, _ := compare(a.People, b.People, func(x, y Person) bool { return samePerson(x.Name, y.Name) })
	return min(float64(shared), 2)
}

func topicsLikeness(a, b Event) float64 {
	shared, onlyA, onlyB := compare(a.Topics, b.Topics, func(x, y Topic) bool { return x == y })
	vague := slices.Contains(a.Topics, "other") || slices.Contains(b.Topics, "other")
	switch {
	case vague:
		return 0
	case shared == 0: // what a paper is about, each outlet sums up in its own way
		return -0.25 * float64(min(onlyA, onlyB, 1))
	}
	return 0.25
}

// titlesLikeness compares headlines by their words; those in two languages share names and numbers at most.
func titlesLikeness(a, b Event) float64 {
	best := 0.0
	for _, s := range a.Sources {
		for _, t := range b.Sources {
			if x, y := strings.Fields(Fold(s.Title)), strings.Fields(Fold(t.Title)); min(len(x), len(y)) > 3 {
				shared, onlyX, onlyY := compare(x, y, func(x, y string) bool { return x == y })
				best = max(best, float64(shared)/float64(shared+min(onlyX, onlyY)))
			}
		}
	}
	return 2 * max(best-0.5, 0)
}

// sourcesLikeness knows an article that was read twice. The address alone proves nothing: one page may tell of two events.
func sourcesLikeness(a, b Event) float64 {
	for _, s := range a.Sources {
		if s.URL != "" && slices.ContainsFunc(b.Sources, func(t Source) bool {
			return AddressKey(s.URL) == AddressKey(t.URL) && s.Title != "" && Fold(s.Title) == Fold(t.Title)
		}) {
			return 1.5
		}
	}
	return 0
}

// compare counts what two lists share and what only one has.
func compare[T any](a, b []T, same func(x, y T) bool) (shared, onlyA, onlyB int) {
	rest := slices.Clone(b)
	for _, x := range a {
		at := slices.IndexFunc(rest, func(y T) bool { return same(x, y) })
		if at < 0 {
			onlyA++
			continue
		}
		shared++
		rest = slices.Delete(rest, at, at+1)
	}
	return shared, onlyA, len(rest)
}
