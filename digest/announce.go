package digest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"mostbot/catalog"
)

// story is all news of one event that lies in the log.
type story struct {
	event   string
	items   []catalog.NewsItem // the oldest first
	novelty catalog.Novelty    // New if any item says so: who hears of it now hears all that is known
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
			s = &story{event: item.Event, novelty: item.Novelty}
			byEvent[item.Event] = s
			list = append(list, s)
		}
		s.items = append(s.items, item)
		if item.Novelty == catalog.New {
			s.novelty = catalog.New
		}
	}
	return list
}

func (d *Digest) tell(ctx context.Context, s *story) error {
	event, err := d.Catalogue.Event(ctx, s.event)
	if err != nil && !errors.Is(err, d.NotFound) {
		return err
	}
	if err == nil {
		if err := d.tellInterested(ctx, s, event); err != nil {
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

func (d *Digest) tellInterested(ctx context.Context, s *story, event catalog.Event) error {
	bodies := map[catalog.Language][]byte{}
	for subscriptions, err := range d.Subscribers.Interested(ctx, event) {
		if err != nil {
			return err
		}
		messages := make([]catalog.Outgoing, 0, len(subscriptions))
		for _, one := range subscriptions {
			lang := d.language(one.Chat)
			if bodies[lang] == nil {
				if bodies[lang], err = d.announcement(ctx, lang, event, s.novelty); err != nil {
					return err
				}
			}
			messages = append(messages, s.message(one.Subscription, bodies[lang]))
		}
		if _, err := d.Outbox.Put(ctx, messages); err != nil {
			return err
		}
	}
	return nil
}

func (d *Digest) announcement(
	ctx context.Context, lang catalog.Language, event catalog.Event, novelty catalog.Novelty,
) ([]byte, error) {
	directory, err := d.Catalogue.Directory(ctx)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(d.Texts.Printer(lang).Announcement(event, novelty, directory))
	if err != nil {
		return nil, fmt.Errorf("write the message: %w", err)
	}
	return body, nil
}

// message is the announcement in one chat and thread; its key makes it one for all subscriptions there. An update
// replies to the announcement, and goes only where that went.
func (s *story) message(sub catalog.Subscription, body []byte) catalog.Outgoing {
	place := s.event + "/" + strconv.FormatInt(sub.Chat, 10) + "/" + strconv.Itoa(sub.Thread)
	o := catalog.Outgoing{Key: "announce/" + place, Chat: sub.Chat, Thread: sub.Thread, Body: body, Event: s.event}
	if s.novelty != catalog.New {
		o.Key, o.After, o.ReplyTo = "update/"+place+"/"+s.items[len(s.items)-1].ID, o.Key, s.event
	}
	return o
}
