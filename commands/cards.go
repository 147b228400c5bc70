package commands

import (
	"context"
	"fmt"
	"strings"

	"mostbot/catalog"
	"mostbot/texts"
)

const (
	eventsOnCard   = 5
	partnersOnCard = 8 // names of one sort
	partnersAsked  = 80
	longestTitle   = 200 // characters of a name at the top of its card
	longestSummary = 1500
)

// card shows a city, organisation or project.
func (b *Book) card(ctx context.Context, t *talk, r catalog.Ref) (Reply, error) {
	switch r.Sort {
	case catalog.SortCity:
		return b.cityCard(ctx, t, r)
	case catalog.SortOrganisation:
		return b.organisationCard(ctx, t, r)
	case catalog.SortProject:
		return b.projectCard(ctx, t, r)
	}
	return b.news(ctx, t, catalog.NewFilter(r), 0)
}

// pressCard opens the card that a button names.
func (b *Book) pressCard(s catalog.Sort) press {
	return func(ctx context.Context, t *talk, id string) (Reply, error) {
		return b.card(ctx, t, catalog.Ref{Sort: s, ID: id})
	}
}

// named answers a command whose argument is one name of the sort. A name of another sort is answered by its own card.
func (b *Book) named(ctx context.Context, t *talk, command string, s catalog.Sort) (Reply, error) {
	if t.Args == "" {
		return t.empty(command), nil
	}
	f, err := b.lookTwice(ctx, t, s)
	if err != nil {
		return Reply{}, err
	}
	if r, ok := f.sure(); ok {
		return b.card(ctx, t, r)
	}
	return b.askBack(ctx, t, f)
}

// lookTwice finds whom a command's argument names: by the names of the sorts, else by a name inside of it.
func (b *Book) lookTwice(ctx context.Context, t *talk, sorts ...catalog.Sort) (finding, error) {
	f, err := b.look(ctx, t, t.Args, sorts...)
	if err != nil || len(f.refs) > 0 {
		return f, err
	}
	return b.lookAgain(ctx, t, f)
}

// lookAgain looks for the name among all sorts, and for a name inside of what was typed: "в Бургас".
func (b *Book) lookAgain(ctx context.Context, t *talk, f finding) (finding, error) {
	p, err := b.understand(ctx, t, t.Args)
	switch {
	case err != nil:
		return f, err
	case len(p.doubts) > 0:
		return p.doubts[0], nil
	case len(p.refs) > 0 && len(p.left) == 0:
		f.refs = p.refs[:1]
	}
	return f, nil
}

// history is what the catalogue knows of a thing: its partners by sort and its latest events.
type history struct {
	partners map[catalog.Sort][]catalog.Count
	page     catalog.Page
}

func (b *Book) history(ctx context.Context, r catalog.Ref) (history, error) {
	h := history{partners: map[catalog.Sort][]catalog.Count{}}
	var err error
	h.page, err = b.needs.Catalogue.Events(ctx, catalog.Query{Groups: [][]catalog.Ref{{r}}, Limit: eventsOnCard})
	if err != nil {
		return h, fmt.Errorf("read the events of %s: %w", r, err)
	}
	if h.page.Total == 0 {
		return h, nil
	}
	counts, err := b.needs.Catalogue.Partners(ctx, r, partnersAsked)
	if err != nil {
		return h, fmt.Errorf("read the partners of %s: %w", r, err)
	}
	for _, c := range counts {
		h.partners[c.Ref.Sort] = append(h.partners[c.Ref.Sort], c)
	}
	return h, nil
}

// part is a line such as "🤝 Partners: Kherson (2), Odesa (1)"; nothing without names.
func (t *talk) part(id string, counts []catalog.Count) texts.HTML {
	if len(counts) == 0 {
		return texts.HTML{}
	}
	var names []string
	for _, c := range counts[:min(partnersOnCard, len(counts))] {
		name := t.Name(c.Ref, t.directory)
		if c.Events > 1 {
			name += fmt.Sprintf(" (%d)", c.Events)
		}
		names = append(names, name)
	}
	line := strings.Join(names, ", ")
	if rest := len(counts) - len(names); rest > 0 {
		line += " " + t.Plain("part.rest", texts.Data{"N": rest})
	}
	return t.Say("part."+id, texts.Data{"Names": line})
}

// latestEvents are the lines of a card's events, under a heading.
func (t *talk) latestEvents(h history) []texts.HTML {
	if len(h.page.Events) == 0 {
		return nil
	}
	blocks := []texts.HTML{t.Say("part.latest")}
	for _, e := range h.page.Events {
		blocks = append(blocks, t.Line(e, t.directory))
	}
	blocks[1] = texts.Join("\n", blocks[0], blocks[1])
	return blocks[1:]
}

// cardButtons lead from a card to partners, projects, all events and a subscription.
func (b *Book) cardButtons(ctx context.Context, t *talk, r catalog.Ref, h history) ([][]texts.Button, error) {
	var partners, projects []texts.Button
	for _, c := range h.partners[catalog.SortCity][:min(4, len(h.partners[catalog.SortCity]))] {
		button, err := b.button(ctx, label("↔", t.Name(c.Ref, t.directory)), betweenData(r, c.Ref, 0))
		if err != nil {
			return nil, err
		}
		partners = append(partners, button)
	}
	for _, c := range h.partners[catalog.SortProject][:min(2, len(h.partners[catalog.SortProject]))] {
		button, err := b.button(ctx, label("📁", t.Name(c.Ref, t.directory)), c.Ref.String())
		if err != nil {
			return nil, err
		}
		projects = append(projects, button)
	}
	rows := append(inRows(partners, 2), inRows(projects, 2)...)
	if h.page.Total > 1 {
		pictures, err := b.pictureRow(ctx, t, r)
		if err != nil {
			return nil, err
		}
		rows = append(rows, pictures)
	}
	last, err := b.followRow(ctx, t, r, h.page.Total)
	return append(rows, last), err
}

func (b *Book) followRow(ctx context.Context, t *talk, r catalog.Ref, total int) ([]texts.Button, error) {
	var row []texts.Button
	filter := catalog.NewFilter(r)
	if total > eventsOnCard {
		all, err := b.button(ctx, t.Plain("button.all_events"), latestData(filter, 0))
		if err != nil {
			return nil, err
		}
		row = append(row, all)
	}
	follow, err := b.wishButton(ctx, t, t.Plain("button.follow"), wish{filter: filter, filtered: true})
	return append(row, follow), err
}
