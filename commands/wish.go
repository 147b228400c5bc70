package commands

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"mostbot/catalog"
	"mostbot/texts"
)

// wish is a subscription that is being talked about. A dialogue's buttons carry it whole, so nothing has to be kept.
type wish struct {
	when     string // a schedule's text form; "" or a "?" at its end where something has still to be asked
	filter   catalog.Filter
	filtered bool // the filter was chosen
	topical  bool // a topic is to be chosen
	n        int  // the subscription that is to be changed, 0 for a new one
}

func (w wish) String() string {
	filter := w.filter.Key()
	switch {
	case w.topical:
		filter = "#"
	case !w.filtered:
		filter = "?"
	}
	return w.when + "|" + filter + "|" + strconv.Itoa(w.n)
}

func parseWish(s string) (wish, bool) {
	parts := strings.Split(s, "|")
	if len(parts) != 3 {
		return wish{}, false
	}
	w := wish{when: parts[0], filtered: true}
	n, err := strconv.Atoi(parts[2])
	if err != nil || n < 0 {
		return wish{}, false
	}
	w.n = n
	switch parts[1] {
	case "?":
		w.filtered = false
	case "#":
		w.topical = true
	default:
		if w.filter, err = catalog.ParseFilter(parts[1]); err != nil {
			return wish{}, false
		}
	}
	return w, true
}

// wishButton goes on with the dialogue at what the wish still lacks. The first button of a dialogue is nobody's own.
func (b *Book) wishButton(ctx context.Context, t *talk, text string, w wish) (texts.Button, error) {
	owner := t.owner()
	if w.when == "" {
		owner = "0"
	}
	return b.button(ctx, text, "sub:"+owner+":"+w.String())
}

// choice is a row of a dialogue's buttons: the wishes that the texts stand for.
type choice struct {
	text string
	wish wish
}

// offer is a step of the dialogue.
func (b *Book) offer(ctx context.Context, t *talk, reply Reply, inRow int, choices []choice) (Reply, error) {
	var buttons []texts.Button
	for _, c := range choices {
		button, err := b.wishButton(ctx, t, c.text, c.wish)
		if err != nil {
			return Reply{}, err
		}
		buttons = append(buttons, button)
	}
	return reply.with(inRows(buttons, inRow)...), nil
}

// goOn asks for what the wish still lacks, or fulfils it.
func (b *Book) goOn(ctx context.Context, t *talk, w wish) (Reply, error) {
	switch {
	case w.when == "":
		return b.askWhen(ctx, t, w)
	case w.when == "weekly ?":
		return b.askDay(ctx, t, w)
	case strings.HasSuffix(w.when, "?"):
		return b.askTime(ctx, t, w)
	case w.topical:
		return b.askTopic(ctx, t, w)
	case !w.filtered:
		return b.askWhat(ctx, t, w)
	}
	return b.fulfil(ctx, t, w)
}

func (b *Book) askWhen(ctx context.Context, t *talk, w wish) (Reply, error) {
	var choices []choice
	for _, when := range []string{"instant", "daily ?", "weekdays ?", "weekly ?"} {
		next := w
		next.when = when
		choices = append(choices, choice{t.Plain("subscribe." + strings.TrimSuffix(when, " ?")), next})
	}
	return b.offer(ctx, t, t.say("subscribe.when"), 2, choices)
}

func (b *Book) askDay(ctx context.Context, t *talk, w wish) (Reply, error) {
	var choices []choice
	for i, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		next := w
		next.when = "weekly " + day + " ?"
		choices = append(choices, choice{texts.Capitalised(t.Weekday(weekdayOf(i))), next})
	}
	return b.offer(ctx, t, t.say("subscribe.day"), 2, choices)
}

func (b *Book) askTime(ctx context.Context, t *talk, w wish) (Reply, error) {
	var choices []choice
	for _, clock := range []string{"07:00", "08:00", "09:00", "12:00", "17:00", "18:00", "20:00", "21:00"} {
		next := w
		next.when = strings.TrimSuffix(w.when, "?") + clock
		choices = append(choices, choice{clock, next})
	}
	return b.offer(ctx, t, t.say("subscribe.time"), 4, choices)
}

// citiesOffered is how many cities a dialogue offers by name.
const citiesOffered = 4

func (b *Book) askWhat(ctx context.Context, t *talk, w wish) (Reply, error) {
	s, err := catalog.ParseSchedule(w.when)
	if err != nil {
		return t.toast("ask.old"), nil
	}
	counts, err := b.needs.Catalogue.Counts(ctx, catalog.SortCity)
	if err != nil {
		return Reply{}, fmt.Errorf("find cities to offer: %w", err)
	}
	everything, topical := w, w
	everything.filtered, topical.topical = true, true
	choices := []choice{{t.Plain("subscribe.everything"), everything}, {t.Plain("subscribe.by_topic"), topical}}
	for _, c := range counts[:min(citiesOffered, len(counts))] {
		next := w
		next.filter, next.filtered = catalog.NewFilter(c.Ref), true
		choices = append(choices, choice{label(signs[catalog.SortCity], t.Name(c.Ref, t.directory)), next})
	}
	id := "subscribe.what_group"
	if t.Chat.Kind == catalog.Private {
		id = "subscribe.what"
		if err := b.await(ctx, t, w); err != nil {
			return Reply{}, err
		}
	}
	when := texts.Capitalised(t.Schedule(s))
	example := "/subscribe " + t.Plain("subscribe.example")
	return b.offer(ctx, t, t.say(id, texts.Data{"When": when, "Example": example}), 2, choices)
}

func (b *Book) askTopic(ctx context.Context, t *talk, w wish) (Reply, error) {
	var choices []choice
	for _, topic := range catalog.Topics {
		next := w
		next.filter, next.filtered, next.topical = catalog.NewFilter(catalog.TopicRef(topic)), true, false
		choices = append(choices, choice{texts.Capitalised(t.Topic(topic)), next})
	}
	return b.offer(ctx, t, t.say("subscribe.topics"), 2, choices)
}
