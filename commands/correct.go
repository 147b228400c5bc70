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
	return b.withBack(ctx, t, r, reply.with(inRows(buttons, 2)...))
}

// withBack adds a button that leads back to the review's card.
func (b *Book) withBack(ctx context.Context, t *talk, r catalog.Review, reply Reply) (Reply, error) {
	button, err := b.button(ctx, t.Plain("button.back"), reviewData(r.ID, "show"))
	return reply.with([]texts.Button{button}), err
}

// asked are the corrections that are written, not pressed.
var asked = []string{"date", "cities", "organisations", "projects"}

// askCorrection asks for a correction that has to be written: as an answer, or behind the command.
func (b *Book) askCorrection(ctx context.Context, t *talk, r catalog.Review, what string) (Reply, error) {
	if !slices.Contains(asked, what) {
		return t.toast("ask.old"), nil
	}
	return b.askInWords(ctx, t, r, what, t.Say("review.ask_"+what))
}

// askInWords asks a question whose answer corrects something of the review.
func (b *Book) askInWords(ctx context.Context, t *talk, r catalog.Review, what string, question texts.HTML) (Reply, error) {
	if err := b.needs.Memory.Remember(ctx, answerKey(t), "review|"+r.ID+"|"+what, answerLife); err != nil {
		return Reply{}, fmt.Errorf("remember a dialogue: %w", err)
	}
	how := t.Say("review.how", texts.Data{"Command": "/review " + r.ID + " " + what})
	return b.withBack(ctx, t, r, t.blocks(question, how))
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
	what, of, _ := strings.Cut(parts[2], " ")
	return b.correct(ctx, t, r, what, strings.TrimSpace(of+" "+t.Args))
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
		err = b.correctNames(ctx, t, &r.Addition, catalog.SortOrganisation, value)
	case "projects":
		err = b.correctNames(ctx, t, &r.Addition, catalog.SortProject, value)
	case "name":
		problem, err = b.correctName(ctx, t, &r.Addition, value)
	default:
		return t.say("ask.old"), nil
	}
	if problem != nil || err != nil {
		return deref(problem), err
	}
	r.Corrected = true
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
	cities, problem, err := b.readCities(ctx, t, value)
	if problem == nil && err == nil {
		e.Cities = cities
	}
	return problem, err
}

// readCities reads a list of cities, or says what is wrong with it.
func (b *Book) readCities(ctx context.Context, t *talk, value string) (cities []catalog.City, problem *Reply, err error) {
	p, err := b.understand(ctx, t, value)
	if err != nil {
		return nil, nil, err
	}
	for _, ref := range p.refs {
		if place, ok := b.needs.Places.Place(ref.CityID()); ok {
			cities = append(cities, place.City)
		}
	}
	if len(p.doubts) > 0 {
		reply := t.say("review.doubt", texts.Data{"Query": texts.Cut(p.doubts[0].query, 60)})
		return nil, &reply, nil
	}
	if len(p.left) > 0 {
		reply := t.say("subscribe.bad_words", texts.Data{"Words": texts.Cut(strings.Join(p.left, ", "), 80)})
		return nil, &reply, nil
	}
	return cities, nil, nil
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
	return b.withBack(ctx, t, r, reply)
}

// isReviewed tells the event that the review is about: nothing is merged with itself.
func isReviewed(r catalog.Review, id string) bool { return id == r.Known || id == r.Addition.Event.ID }

// merge makes the report one more of a known event.
func (b *Book) merge(ctx context.Context, t *talk, r catalog.Review, id string) (Reply, error) {
	if isReviewed(r, id) {
		return t.toast("review.no_merge"), nil
	}
	_, err := b.needs.Catalogue.Event(ctx, id)
	if b.isNotFound(err) {
		return t.toast("ask.gone"), nil
	}
	if err != nil {
		return Reply{}, fmt.Errorf("read event %s: %w", id, err)
	}
	addition := r.Addition
	addition.Event.ID, addition.Event.Origin = id, catalog.FromEditor
	added, err := b.needs.Editing.Add(ctx, addition)
	if err != nil {
		return Reply{}, fmt.Errorf("merge into event %s: %w", id, err)
	}
	if r.Known != "" {
		if err := b.needs.Editing.Remove(ctx, r.Known); err != nil && !b.isNotFound(err) {
			return Reply{}, fmt.Errorf("remove event %s: %w", r.Known, err)
		}
	}
	addition.Event = added.Event
	headline := t.reviewHeadline(catalog.Review{Addition: addition})
	return b.settled(ctx, t, r, t.say("review.merged", texts.Data{"Headline": headline}))
}
