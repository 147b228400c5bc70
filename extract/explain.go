package extract

import (
	"fmt"
	"slices"
	"strings"

	"mostbot/catalog"
)

// finding is a find's place in the text.
type finding struct {
	start, end int
	label      string
}

// Explain prints the article with its findings marked where they stand, and below it the report with all reasons, so that
// a person sees why it was read as it was: [[Бургас|city Burgas, BG: name]].
func (x *Extractor) Explain(a catalog.Article, known Known) string {
	report, r := x.read(a, known)
	if r == nil {
		return strings.Join(report.Reasons, "\n") + "\n"
	}
	var b strings.Builder
	b.WriteString(r.marked())
	b.WriteString("\n\n")
	fmt.Fprintf(&b, "language %s, published %s, cooperation %t, digital %t, confidence %.2f\n",
		report.Language, r.published, report.Cooperation, report.Digital, report.Confidence)
	for _, reason := range report.Reasons {
		fmt.Fprintf(&b, "- %s\n", reason)
	}
	return b.String()
}

// marked is the text with its findings; of findings that overlap the first and longest is shown.
func (r *reading) marked() string {
	findings := r.findings()
	slices.SortStableFunc(findings, func(a, b finding) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return b.end - a.end
	})
	var b strings.Builder
	at := 0
	for _, m := range findings {
		if m.start < at {
			continue
		}
		b.WriteString(r.text[at:m.start])
		fmt.Fprintf(&b, "[[%s|%s]]", r.text[m.start:m.end], m.label)
		at = m.end
	}
	b.WriteString(r.text[at:])
	return b.String()
}

func (r *reading) findings() []finding {
	var findings []finding
	add := func(s span, label string) {
		findings = append(findings, finding{r.tokens[s.from].start, r.tokens[s.to-1].end, label})
	}
	for _, p := range r.facts.people {
		add(p.span, "person: "+p.why)
	}
	for _, p := range r.facts.projects {
		add(p.span, "project: "+p.why)
	}
	for _, o := range r.facts.bodies {
		add(o.span, "organisation: "+o.why)
	}
	for _, p := range r.partners {
		for _, s := range p.sites {
			add(s.span, "city "+p.city.String()+": "+s.how)
		}
	}
	for _, f := range r.dates {
		add(f.span, "date "+f.date.String())
	}
	for _, h := range r.facts.of(listKind) {
		add(h.span, "kind "+h.value)
	}
	for _, s := range r.sentences {
		if s.noise != "" {
			add(s.span, s.noise)
		}
	}
	return findings
}
