package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"mostbot/catalog"
	"mostbot/catalog/starter"
	"mostbot/ingest"
)

func runImport(ctx context.Context, p program, files []string) (err error) {
	if len(files) == 0 {
		fmt.Fprintln(p.errors, "mostbot import wants files: articles (.txt, .html) or facts (.jsonl)")
		return errUsage
	}
	h, err := openHouse(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	if err := h.fill(ctx); err != nil {
		return err
	}
	var failed error
	for _, file := range files {
		if err := h.importFile(ctx, file); err != nil {
			fmt.Fprintln(p.errors, "mostbot:", err)
			failed = errToldAlready
		}
	}
	return failed
}

func (h *house) importFile(ctx context.Context, file string) error {
	if strings.EqualFold(filepath.Ext(file), ".jsonl") {
		return h.importFacts(ctx, file)
	}
	article, err := readArticle(file)
	if err != nil {
		return err
	}
	result, err := h.ingest.One(ctx, article, time.Now())
	if err != nil {
		return fmt.Errorf("import %s: %w", file, err)
	}
	fmt.Fprintf(h.out, "%s: %s\n", file, describe(result))
	return nil
}

func describe(r ingest.Result) string {
	switch r.Outcome {
	case ingest.Taken:
		return describeAdded(r.Added)
	case ingest.Queued:
		return "queued for review: " + r.Reason
	default:
		return "refused: " + r.Reason
	}
}

func describeAdded(a catalog.Added) string {
	said := map[catalog.Novelty]string{
		catalog.New: "added", catalog.Updated: "merged into, which it updates,", catalog.Attached: "merged into",
		catalog.Known: "known already:",
	}
	return said[a.Novelty] + " " + a.Event.ID
}

// importFacts takes events in the form of the starter facts, a line of result each.
func (h *house) importFacts(ctx context.Context, file string) error {
	held, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read the facts: %w", err)
	}
	var failed error
	for n, line := range bytes.Split(held, []byte("\n")) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		said, err := h.importFact(ctx, line)
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s:%d: %w", file, n+1, err))
			continue
		}
		fmt.Fprintf(h.out, "%s:%d: %s\n", file, n+1, said)
	}
	return failed
}

func (h *house) importFact(ctx context.Context, line []byte) (string, error) {
	events, err := starter.Events(line, h.places.City)
	if err != nil {
		return "", err
	}
	event := events[0]
	event.Origin, event.Entered = catalog.FromEditor, time.Now()
	added, err := h.store.Add(ctx, catalog.Addition{Event: event})
	if err != nil {
		return "", err
	}
	return describeAdded(added), nil
}

func runIngest(ctx context.Context, p program, ids []string) (err error) {
	h, err := openHouse(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	if err := h.fill(ctx); err != nil {
		return err
	}
	if len(ids) == 0 { // now means now, whether they are due or not
		if ids, err = h.sourceIDs(ctx); err != nil {
			return err
		}
	}
	summary, err := h.ingest.Round(ctx, time.Now(), ids...)
	if err != nil {
		return err
	}
	for _, line := range summary.Lines {
		fmt.Fprintln(p.out, line)
	}
	fmt.Fprintf(p.out, "%s; %d sources failed\n", summary.Total(), summary.Failed())
	return nil
}

func (h *house) sourceIDs(ctx context.Context) ([]string, error) {
	sources, err := h.sources(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(sources))
	for i, s := range sources {
		ids[i] = s.ID
	}
	return ids, nil
}

func runSources(ctx context.Context, p program, arguments []string) (err error) {
	h, err := openHouse(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	sources, err := h.sources(ctx)
	if err != nil {
		return err
	}
	if len(arguments) == 0 {
		return h.listSources(sources)
	}
	if arguments[0] != "check" {
		fmt.Fprintln(p.errors, "usage: mostbot sources [check [ID…]]")
		return errUsage
	}
	return h.checkSources(ctx, sources, arguments[1:])
}

func (h *house) listSources(sources []catalog.NewsSource) error {
	table := tabwriter.NewWriter(h.out, 0, 0, 2, ' ', 0)
	for _, s := range sources {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", s.ID, s.Language, s.Place, s.Name, s.URL)
	}
	return table.Flush()
}

// checkSources fetches each source once, remembers nothing, and says what came.
func (h *house) checkSources(ctx context.Context, sources []catalog.NewsSource, ids []string) error {
	wanted := map[string]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	var failed error
	for _, s := range sources {
		if len(ids) > 0 && !wanted[s.ID] {
			continue
		}
		delete(wanted, s.ID)
		found, _, err := h.feed.Read(ctx, s, catalog.SourceState{ID: s.ID})
		if err != nil {
			fmt.Fprintf(h.out, "%s: %v\n", s.ID, err)
			failed = errToldAlready
			continue
		}
		newest := ""
		if len(found) > 0 {
			newest = ", the first one: " + found[0].Title
		}
		fmt.Fprintf(h.out, "%s: %d articles%s\n", s.ID, len(found), newest)
	}
	for id := range wanted {
		return fmt.Errorf("there is no source %q", id)
	}
	return failed
}
