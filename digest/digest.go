// Package digest serves subscriptions: scheduled digests when their time has come, and announcements of new events as
// they enter the catalogue.
//
// [Digest.Tick], once a minute, takes the subscriptions whose slot has come, composes one message for all that want the
// same in the same language, and hands messages and next slots to the store, which writes each chat's in one step.
// [Digest.Announce] reads the news log and puts one message for each interested chat and thread into the outbox, under a
// key that can exist once. Both can be broken off anywhere and done again: what was done is not done twice.
package digest

import (
	"cmp"
	"context"
	"iter"
	"log/slog"
	"sync"
	"time"

	"mostbot/catalog"
	"mostbot/texts"
)

// Subscribers are the subscriptions of all chats.
type Subscribers interface {
	Due(ctx context.Context, now time.Time, limit int) ([]catalog.DueSubscription, error)
	Serve(ctx context.Context, served []catalog.Served) error
	Interested(ctx context.Context, e catalog.Event) iter.Seq2[[]catalog.DueSubscription, error]
}

// Catalogue has the events. Who asked what Entered until a moment has heard of all that ever will have until then.
type Catalogue interface {
	Entered(ctx context.Context, after, until time.Time) ([]catalog.Event, error)
	Event(ctx context.Context, id string) (catalog.Event, error)
	Directory(ctx context.Context) (*catalog.Directory, error)
}

// News is the log of what entered the catalogue.
type News interface {
	News(ctx context.Context, limit int) ([]catalog.NewsItem, error)
	NewsDone(ctx context.Context, id string) error
}

// Outbox takes messages; one whose key it ever had it drops.
type Outbox interface {
	Put(ctx context.Context, messages []catalog.Outgoing) (int, error)
}

// Options are what New needs.
type Options struct {
	Subscribers Subscribers
	Catalogue   Catalogue
	News        News
	Outbox      Outbox
	Texts       *texts.Texts
	Language    catalog.Language // of chats that chose none
	Zone        *time.Location   // of chats that chose none
	NotFound    error            // what the catalogue returns for an event that is gone
	Log         *slog.Logger
}

// Digest serves subscriptions.
type Digest struct {
	Options
	zones sync.Map // name → *time.Location: reading one from the disk takes longer than a digest
}

// New returns a Digest.
func New(o Options) *Digest { return &Digest{Options: o} }

// Run announces news until the context ends.
func (d *Digest) Run(ctx context.Context) error {
	const soon, late = time.Second, 30 * time.Second
	for wait := soon; ; {
		switch err := d.Announce(ctx); {
		case err == nil:
			wait = soon
		case ctx.Err() == nil:
			wait = min(2*wait, late)
			d.Log.Error("news could not be announced; it will be tried again", slog.Any("error", err),
				slog.Duration("in", wait))
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}

func (d *Digest) language(c catalog.Chat) catalog.Language {
	return cmp.Or(c.Language, c.App, d.Language)
}

func (d *Digest) zone(c catalog.Chat) *time.Location {
	if c.Zone == "" {
		return d.Zone
	}
	if known, ok := d.zones.Load(c.Zone); ok {
		return known.(*time.Location)
	}
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		return d.Zone // better at another hour than never
	}
	d.zones.Store(c.Zone, zone)
	return zone
}
