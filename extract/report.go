package extract

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"mostbot/catalog"
)

// report is the step from findings to what the article says.
func (r *reading) report(a catalog.Article) catalog.Report {
	out := unread(a, r.language)
	out.Reasons = nil
	out.Title = r.title(a)
	out.Cooperation = r.cooperation >= cooperationFrom && r.digital+r.cooperation > 0
	out.Digital = r.digital >= digitalFrom
	r.topicSums = r.sum(r.facts.of(listTopic), r.topicPosition)
	out.Topics = topics(r.topicSums)
	r.reportNames(&out)
	kind, evidence, margin := r.kind(r.facts)
	r.margin = margin
	if out.Cooperation {
		date, why := r.when(r.facts, r.dates, kind, evidence)
		stage, stageWhy := r.stage(r.facts, kind, date, evidence)
		out.Kind, out.Stage = &kind, &stage
		if !date.IsZero() {
			out.Date = &date
		}
		r.dateWhy, r.stageWhy, r.defaultDate = why, stageWhy, why == published
	}
	if evidence < len(r.sentences) {
		out.Evidence = r.sentenceText(evidence)
	}
	out.Confidence = r.confidence(out)
	out.Reasons = r.reasons(out)
	return out
}

// title is the headline; an article without one is called by its first sentence.
func (r *reading) title(a catalog.Article) string {
	var parts []string
	for i, s := range r.sentences {
		if s.headline {
			parts = append(parts, r.sentenceText(i))
		}
	}
	switch {
	case len(parts) > 0:
		return strings.Join(parts, " ")
	case a.Title != "":
		return a.Title
	case len(r.sentences) > 0:
		return r.sentenceText(0)
	}
	return ""
}

func (r *reading) reportNames(out *catalog.Report) {
	for _, p := range r.parties {
		if p.mere {
			out.OtherCities = append(out.OtherCities, p.city)
		} else {
			out.Cities = append(out.Cities, p.city)
		}
	}
	for _, b := range r.facts.bodies {
		out.Organisations = appendName(out.Organisations, b.name)
	}
	for _, p := range r.facts.projects {
		out.Projects = appendName(out.Projects, p.name)
	}
	for _, p := range r.facts.people {
		out.People = appendPerson(out.People, catalog.Person{Name: p.name, Role: p.role})
	}
}

// appendName adds a name unless it is there already, whole or as the beginning of a longer one.
func appendName(names []string, name string) []string {
	if slices.Contains(names, name) {
		return names
	}
	for i, known := range names {
		if sameStart(known, name) {
			if len(name) > len(known) {
				names[i] = name
			}
			return names
		}
	}
	return append(names, name)
}

// sameStart tells whether one name is the other, or its beginning up to a whole word, whatever the inflection.
func sameStart(a, b string) bool {
	if unicode.ToLower(firstRune(a)) != unicode.ToLower(firstRune(b)) {
		return false
	}
	x, y := strings.Fields(fold(a)), strings.Fields(fold(b))
	if len(x) > len(y) {
		x, y = y, x
	}
	for i := range x {
		if !sameStem(x[i], y[i]) {
			return false
		}
	}
	return len(x) > 0 && (len(x) == len(y) || len(x) > 1)
}

// sameStem tells whether two words differ in no more than an ending.
func sameStem(a, b string) bool {
	if a == b {
		return true
	}
	x, y := []rune(a), []rune(b)
	n := 0
	for n < min(len(x), len(y)) && x[n] == y[n] {
		n++
	}
	longest := max(len(x), len(y))
	return n >= 3 && n >= longest-3 && 10*n >= 6*longest
}

func appendPerson(people []catalog.Person, p catalog.Person) []catalog.Person {
	i := slices.IndexFunc(people, func(o catalog.Person) bool { return sameStart(o.Name, p.Name) })
	if i < 0 {
		return append(people, p)
	}
	if people[i].Role == "" {
		people[i].Role = p.Role
	}
	return people
}

// reasons tells of each finding what it is, why it is so, and where it stands.
func (r *reading) reasons(out catalog.Report) []string {
	reasons := []string{
		fmt.Sprintf("cooperation: %.1f of %.1f", r.cooperation, cooperationFrom),
		fmt.Sprintf("digital: %.1f of %.1f", r.digital, digitalFrom),
	}
	if out.Kind != nil {
		reasons = append(reasons, fmt.Sprintf("%s, ahead of the next kind by %.1f: %q", *out.Kind, r.margin, out.Evidence),
			fmt.Sprintf("date: %s", r.dateWhy), fmt.Sprintf("%s: %s", *out.Stage, r.stageWhy))
	}
	for _, t := range catalog.Topics {
		if v := r.topicSums[string(t)]; v > 0 {
			reasons = append(reasons, fmt.Sprintf("topic %s: %.1f", t, v))
		}
	}
	for _, p := range r.parties {
		part := "takes part"
		if p.mere {
			part = "mentioned"
		}
		reasons = append(reasons, fmt.Sprintf("%s %s: %s, %q", p.city, part, p.why, r.sentenceText(r.tokens[p.sites[0].from].sentence)))
	}
	for _, b := range r.facts.bodies {
		reasons = append(reasons, fmt.Sprintf("organisation %s: %s", b.name, b.why))
	}
	for _, p := range r.facts.projects {
		reasons = append(reasons, fmt.Sprintf("project %s: %s", p.name, p.why))
	}
	for _, p := range r.facts.people {
		reasons = append(reasons, fmt.Sprintf("person %s: %s", p.name, p.why))
	}
	return reasons
}
