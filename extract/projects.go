package extract

import (
	"slices"
	"strings"
	"unicode"
)

// project is a mention of a named project or programme.
type project struct {
	span
	name string
	why  string
}

// plan is the step that finds projects and programmes: those known to all, those named beside a word such as "project",
// and names that the text keeps repeating.
func (n naming) plan() []project {
	projects := n.programmes()
	add := func(p project) {
		overlaps := func(o project) bool { return o.overlaps(p.span) }
		if !p.empty() && !slices.ContainsFunc(projects, overlaps) && n.plausibleProject(p.span) {
			projects = append(projects, p)
		}
	}
	for _, h := range n.facts.of(listTrigger) {
		add(n.behindTrigger(h))
		add(n.beforeTrigger(h))
	}
	for _, p := range n.repeated() {
		add(p)
	}
	slices.SortStableFunc(projects, func(a, b project) int { return a.from - b.from })
	return slices.DeleteFunc(projects, func(p project) bool {
		alias := n.translated(p, projects)
		if alias {
			n.facts.aliases = append(n.facts.aliases, fold(p.name))
		}
		return alias
	})
}

// programmes finds the names of programmes known to all, with the strand or the countries that follow.
func (n naming) programmes() []project {
	var projects []project
	for _, h := range n.facts.of(listProgramme) {
		last := len(projects) - 1
		longer := func(o hit) bool { return o.from == h.from && o.to > h.to }
		if last >= 0 && projects[last].overlaps(h.span) || !n.tokens[h.from].capital() ||
			slices.ContainsFunc(n.facts.of(listProgramme), longer) {
			continue
		}
		if q := n.quotedAround(h.span); !q.empty() {
			projects = append(projects, project{q, n.plain(q), "programme"})
			continue
		}
		end := n.strandEnd(h.to)
		name := n.plain(span{h.from, end})
		if h.value != "" && end == h.to {
			name = h.value
		}
		projects = append(projects, project{span{h.from, end}, name, "programme"})
	}
	return projects
}

// quotedAround is the short quoted name that the span is a part of.
func (n naming) quotedAround(s span) span {
	for at := s.from - 1; at >= 0 && s.from-at <= 4; at-- {
		if q := n.quoted(at); q.from <= s.from && s.to <= q.to && q.to-q.from <= 8 {
			return q
		}
	}
	return span{}
}

// strandEnd reads the rest of a programme's name: "Interreg V-A Румъния – България", "… 2021–2027".
func (n naming) strandEnd(i int) int {
	end := i
	for at := i; at < len(n.tokens) && at-i < 12; at++ {
		t := n.tokens[at]
		if t.sentence != n.tokens[i-1].sentence || strings.Contains(n.text[n.tokens[at-1].end:t.start], "\n") {
			break
		}
		years := t.kind == number && len(t.text) >= 4
		if h, ok := n.facts.hitIn(listProgramme, span{at, at + 1}); ok && h.from == at {
			end = max(end, h.to)
			continue
		}
		switch {
		case t.capital() && n.l.Language == "en" && n.facts.hits(listTrigger, span{at, at + 1}):
			return at + 1 // "Digital Europe Programme"
		case t.capital() && !n.facts.inPerson(span{at, at + 1}) && !n.facts.hits(listTrigger, span{at, at + 1}), years:
			end = at + 1
		case t.fold == "of" && n.tokens[at-1].capital():
		case isDash(t.text) && (n.tokens[at-1].capital() || n.tokens[at-1].kind == number):
		case t.text == "/" || n.l.joins[t.fold] && n.facts.hits(listCountry, span{at + 1, at + 2}) && n.facts.hits(listCountry, span{at - 1, at}):
		default:
			return end
		}
	}
	return end
}

// behindTrigger reads the name behind "the project": quoted at some distance, else right behind it.
func (n naming) behindTrigger(h hit) project {
	const reach = 7
	for at := h.to; at < len(n.tokens) && at < h.to+reach; at++ {
		t := n.tokens[at]
		if t.sentence != n.tokens[h.from].sentence || n.facts.hits(listEvent, span{at, at + 1}) {
			break
		}
		if q := n.quoted(at); !q.empty() && n.tokens[q.from].kind != sign && !unicode.IsLower(firstRune(n.tokens[q.from].text)) {
			return project{q, n.plain(q), "quoted behind " + n.between(h.span)}
		}
		if n.facts.hits(listProgramme, span{at, at + 1}) {
			continue // "проектът по Еразъм+ „…“"
		}
		if t.kind == sign && !t.isOneOf(":–—-") {
			break
		}
		if run := n.projectRun(at); !run.empty() && at <= h.to+2 {
			return project{run, n.plain(run), "behind " + n.between(h.span)}
		}
	}
	return project{}
}

