package commands

import (
	"context"
	"fmt"
	"slices"
	"time"

	"mostbot/catalog"
	"mostbot/texts"
)

const week = 7 * 24 * time.Hour

// digest composes the digest of the last week now.
func (b *Book) digest(ctx context.Context, t *talk) (Reply, error) {
	p, err := b.understand(ctx, t, t.Args)
	switch {
	case err != nil:
		return Reply{}, err
	case len(p.doubts) > 0:
		return b.askBack(ctx, t, p.doubts[0], latestData(catalog.NewFilter(p.refs...), 0)+" ")
	case len(p.left) > 0:
		return b.unclear(ctx, t, p)
	}
	filter := catalog.NewFilter(p.refs...)
	from := t.Now.Add(-week)
	events, err := b.needs.News.Entered(ctx, from, t.Now)
	if err != nil {
		return Reply{}, fmt.Errorf("read what entered the catalogue: %w", err)
	}
	events = slices.DeleteFunc(slices.Clone(events), func(e catalog.Event) bool { return !filter.Wants(e) })
	if len(events) == 0 {
		named := ""
		if len(filter) > 0 {
			named = t.Filter(filter, t.directory)
		}
		latest := []texts.Button{t.opening("button.latest", "latest")}
		return t.say("digest.none", texts.Data{"Filter": named}).with(latest), nil
	}
	return Reply{Message: t.Digest(events, from.In(t.zone), t.Now.In(t.zone), filter, t.directory)}, nil
}
