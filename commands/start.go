package commands

import (
	"context"
	"strings"

	"mostbot/catalog"
	"mostbot/texts"
)

// start greets; a payload, which a link to the bot carries, opens a card, an event or a subscription instead.
func (b *Book) start(ctx context.Context, t *talk) (Reply, error) {
	if sort, id, ok := strings.Cut(t.Args, "_"); ok {
		switch s := catalog.Sort(sort); s {
		case catalog.SortCity, catalog.SortOrganisation, catalog.SortProject:
			return b.card(ctx, t, catalog.Ref{Sort: s, ID: id})
		}
		if sort == "event" {
			return b.event(ctx, t, id)
		}
		if sort == "press" {
			return b.pressed(ctx, t, id)
		}
		if sort == "follow" {
			return b.follow(ctx, t, id)
		}
	}
	return t.blocks(t.Say("start.hello"), t.Say("start.ask")).with(t.openings()...), nil
}

// follow opens the dialogue for a subscription to what a link names: "follow_city_732770".
func (b *Book) follow(ctx context.Context, t *talk, payload string) (Reply, error) {
	ref, err := catalog.ParseRef(strings.Replace(payload, "_", ":", 1))
	if err != nil {
		return t.say("ask.gone"), nil
	}
	return b.askWhen(ctx, t, wish{filter: catalog.NewFilter(ref), filtered: true})
}

// opening is a button that does what a command does.
func (t *talk) opening(text, command string) texts.Button {
	return texts.Button{Text: t.Plain(text), Data: "do:" + command}
}
