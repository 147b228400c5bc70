package digest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"mostbot/catalog"
	"mostbot/texts"
)

// story is all news of one event that lies in the log.
type story struct {
	event   string
	items   []catalog.NewsItem // the oldest first
	novelty catalog.Novelty    // New if any item says so: who hears of it now hears all that is known; "" for corrections
}

// Announce tells instant subscribers of the news in the log. News that fails stays there, and doesn't hold up the rest.
func (d *Digest) Announce(ctx context.Context) error {
	const atOnce = 200
	for {
		items, err := d.News.News(ctx, atOnce)
		if err != nil {
			return fmt.Errorf("announce: %w", err)
		}
		var failed []error
		for _, s := range stories(items) {
			if err := d.tell(ctx, s); err != nil {
				failed = append(failed, fmt.Errorf("announce event %s: %w", s.event, err))
			}
		}
		if len(failed) > 0 || len(items) < atOnce {
			return errors.Join(failed...)
		}
	}
}

// stories puts together the items of each event, in the order of their first ones.
func stories(items []catalog.NewsItem) []*story {
	var list []*story
	byEvent := map[string]*story{}
	for _, item := range items {
		s := byEvent[item.Event]
		if s == nil {
			s = &story{event: item.Event}
			byEvent[item.Event] = s
			list = append(list, s)
		}
		s.items = append(s.items, item)
		if item.Novelty == catalog.New || item.Novelty == catalog.Updated && s.novelty == "" {
			s.novelty = item.Novelty
		}
	}
	return list
}

func (d *Digest) tell(ctx context.Context, s *story) error {
	event, err := d.Catalogue.Event(ctx, s.event)
	known := err == nil
	if err != nil && !errors.Is(err, d.NotFound) {
		return err
	}
	if known && s.novelty != "" {
		if err := d.announce(ctx, s, event); err != nil {
			return err
		}
	}
	for _, item := range s.items {
		if err := d.correct(ctx, item, event, known); err != nil {
			return err
		}
	}
	// That the event is new goes last: were it gone and the rest not, the rest would be told as if it were later news.
	for _, last := range []bool{false, true} {
		for _, item := range s.items {
			if (item.Novelty == catalog.New) != last {
				continue
			}
			if err := d.News.NewsDone(ctx, item.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *Digest) announce(ctx context.Context, s *story, event catalog.Event) error {
	say := func(p *texts.Printer, directory *catalog.Directory) texts.Message {
		return p.Announcement(event, s.novelty, directory)
	}
	messages := func(sub catalog.Subscription, body []byte) []catalog.Outgoing {
		return []catalog.Outgoing{s.message(sub, body, len(event.Sources))}
	}
	return d.putInterested(ctx, event, say, messages)
}

// correct takes back, wherever an event was announced that an editor has corrected or withdrawn, what was said there, and
// in the replies that told what other sources added. Those who had not heard of it hear nothing; digests stay as they were.
func (d *Digest) correct(ctx context.Context, item catalog.NewsItem, event catalog.Event, known bool) error {
	var say func(p *texts.Printer, directory *catalog.Directory) texts.Message
	switch {
	case len(item.Was) == 0: // no correction
		return nil
	case item.Novelty == catalog.Corrected && known:
		say = func(p *texts.Printer, directory *catalog.Directory) texts.Message {
			return p.Correction(item.Was[len(item.Was)-1], event, directory)
		}
	case item.Novelty == catalog.Withdrawn && !known:
		say = func(p *texts.Printer, directory *catalog.Directory) texts.Message {
			return p.Withdrawal(item.Was[len(item.Was)-1], directory)
		}
	default: // a later one stands in the log
		return nil
	}
	said := []string{item.Event}
	for sources := 2; sources <= len(item.Was[len(item.Was)-1].Sources); sources++ {
		said = append(said, addition(item.Event, sources))
	}
	messages := func(sub catalog.Subscription, body []byte) []catalog.Outgoing {
		edits := make([]catalog.Outgoing, 0, len(said))
		for _, name := range said {
			edits = append(edits, catalog.Outgoing{
				Key: "correct/" + place(name, sub) + "/" + item.ID, After: "announce/" + place(item.Event, sub), Chat: sub.Chat,
				Thread: sub.Thread, Body: body, ReplyTo: name, Edit: true,
			})
		}
		return edits
	}
	for _, was := range item.Was { // whoever wanted it in any of its states may have been told
		if err := d.putInterested(ctx, was, say, messages); err != nil {
			return err
		}
	}
	return nil
}

// addition names what was said of an event when so many sources told of it; as the event's id names its announcement.
func addition(event string, sources int) string { return event + "+" + strconv.Itoa(sources) }

// putInterested puts messages for each instant subscription that wants the event, composed once for each language, into
// the outbox; none where there is nothing to say.
func (d *Digest) putInterested(
	ctx context.Context, event catalog.Event, say func(*texts.Printer, *catalog.Directory) texts.Message,
	messages func(catalog.Subscription, []byte) []catalog.Outgoing,
) error {
	bodies := map[catalog.Language][]byte{}
	for subscriptions, err := range d.Subscribers.Interested(ctx, event) {
		if err != nil {
			return err
		}
		batch := make([]catalog.Outgoing, 0, len(subscriptions))
		for _, one := range subscriptions {
			lang := d.language(one.Chat)
			if bodies[lang] == nil {
				if bodies[lang], err = d.compose(ctx, lang, say); err != nil {
					return err
				}
			}
			if len(bodies[lang]) > 0 {
				batch = append(batch, messages(one.Subscription, bodies[lang])...)
			}
		}
		if _, err := d.Outbox.Put(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

// compose writes what is to be said in a language; nothing, and not nil, where it has no blocks.
func (d *Digest) compose(
	ctx context.Context, lang catalog.Language, say func(*texts.Printer, *catalog.Directory) texts.Message,
) ([]byte, error) {
	directory, err := d.Catalogue.Directory(ctx)
	if err != nil {
		return nil, err
	}
	said := say(d.Texts.Printer(lang), directory)
	if len(said.Blocks) == 0 {
		return []byte{}, nil
	}
	body, err := json.Marshal(said)
	if err != nil {
		return nil, fmt.Errorf("write the message: %w", err)
	}
	return body, nil
}

// place names where an event is announced, or what is added to it: in a chat and thread, once for all subscriptions there.
func place(said string, sub catalog.Subscription) string {
	return said + "/" + strconv.FormatInt(sub.Chat, 10) + "/" + strconv.Itoa(sub.Thread)
}

// message is the announcement in one chat and thread; its key makes it one for all subscriptions there. An update
// replies to the announcement, and goes only where that went.
func (s *story) message(sub catalog.Subscription, body []byte, sources int) catalog.Outgoing {
	told := place(s.event, sub)
	o := catalog.Outgoing{Key: "announce/" + told, Chat: sub.Chat, Thread: sub.Thread, Body: body, Event: s.event}
	if s.novelty != catalog.New {
		o.Key, o.After, o.ReplyTo = "update/"+told+"/"+s.items[len(s.items)-1].ID, o.Key, s.event
		o.Event = addition(s.event, sources)
	}
	return o
}
