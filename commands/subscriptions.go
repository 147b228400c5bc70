package commands

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"mostbot/catalog"
	"mostbot/texts"
)

func (b *Book) subscriptions(ctx context.Context, t *talk) (Reply, error) {
	known, err := b.needs.Subscriptions.Subscriptions(ctx, t.Chat.ID)
	if err != nil {
		return Reply{}, fmt.Errorf("read the subscriptions: %w", err)
	}
	if len(known) == 0 {
		return t.say("subscriptions.none").with([]texts.Button{t.opening("button.subscribe", "subscribe")}), nil
	}
	blocks := []texts.HTML{t.Say("subscriptions.head")}
	var rows [][]texts.Button
	for _, s := range known {
		blocks = append(blocks, t.subscriptionLine(s))
		rows = append(rows, t.subscriptionButtons(s))
	}
	list := texts.Join("\n", blocks...)
	return t.blocks(list, t.Say("subscriptions.legend")).with(rows...), nil
}

func (t *talk) subscriptionLine(s catalog.Subscription) texts.HTML {
	line := t.Say("subscriptions.line", texts.Data{
		"No": strconv.Itoa(s.N), "When": t.Schedule(s.Schedule), "Filter": t.Filter(s.Filter, t.directory),
	})
	switch {
	case s.Paused && s.Trouble != "":
		line = texts.Join(" ", line, t.Say("subscriptions."+string(s.Trouble)))
	case s.Paused:
		line = texts.Join(" ", line, t.Say("subscriptions.paused"))
	}
	return line
}

func (t *talk) subscriptionButtons(s catalog.Subscription) []texts.Button {
	pause := "pause"
	if s.Paused {
		pause = "resume"
	}
	var row []texts.Button
	for _, action := range []string{"change", pause, "delete"} {
		no := strconv.Itoa(s.N)
		row = append(row, texts.Button{
			Text: t.Plain("subscriptions."+action, texts.Data{"No": no}),
			Data: "subs:" + t.owner() + ":" + action + ":" + no,
		})
	}
	return row
}

// pressSubscription changes, pauses, resumes or deletes one of the chat's subscriptions.
func (b *Book) pressSubscription(ctx context.Context, t *talk, rest string) (Reply, error) {
	action, no, _ := strings.Cut(rest, ":")
	if action == "all" {
		return b.drop(ctx, t, nil)
	}
	known, err := b.needs.Subscriptions.Subscriptions(ctx, t.Chat.ID)
	if err != nil {
		return Reply{}, fmt.Errorf("read the subscriptions: %w", err)
	}
	s, ok := numbered(known, no)
	if !ok {
		return t.unknownSubscription(no), nil
	}
	switch action {
	case "change":
		return b.askChange(ctx, t, s)
	case "pause", "resume":
		return b.pause(ctx, t, s, action == "pause")
	case "delete":
		reply, err := b.drop(ctx, t, &s)
		return reply.replacing(t), err
	}
	return t.toast("ask.old"), nil
}

// askChange asks when the subscription is to be served from now on, or for other things to follow.
func (b *Book) askChange(ctx context.Context, t *talk, s catalog.Subscription) (Reply, error) {
	reply, err := b.askWhen(ctx, t, wish{filtered: true, filter: s.Filter, n: s.N})
	if err != nil {
		return Reply{}, err
	}
	other, err := b.wishButton(ctx, t, t.Plain("subscriptions.refilter"), wish{when: s.Schedule.String(), n: s.N})
	reply.Blocks = append([]texts.HTML{t.subscriptionLine(s)}, reply.Blocks...)
	return reply.with([]texts.Button{other}).replacing(t), err
}

func (b *Book) pause(ctx context.Context, t *talk, s catalog.Subscription, paused bool) (Reply, error) {
	next := time.Time{}
	if !paused {
		next = s.Schedule.Next(t.Now, t.zone)
		s.Since = t.Now // what came in the meantime was not wanted
	}
	s.Paused = paused
	if err := b.needs.Subscriptions.ChangeSubscription(ctx, s, next); err != nil && !b.isNotFound(err) {
		return Reply{}, fmt.Errorf("pause or resume a subscription: %w", err)
	}
	reply, err := b.subscriptions(ctx, t)
	return reply.replacing(t), err
}

