package commands

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"mostbot/catalog"
	"mostbot/texts"
)

const (
	eventsOnPage = 10
	furthest     = 100_000 // no page begins behind so many lines
)

// listing is a list of events of which one page is shown.
type listing struct {
	head   texts.HTML
	page   catalog.Page
	offset int
	data   func(offset int) string // what a button to another page carries
}

// show writes the page: a head with the count, numbered events, buttons that open them, buttons to the other pages.
func (b *Book) show(ctx context.Context, t *talk, l listing) (Reply, error) {
	head := texts.Join("\n", l.head, t.Say("count.events", texts.Data{"N": l.page.Total}))
	if l.page.Total > eventsOnPage {
		head = texts.Join("\n", l.head, t.span(l.offset, len(l.page.Events), l.page.Total))
	}
	reply := t.blocks(head)
	var numbers []texts.Button
	for i, e := range l.page.Events {
		n := l.offset + i + 1
		reply.Blocks = append(reply.Blocks, t.Numbered(n, e, t.directory))
		button, err := b.button(ctx, strconv.Itoa(n), "event:"+e.ID)
		if err != nil {
			return Reply{}, err
		}
		numbers = append(numbers, button)
	}
	turns, err := b.turns(ctx, t, turning{l.offset, len(l.page.Events), l.page.Total, eventsOnPage, byTime}, l.data)
	return reply.with(inRows(numbers, 5)...).with(turns), err
}

func (t *talk) span(offset, shown, total int) texts.HTML {
	return t.Say("latest.page", texts.Data{"From": offset + 1, "To": offset + shown, "N": total})
}

// turning is where in a list a page is, and what its buttons are called.
type turning struct {
	offset, shown, total, size int
	names                      [2]string // of the buttons back and on
}

var (
	byTime  = [2]string{"button.newer", "button.older"}
	byCount = [2]string{"button.back", "button.more"}
)

// turns are the buttons to the page before and the page after.
func (b *Book) turns(ctx context.Context, t *talk, at turning, data func(offset int) string) ([]texts.Button, error) {
	var row []texts.Button
	if at.offset > 0 {
		back, err := b.button(ctx, t.Plain(at.names[0]), data(max(0, at.offset-at.size)))
		if err != nil {
			return nil, err
		}
		row = append(row, back)
	}
	if at.offset+at.shown < at.total {
		on, err := b.button(ctx, t.Plain(at.names[1]), data(at.offset+at.shown))
		if err != nil {
			return nil, err
		}
		row = append(row, on)
	}
	return row, nil
}

// cutOffset reads the offset that leads a button's data.
func cutOffset(data string) (offset int, rest string, ok bool) {
	text, rest, _ := strings.Cut(data, ":")
	offset, err := strconv.Atoi(text)
	return offset, rest, err == nil && offset >= 0 && offset < furthest
}

// event shows all that is known of one event.
func (b *Book) event(ctx context.Context, t *talk, id string) (Reply, error) {
	e, err := b.needs.Catalogue.Event(ctx, id)
	if b.isNotFound(err) {
		return t.gone(), nil
	}
	if err != nil {
		return Reply{}, fmt.Errorf("read event %s: %w", id, err)
	}
	reply := t.blocks(t.Details(e, t.directory)...)
	var parties []texts.Button
	for _, r := range e.Parties() {
		button, err := b.button(ctx, label(signs[r.Sort], t.Name(r, t.directory)), r.String())
		if err != nil {
			return Reply{}, err
		}
		parties = append(parties, button)
	}
	wrong, err := b.button(ctx, t.Plain("button.report"), "report:"+e.ID)
	return reply.with(inRows(parties[:min(8, len(parties))], 2)...).with([]texts.Button{wrong}), err
}

func (b *Book) pressEvent(ctx context.Context, t *talk, id string) (Reply, error) {
	return b.event(ctx, t, id)
}
