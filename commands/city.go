package commands

import (
	"context"

	"mostbot/catalog"
	"mostbot/texts"
)

func (b *Book) city(ctx context.Context, t *talk) (Reply, error) {
	return b.named(ctx, t, "city", catalog.SortCity)
}

// cityCard shows a city: partners, projects, organisations, latest events.
func (b *Book) cityCard(ctx context.Context, t *talk, r catalog.Ref) (Reply, error) {
	place, ok := b.needs.Places.Place(r.CityID())
	if !ok {
		return t.gone(), nil
	}
	h, err := b.history(ctx, r)
	if err != nil {
		return Reply{}, err
	}
	name := t.City(place.City)
	head := texts.Join(" · ", texts.Bold("🏙 "+name), texts.Text(t.Country(place.Country)))
	if h.page.Total == 0 {
		follow, err := b.followRow(ctx, t, r, 0)
		return t.blocks(head, t.Say("city.none", texts.Data{"Name": name})).with(follow), err
	}
	head = texts.Join("\n", head, t.Say("count.events", texts.Data{"N": h.page.Total}))
	about := texts.Join("\n",
		t.part("partners", h.partners[catalog.SortCity]),
		t.part("projects", h.partners[catalog.SortProject]),
		t.part("organisations", h.partners[catalog.SortOrganisation]))
	blocks := append([]texts.HTML{head, about}, t.latestEvents(h)...)
	buttons, err := b.cardButtons(ctx, t, r, h)
	return t.blocks(compact(blocks)...).with(buttons...), err
}

// compact drops empty blocks.
func compact(blocks []texts.HTML) []texts.HTML {
	kept := blocks[:0]
	for _, block := range blocks {
		if !block.IsZero() {
			kept = append(kept, block)
		}
	}
	return kept
}
