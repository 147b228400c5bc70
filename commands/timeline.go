package commands

import (
	"context"
	"fmt"
	"slices"

	"mostbot/catalog"
	"mostbot/texts"
)

// momentsDrawn is how many events a timeline has room for.
const momentsDrawn = 14

// timeline draws the events of a name one after the other.
func (b *Book) timeline(ctx context.Context, t *talk) (Reply, error) {
	if t.Args == "" {
		return t.empty("timeline"), nil
	}
	f, err := b.lookTwice(ctx, t, nameSorts...)
	if err != nil {
		return Reply{}, err
	}
	r, ok := f.sure()
	if !ok {
		return b.askBack(ctx, t, f, "timeline:")
	}
	return b.drawTimeline(ctx, t, catalog.NewFilter(r))
}

func (b *Book) pressTimeline(ctx context.Context, t *talk, key string) (Reply, error) {
	filter, err := catalog.ParseFilter(key)
	if err != nil || len(filter) == 0 {
		return t.toast("ask.old"), nil
	}
	return b.drawTimeline(ctx, t, filter)
}

func (b *Book) drawTimeline(ctx context.Context, t *talk, filter catalog.Filter) (Reply, error) {
	page, err := b.needs.Catalogue.Events(ctx, catalog.Query{Groups: filter.Groups(), Limit: momentsDrawn})
	if err != nil {
		return Reply{}, fmt.Errorf("read the events of a timeline: %w", err)
	}
	name := t.Filter(filter, t.directory)
	if len(page.Events) == 0 || b.needs.Pictures == nil {
		return t.say("map.none", texts.Data{"Name": name}), nil
	}
	var moments []Moment
	for _, e := range slices.Backward(page.Events) {
		ahead := e.Date.First().After(t.Now)
		moments = append(moments, Moment{t.Date(e.Date), t.Headline(e, t.directory), t.Kind(e.Kind), ahead})
	}
	picture, err := b.needs.Pictures.Timeline(name, "mostbot", moments)
	if err != nil {
		return Reply{}, fmt.Errorf("draw a timeline: %w", err)
	}
	count := t.Say("count.events", texts.Data{"N": page.Total})
	if page.Total > len(moments) {
		count = t.Say("timeline.newest", texts.Data{"Shown": len(moments), "N": page.Total})
	}
	reply := t.blocks(texts.Join("\n", texts.Bold("🕰 "+name), count))
	reply.Picture, reply.Filename = picture, "timeline.png"
	return reply, nil
}

// pictureRow leads from a card to its pictures.
func (b *Book) pictureRow(ctx context.Context, t *talk, r catalog.Ref) ([]texts.Button, error) {
	if b.needs.Pictures == nil {
		return nil, nil
	}
	var row []texts.Button
	for _, action := range []string{"map", "timeline"} {
		button, err := b.button(ctx, t.Plain("button."+action), action+":"+r.String())
		if err != nil {
			return nil, err
		}
		row = append(row, button)
	}
	return row, nil
}
