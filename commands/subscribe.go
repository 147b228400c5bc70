package commands

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"mostbot/catalog"
	"mostbot/texts"
)

const (
	mostSubscriptions = 20 // of one chat
	mostConditions    = 20 // of one filter
	answerLife        = 10 * time.Minute
)

func weekdayOf(i int) time.Weekday { return time.Weekday((i + 1) % 7) }

func (b *Book) subscribe(ctx context.Context, t *talk) (Reply, error) {
	if allowed, err := b.mayChange(ctx, t); err != nil || !allowed {
		return t.say("ask.admins"), err
	}
	if t.Args == "" {
		return b.askWhen(ctx, t, wish{})
	}
	timing, rest := b.readTiming(t.Args)
	p, err := b.understand(ctx, t, rest)
	if err != nil {
		return Reply{}, err
	}
	filter := catalog.NewFilter(p.refs...)
	switch {
	case timing.bad != "":
		word := texts.Data{"Word": texts.Cut(timing.bad, 20)}
		return t.blocks(t.Say("subscribe.bad_time", word), t.Say("subscribe.hint")), nil
	case len(p.doubts) > 0:
		return b.askFilter(ctx, t, timing, p)
	case len(p.left) > 0:
		return b.misunderstood(t, timing, p), nil
	case len(filter) > mostConditions:
		return t.say("subscribe.too_many", texts.Data{"N": mostConditions}), nil
	}
	w := wish{filter: filter, filtered: len(filter) > 0 || p.all || timing.said()}
	if timing.said() {
		w.when = timing.schedule().String()
	}
	return b.goOn(ctx, t, w)
}

// misunderstood says which words of a subscription named nothing, and what was understood.
func (b *Book) misunderstood(t *talk, when timing, p phrase) Reply {
	var what []string
	if when.said() {
		what = append(what, t.Schedule(when.schedule()))
	}
	if len(p.refs) > 0 {
		what = append(what, t.Filter(catalog.NewFilter(p.refs...), t.directory))
	}
	words := texts.Cut(strings.Join(p.left, ", "), 80)
	reply := t.say("subscribe.bad_words", texts.Data{"Words": words})
	if len(what) > 0 {
		reply.Blocks[0] = texts.Join(" ", reply.Blocks[0],
			t.Say("subscribe.understood", texts.Data{"What": strings.Join(what, "; ")}))
	}
	reply.Blocks = append(reply.Blocks, t.Say("subscribe.hint"))
	return reply
}

// askFilter asks which of several things a name in the filter means.
func (b *Book) askFilter(ctx context.Context, t *talk, when timing, p phrase) (Reply, error) {
	doubt := p.doubts[0]
	var choices []choice
	refs := doubt.refs[:min(suggestions, len(doubt.refs))]
	names := b.fullNames(t, refs)
	for i, r := range refs {
		w := wish{filter: catalog.NewFilter(append(slices.Clone(p.refs), r)...), filtered: true}
		if when.said() {
			w.when = when.schedule().String()
		}
		choices = append(choices, choice{names[i], w})
	}
	return b.offer(ctx, t, t.say("ask.which", texts.Data{"Query": texts.Cut(doubt.query, 60)}), 1, choices)
}

func (b *Book) pressSubscribe(ctx context.Context, t *talk, rest string) (Reply, error) {
	w, ok := parseWish(rest)
	if !ok {
		return t.toast("ask.old"), nil
	}
	reply, err := b.goOn(ctx, t, w)
	reply.Edit = w.when != "" && len(reply.Blocks) > 0 // the first step leaves the card alone on which it was begun
	return reply, err
}

// fulfil makes the subscription, or changes the one that the wish speaks of.
func (b *Book) fulfil(ctx context.Context, t *talk, w wish) (Reply, error) {
	schedule, err := catalog.ParseSchedule(w.when)
	if err != nil {
		return t.toast("ask.old"), nil
	}
	known, err := b.needs.Subscriptions.Subscriptions(ctx, t.Chat.ID)
	if err != nil {
		return Reply{}, fmt.Errorf("read the subscriptions: %w", err)
	}
	if err := b.forgetAnswer(ctx, t); err != nil {
		return Reply{}, err
	}
	if w.n > 0 {
		s, ok := numbered(known, strconv.Itoa(w.n))
		if !ok {
			return t.unknownSubscription(strconv.Itoa(w.n)), nil
		}
		s.Schedule, s.Filter = schedule, w.filter
		return b.change(ctx, t, s)
	}
	for _, s := range known {
		if s.Schedule == schedule && s.Filter.Key() == w.filter.Key() && s.Thread == t.Thread {
			return b.again(ctx, t, s)
		}
	}
	if len(known) >= mostSubscriptions {
		return t.say("subscribe.full", texts.Data{"N": len(known)}), nil
	}
	if err := b.rememberApp(ctx, t); err != nil {
		return Reply{}, err
	}
	next := schedule.Next(t.Now, t.zone)
	made, err := b.needs.Subscriptions.Subscribe(ctx, catalog.Subscription{
		Chat: t.Chat.ID, Thread: t.Thread, Schedule: schedule, Filter: w.filter, Since: t.Now,
	}, next)
	if err != nil {
		return Reply{}, fmt.Errorf("subscribe: %w", err)
	}
	return t.subscribed("subscribe.done", made, next), nil
}

