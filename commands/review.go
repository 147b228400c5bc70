package commands

import (
	"context"
	"fmt"
	"strings"

	"mostbot/catalog"
	"mostbot/texts"
)

// review shows what waits for an editor, the oldest first; with arguments ("ID date 12.05.2025") it corrects it.
func (b *Book) review(ctx context.Context, t *talk) (Reply, error) {
	if b.needs.Reviews == nil {
		return t.say("review.none"), nil
	}
	id, rest, _ := strings.Cut(t.Args, " ")
	if id == "" {
		return b.nextReview(ctx, t, "")
	}
	r, err := b.needs.Reviews.Review(ctx, id)
	switch {
	case b.isNotFound(err):
		return t.say("review.settled"), nil
	case err != nil:
		return Reply{}, fmt.Errorf("read a review: %w", err)
	case rest == "":
		return b.reviewReply(ctx, t, r)
	}
	what, value, _ := strings.Cut(rest, " ")
	return b.correct(ctx, t, r, what, value)
}

// reviewsAhead is how many of the waiting reviews are looked through for the one after the present.
const reviewsAhead = 200

// nextReview shows the review that waits behind the one with the id, else the first.
func (b *Book) nextReview(ctx context.Context, t *talk, after string) (Reply, error) {
	waiting, _, err := b.needs.Reviews.Reviews(ctx, reviewsAhead)
	if err != nil {
		return Reply{}, fmt.Errorf("read the review queue: %w", err)
	}
	if len(waiting) == 0 {
		return t.say("review.none"), nil
	}
	for i, r := range waiting {
		if r.ID == after {
			return b.reviewReply(ctx, t, waiting[(i+1)%len(waiting)])
		}
	}
	return b.reviewReply(ctx, t, waiting[0])
}

func (b *Book) reviewReply(ctx context.Context, t *talk, r catalog.Review) (Reply, error) {
	message, err := b.reviewCard(ctx, t.Printer, t.directory, r)
	return Reply{Message: message}, err
}

// ReviewCard is the card that puts a review before an editor, with the buttons to decide.
func (b *Book) ReviewCard(ctx context.Context, r catalog.Review, lang catalog.Language) (texts.Message, error) {
	directory, err := b.needs.News.Directory(ctx)
	if err != nil {
		return texts.Message{}, fmt.Errorf("read the directory: %w", err)
	}
	p := b.needs.Texts.Printer(texts.Choose(lang, b.needs.Language)).At(r.Queued)
	return b.reviewCard(ctx, p, directory, r)
}

func (b *Book) reviewCard(
	ctx context.Context, p *texts.Printer, d *catalog.Directory, r catalog.Review,
) (texts.Message, error) {
	with := d.With(r.Addition.Organisations, r.Addition.Projects) // names that only the report knows
	head := p.Say("review.unsure", texts.Data{"Percent": int(r.Addition.Event.Confidence*100 + 0.5)})
	if r.Known != "" {
		head = p.Say("review.reported")
	}
	blocks := append([]texts.HTML{head}, p.Details(r.Addition.Event, with)...)
	if sources := r.Addition.Event.Sources; len(sources) > 0 && sources[0].Title != "" { // as its outlet puts it
		blocks = append(blocks, texts.Text("📰 "+texts.Cut(sources[0].Title, longestTitle)))
	}
	buttons, err := b.reviewButtons(ctx, p, r)
	return texts.Message{Blocks: compact(blocks), Buttons: buttons}, err
}

func (b *Book) reviewButtons(ctx context.Context, p *texts.Printer, r catalog.Review) ([][]texts.Button, error) {
	rows := [][]string{
		{"publish", "reject"}, {"kind", "stage", "date"}, {"cities", "organisations", "projects"}, {"names", "merge", "next"},
	}
	switch {
	case r.Known != "" && r.Corrected:
		rows[0] = []string{"save", "remove"}
	case r.Known != "":
		rows[0] = []string{"keep", "remove"}
	}
	var buttons [][]texts.Button
	for _, row := range rows {
		var line []texts.Button
		for _, action := range row {
			button, err := b.button(ctx, p.Plain("review_button."+action), reviewData(r.ID, action))
			if err != nil {
				return nil, err
			}
			line = append(line, button)
		}
		buttons = append(buttons, line)
	}
	return buttons, nil
}

func reviewData(id, action string) string { return "review:" + id + ":" + action }

