package commands

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"mostbot/catalog"
	"mostbot/texts"
)

// question answers free text: one name is asked for its card, two for what lies between, anything else
// that we understand for its news.
func (b *Book) question(ctx context.Context, t *talk) (Reply, error) {
	if utf8.RuneCountInString(t.Args) > longestArgs {
		return t.say("ask.long"), nil
	}
	if strings.HasPrefix(t.Args, "/") {
		return t.say("ask.unknown_command", texts.Data{"Command": texts.Cut(t.Args, 40)}), nil
	}
	t.Args = texts.Clean(t.Args)
	if reply, answered, err := b.answer(ctx, t); answered || err != nil {
		return reply, err
	}
	if c, args, ok := b.spoken(t); ok {
		t.Args = args
		return c.run(ctx, t)
	}
	p, err := b.understand(ctx, t, t.Args)
	if err != nil {
		return Reply{}, err
	}
	if c, ok := b.mentioned(t); ok && p.all && len(p.refs) == 0 {
		t.Args = ""
		return c.run(ctx, t)
	}
	things := p.things()
	switch {
	case len(p.doubts) == 1 && len(things) == 1 && len(p.refs) == 1:
		return b.askPartner(ctx, t, things, p.doubts)
	case len(p.doubts) > 0:
		return b.askBack(ctx, t, p.doubts[0])
	case len(things) == 1 && len(p.refs) == 1 && !p.latest:
		return b.card(ctx, t, things[0])
	case len(things) == 2 && p.onlyKinds(things) && !p.latest && things[0] != things[1]:
		return b.connection(ctx, t, things[0], things[1], 0)
	case len(p.refs) > 0 || (p.latest || p.all) && len(p.left) == 0:
		return b.news(ctx, t, catalog.NewFilter(p.refs...), 0)
	}
	return b.lost(ctx, t, p)
}

// onlyKinds tells whether besides the things at most kinds of events are named: "when did Burgas and Kherson sign a
// memorandum?" asks for what lies between.
func (p phrase) onlyKinds(things []catalog.Ref) bool {
	others := slices.DeleteFunc(slices.Clone(p.refs), func(r catalog.Ref) bool { return slices.Contains(things, r) })
	return !slices.ContainsFunc(others, func(r catalog.Ref) bool { return r.Sort != catalog.SortKind })
}

// mostUnknown is the number of words up to which they may be one name.
const mostUnknown = 3

// lost answers a question in which nothing was understood; in a group it is none.
func (b *Book) lost(ctx context.Context, t *talk, p phrase) (Reply, error) {
	if t.Chat.Kind != catalog.Private { // people in a group talk to each other
		return Reply{Silent: true}, nil
	}
	if c, ok := b.mentioned(t); ok {
		t.Args = ""
		return c.run(ctx, t)
	}
	if len(p.left) == 0 && len(tokens(t.Args)) > 0 { // nothing but small words
		return b.chat(ctx, t)
	}
	if b.thanked(t) {
		return t.say("ask.welcome"), nil
	}
	if len(p.left) == 0 || len(p.left) > mostUnknown {
		return t.noise(), nil
	}
	f, err := b.look(ctx, t, strings.Join(p.left, " "), nameSorts...)
	if err != nil {
		return Reply{}, err
	}
	if ref, ok := f.sure(); ok {
		if len(strings.Fields(t.Args)) == len(p.left) {
			return b.card(ctx, t, ref)
		}
		return t.noise(), nil // a common word that a town somewhere is called
	}
	if len(f.refs)+len(f.near) > 0 {
		return b.askBack(ctx, t, f)
	}
	if utf8.RuneCountInString(f.query) < readyToGuess {
		return t.noise(), nil
	}
	found, err := b.found(ctx, t, f.query, 0) // it may stand in a title
	switch {
	case err != nil || len(found.Buttons) > 0:
		return found, err
	case len(p.left) > 1:
		return t.noise(), nil
	}
	return b.askBack(ctx, t, f)
}

// noise asks for a name.
func (t *talk) noise() Reply { return t.say("ask.noise").with(t.openings()[:2]...) }

// chat answers thanks and greetings.
func (b *Book) chat(ctx context.Context, t *talk) (Reply, error) {
	if b.thanked(t) {
		return t.say("ask.welcome"), nil
	}
	return b.start(ctx, t)
}

// thanked tells whether there is a word of thanks in the text.
func (b *Book) thanked(t *talk) bool {
	for _, words := range tokens(t.Args) {
		for _, w := range words {
			if b.words.thanks[catalog.Fold(w)] {
				return true
			}
		}
	}
	return false
}
