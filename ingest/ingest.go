// Package ingest is the round from news to catalogue: each source → articles that nobody has read → what they report →
// the catalogue, or the editors' queue.
//
// The order of the steps makes a crash harmless: an article is marked as seen only after its outcome is stored, and a
// source's validators are saved only after all its articles are. What was under way is done again, and since the same
// article gives the same ids, doing it again changes nothing.
package ingest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"mostbot/catalog"
)

// Reader reads sources and the pages that they point to. An error with a method Permanent that gives true will not go away.
type Reader interface {
	Read(ctx context.Context, s catalog.NewsSource, state catalog.SourceState) ([]catalog.Article, catalog.SourceState, error)
	Complete(ctx context.Context, a catalog.Article) (catalog.Article, error)
	Page(ctx context.Context, address string) (catalog.Article, error)
}

// Catalogue takes what was found.
type Catalogue interface {
	Directory(ctx context.Context) (*catalog.Directory, error)
	Add(ctx context.Context, a catalog.Addition) (catalog.Added, error)
	Queue(ctx context.Context, r catalog.Review) error
}

// Memory remembers which articles were read, and how the sources are doing.
type Memory interface {
	Unseen(ctx context.Context, keys []string) ([]string, error)
	MarkSeen(ctx context.Context, keys []string) error
	SourceStates(ctx context.Context) (map[string]catalog.SourceState, error)
	SaveSourceState(ctx context.Context, s catalog.SourceState) error
}

// Admins are told when a source has been in trouble for days.
type Admins interface {
	Tell(ctx context.Context, t Trouble) error
}

// Options of the round. Cities and Admins may be nil.
type Options struct {
	Sources   func(ctx context.Context) ([]catalog.NewsSource, error)
	Reader    Reader
	Extract   func(a catalog.Article, known *catalog.Directory) catalog.Report
	Catalogue Catalogue
	Memory    Memory
	Admins    Admins
	Cities    catalog.CityNames
	Interval  time.Duration // between two readings of a source
	Sure      float64       // from which confidence on a report is published unseen; 0: DefaultSure
	Log       *slog.Logger
}

// DefaultSure is the confidence from which a report is published without an editor's eye.
const DefaultSure = 0.75

const (
	atOnce        = 64              // sources read at the same time
	longestSource = 3 * time.Minute // after which a source's reading is broken off, to go on in the next round
	mostArticles  = 60              // of one source in one round
)

var errSourceTime = errors.New("its time in this round is over")

// Ingest runs the rounds.
type Ingest struct {
	Options
	rounds rounds
}