// pressReview decides on a review, or begins to correct it.
func (b *Book) pressReview(ctx context.Context, t *talk, rest string) (Reply, error) {
	if !t.User.Admin || b.needs.Reviews == nil {
		return t.toast("ask.bot_admins"), nil
	}
	id, action, _ := strings.Cut(rest, ":")
	if action == "next" {
		reply, err := b.nextReview(ctx, t, id)
		return reply.replacing(t), err
	}
	r, err := b.needs.Reviews.Review(ctx, id)
	if b.isNotFound(err) {
		return t.toast("review.settled"), nil
	}
	if err != nil {
		return Reply{}, fmt.Errorf("read a review: %w", err)
	}
	reply, err := b.decide(ctx, t, r, action)
	if len(reply.Blocks) > 0 {
		reply = reply.replacing(t)
	}
	return reply, err
}

func (b *Book) decide(ctx context.Context, t *talk, r catalog.Review, action string) (Reply, error) {
	action, value, _ := strings.Cut(action, ":")
	switch {
	case action == "publish" || action == "keep" || action == "save":
		return b.publish(ctx, t, r)
	case action == "reject":
		return b.settled(ctx, t, r, t.say("review.rejected", texts.Data{"Headline": t.reviewHeadline(r)}))
	case action == "show":
		return b.reviewReply(ctx, t, r)
	case action == "names":
		return b.askNames(ctx, t, r)
	case action == "name":
		return b.pressName(ctx, t, r, value)
	case action == "remove":
		return b.withdraw(ctx, t, r)
	case action == "merge" && value != "":
		return b.merge(ctx, t, r, value)
	case action == "merge":
		return b.askMerge(ctx, t, r)
	case action == "stage":
		return b.correct(ctx, t, r, "stage", "")
	case action == "kind" && value == "":
		return b.askKind(ctx, t, r)
	case value == "":
		return b.askCorrection(ctx, t, r, action)
	}
	return b.correct(ctx, t, r, action, value)
}

func (t *talk) reviewHeadline(r catalog.Review) string {
	return t.Headline(r.Addition.Event, t.directory.With(r.Addition.Organisations, r.Addition.Projects))
}

// publish writes the event as the editor has it now.
func (b *Book) publish(ctx context.Context, t *talk, r catalog.Review) (Reply, error) {
	addition := r.Addition
	addition.Event.Origin, addition.Event.Confidence = catalog.FromEditor, 1
	if r.Known != "" {
		_, err := b.needs.Editing.Revise(ctx, addition)
		if b.isNotFound(err) {
			return b.settled(ctx, t, r, t.say("review.settled"))
		}
		if err != nil {
			return Reply{}, fmt.Errorf("revise an event: %w", err)
		}
		said := "review.kept"
		if r.Corrected {
			said = "review.corrected"
		}
		return b.settled(ctx, t, r, t.say(said, texts.Data{"Headline": t.reviewHeadline(r)}))
	}
	added, err := b.needs.Editing.Add(ctx, addition)
	if err != nil {
		return Reply{}, fmt.Errorf("publish an event: %w", err)
	}
	reply := t.say("review.published", texts.Data{"Headline": t.reviewHeadline(r)})
	button, err := b.button(ctx, t.Plain("button.details"), "event:"+added.Event.ID)
	if err != nil {
		return Reply{}, err
	}
	return b.settled(ctx, t, r, reply.with([]texts.Button{button}))
}

// withdraw takes out of the catalogue what a reader complained of.
func (b *Book) withdraw(ctx context.Context, t *talk, r catalog.Review) (Reply, error) {
	if err := b.needs.Editing.Remove(ctx, r.Known); err != nil && !b.isNotFound(err) {
		return Reply{}, fmt.Errorf("remove an event: %w", err)
	}
	return b.settled(ctx, t, r, t.say("review.removed", texts.Data{"Headline": t.reviewHeadline(r)}))
}

// settled takes the review out of the queue; the reply leads on to the next one.
func (b *Book) settled(ctx context.Context, t *talk, r catalog.Review, reply Reply) (Reply, error) {
	err := b.needs.Reviews.Settled(ctx, r.ID)
	switch {
	case b.isNotFound(err): // another editor decided meanwhile
		reply = t.say("review.settled")
	case err != nil:
		return Reply{}, fmt.Errorf("settle a review: %w", err)
	}
	next, err := b.button(ctx, t.Plain("review_button.next"), reviewData(r.ID, "next"))
	return reply.with([]texts.Button{next}), err
}
