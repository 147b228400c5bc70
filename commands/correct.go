package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"mostbot/catalog"
	"mostbot/texts"
)

// askKind offers the kinds.
func (b *Book) askKind(ctx context.Context, t *talk, r catalog.Review) (Reply, error) {
	reply := t.say("review.ask_kind")
	var buttons []texts.Button
	for _, k := range catalog.Kinds {
		button, err := b.button(ctx, texts.Capitalised(t.Kind(k)), reviewData(r.ID, "kind:"+string(k)))
		if err != nil {
			return Reply{}, err
		}
		buttons = append(buttons, button)
	}
	return reply.with(inRows(buttons, 2)...), nil
}

// asked are the corrections that are written, not pressed.
var asked = []string{"date", "cities", "organisations", "projects"}

// askCorrection asks for a correction that has to be written: as an answer, or behind the command.
func (b *Book) askCorrection(ctx context.Context, t *talk, r catalog.Review, what string) (Reply, error) {
	if !slices.Contains(asked, what) {
		return t.toast("ask.old"), nil
	}
	if err := b.needs.Memory.Remember(ctx, answerKey(t), "review|"+r.ID+"|"+what, answerLife); err != nil {
		return Reply{}, fmt.Errorf("remember a dialogue: %w", err)
	}
	how := t.Say("review.how", texts.Data{"Command": "/review " + r.ID + " " + what})
	return t.blocks(t.Say("review.ask_"+what), how), nil
}

// answerReview takes free text as the correction that was asked for.
func (b *Book) answerReview(ctx context.Context, t *talk, state string) (Reply, error) {
	parts := strings.SplitN(state, "|", 3)
	if len(parts) != 3 || b.needs.Reviews == nil {
		return t.say("ask.old"), nil
	}
	r, err := b.needs.Reviews.Review(ctx, parts[1])
	if b.isNotFound(err) {
		return t.say("review.settled"), nil
	}
	if err != nil {
		return Reply{}, fmt.Errorf("read a review: %w", err)
	}
	return b.correct(ctx, t, r, parts[2], t.Args)
}

// correct changes one thing of a waiting review and shows it again.
func (b *Book) correct(ctx context.Context, t *talk, r catalog.Review, what, value string) (Reply, error) {
	e := &r.Addition.Event
	var problem *Reply
	var err error
	switch what {
	case "kind":
		problem = t.correctKind(e, value)
	case "stage":
		e.Stage = map[catalog.Stage]catalog.Stage{catalog.Planned: catalog.Happened}[e.Stage]
		if e.Stage == "" {
			e.Stage = catalog.Planned
		}
	case "date":
		problem = t.correctDate(e, value)
	case "cities":
		problem, err = b.correctCities(ctx, t, e, value)
	case "organisations":
		t.correctOrganisations(&r.Addition, value)
	case "projects":
		t.correctProjects(&r.Addition, value)
	default:
		return t.say("ask.old"), nil
	}
	if problem != nil || err != nil {
		return deref(problem), err
	}
	if err := b.needs.Reviews.Queue(ctx, r); err != nil {
		return Reply{}, fmt.Errorf("correct a review: %w", err)
	}
	if err := b.needs.Memory.Remember(ctx, answerKey(t), "", time.Second); err != nil {
		return Reply{}, fmt.Errorf("end a dialogue: %w", err)
	}
	return b.reviewReply(ctx, t, r)
}

func deref(r *Reply) Reply {
	if r == nil {
		return Reply{}
	}
	return *r
}

func (t *talk) correctKind(e *catalog.Event, value string) *Reply {
	if !slices.Contains(catalog.Kinds, catalog.Kind(value)) {
		reply := t.say("ask.old")
		return &reply
	}
	e.Kind = catalog.Kind(value)
	return nil
}

func (t *talk) correctDate(e *catalog.Event, value string) *Reply {
	date, ok := readDate(value)
	if !ok {
		reply := t.say("review.bad_date", texts.Data{"Word": texts.Cut(value, 40)})
		return &reply
	}
	e.Date = date
	return nil
}

// readDate reads "2025-05-12", "12.05.2025", "05.2025", "2025", and spans of them with " - " or "/" between.
func readDate(s string) (catalog.Date, bool) {
	for _, between := range []string{"/", "–", " - "} {
		if from, to, ok := strings.Cut(s, between); ok {
			first, okFirst := readDate(from)
			last, okLast := readDate(to)
			return catalog.NewSpan(first, last), okFirst && okLast
		}
	}
	parts := strings.Split(strings.TrimSpace(s), ".")
	slices.Reverse(parts)
	for i, part := range parts {
		if len(part) == 1 {
			parts[i] = "0" + part
		}
	}
	d, err := catalog.ParseDate(strings.Join(parts, "-"))
	return d, err == nil && !d.IsZero()
}

func (b *Book) correctCities(ctx context.Context, t *talk, e *catalog.Event, value string) (*Reply, error) {
	p, err := b.understand(ctx, t, value)
	if err != nil {
		return nil, err
	}
	var cities []catalog.City
	for _, ref := range p.refs {
		if place, ok := b.needs.Places.Place(ref.CityID()); ok {
			cities = append(cities, place.City)
		}
	}
	if len(p.doubts) > 0 {
		reply := t.say("review.doubt", texts.Data{"Query": texts.Cut(p.doubts[0].query, 60)})
		return &reply, nil
	}
	if len(p.left) > 0 {
		reply := t.say("subscribe.bad_words", texts.Data{"Words": texts.Cut(strings.Join(p.left, ", "), 80)})
		return &reply, nil
	}
	e.Cities = cities
	return nil, nil
}

