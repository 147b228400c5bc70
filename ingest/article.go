package ingest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
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
	Added   catalog.Added   // of what was taken
	Why     catalog.Refusal // of what was queued, refused or not read
	Reason  string          // the same in words, for the log
	Title   string
}

// One takes an article that somebody handed in, whether it was read before or not.
func (in *Ingest) One(ctx context.Context, a catalog.Article, now time.Time) (Result, error) {
	return in.take(ctx, a, identity("", a), now)
}

// ReadNow takes an article that somebody handed in by its address or its text.
func (in *Ingest) ReadNow(ctx context.Context, addressOrText string, now time.Time) (Result, error) {
	address, ok := asAddress(addressOrText)
	if !ok {
		return in.One(ctx, catalog.Article{Text: strings.TrimSpace(addressOrText), Published: catalog.DayOf(now)}, now)
	}
	article, err := in.Reader.Page(ctx, address)
	if err != nil {
		return unreadable(err), nil // trouble with a page is an answer to a person
	}
	return in.One(ctx, article, now)
}

// unreadable is what becomes of an article that could not be fetched.
func unreadable(err error) Result {
	return Result{Outcome: Unreadable, Why: whyOf(err), Reason: err.Error()}
}

// whyOf says in one word what was wrong with a site.
func whyOf(err error) catalog.Refusal {
	var knows interface{ Why() catalog.Refusal }
	if errors.As(err, &knows) {
		return knows.Why()
	}
	return catalog.SiteAway
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
func (in *Ingest) fromSource(ctx context.Context, s catalog.NewsSource, listed catalog.Article, now time.Time) (Result, error) {
	whole, err := in.Reader.Complete(ctx, listed)
	switch {
	case err == nil:
		return in.take(ctx, whole, identity(s.Kind, listed), now)
	case !permanent(err):
		return unreadable(err), err
	}
	result := unreadable(err)
	result.Title = listed.Title
	return result, in.remember(ctx, identity(s.Kind, listed))
}

func (in *Ingest) remember(ctx context.Context, keys ...string) error {
	return wrap(in.Memory.MarkSeen(ctx, keys), "remember an article")
}

func permanent(err error) bool {
	var lasting interface{ Permanent() bool }
	return errors.As(err, &lasting) && lasting.Permanent()
}

// take reads an article, stores what it reports, and then remembers the article by its key, and by its text if it reports
// anything.
func (in *Ingest) take(ctx context.Context, a catalog.Article, key string, now time.Time) (Result, error) {
	known, err := in.Catalogue.Directory(ctx)
	if err != nil {
		return Result{}, fmt.Errorf("read the directory: %w", err)
	}
	report, err := in.extract(a, known)
	if err != nil {
		return refused(catalog.NotReadable, a.Title), in.remember(ctx, key)
	}
	if !report.Reportable() {
		return refused(whyNot(report, a), report.Title), in.remember(ctx, key)
	}
	addition := catalog.Resolver{Directory: known, Cities: in.Cities}.Resolve(report, a, now)
	result, err := in.publish(ctx, addition, report, a)
	if err != nil {
		return Result{}, err
	}
	return result, in.remember(ctx, append(textKeys(a), key)...)
}

// publish puts a sure report into the catalogue and any other into the editors' queue, once for all copies of its text.
func (in *Ingest) publish(
	ctx context.Context, addition catalog.Addition, report catalog.Report, a catalog.Article,
) (Result, error) {
	result := Result{Outcome: Taken, Title: report.Title}
	if report.Confidence >= in.Sure {
		var err error
		result.Added, err = in.Catalogue.Add(ctx, addition)
		return result, wrap(err, "add to the catalogue")
	}
	copied, err := in.wasCopied(ctx, a)
	if err != nil {
		return Result{}, err
	}
	if copied {
		return refused(catalog.Copied, report.Title), nil
	}
	result.Outcome, result.Why = Queued, catalog.Unsure
	result.Reason = fmt.Sprintf("confidence %.2f", report.Confidence)
	return result, wrap(in.Catalogue.Queue(ctx, catalog.Review{
		ID: addition.Event.ID, Addition: addition, Reason: Unsure, Article: a.Text, Reasons: report.Reasons,
		Queued: addition.Event.Entered,
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

func whyNot(r catalog.Report, a catalog.Article) catalog.Refusal {
	switch {
	case !strings.ContainsFunc(a.Text, unicode.IsLetter):
		return catalog.NoText
	case r.Language == "":
		return catalog.UnknownLanguage
	case !slices.Contains(catalog.Languages, r.Language):
		return catalog.UnreadLanguage
	case !r.Cooperation && !r.Digital:
		return catalog.NothingReported
	case !r.Cooperation:
		return catalog.DigitalAlone
	}
	return catalog.CooperationAlone
}

// reasons are the refusals of articles that were read, in words.
var reasons = map[catalog.Refusal]string{
	catalog.NoText: "there is no text", catalog.UnknownLanguage: "its language is not known",
	catalog.UnreadLanguage: "its language is not read", catalog.NothingReported: "neither cooperation nor digital",
	catalog.DigitalAlone: "digital, but no cooperation", catalog.CooperationAlone: "cooperation, but nothing digital",
	catalog.Copied: "another copy of it was read before", catalog.NotReadable: "reading it failed",
}

func refused(why catalog.Refusal, title string) Result {
	return Result{Outcome: Refused, Why: why, Reason: reasons[why], Title: title}
}
