package commands

import (
	"context"
	"fmt"
	"strings"

	"mostbot/catalog"
	"mostbot/texts"
)

const mostSearched = 8 // words of a search that count

func (b *Book) search(ctx context.Context, t *talk) (Reply, error) {
	words := strings.Fields(catalog.Fold(t.Args))
	if len(words) == 0 {
		return t.empty("search"), nil
	}
	return b.found(ctx, t, words[:min(mostSearched, len(words))], 0)
}

// found is a page of the events in which all the words stand.
func (b *Book) found(ctx context.Context, t *talk, words []string, offset int) (Reply, error) {
	page, err := b.needs.Catalogue.Events(ctx, catalog.Query{Words: words, Offset: offset, Limit: eventsOnPage})
	if err != nil {
		return Reply{}, fmt.Errorf("search for events: %w", err)
	}
	said := texts.Data{"Words": texts.Cut(strings.Join(words, " "), 60)}
	if len(page.Events) == 0 {
		return t.say("search.none", said).replacing(t), nil
	}
	l := listing{head: t.Say("search.head", said), page: page, offset: offset}
	l.data = func(offset int) string { return fmt.Sprintf("search:%d:%s", offset, strings.Join(words, " ")) }
	reply, err := b.show(ctx, t, l)
	return reply.replacing(t), err
}

func (b *Book) pressSearch(ctx context.Context, t *talk, rest string) (Reply, error) {
	offset, words, ok := cutOffset(rest)
	if !ok || words == "" {
		return t.toast("ask.old"), nil
	}
	return b.found(ctx, t, strings.Fields(words), offset)
}
