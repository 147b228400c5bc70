package commands

import (
	"context"
	"fmt"
	"strings"

	"mostbot/catalog"
	"mostbot/texts"
)

// reported is the reason of a review that a reader asked for.
const reported = "reported by a reader"

// report tells the editors that a card is wrong: the one that the command replies to.
func (b *Book) report(ctx context.Context, t *talk) (Reply, error) {
	var events []string
	for _, data := range t.QuotedData {
		if id, ok := strings.CutPrefix(data, "event:"); ok {
			events = append(events, id)
		}
		if id, ok := strings.CutPrefix(data, "report:"); ok {
			return b.complain(ctx, t, id)
		}
	}
	switch len(events) {
	case 0:
		return t.say("report.how"), nil
	case 1:
		return b.complain(ctx, t, events[0])
	}
	return b.askEvent(ctx, t, events)
}

// askEvent asks which of a list's events is wrong.
func (b *Book) askEvent(ctx context.Context, t *talk, events []string) (Reply, error) {
	reply := t.say("report.which")
	for _, id := range events[:min(eventsOnPage, len(events))] {
		e, err := b.needs.Catalogue.Event(ctx, id)
		if b.isNotFound(err) {
			continue
		}
		if err != nil {
			return Reply{}, fmt.Errorf("read event %s: %w", id, err)
		}
		button, err := b.button(ctx, texts.Cut(t.Headline(e, t.directory), 60), "report:"+id)
		if err != nil {
			return Reply{}, err
		}
		reply = reply.with([]texts.Button{button})
	}
	return reply, nil
}

func (b *Book) pressReport(ctx context.Context, t *talk, id string) (Reply, error) {
	reply, err := b.complain(ctx, t, id)
	if err == nil && len(reply.Blocks) > 0 {
		reply = t.toast("report.thanks")
	}
	return reply, err
}

// complain puts an event before the editors.
func (b *Book) complain(ctx context.Context, t *talk, id string) (Reply, error) {
	e, err := b.needs.Catalogue.Event(ctx, id)
	if b.isNotFound(err) {
		return t.gone(), nil
	}
	if err != nil {
		return Reply{}, fmt.Errorf("read event %s: %w", id, err)
	}
	if b.needs.Reviews == nil {
		return t.say("report.thanks"), nil
	}
	review := catalog.Review{
		ID: reportID(id), Addition: catalog.Addition{Event: e}, Reason: reported, Known: id, Queued: t.Now,
	}
	if _, err := b.needs.Reviews.Review(ctx, review.ID); !b.isNotFound(err) { // waits already: many readers, one review
		return t.say("report.thanks"), wrap(err, "look for a report")
	}
	if err := b.needs.Reviews.Queue(ctx, review); err != nil {
		return Reply{}, fmt.Errorf("queue a reader's report: %w", err)
	}
	if b.needs.Editors != nil {
		err = b.needs.Editors.Notify(ctx, review)
	}
	return t.say("report.thanks"), wrap(err, "tell the editors of a report")
}

// reportID tells a reader's report of an event from the report that the event was made of.
func reportID(event string) string { return "!" + event }

func wrap(err error, doing string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}