func (b *Book) unsubscribe(ctx context.Context, t *talk) (Reply, error) {
	if allowed, err := b.mayChange(ctx, t); err != nil || !allowed {
		return t.say("ask.admins"), err
	}
	if b.words.all[catalog.Fold(t.Args)] {
		return b.drop(ctx, t, nil)
	}
	known, err := b.needs.Subscriptions.Subscriptions(ctx, t.Chat.ID)
	if err != nil {
		return Reply{}, fmt.Errorf("read the subscriptions: %w", err)
	}
	if t.Args == "" {
		return b.askWhich(ctx, t, known)
	}
	if nos := strings.FieldsFunc(t.Args, func(r rune) bool { return strings.ContainsRune(" ,;№#", r) }); len(nos) > 1 {
		return b.dropSome(ctx, t, known, nos)
	}
	no := strings.TrimLeft(t.Args, "№# ")
	s, ok := numbered(known, no)
	if !ok {
		return t.unknownSubscription(no), nil
	}
	return b.drop(ctx, t, &s)
}

// askWhich asks which subscription is to end; a single one ends at once.
func (b *Book) askWhich(ctx context.Context, t *talk, known []catalog.Subscription) (Reply, error) {
	switch len(known) {
	case 0:
		return t.say("subscriptions.none").with([]texts.Button{t.opening("button.subscribe", "subscribe")}), nil
	case 1:
		return b.drop(ctx, t, &known[0])
	}
	lines := []texts.HTML{t.Say("unsubscribe.which")}
	var buttons []texts.Button
	for _, s := range known {
		lines = append(lines, t.subscriptionLine(s))
		buttons = append(buttons, t.subscriptionButtons(s)[2])
	}
	all := texts.Button{Text: t.Plain("unsubscribe.everything"), Data: "subs:" + t.owner() + ":all"}
	return t.blocks(texts.Join("\n", lines...)).with(inRows(buttons, 4)...).with([]texts.Button{all}), nil
}

// dropSome deletes the numbered subscriptions; all of them, or none where one of the numbers is wrong.
func (b *Book) dropSome(ctx context.Context, t *talk, known []catalog.Subscription, nos []string) (Reply, error) {
	var some []catalog.Subscription
	for _, no := range nos {
		s, ok := numbered(known, no)
		if !ok {
			return t.unknownSubscription(no), nil
		}
		some = append(some, s)
	}
	for _, s := range some {
		if err := b.needs.Subscriptions.Unsubscribe(ctx, t.Chat.ID, s.N); err != nil && !b.isNotFound(err) {
			return Reply{}, fmt.Errorf("delete some subscriptions: %w", err)
		}
	}
	return t.say("unsubscribe.some", texts.Data{"Numbers": strings.Join(nos, ", ")}).with(t.mine()), nil
}

// drop deletes one subscription, or all of the chat's where none is named.
func (b *Book) drop(ctx context.Context, t *talk, one *catalog.Subscription) (Reply, error) {
	if one != nil {
		if err := b.needs.Subscriptions.Unsubscribe(ctx, t.Chat.ID, one.N); err != nil && !b.isNotFound(err) {
			return Reply{}, fmt.Errorf("delete a subscription: %w", err)
		}
		undo, err := b.wishButton(ctx, t, t.Plain("unsubscribe.undo"),
			wish{when: one.Schedule.String(), filter: one.Filter, filtered: true})
		return t.say("unsubscribe.done").with([]texts.Button{undo}), err
	}
	known, err := b.needs.Subscriptions.Subscriptions(ctx, t.Chat.ID)
	if err != nil {
		return Reply{}, fmt.Errorf("read the subscriptions: %w", err)
	}
	for _, s := range known {
		if err := b.needs.Subscriptions.Unsubscribe(ctx, t.Chat.ID, s.N); err != nil && !b.isNotFound(err) {
			return Reply{}, fmt.Errorf("delete all subscriptions: %w", err)
		}
	}
	return t.say("unsubscribe.all").replacing(t), nil
}
