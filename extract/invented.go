package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// translated tells whether the name only says in brackets, or after it was said so there, what another project's name
// means in another language: “Град-към-Град” (‘City-to-City’ partnership).
func (n naming) translated(p project, projects []project) bool {
	name := fold(p.name)
	for i, t := range n.tokens {
		if t.fold != firstWord(name) || !n.bracketed(i) || i+1 >= len(n.tokens) {
			continue
		}
		for _, o := range projects {
			if i > o.to && i-o.to <= 10 && fold(o.name) != name && n.tokens[o.from].latin() != t.latin() {
				return true
			}
		}
	}
	return false
}

func firstWord(s string) string {
	first, _, _ := strings.Cut(s, " ")
	return first
}

// looksMade tells whether the word looks like a name made for a project: "PADRION", "Next2Met".
func (n naming) looksMade(i int) bool {
	t := n.tokens[i]
	if n.facts.endsAt(listAgent, i) || n.facts.hits(listProgramme, span{i - 3, i + 1}) || n.dateline.holds(i) || t.shouted() && n.isPlace(i) {
		return false
	}
	if _, isHead := n.l.head(t.fold); isHead {
		return false
	}
	digits := 0
	for _, r := range t.text {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits < 4 && (t.shouted() || t.mixed()) && utf8.RuneCountInString(t.text) >= 4 && t.latin() && !n.l.notLatin[t.fold]
}

// repeated finds quoted names that the text repeats, and made-up names in texts that speak of projects.
func (n naming) repeated() []project {
	var projects []project
	quoted := map[string]int{}
	for i := range n.tokens {
		if q := n.quoted(i); !q.empty() && q.to-q.from <= 6 {
			quoted[fold(n.plain(q))]++
			if n.bodyBefore(i) || n.holdsHead(q) {
				quoted[fold(n.plain(q))] -= 100
			}
		}
	}
	spoken := len(n.facts.of(listTrigger)) > 0
	for i := range n.tokens {
		if q := n.quoted(i); !q.empty() && quoted[fold(n.plain(q))] > 1 && n.tokens[q.from].capital() {
			projects = append(projects, project{q, n.plain(q), "a quoted name that is repeated"})
		}
		t := n.tokens[i]
		if spoken && n.l.Organisations.Titled && n.looksMade(i) && !strings.Contains(t.text, "-") &&
			(n.occurrences(t.fold) > 1 || t.mixed() && utf8.RuneCountInString(t.text) > 5) && !n.isAcronym(i) {
			run := n.latinRun(i, nil)
			run.to = max(run.to, i+1)
			if n.holdsPart(run) || n.inProgramme(t.fold) {
				continue
			}
			projects = append(projects, project{run, n.plain(run), "a made-up name that is repeated"})
		}
	}
	return projects
}

// bodyBefore tells whether the quoted name is an organisation's, an event's or a building's.
func (n naming) bodyBefore(i int) bool {
	if i == 0 {
		return false
	}
	_, isHead := n.l.head(n.tokens[i-1].fold)
	return isHead || n.facts.endsAt(listEvent, i) || n.facts.endsAt(listNotPlace, i)
}

// holdsHead tells whether a capitalised head of organisations' names stands in the span: „София Тех Парк“.
func (n naming) holdsHead(s span) bool {
	for i := s.from; i < s.to; i++ {
		if _, ok := n.l.head(n.tokens[i].fold); ok && n.tokens[i].capital() {
			return true
		}
	}
	return false
}

// isAcronym tells whether the name was introduced in brackets behind a long one.
func (n naming) isAcronym(i int) bool {
	for at := 1; at+1 < len(n.tokens); at++ {
		if n.tokens[at].fold == n.tokens[i].fold && n.tokens[at-1].text == "(" && n.tokens[at+1].text == ")" {
			return true
		}
	}
	return false
}

// holdsPart tells whether a word such as "Hub" shows the name to be an organisation's.
func (n naming) holdsPart(s span) bool {
	return slices.ContainsFunc(n.tokens[s.from:s.to], func(t token) bool { return n.l.parts[t.fold] })
}

// inProgramme tells whether the word is a part of a programme's name: "ADRION" of "Interreg IPA ADRION".
func (n naming) inProgramme(word string) bool {
	return slices.ContainsFunc(n.facts.of(listProgramme), func(h hit) bool {
		end := min(n.strandEnd(h.to), len(n.tokens))
		return slices.ContainsFunc(n.tokens[h.from:end], func(t token) bool { return t.fold == word })
	})
}