// again answers for a subscription that the chat has already; one that was paused goes on.
func (b *Book) again(ctx context.Context, t *talk, s catalog.Subscription) (Reply, error) {
	if s.Paused {
		s.Since = t.Now // what came in the meantime was not wanted
		return b.change(ctx, t, s)
	}
	said := texts.Data{"No": strconv.Itoa(s.N), "When": t.Schedule(s.Schedule), "Filter": t.Filter(s.Filter, t.directory)}
	return t.say("subscribe.already", said).with(t.mine()), nil
}

// subscribed says what the chat is subscribed to now.
func (t *talk) subscribed(id string, s catalog.Subscription, next time.Time) Reply {
	said := texts.Data{"When": texts.Capitalised(t.Schedule(s.Schedule)), "Filter": t.Filter(s.Filter, t.directory)}
	return t.blocks(texts.Join("\n", t.Say(id, said), t.nextDigest(next))).with(t.mine())
}

// rememberApp keeps the language of a person's app, so that digests speak it too.
func (b *Book) rememberApp(ctx context.Context, t *talk) error {
	spoken := b.language(t.Request)
	if t.Chat.Kind != catalog.Private || t.Chat.Language != "" || t.Chat.App == spoken {
		return nil
	}
	chat := t.Chat
	chat.App = spoken
	return b.save(ctx, t, chat)
}

// nextDigest tells when the first digest comes; nothing for what comes at once.
func (t *talk) nextDigest(next time.Time) texts.HTML {
	if next.IsZero() {
		return texts.HTML{}
	}
	when := t.Moment(next.In(t.zone), t.Now.In(t.zone))
	return t.Say("subscribe.next", texts.Data{"Next": when, "Zone": zoneName(t.zone)})
}

func (t *talk) mine() []texts.Button {
	return []texts.Button{t.opening("button.subscriptions", "subscriptions")}
}

// change keeps a subscription as it was changed; if it was paused, it goes on.
func (b *Book) change(ctx context.Context, t *talk, s catalog.Subscription) (Reply, error) {
	s.Paused = false
	next := s.Schedule.Next(t.Now, t.zone)
	err := b.needs.Subscriptions.ChangeSubscription(ctx, s, next)
	if b.isNotFound(err) {
		return t.unknownSubscription(strconv.Itoa(s.N)), nil
	}
	if err != nil {
		return Reply{}, fmt.Errorf("change a subscription: %w", err)
	}
	return t.subscribed("subscribe.changed", s, next), nil
}

// numbered finds a chat's subscription by its number.
func numbered(known []catalog.Subscription, no string) (catalog.Subscription, bool) {
	i := slices.IndexFunc(known, func(s catalog.Subscription) bool { return strconv.Itoa(s.N) == no })
	if i < 0 {
		return catalog.Subscription{}, false
	}
	return known[i], true
}

func (t *talk) unknownSubscription(no string) Reply {
	said := texts.Data{"No": texts.Cut(no, 20)}
	if t.Press != "" {
		return t.toast("unsubscribe.unknown", said)
	}
	return t.say("unsubscribe.unknown", said)
}

// In a private chat the names of what to hear of can be written instead of pressed: the wish waits for them.

func answerKey(t *talk) string { return fmt.Sprintf("answer:%d:%d", t.Chat.ID, t.User.ID) }

func (b *Book) await(ctx context.Context, t *talk, w wish) error {
	if err := b.needs.Memory.Remember(ctx, answerKey(t), w.String(), answerLife); err != nil {
		return fmt.Errorf("remember a dialogue: %w", err)
	}
	return nil
}

func (b *Book) forgetAnswer(ctx context.Context, t *talk) error {
	if t.Chat.Kind != catalog.Private {
		return nil
	}
	if err := b.needs.Memory.Remember(ctx, answerKey(t), "", time.Second); err != nil {
		return fmt.Errorf("end a dialogue: %w", err)
	}
	return nil
}

// answer takes free text as the answer to the dialogue's question, if one was asked and the text answers it.
func (b *Book) answer(ctx context.Context, t *talk) (Reply, bool, error) {
	state, err := b.recall(ctx, answerKey(t))
	if err == nil && t.User.Admin && strings.HasPrefix(state, "review|") {
		reply, err := b.answerReview(ctx, t, state)
		return reply, true, err
	}
	w, ok := parseWish(state)
	if err != nil || !ok || strings.Contains(t.Args, "?") {
		return Reply{}, false, err
	}
	p, err := b.understand(ctx, t, t.Args)
	if err != nil || len(p.left)+len(p.doubts) > 0 || len(p.refs) == 0 && !p.all || p.latest {
		return Reply{}, false, err
	}
	w.filter, w.filtered = catalog.NewFilter(p.refs...), true
	if len(w.filter) > mostConditions {
		return t.say("subscribe.too_many", texts.Data{"N": mostConditions}), true, nil
	}
	reply, err := b.fulfil(ctx, t, w)
	return reply, true, err
}