// projectRun is a run of words from the token on that may be a project's name without quotation marks.
func (n naming) projectRun(i int) span {
	t := n.tokens[i]
	inner := t.latin() && !n.l.Organisations.Titled && strings.Contains(t.text, "-") && i+1 < len(n.tokens) && n.tokens[i+1].latin()
	if inner && n.tokens[i+1].capital() { // "e-gov Ukraine"
		run := n.latinRun(i+1, nil)
		return span{i, max(run.to, i+2)}
	}
	longer := i+1 < len(n.tokens) && n.tokens[i+1].capital() && n.follows(i+1)
	if !t.capital() || n.facts.hits(listCountry, span{i, i + 1}) || n.l.notLatin[t.fold] && !longer || n.facts.inPerson(span{i, i + 1}) {
		return span{}
	}
	if n.l.notNames[t.fold] || !n.l.Organisations.Titled && !t.latin() && (!t.shouted() || len(t.text) < 8) {
		return span{}
	}
	if !t.mixed() && n.isPlace(i) && n.l.Organisations.Titled {
		return span{}
	}
	run := n.latinRun(i, nil)
	if run.empty() {
		run = span{i, i + 1}
	}
	if n.l.Language == "de" && run.to-run.from == 1 && !n.looksMade(i) {
		return span{} // any noun
	}
	return run
}

// beforeTrigger reads the name before "project": "the PADRION project", "BETTER, a new Interreg Europe project".
func (n naming) beforeTrigger(h hit) project {
	end := h.from
	for at := h.from - 1; at > 0 && h.from-at <= 6 && n.tokens[at].sentence == n.tokens[h.from].sentence; at-- {
		t := n.tokens[at]
		if at > 0 && (t.text == "," || isDash(t.text) || t.text == "(") {
			end = at
			break
		}
		if t.kind == sign {
			break
		}
	}
	if end == h.from && !n.l.Organisations.Titled {
		return project{}
	}
	if end > 1 && n.tokens[end-1].quotes() && n.tokens[end-2].kind == word {
		for at := end - 2; at >= 0 && end-at < 20; at-- {
			if q := n.quoted(at); q.to == end-1 && n.tokens[q.from].capital() {
				return project{q, n.plain(q), "quoted before " + n.between(h.span)}
			}
		}
	}
	if t := n.tokens[h.from]; end == h.from && t.capital() && h.from > 0 && n.tokens[h.from-1].capital() && n.l.Language == "en" {
		end = h.to // "Smart Urban Platform"
	}
	start := min(end, h.from)
	for start > 0 && n.inName(start-1) && (start == h.from || n.follows(start)) {
		start--
	}
	foreign := capitalsTell(n.l) && end-start > 1 // a name of several Latin words in a Cyrillic text
	if start == min(end, h.from) || (end < h.from || n.l.Language != "en") && !n.looksMade(start) && !foreign {
		return project{}
	}
	run := span{start, end}
	return project{run, n.plain(run), "before " + n.between(h.span)}
}

func (n naming) inName(i int) bool {
	t := n.tokens[i]
	english := n.l.Language == "en" && n.tokens[i+1].capital() // "Smart Urban Platform"
	ordinary := n.l.words[t.fold] || n.l.notLatin[t.fold] && !english
	noun := n.l.Language == "de" && !t.shouted() && !t.mixed()
	return t.capital() && t.latin() && !ordinary && !n.facts.inPerson(span{i, i + 1}) &&
		!n.facts.hits(listCountry, span{i, i + 1}) && (t.mixed() || !n.isPlace(i)) && !n.facts.hits(listProgramme, span{i, i + 1}) &&
		!noun
}

func (n naming) plausibleProject(s span) bool {
	if s.empty() || n.sentences[n.tokens[s.from].sentence].noise != "" || s.to-s.from > 22 {
		return false
	}
	for _, t := range n.tokens[s.from:s.to] {
		if t.isWord() {
			return !n.facts.inPerson(s)
		}
	}
	return false
}

// inProjectName tells whether the run is, or is part of, a name that a project was found to bear.
func (f *facts) inProjectName(d *document, run span) bool {
	text := fold(d.between(run))
	return slices.Contains(f.aliases, text) || slices.ContainsFunc(f.projects, func(p project) bool {
		return p.overlaps(run) || fold(p.name) == text
	})
}
