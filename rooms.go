package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync/atomic"
	"time"

	"mostbot/bot"
	"mostbot/catalog"
	"mostbot/catalog/starter"
	"mostbot/commands"
	"mostbot/digest"
	"mostbot/extract"
	"mostbot/feed"
	"mostbot/gazetteer"
	"mostbot/ingest"
	"mostbot/store"
	"mostbot/texts"
)

// house holds the rooms, each given what it needs of the others.
type house struct {
	program
	replica string // the name of this process, for what several share
	started time.Time
	ticked  atomic.Int64 // when the last tick was done, in Unix seconds
	alarms  alarms
	storeTimes
	places *gazetteer.Gazetteer
	texts  *texts.Texts
	store  *store.Store
	feed   *feed.Reader
	reader *extract.Extractor
	ingest *ingest.Ingest
	digest *digest.Digest
	book   *commands.Book

	telegram *bot.Bot // once it runs
}

// openHouse opens the rooms on the store that the settings name.
func openHouse(ctx context.Context, p program) (*house, error) {
	h := &house{program: p, replica: newReplica(), started: time.Now(), storeTimes: newStoreTimes()}
	if err := h.furnish(ctx); err != nil {
		return nil, errors.Join(err, h.close())
	}
	debug.FreeOSMemory() // what was unpacked on the way
	return h, nil
}

func (h *house) furnish(ctx context.Context) error {
	var err error
	if h.places, err = gazetteer.Open(); err != nil {
		return err
	}
	if h.texts, err = texts.New(h.places); err != nil {
		return err
	}
	if _, err = feed.Sources(h.config.SourcesFile); err != nil {
		return fmt.Errorf("SOURCES_FILE: %w", err)
	}
	if h.feed, err = feed.New(feed.Options{UserAgent: userAgent(), Allow: h.config.FetchAllow}); err != nil {
		return err
	}
	if h.reader, err = extract.New(h.places); err != nil {
		return err
	}
	h.store, err = store.Open(ctx, store.Options{
		URL: h.config.RedisURL.Reveal(), Dir: h.config.DataDir, Log: h.log, Observe: h.observe,
	})
	if err != nil {
		return err
	}
	h.store.SetRate(bot.Pace(int(h.config.SendRate)))
	h.ingest = ingest.New(ingest.Options{
		Sources: h.sources, Reader: h.feed, Extract: readKnowing(h.reader), Catalogue: queueing{h.store, editors{h}}, Memory: h.store,
		Admins: editors{h}, Cities: h.places, Interval: time.Duration(h.config.FeedInterval), Log: h.log,
	})
	h.digest = digest.New(digest.Options{
		Subscribers: h.store, Catalogue: h.store, News: h.store, Outbox: h.store, Texts: h.texts,
		Language: string(h.config.Language), Zone: h.config.Timezone.Location, NotFound: store.ErrNotFound, Log: h.log,
	})
	h.book, err = commands.New(h.needs())
	return err
}

func (h *house) needs() commands.Needs {
	return commands.Needs{
		Texts: h.texts, Places: places{h.places}, Catalogue: h.store, News: h.store, Chats: h.store, Subscriptions: h.store,
		Memory: h.store, Sources: newsSources{h}, SourceDesk: h.store, Articles: articles{h.ingest}, Status: status{h},
		Reviews: h.store, Editing: h.store, Editors: editors{h}, Pictures: pictures{},
		Language: string(h.config.Language), Zone: h.config.Timezone.Location,
		NotFound: store.ErrNotFound, Away: store.ErrUnavailable,
	}
}

func (h *house) close() error {
	if h.store == nil {
		return nil
	}
	return h.store.Close()
}

// fill brings the starter facts into the store, unless these very facts are there.
func (h *house) fill(ctx context.Context) error {
	facts, err := starter.Read(h.places.City)
	if err != nil {
		return err
	}
	return h.store.Fill(ctx, facts)
}

// fillWhenReachable fills the store as soon as it can be reached.
func (h *house) fillWhenReachable(ctx context.Context) error {
	const patience, most = time.Second, time.Minute
	for wait := patience; ; wait = min(2*wait, most) {
		err := h.fill(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if !errors.Is(err, store.ErrUnavailable) && !errors.Is(err, store.ErrFull) {
			return err
		}
		h.log.Warn("the store can't be filled yet", slog.Any("error", err), slog.Duration("again_in", wait))
		if !pause(ctx, wait) {
			return nil
		}
	}
}

func userAgent() string { return fmt.Sprintf("mostbot/%s (+https://core.telegram.org/bots)", version) }

func readKnowing(x *extract.Extractor) func(catalog.Article, *catalog.Directory) catalog.Report {
	return func(a catalog.Article, known *catalog.Directory) catalog.Report {
		if known == nil {
			return x.Read(a, nil)
		}
		return x.Read(a, known)
	}
}

// sources lists the news sources: the file's or the built-in ones, and those that admins added.
func (h *house) sources(ctx context.Context) ([]catalog.NewsSource, error) {
	listed, err := feed.Sources(h.config.SourcesFile)
	if err != nil {
		return nil, err
	}
	added, err := h.store.Sources(ctx)
	if err != nil {
		return nil, err
	}
	return append(listed, added...), nil
}

// newsSources gives the commands the sources and how they are doing.
type newsSources struct{ *house }

func (s newsSources) Sources(ctx context.Context) ([]catalog.NewsSource, error) {
	return s.sources(ctx)
}

func (s newsSources) SourceStates(ctx context.Context) (map[string]catalog.SourceState, error) {
	return s.store.SourceStates(ctx)
}

// articles gives the commands the reading of an article in their own words.
type articles struct{ *ingest.Ingest }

func (a articles) ReadNow(ctx context.Context, addressOrText string) (commands.Reading, error) {
	result, err := a.Ingest.ReadNow(ctx, addressOrText, time.Now())
	if err != nil {
		return commands.Reading{}, err
	}
	return commands.Reading{Outcome: commands.Outcome(result.Outcome), Added: result.Added, Why: result.Why}, nil
}
