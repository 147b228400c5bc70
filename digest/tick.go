package digest

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"mostbot/catalog"
)

// tooLate is how late a digest is not sent any more: its events join the next one.
const tooLate = 12 * time.Hour

// page is how many subscriptions are served at a time: many, as those that get the same message travel together.
const page = 1 << 15

// Tick serves the subscriptions whose slot has come. Several bots may tick at once; each slot is served by one of them.
func (d *Digest) Tick(ctx context.Context, now time.Time) error {
	now = now.Truncate(time.Microsecond) // what the store can keep
	r := &round{Digest: d, now: now}
	for seen := map[subscriptionID]bool{}; ; {
		due, err := d.Subscribers.Due(ctx, now, page)
		if err != nil {
			return fmt.Errorf("tick: %w", err)
		}
		var served []catalog.Served
		for _, one := range due {
			id := subscriptionID{one.Subscription.Chat, one.Subscription.N}
			if seen[id] {
				continue // it changed while we served it; the next tick will see
			}
			seen[id] = true
			done, err := r.serve(ctx, one)
			if err != nil {
				return fmt.Errorf("compose a digest for chat %d: %w", id.chat, err)
			}
			served = append(served, done)
		}
		if len(served) == 0 {
			return nil
		}
		if err := d.Subscribers.Serve(ctx, served); err != nil {
			return fmt.Errorf("tick: %w", err)
		}
	}
}

type subscriptionID struct {
	chat int64
	n    int
}

// round is one tick: what was found and composed in it is used for all whom it serves.
type round struct {
	*Digest
	now      time.Time
	entered  *entered
	composed map[composition][]byte
}

// composition is what two subscriptions must have in common to get the same message.
type composition struct {
	filter, language, first, from, until string
}

// serve decides what a subscription gets, and when it is due next.
func (r *round) serve(ctx context.Context, due catalog.DueSubscription) (catalog.Served, error) {
	sub, zone := due.Subscription, r.zone(due.Chat)
	served := catalog.Served{Due: due, Since: sub.Since, Next: sub.Schedule.Next(r.now, zone)}
	slot := r.lastSlot(due, zone)
	if slot.IsZero() || r.now.Sub(slot) >= tooLate {
		return served, nil
	}
	events, err := r.eventsFor(ctx, sub)
	if err != nil {
		return served, err
	}
	served.Since = r.now
	if len(events) == 0 {
		return served, nil
	}
	body, err := r.compose(ctx, due.Chat, sub.Filter, events)
	if err != nil {
		return served, err
	}
	served.Message = &catalog.Outgoing{Key: slotKey(sub, slot), Chat: sub.Chat, Thread: sub.Thread, Body: body, Slot: slot}
	return served, nil
}

func slotKey(sub catalog.Subscription, slot time.Time) string {
	return "digest/" + strconv.FormatInt(sub.Chat, 10) + "/" + strconv.Itoa(sub.N) + "/" + strconv.FormatInt(slot.Unix(), 10)
}

// lastSlot is the latest slot that has come and was not served: the one for which the subscription is due or, after an
// outage, a later one. Zero: there is none, since a clock that was wrong set the slot.
func (r *round) lastSlot(due catalog.DueSubscription, zone *time.Location) time.Time {
	last, sub := due.Slot, due.Subscription
	if last.After(r.now) {
		return time.Time{}
	}
	if long := r.now.Add(-15 * 24 * time.Hour); last.Before(long) {
		last = long // far fewer steps than one for each day of a long outage
	}
	for next := sub.Schedule.Next(last, zone); !next.IsZero() && !next.After(r.now); {
		last = next
		next = sub.Schedule.Next(last, zone)
	}
	if !last.After(sub.Since) {
		return time.Time{}
	}
	return last
}

// eventsFor lists what entered since the subscription was served and passes its filter, the newest first.
func (r *round) eventsFor(ctx context.Context, sub catalog.Subscription) ([]catalog.Event, error) {
	if r.entered == nil || sub.Since.Before(r.entered.after) {
		after := sub.Since
		if usual := r.now.Add(-8 * 24 * time.Hour); after.After(usual) {
			after = usual // what weekly digests will ask for, too
		}
		events, err := r.Catalogue.Entered(ctx, after, r.now)
		if err != nil {
			return nil, err
		}
		r.entered = newEntered(after, events)
	}
	return r.entered.since(sub.Since, sub.Filter), nil
}

// compose makes the message, or takes the one that it made for others who want the same.
func (r *round) compose(ctx context.Context, c catalog.Chat, f catalog.Filter, events []catalog.Event) ([]byte, error) {
	zone := r.zone(c)
	from, until := events[len(events)-1].Entered.In(zone), r.now.In(zone)
	same := composition{
		filter: f.Key(), language: r.language(c), first: events[len(events)-1].ID,
		from: from.Format(time.DateOnly), until: until.Format(time.DateOnly),
	}
	if body, ok := r.composed[same]; ok {
		return body, nil
	}
	directory, err := r.Catalogue.Directory(ctx)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(r.Texts.Printer(same.language).Digest(events, from, until, f, directory))
	if err != nil {
		return nil, fmt.Errorf("write the message: %w", err)
	}
	if r.composed == nil {
		r.composed = map[composition][]byte{}
	}
	r.composed[same] = body
	return body, nil
}
