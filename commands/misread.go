package commands

import (
	"context"
	"slices"
	"strings"

	"mostbot/catalog"
	"mostbot/texts"
)

// askNames offers the names that were read in a report, for the editor to say which is wrong.
func (b *Book) askNames(ctx context.Context, t *talk, r catalog.Review) (Reply, error) {
	with := t.directory.With(r.Addition.Organisations, r.Addition.Projects)
	reply := t.say("review.ask_name")
	for _, ref := range r.Addition.Event.Parties() {
		sign := map[catalog.Sort]string{catalog.SortOrganisation: "🏢 ", catalog.SortProject: "📁 "}[ref.Sort]
		if sign == "" {
			continue
		}
		button, err := b.button(ctx, texts.Cut(sign+with.Name(ref, t.Lang), 60), reviewData(r.ID, "name:"+ref.String()))
		if err != nil {
			return Reply{}, err
		}
		reply = reply.with([]texts.Button{button})
	}
	if len(reply.Buttons) == 0 {
		return t.toast("review.no_names"), nil
	}
	return b.withBack(ctx, t, r, reply)
}

// pressName asks what a name is ("org:digihub"), or takes the answer ("org:digihub:project").
func (b *Book) pressName(ctx context.Context, t *talk, r catalog.Review, value string) (Reply, error) {
	ref, as, err := cutName(value)
	name := t.directory.With(r.Addition.Organisations, r.Addition.Projects).Name(ref, t.Lang)
	if err != nil || name == "" {
		return t.toast("ask.old"), nil
	}
	data := texts.Data{"Name": texts.Cut(name, 80)}
	switch as {
	case "":
		return b.askMeaning(ctx, t, r, ref, t.say("review.what_is", data))
	case "other", "city":
		return b.askInWords(ctx, t, r, "name "+value, t.Say("review.name_"+as, data))
	}
	reply, err := b.correct(ctx, t, r, "name", value)
	reply.Toast = t.Plain("review.noted")
	return reply, err
}

// meanings are what an editor can say that a name is.
var meanings = []string{"org", "project", "city", "other", "none"}

func (b *Book) askMeaning(ctx context.Context, t *talk, r catalog.Review, ref catalog.Ref, reply Reply) (Reply, error) {
	var buttons []texts.Button
	for _, as := range meanings {
		if as == string(ref.Sort) {
			continue
		}
		button, err := b.button(ctx, t.Plain("review_button.as_"+as), reviewData(r.ID, "name:"+ref.String()+":"+as))
		if err != nil {
			return Reply{}, err
		}
		buttons = append(buttons, button)
	}
	return b.withBack(ctx, t, r, reply.with(inRows(buttons, 2)...))
}

func cutName(value string) (ref catalog.Ref, as string, err error) {
	parts := strings.SplitN(value, ":", 3)
	if len(parts) == 3 {
		as = parts[2]
	}
	ref, err = catalog.ParseRef(strings.Join(parts[:min(2, len(parts))], ":"))
	return ref, as, err
}

// correctName takes what an editor says of one name of the report, "org:digihub:project" or "org:digihub:other DIGIHUB":
// it is corrected in the event, and ruled on.
func (b *Book) correctName(ctx context.Context, t *talk, a *catalog.Addition, value string) (*Reply, error) {
	value, words, _ := strings.Cut(value, " ")
	ref, as, err := cutName(value)
	with := t.directory.With(a.Organisations, a.Projects)
	had, known := recordNames(with, ref)
	if err != nil || !known {
		reply := t.say("ask.old")
		return &reply, nil
	}
	means, city, problem, err := b.meaning(ctx, t, a, ref, as, words)
	if problem != nil || err != nil {
		return problem, err
	}
	lesson := catalog.Addition{Rulings: rulings(allNames(had.Names, had.Aliases), means)}
	without(partiesOf(&a.Event, ref.Sort), ref.ID)
	switch {
	case city != nil:
		for i := range lesson.Rulings {
			lesson.Rulings[i].City = city
		}
		if !slices.Contains(a.Event.Cities, *city) {
			a.Event.Cities = append(slices.Clone(a.Event.Cities), *city)
		}
	case means != (catalog.Ref{}):
		if list := partiesOf(&a.Event, means.Sort); !slices.Contains(*list, means.ID) {
			*list = append(slices.Clone(*list), means.ID)
		}
	}
	lesson.Rulings = append(lesson.Rulings, t.overruled(words, means)...)
	return nil, b.learn(ctx, a, lesson)
}

// recordNames gives an organisation's or project's names, as an organisation's record.
func recordNames(d *catalog.Directory, ref catalog.Ref) (catalog.Organisation, bool) {
	if p, ok := d.Project(ref.ID); ok && ref.Sort == catalog.SortProject {
		return catalog.Organisation{Names: p.Names, Aliases: p.Aliases}, true
	}
	o, ok := d.Organisation(ref.ID)
	return o, ok && ref.Sort == catalog.SortOrganisation
}

// meaning finds, or makes, what a name means when an editor says what it is, or what it is rightly called.
func (b *Book) meaning(
	ctx context.Context, t *talk, a *catalog.Addition, ref catalog.Ref, as, words string,
) (means catalog.Ref, city *catalog.City, problem *Reply, err error) {
	had, _ := recordNames(t.directory.With(a.Organisations, a.Projects), ref)
	switch as {
	case "none":
		return catalog.Ref{}, nil, nil, nil
	case "org", "project":
		means, _ = t.called(a, catalog.Sort(as), had.Names)
		return means, nil, nil, nil
	case "city":
		cities, problem, err := b.readCities(ctx, t, words)
		if problem != nil || err != nil {
			return catalog.Ref{}, nil, problem, err
		}
		if len(cities) == 1 {
			return catalog.CityRef(cities[0]), &cities[0], nil, nil
		}
	case "other":
		if list := names(words); len(list) == 1 {
			means, ok := t.called(a, ref.Sort, catalog.Text{t.Lang: list[0]})
			if ok {
				return means, nil, nil, nil
			}
		}
	}
	reply := t.say("review.one_name")
	return catalog.Ref{}, nil, &reply, nil
}
