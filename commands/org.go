package commands

import (
	"context"

	"mostbot/catalog"
	"mostbot/texts"
)

func (b *Book) organisation(ctx context.Context, t *talk) (Reply, error) {
	return b.named(ctx, t, "org", catalog.SortOrganisation)
}

// organisationCard shows an organisation: kind, home, partners, projects, events.
func (b *Book) organisationCard(ctx context.Context, t *talk, r catalog.Ref) (Reply, error) {
	o, ok := t.directory.Organisation(r.ID)
	if !ok {
		return t.gone(), nil
	}
	h, err := b.history(ctx, r)
	if err != nil {
		return Reply{}, err
	}
	head := texts.Join("\n", texts.Bold("🏢 "+texts.Cut(o.Names.In(t.Lang), longestTitle)), t.home(o))
	if h.page.Total > 0 {
		head = texts.Join("\n", head, t.Say("count.events", texts.Data{"N": h.page.Total}))
	}
	about := texts.Join("\n",
		t.part("partners", h.partners[catalog.SortOrganisation]),
		t.part("cities", h.partners[catalog.SortCity]),
		t.part("projects", h.partners[catalog.SortProject]))
	blocks := append([]texts.HTML{head, about}, t.latestEvents(h)...)
	buttons, err := b.cardButtons(ctx, t, r, h)
	return t.blocks(compact(blocks)...).with(t.site(o.URL)).with(buttons...), err
}

// home is what sort of body it is and where: "innovation hub · Burgas, Bulgaria".
func (t *talk) home(o catalog.Organisation) texts.HTML {
	var kind, place texts.HTML
	if o.Kind != "" {
		kind = texts.Text(t.OrganisationKind(o.Kind))
	}
	country := texts.HTML{}
	if o.Country != "" {
		country = texts.Text(t.Country(o.Country))
	}
	place = country
	if o.City != nil {
		place = texts.Join(", ", texts.Text(t.City(*o.City)), country)
	}
	return texts.Join(" · ", kind, place)
}

// site is a row with a button to the website; empty without one.
func (t *talk) site(url string) []texts.Button {
	if texts.Link("x", url) == texts.Text("x") {
		return nil
	}
	return []texts.Button{{Text: t.Plain("button.open"), URL: url}}
}

// gone answers for something that is no longer in the catalogue.
func (t *talk) gone() Reply {
	if t.Press != "" {
		return t.toast("ask.gone")
	}
	return t.say("ask.gone")
}