// names splits what an editor wrote; a dash alone means none.
func names(value string) []string {
	var list []string
	for part := range strings.SplitSeq(value, ",") {
		if part = texts.Clean(strings.Trim(part, " „“\"«».")); part != "" && part != "-" && part != "–" {
			list = append(list, part)
		}
	}
	return list
}

// correctOrganisations puts the named organisations in the place of the event's. A name that nobody knows makes a new one;
// where one known organisation takes the place of one that the report believed to be new, it learns that name.
func (t *talk) correctOrganisations(a *catalog.Addition, value string) {
	var ids []string
	var brought []catalog.Organisation
	for _, name := range names(value) {
		if known := t.sorted(name, catalog.SortOrganisation); known != "" {
			ids = append(ids, known)
			continue
		}
		o := catalog.Organisation{ID: catalog.Slug(name), Names: catalog.Text{t.Lang: name}}
		o.Origin = catalog.FromEditor
		ids, brought = append(ids, o.ID), append(brought, o)
	}
	if learned, ok := t.learn(a.Organisations, ids); ok {
		brought = append(brought, learned)
	}
	a.Event.Organisations, a.Organisations = ids, brought
}

// learn gives the known organisation that takes the place of the one that was proposed, with the proposed name among its
// aliases.
func (t *talk) learn(proposed []catalog.Organisation, ids []string) (catalog.Organisation, bool) {
	proposed = slices.DeleteFunc(slices.Clone(proposed), func(o catalog.Organisation) bool {
		return slices.Contains(ids, o.ID)
	})
	known := slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		_, ok := t.directory.Organisation(id)
		return !ok
	})
	if len(proposed) != 1 || len(known) != 1 || len(ids) != 1 {
		return catalog.Organisation{}, false
	}
	o, _ := t.directory.Organisation(known[0])
	o.Aliases = slices.Clone(o.Aliases)
	for _, name := range proposed[0].Names {
		o.Aliases = append(o.Aliases, name)
	}
	slices.Sort(o.Aliases)
	o.Aliases = slices.Compact(o.Aliases)
	o.Origin = catalog.FromEditor
	return o, true
}

func (t *talk) correctProjects(a *catalog.Addition, value string) {
	var ids []string
	var brought []catalog.Project
	for _, name := range names(value) {
		if known := t.sorted(name, catalog.SortProject); known != "" {
			ids = append(ids, known)
			continue
		}
		p := catalog.Project{ID: catalog.Slug(name), Names: catalog.Text{t.Lang: name}}
		p.Origin = catalog.FromEditor
		ids, brought = append(ids, p.ID), append(brought, p)
	}
	a.Event.Projects, a.Projects = ids, brought
}

// sorted is the id of what bears the name in the directory.
func (t *talk) sorted(name string, s catalog.Sort) string {
	for _, r := range t.directory.Named(name) {
		if r.Sort == s {
			return r.ID
		}
	}
	return ""
}

const mergeOffered = 6

// askMerge offers the known events that the report may be another report of: those with the same parties.
func (b *Book) askMerge(ctx context.Context, t *talk, r catalog.Review) (Reply, error) {
	reply := t.say("review.ask_merge")
	parties := r.Addition.Event.Parties()
	if len(parties) == 0 {
		return t.toast("review.no_merge"), nil
	}
	page, err := b.needs.Catalogue.Events(ctx, catalog.Query{Groups: [][]catalog.Ref{parties}, Limit: mergeOffered + 1})
	if err != nil {
		return Reply{}, fmt.Errorf("find events to merge with: %w", err)
	}
	others := slices.DeleteFunc(slices.Clone(page.Events), func(e catalog.Event) bool { return isReviewed(r, e.ID) })
	for _, e := range others[:min(len(others), mergeOffered)] {
		text := texts.Cut(t.Date(e.Date)+": "+t.Headline(e, t.directory), 60)
		button, err := b.button(ctx, text, reviewData(r.ID, "merge:"+e.ID))
		if err != nil {
			return Reply{}, err
		}
		reply = reply.with([]texts.Button{button})
	}
	if len(reply.Buttons) == 0 {
		return t.toast("review.no_merge"), nil
	}
	return reply, nil
}

// isReviewed tells the event that the review is about: nothing is merged with itself.
func isReviewed(r catalog.Review, id string) bool { return id == r.Known || id == r.Addition.Event.ID }

// merge makes the report one more of a known event.
func (b *Book) merge(ctx context.Context, t *talk, r catalog.Review, id string) (Reply, error) {
	if isReviewed(r, id) {
		return t.toast("review.no_merge"), nil
	}
	known, err := b.needs.Catalogue.Event(ctx, id)
	if b.isNotFound(err) {
		return t.toast("ask.gone"), nil
	}
	if err != nil {
		return Reply{}, fmt.Errorf("read event %s: %w", id, err)
	}
	merged, _ := catalog.Merge(known, r.Addition.Event)
	addition := r.Addition
	addition.Event = merged
	if _, err := b.needs.Editing.Revise(ctx, addition); err != nil {
		return Reply{}, fmt.Errorf("merge into event %s: %w", id, err)
	}
	headline := t.reviewHeadline(catalog.Review{Addition: addition})
	return b.settled(ctx, t, r, t.say("review.merged", texts.Data{"Headline": headline}))
}
