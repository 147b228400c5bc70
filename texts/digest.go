package texts

import (
	"strings"
	"time"

	"mostbot/catalog"
)

const (
	mostInDigest = 20 // events that a digest shows; it names the number of the rest
	mostCards    = 8  // events up to which each has a whole card, not two lines
)

// Digest is a digest of events that entered the catalogue in the span from one moment to another, which are given in the
// reader's zone. There should be at least one event.
func (p *Printer) Digest(events []catalog.Event, from, until time.Time, f catalog.Filter, d Directory) Message {
	p = p.At(until)
	span := p.Date(catalog.NewSpan(catalog.DayOf(from), catalog.DayOf(until)))
	count := p.Say("digest.count", Data{"N": len(events)})
	if len(f) > 0 {
		count = Join(" · ", count, Text(p.Filter(f, d)))
	}
	head := p.lines(p.Say("digest.head", Data{"Span": span}), count)
	blocks := []HTML{head}
	block := p.Card
	if len(events) > mostCards {
		block = p.Line
	}
	for _, e := range events[:min(mostInDigest, len(events))] {
		blocks = append(blocks, block(e, d))
	}
	if rest := len(events) - mostInDigest; rest > 0 {
		blocks = append(blocks, p.Say("digest.rest", Data{"N": rest}))
	}
	return Message{Blocks: append(blocks, p.Say("digest.foot"))}
}

// Announcement is the message that tells instant subscribers of one event; an update says that it adds to what was told.
func (p *Printer) Announcement(e catalog.Event, novelty catalog.Novelty, d Directory) Message {
	card := p.At(e.Entered).Card(e, d)
	if novelty == catalog.Updated {
		card = p.lines(p.Say("announcement.updated"), card)
	}
	return Message{Blocks: []HTML{card}, Buttons: [][]Button{{p.EventButton(e.ID)}}}
}

// Correction is the message that takes the place of an event's announcement once an editor has corrected the event; an
// empty one where the announcement would be the same.
func (p *Printer) Correction(was, is catalog.Event, d Directory) Message {
	before, now := p.At(was.Entered).Card(was, d), p.At(is.Entered).Card(is, d)
	if before == now {
		return Message{}
	}
	card := p.lines(p.Say("announcement.corrected"), now)
	return Message{Blocks: []HTML{card}, Buttons: [][]Button{{p.EventButton(is.ID)}}}
}

// Withdrawal is the message that takes the place of an event's announcement once an editor has taken the event out of the
// catalogue.
func (p *Printer) Withdrawal(was catalog.Event, d Directory) Message {
	headline := HTML{"<s>" + escape(p.At(was.Entered).Headline(was, d)) + "</s>"}
	return Message{Blocks: []HTML{p.lines(p.Say("announcement.withdrawn"), headline)}}
}

// EventButton opens an event's details. An id too long for a button gives none.
func (p *Printer) EventButton(id string) Button {
	return Button{Text: p.Plain("button.details"), Data: "event:" + id}
}

// Filter names what a filter lets pass: "Бургас, Херсон · #умен_град · посещение"; everything, for the empty one.
func (p *Printer) Filter(f catalog.Filter, d Directory) string {
	if len(f) == 0 {
		return p.Plain("filter.all")
	}
	var groups []string
	for _, group := range f.Groups() {
		var names []string
		for _, r := range group {
			names = append(names, p.Name(r, d))
		}
		groups = append(groups, p.either(names, 8))
	}
	return strings.Join(groups, " · ")
}
