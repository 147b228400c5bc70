package texts

import (
	"slices"
	"strings"

	"mostbot/catalog"
)

// Headline says in one line what the event is: an editor's title in the reader's language, else a sentence made from the
// event's data, such as "Бургас и Херсон подписаха споразумение".
func (p *Printer) Headline(e catalog.Event, d Directory) string {
	if title := e.Title[p.Lang]; title != "" {
		return Cut(title, longestHead)
	}
	who := p.parties(e, d)
	if p.isPast(e) {
		return p.passed(e, who, d)
	}
	if len(who) == 0 {
		return p.Plain("headline_alone."+string(e.Kind)+"_"+stage(e), p.project(e, d))
	}
	data := p.project(e, d)
	data["Who"], data["N"] = p.List(who, 3), len(who)
	return p.Plain("headline."+string(e.Kind)+"_"+stage(e), data)
}

// isPast tells a plan whose day has passed: whether it came true, nobody has said.
func (p *Printer) isPast(e catalog.Event) bool {
	return e.Stage == catalog.Planned && !p.now.IsZero() && !e.Date.IsZero() && e.Date.Last().AddDate(0, 0, 1).Before(p.now)
}

// passed is the headline of such a plan: "Бургас и Херсон: споразумение (беше планирано)".
func (p *Printer) passed(e catalog.Event, who []string, d Directory) string {
	kind := p.Plain("card.was_planned", Data{"Kind": p.Kind(e.Kind)})
	var about []string
	if len(who) > 0 {
		about = append(about, p.List(who, 3))
	}
	if len(e.Projects) > 0 {
		about = append(about, p.Project(e.Projects[0], d))
	}
	if len(about) == 0 {
		return Capitalised(kind)
	}
	return strings.Join(about, " – ") + ": " + kind
}

func stage(e catalog.Event) string {
	if e.Stage == catalog.Planned {
		return "planned"
	}
	return "happened"
}

func (p *Printer) project(e catalog.Event, d Directory) Data {
	if len(e.Projects) == 0 {
		return Data{"Project": ""}
	}
	return Data{"Project": p.Project(e.Projects[0], d)}
}

// parties names who the headline speaks of: the cities, and where they are fewer than two also the organisations that
// are at home elsewhere, since a city's own town hall is the city.
func (p *Printer) parties(e catalog.Event, d Directory) []string {
	var names []string
	for _, c := range e.Cities {
		names = append(names, p.City(c))
	}
	if len(names) >= 2 {
		return names
	}
	for _, id := range e.Organisations {
		o, known := d.Organisation(id)
		if known && o.City != nil && slices.Contains(e.Cities, *o.City) {
			continue
		}
		names = append(names, p.Organisation(id, d))
	}
	return names
}
