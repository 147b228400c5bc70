package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"mostbot/catalog"
	"mostbot/texts"
)

func (b *Book) between(ctx context.Context, t *talk) (Reply, error) {
	example := texts.Data{"Example": "/between " + t.Plain("between.example")}
	p, err := b.understand(ctx, t, t.Args)
	if err != nil {
		return Reply{}, err
	}
	things := p.parties()
	switch {
	case len(things)+len(p.doubts) > 2:
		return t.say("between.only_two", example), nil
	case len(p.doubts) > 0 && len(things)+len(p.doubts) == 2:
		return b.askPartner(ctx, t, things, p.doubts)
	case len(things) < 2 && len(p.left) > 0:
		return b.unclear(ctx, t, p)
	case len(things) == 1 && len(p.refs) == 1 && strings.Count(t.Args, " ") > 0:
		return t.say("between.same"), nil
	case len(things) < 2:
		return t.say("between.both", example), nil
	}
	return b.connection(ctx, t, things[0], things[1], 0)
}

// parties keeps the refs that may be connected: countries, too.
func (p phrase) parties() []catalog.Ref {
	named := slices.DeleteFunc(slices.Clone(p.refs), func(r catalog.Ref) bool { return !slices.Contains(nameSorts, r.Sort) })
	var once []catalog.Ref
	for _, r := range named {
		if !slices.Contains(once, r) {
			once = append(once, r)
		}
	}
	return once
}

// askPartner asks which of several things one half of the question means; the buttons carry both halves.
func (b *Book) askPartner(ctx context.Context, t *talk, things []catalog.Ref, doubts []finding) (Reply, error) {
	if len(things) == 0 {
		return b.askBack(ctx, t, doubts[0])
	}
	reply := t.say("ask.which", texts.Data{"Query": texts.Cut(doubts[0].query, 60)})
	refs := doubts[0].refs[:min(suggestions, len(doubts[0].refs))]
	names := b.fullNames(t, refs)
	for i, r := range refs {
		button, err := b.button(ctx, names[i], betweenData(things[0], r, 0))
		if err != nil {
			return Reply{}, err
		}
		reply = reply.with([]texts.Button{button})
	}
	return reply, nil
}

// connection shows all that connects two things: common projects, and the events in which both take part.
func (b *Book) connection(ctx context.Context, t *talk, x, y catalog.Ref, offset int) (Reply, error) {
	query := catalog.Query{Groups: [][]catalog.Ref{{x}, {y}}, Offset: offset, Limit: eventsOnPage}
	page, err := b.needs.Catalogue.Events(ctx, query)
	if err != nil {
		return Reply{}, fmt.Errorf("read what connects %s and %s: %w", x, y, err)
	}
	names := texts.Data{"A": t.Name(x, t.directory), "B": t.Name(y, t.directory)}
	projects := t.commonProjects(x, y)
	if page.Total == 0 && projects.IsZero() {
		return b.nothingBetween(ctx, t, names, x, y)
	}
	head := t.Say("between.head", names)
	if page.Total == 0 {
		reply := t.blocks(texts.Join("\n", head, projects), t.Say("between.no_events"))
		return b.withCards(ctx, t, reply, x, y)
	}
	l := listing{head: texts.Join("\n", head, projects), page: page, offset: offset}
	l.data = func(offset int) string { return betweenData(x, y, offset) }
	reply, err := b.show(ctx, t, l)
	if err != nil || offset > 0 {
		reply.Edit = true
		return reply, err
	}
	return b.withCards(ctx, t, reply, x, y)
}

func (b *Book) nothingBetween(ctx context.Context, t *talk, names texts.Data, x, y catalog.Ref) (Reply, error) {
	return b.withCards(ctx, t, t.say("between.none", names), x, y)
}

// withCards puts a row of buttons to both cards under the reply.
func (b *Book) withCards(ctx context.Context, t *talk, reply Reply, x, y catalog.Ref) (Reply, error) {
	var row []texts.Button
	for _, r := range []catalog.Ref{x, y} {
		data := r.String()
		if r.Sort == catalog.SortCountry {
			data = "latest:0:" + data
		}
		button, err := b.button(ctx, label(signs[r.Sort], t.Name(r, t.directory)), data)
		if err != nil {
			return Reply{}, err
		}
		row = append(row, button)
	}
	return reply.with(row), nil
}

// commonProjects names the projects that have both among their partners and cities.
func (t *talk) commonProjects(x, y catalog.Ref) texts.HTML {
	var counts []catalog.Count
	for p := range t.directory.Projects() {
		if t.takesPart(p, x) && t.takesPart(p, y) {
			counts = append(counts, catalog.Count{Ref: catalog.ProjectRef(p.ID)})
		}
	}
	return t.part("projects", counts)
}

func (t *talk) takesPart(p catalog.Project, r catalog.Ref) bool {
	switch r.Sort {
	case catalog.SortCountry:
		return slices.ContainsFunc(p.Cities, func(c catalog.City) bool { return catalog.CountryRef(c.Country) == r })
	case catalog.SortCity:
		return slices.ContainsFunc(p.Cities, func(c catalog.City) bool { return c.ID == r.CityID() })
	case catalog.SortOrganisation:
		return p.Coordinator == r.ID || slices.Contains(p.Partners, r.ID)
	}
	return false
}

func betweenData(x, y catalog.Ref, offset int) string {
	return fmt.Sprintf("between:%d:%s %s", offset, x, y)
}

func (b *Book) pressBetween(ctx context.Context, t *talk, rest string) (Reply, error) {
	offset, pair, ok := cutOffset(rest)
	first, second, _ := strings.Cut(pair, " ")
	x, errX := catalog.ParseRef(first)
	y, errY := catalog.ParseRef(second)
	if !ok || errX != nil || errY != nil {
		return t.toast("ask.old"), nil
	}
	return b.connection(ctx, t, x, y, offset)
}
