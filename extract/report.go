package extract

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"mostbot/catalog"
)

// report is the step from findings to what the article says.
func (r *reading) report(a catalog.Article) catalog.Report {
	out := unread(a, r.language)
	out.Reasons = nil
	out.Title = r.title(a)
	out.Cooperation, r.cooperationWhy = r.decide(askCooperation, r.cooperationEvidence(), &r.cooperation)
	out.Digital, r.digitalWhy = r.decide(askDigital, r.digitalEvidence(), &r.digital)
	out.Topics = r.topics()
	r.reportNames(&out)
	kind, why, margin := r.kind()
	told := r.toldIn(kind)
	r.kindWhy, r.kindMargin = why, margin
	if told < len(r.sentences) {
		out.Evidence = r.sentenceText(told)
	}
	if out.Cooperation {
		r.reportEvent(&out, kind, told)
	}
	out.Confidence = r.confidence(out)
	out.Reasons = r.reasons(out)
	return out
}

// decide answers a question by yes or no; weight tells how much speaks for it.
func (r *reading) decide(q question, e evidence, weight *float64) (holds bool, why string) {
	*weight = r.sum(q, yes, e)
	return *weight > 0, fmt.Sprintf("%.1f: %s", *weight, r.why(q, yes, e))
}

func (r *reading) reportEvent(out *catalog.Report, kind catalog.Kind, told int) {
	out.Kind = &kind
	date, why, margin := r.when(kind, told)
	r.dateWhy, r.dateMargin = why, margin
	if !date.IsZero() {
		out.Date = &date
	}
	stage := catalog.Happened
	planned, why := r.decide(askPlanned, r.plannedEvidence(kind, date, told), &r.ahead)
	if planned {
		stage = catalog.Planned
	}
	out.Stage, r.stageWhy = &stage, why
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
	for _, p := range r.partners {
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
	same := sameStem
	if len(x) < len(y) {
		same = sameWord
	}
	for i := range x {
		if !same(x[i], y[i]) {
			return false
		}
	}
	return len(x) > 0 && (len(x) == len(y) || len(x) > 1)
}

// sameWord tells whether two words differ in no more than a short ending: "European" is no "Europa".
func sameWord(a, b string) bool {
	const ending = 2 // letters
	x, y := []rune(a), []rune(b)
	return sameStem(a, b) && max(len(x), len(y))-min(len(x), len(y)) <= ending && strings.HasPrefix(b, string(x[:max(len(x)-ending, 0)]))
}

// sameStem tells whether two words differ in no more than an ending.
func sameStem(a, b string) bool {
	if a == b {
		return true
	}
	at := 0 // where they part
	for at < len(a) && at < len(b) && a[at] == b[at] {
		at++
	}
	for at > 0 && (at < len(a) && !utf8.RuneStart(a[at]) || at < len(b) && !utf8.RuneStart(b[at])) {
		at--
	}
	n := utf8.RuneCountInString(a[:at])
	longest := n + max(utf8.RuneCountInString(a[at:]), utf8.RuneCountInString(b[at:]))
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
	reasons := []string{"cooperation " + r.cooperationWhy, "digital " + r.digitalWhy}
	if out.Kind != nil {
		reasons = append(reasons,
			fmt.Sprintf("%s, ahead of the next kind by %.1f (%s): %s", *out.Kind, r.kindMargin, r.kindWhy, quote(out.Evidence)),
			"date: "+r.dateWhy, fmt.Sprintf("%s: %s", *out.Stage, r.stageWhy))
	}
	for _, why := range r.topicWhy {
		reasons = append(reasons, "topic "+why)
	}
	for _, p := range r.partners {
		part := "takes part"
		if p.mere {
			part = "mentioned"
		}
		first := r.sentenceText(r.tokens[p.sites[0].from].sentence)
		reasons = append(reasons, p.city.String()+" "+part+": "+p.why+", "+quote(first))
	}
	for _, b := range r.facts.bodies {
		reasons = append(reasons, "organisation "+b.name+": "+b.why)
	}
	for _, p := range r.facts.projects {
		reasons = append(reasons, "project "+p.name+": "+p.why)
	}
	for _, p := range r.facts.people {
		reasons = append(reasons, "person "+p.name+": "+p.why)
	}
	return reasons
}

// quote is strconv.Quote, several times quicker for what most sentences are made of.
func quote(s string) string {
	for _, r := range s {
		dash := r >= '\u2010' && r <= '\u201f' // or a quotation mark
		plain := isLetter(r) || dash || r >= ' ' && r <= '~' && r != '"' && r != '\\'
		if !plain {
			return strconv.Quote(s)
		}
	}
	return `"` + s + `"`
}
