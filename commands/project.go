package commands

import (
	"context"

	"mostbot/catalog"
	"mostbot/texts"
)

func (b *Book) project(ctx context.Context, t *talk) (Reply, error) {
	return b.named(ctx, t, "project", catalog.SortProject)
}

// projectCard shows a project: programme, time span, coordinator, partners, cities, summary, and how it went.
func (b *Book) projectCard(ctx context.Context, t *talk, r catalog.Ref) (Reply, error) {
	p, ok := t.directory.Project(r.ID)
	if !ok {
		return t.gone(), nil
	}
	h, err := b.history(ctx, r)
	if err != nil {
		return Reply{}, err
	}
	head := texts.Join("\n", texts.Bold("📁 "+texts.Cut(p.Names.In(t.Lang), longestTitle)), t.programme(p))
	if p.Coordinator != "" {
		head = texts.Join("\n", head,
			t.Say("project.coordinator", texts.Data{"Name": t.Organisation(p.Coordinator, t.directory)}))
	}
	about := texts.Join("\n", t.projectPartners(p), t.projectCities(p, h))
	summary := texts.Text(texts.Cut(p.Summary.In(t.Lang), longestSummary))
	blocks := append([]texts.HTML{head, summary, about}, t.latestEvents(h)...)
	buttons, err := b.cardButtons(ctx, t, r, h)
	return t.blocks(compact(blocks)...).with(t.site(p.URL)).with(buttons...), err
}

// programme is the line "Programme: Interreg Danube · July 2020 – June 2022".
func (t *talk) programme(p catalog.Project) texts.HTML {
	var programme texts.HTML
	if p.Programme != "" && p.Programme != "other" {
		programme = t.Say("project.programme", texts.Data{"Programme": texts.Cut(p.Programme, longestTitle)})
	}
	return texts.Join(" · ", programme, t.lifetime(p))
}

func (t *talk) lifetime(p catalog.Project) texts.HTML {
	switch {
	case !p.Start.IsZero() && !p.End.IsZero():
		return texts.Text(t.Date(catalog.NewSpan(p.Start, p.End)))
	case !p.Start.IsZero():
		return t.Say("project.ongoing", texts.Data{"Start": t.Date(p.Start)})
	case !p.End.IsZero():
		return t.Say("project.until", texts.Data{"End": t.Date(p.End)})
	}
	return texts.HTML{}
}

func (t *talk) projectPartners(p catalog.Project) texts.HTML {
	var counts []catalog.Count
	for _, id := range p.Partners {
		if id != p.Coordinator {
			counts = append(counts, catalog.Count{Ref: catalog.OrganisationRef(id)})
		}
	}
	return t.part("partners", counts)
}

// projectCities names the project's own cities first, then those that only its events name.
func (t *talk) projectCities(p catalog.Project, h history) texts.HTML {
	var counts []catalog.Count
	own := map[catalog.Ref]bool{}
	for _, c := range p.Cities {
		own[catalog.CityRef(c)] = true
		counts = append(counts, catalog.Count{Ref: catalog.CityRef(c)})
	}
	for _, c := range h.partners[catalog.SortCity] {
		if !own[c.Ref] {
			counts = append(counts, catalog.Count{Ref: c.Ref})
		}
	}
	return t.part("cities", counts)
}
