package commands

import (
	"context"
	"fmt"
	"strings"

	"mostbot/catalog"
	"mostbot/texts"
)

func (b *Book) latest(ctx context.Context, t *talk) (Reply, error) {
	p, err := b.understand(ctx, t, t.Args)
	switch {
	case err != nil:
		return Reply{}, err
	case len(p.doubts) > 0:
		return b.askBack(ctx, t, p.doubts[0], latestData(catalog.NewFilter(p.refs...), 0)+" ")
	case len(p.left) > 0:
		return b.unclear(ctx, t, p)
	}
	return b.news(ctx, t, catalog.NewFilter(p.refs...), 0)
}

// unclear answers a filter with words that name nothing: what resembles them, and what was understood.
func (b *Book) unclear(ctx context.Context, t *talk, p phrase) (Reply, error) {
	f, err := b.look(ctx, t, strings.Join(p.left[:min(longestRun, len(p.left))], " "), nameSorts...)
	if err != nil {
		return Reply{}, err
	}
	reply, err := b.askBack(ctx, t, f)
	if len(p.refs) > 0 {
		what := t.Filter(catalog.NewFilter(p.refs...), t.directory)
		reply.Blocks = append(reply.Blocks, t.Say("subscribe.understood", texts.Data{"What": what}))
	}
	return reply, err
}

// news is a page of the newest events that pass the filter.
func (b *Book) news(ctx context.Context, t *talk, filter catalog.Filter, offset int) (Reply, error) {
	page, err := b.needs.Catalogue.Events(ctx, catalog.Query{Groups: filter.Groups(), Offset: offset, Limit: eventsOnPage})
	if err != nil {
		return Reply{}, fmt.Errorf("read the latest events: %w", err)
	}
	l := listing{head: t.Say("latest.head"), page: page, offset: offset}
	l.data = func(offset int) string { return latestData(filter, offset) }
	named := ""
	if len(filter) > 0 {
		named = t.Filter(filter, t.directory)
		l.head = t.Say("latest.head_filter", texts.Data{"Filter": named})
	}
	reply := t.say("latest.none", texts.Data{"Filter": named})
	if len(page.Events) > 0 {
		if reply, err = b.show(ctx, t, l); err != nil || offset > 0 {
			return reply.turned(t, offset), err
		}
	}
	follow, err := b.wishButton(ctx, t, t.Plain("button.follow"), wish{filter: filter, filtered: true})
	return reply.beside(follow).turned(t, offset), err
}

// turned replaces the page whose button was pressed; the first page may also be opened from elsewhere.
func (r Reply) turned(t *talk, offset int) Reply {
	if offset > 0 || strings.HasPrefix(t.Press, "latest:0:") {
		return r.replacing(t)
	}
	return r
}

func latestData(f catalog.Filter, offset int) string {
	return fmt.Sprintf("latest:%d:%s", offset, f.Key())
}

func (b *Book) pressLatest(ctx context.Context, t *talk, rest string) (Reply, error) {
	offset, key, ok := cutOffset(rest)
	filter, err := catalog.ParseFilter(key)
	if !ok || err != nil {
		return t.toast("ask.old"), nil
	}
	return b.news(ctx, t, filter, offset)
}