// New makes it ready to run.
func New(o Options) *Ingest {
	if o.Sure == 0 {
		o.Sure = DefaultSure
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Ingest{Options: o}
}

// Round reads the sources that are due, or, where ids are given, those sources whether they are due or not. Trouble with
// a source stands in its line; an error means that there was no round.
func (in *Ingest) Round(ctx context.Context, now time.Time, ids ...string) (Summary, error) {
	sources, err := in.Sources(ctx)
	if err != nil {
		return Summary{}, fmt.Errorf("list the sources: %w", err)
	}
	states, err := in.Memory.SourceStates(ctx)
	if err != nil {
		return Summary{}, fmt.Errorf("read the sources' states: %w", err)
	}
	for _, id := range ids {
		if !slices.ContainsFunc(sources, func(s catalog.NewsSource) bool { return s.ID == id }) {
			return Summary{}, fmt.Errorf("there is no source %q", id)
		}
	}
	due := slices.DeleteFunc(slices.Clone(sources), func(s catalog.NewsSource) bool {
		if len(ids) > 0 {
			return !slices.Contains(ids, s.ID)
		}
		return states[s.ID].Paused || states[s.ID].Next.After(now)
	})
	began := time.Now()
	in.rounds.begin(now, len(due))
	summary := Summary{Started: now, Lines: in.read(ctx, due, states, now)}
	summary.Took = time.Since(began)
	in.rounds.end(summary)
	return summary, ctx.Err()
}

// read reads sources side by side.
func (in *Ingest) read(
	ctx context.Context, due []catalog.NewsSource, states map[string]catalog.SourceState, now time.Time,
) []Line {
	lines := make([]Line, len(due))
	var group errgroup.Group
	group.SetLimit(atOnce)
	for i, source := range due {
		group.Go(func() error {
			ctx, cancel := context.WithTimeoutCause(ctx, longestSource, errSourceTime)
			defer cancel()
			state := states[source.ID]
			state.ID = source.ID
			lines[i] = in.source(ctx, source, state, now)
			in.rounds.sourceDone()
			in.Log.Info("source read", lines[i].attributes()...)
			return nil
		})
	}
	_ = group.Wait() // what went wrong stands in the lines
	return lines
}

// source reads one source and stores what came of each new article, oldest first. Trouble that is not the source's own,
// with the store or because the bot is being stopped, leaves its state as it was, so that the next round does it again.
func (in *Ingest) source(ctx context.Context, s catalog.NewsSource, state catalog.SourceState, now time.Time) Line {
	line := Line{Source: s.ID}
	articles, next, err := in.Reader.Read(ctx, s, state)
	line.Err = err
	if errors.Is(context.Cause(ctx), context.Canceled) {
		return line
	}
	if err == nil {
		if line.Err = in.takeNew(ctx, s, articles, &line, now); line.Err != nil {
			return line
		}
	}
	if line.Later > 0 { // ask for the whole feed again, since some of it is still to be read
		next.ETag, next.LastModified = state.ETag, state.LastModified
	}
	next = in.settle(next, line, now)
	next = in.tell(ctx, s, next, now)
	ctx = context.WithoutCancel(ctx) // a source that used up its time must be noted all the same
	if line.Articles > 0 {           // which may have taken minutes, in which an admin paused the source
		if states, err := in.Memory.SourceStates(ctx); err == nil {
			next.Paused = states[s.ID].Paused
		}
	}
	if err := in.Memory.SaveSourceState(ctx, next); err != nil && line.Err == nil {
		line.Err = fmt.Errorf("save the source's state: %w", err)
	}
	return line
}

func (in *Ingest) takeNew(
	ctx context.Context, s catalog.NewsSource, articles []catalog.Article, line *Line, now time.Time,
) error {
	fresh, err := in.unread(ctx, s, articles)
	if err != nil {
		return err
	}
	line.Later = max(len(fresh)-mostArticles, 0)
	return in.articles(ctx, s, fresh[line.Later:], line, now)
}

// unread keeps the articles whose address was not seen before, the oldest first.
func (in *Ingest) unread(ctx context.Context, s catalog.NewsSource, articles []catalog.Article) ([]catalog.Article, error) {
	if len(articles) == 0 {
		return nil, nil
	}
	keys := make([]string, len(articles))
	for i, a := range articles {
		keys[i] = identity(s.Kind, a)
	}
	unseen, err := in.Memory.Unseen(ctx, keys)
	if err != nil {
		return nil, fmt.Errorf("look up which articles are new: %w", err)
	}
	var fresh []catalog.Article
	taken := map[string]bool{}
	for i, a := range slices.Backward(articles) {
		if slices.Contains(unseen, keys[i]) && !taken[keys[i]] {
			taken[keys[i]] = true
			fresh = append(fresh, a)
		}
	}
	return fresh, nil
}

// articles takes the articles one by one. One whose page can't be had now is left for a later round, and so is what the
// time does not suffice for.
func (in *Ingest) articles(
	ctx context.Context, s catalog.NewsSource, fresh []catalog.Article, line *Line, now time.Time,
) error {
	for i, a := range fresh {
		result, err := in.fromSource(ctx, s, a, now)
		switch {
		case errors.Is(context.Cause(ctx), errSourceTime):
			line.Later += len(fresh) - i
			return nil
		case err != nil && ctx.Err() == nil && result.Outcome == Unreadable:
			line.Later++
			result.Reason = err.Error()
		case err != nil:
			return err
		default:
			line.count(result)
		}
		in.Log.Info("article read", slog.String("source", line.Source), slog.String("url", a.URL),
			slog.String("outcome", string(result.Outcome)), slog.String("reason", result.Reason))
	}
	return nil
}
