package ingest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"
	"unicode"

	"mostbot/catalog"
)

// Outcome is what became of an article.
type Outcome string

// The outcomes.
const (
	Taken      Outcome = "taken"      // it is in the catalogue: Result.Added says how
	Queued     Outcome = "queued"     // it waits for an editor
	Refused    Outcome = "refused"    // it reports nothing that belongs in the catalogue
	Unreadable Outcome = "unreadable" // its page gave no article
)

// Result is what became of an article, and why.
type Result struct {
	Outcome Outcome
	Added   catalog.Added // of what was taken
	Reason  string        // why it was queued, refused or not read
	Title   string
}

// One takes an article that somebody handed in, whether it was read before or not.
func (in *Ingest) One(ctx context.Context, a catalog.Article, now time.Time) (Result, error) {
	return in.take(ctx, a, now, false)
}

// ReadNow takes an article that somebody handed in by its address or its text.
func (in *Ingest) ReadNow(ctx context.Context, addressOrText string, now time.Time) (Result, error) {
	address, ok := asAddress(addressOrText)
	if !ok {
		return in.One(ctx, catalog.Article{Text: strings.TrimSpace(addressOrText), Published: catalog.DayOf(now)}, now)
	}
	article, err := in.Reader.Page(ctx, address)
	if err != nil {
		return Result{Outcome: Unreadable, Reason: err.Error()}, nil
	}
	return in.One(ctx, article, now)
}

// asAddress reads an address as people type it, with or without https.
func asAddress(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if strings.ContainsFunc(s, unicode.IsSpace) || !strings.Contains(s, ".") {
		return "", false
	}
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	return s, catalog.Address(s) != ""
}

// fromSource takes an article that a source lists. The error of an article that can't be read now is for another round;
// one that never can be read is refused.
func (in *Ingest) fromSource(ctx context.Context, listed catalog.Article, now time.Time) (Result, error) {
	whole, err := in.Reader.Complete(ctx, listed)
	if err != nil && !permanent(err) {
		return Result{Outcome: Unreadable}, err
	}
	if err != nil {
		if err := in.Memory.MarkSeen(ctx, addressKeys(listed)); err != nil {
			return Result{}, fmt.Errorf("remember an article: %w", err)
		}
		return Result{Outcome: Unreadable, Reason: err.Error(), Title: listed.Title}, nil
	}
	result, err := in.take(ctx, whole, now, true)
	if err != nil {
		return Result{}, err
	}
	if err := in.Memory.MarkSeen(ctx, addressKeys(listed)); err != nil {
		return Result{}, fmt.Errorf("remember an article: %w", err)
	}
	return result, nil
}

func permanent(err error) bool {
	var lasting interface{ Permanent() bool }
	return errors.As(err, &lasting) && lasting.Permanent()
}

// take reads an article and stores what it reports. Of the texts that a source brings, what the same outlet brought before
// is passed over, and what waits for an editor already is not queued twice.
func (in *Ingest) take(ctx context.Context, a catalog.Article, now time.Time, once bool) (Result, error) {
	text := shingleKeys(a)
	copied := copies{}
	if once {
		var err error
		if copied, err = in.copied(ctx, text); err != nil {
			return Result{}, err
		}
	}
	result := Result{Outcome: Refused, Reason: "the same outlet brought this text before", Title: a.Title}
	if !copied.byOutlet {
		var err error
		if result, err = in.judge(ctx, a, now, copied.anywhere); err != nil {
			return Result{}, err
		}
	}
	if err := in.Memory.MarkSeen(ctx, append(addressKeys(a), text.all()...)); err != nil {
		return Result{}, fmt.Errorf("remember an article: %w", err)
	}
	return result, nil
}

// judge extracts what an article reports and decides where it goes.
func (in *Ingest) judge(ctx context.Context, a catalog.Article, now time.Time, copied bool) (Result, error) {
	known, err := in.Catalogue.Directory(ctx)
	if err != nil {
		return Result{}, fmt.Errorf("read the directory: %w", err)
	}
	report, err := in.extract(a, known)
	if err != nil {
		return Result{Outcome: Refused, Reason: err.Error(), Title: a.Title}, nil
	}
	result := Result{Outcome: Refused, Reason: whyNot(report), Title: report.Title}
	if !report.Reportable() {
		return result, nil
	}
	addition := catalog.Resolver{Directory: known, Cities: in.Cities}.Resolve(report, a, now)
	if report.Confidence >= in.Sure {
		result.Outcome, result.Reason = Taken, ""
		result.Added, err = in.Catalogue.Add(ctx, addition)
		return result, wrap(err, "add to the catalogue")
	}
	if copied {
		result.Reason = "another copy of it was read before"
		return result, nil
	}
	result.Outcome, result.Reason = Queued, fmt.Sprintf("confidence %.2f", report.Confidence)
	return result, wrap(in.Catalogue.Queue(ctx, catalog.Review{
		ID: addition.Event.ID, Addition: addition, Reason: Unsure, Article: a.Text, Reasons: report.Reasons, Queued: now,
	}), "queue for review")
}

// Unsure is the reason of a review that the round asks for.
const Unsure = "unsure"

func wrap(err error, doing string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// extract keeps an article that breaks the extraction from taking the bot down.
func (in *Ingest) extract(a catalog.Article, known *catalog.Directory) (report catalog.Report, err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			in.Log.Error("extraction failed", slog.String("url", a.URL), slog.Any("panic", panicked))
			err = fmt.Errorf("it could not be read: %v", panicked)
		}
	}()
	return in.Extract(a, known), nil
}

func whyNot(r catalog.Report) string {
	switch {
	case !r.Cooperation && !r.Digital:
		return "neither cooperation nor digital"
	case !r.Cooperation:
		return "digital, but no cooperation"
	}
	return "cooperation, but nothing digital"
}
