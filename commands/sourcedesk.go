package commands

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"mostbot/catalog"
	"mostbot/texts"
)

// addSource takes a feed on: its address, its language where it is not the editor's, its name where it is not its host's.
func (b *Book) addSource(ctx context.Context, t *talk, args string) (Reply, error) {
	words := strings.Fields(args)
	if len(words) == 0 {
		return t.say("sources.how"), nil
	}
	address, err := url.Parse(words[0])
	if err != nil || address.Scheme != "https" && address.Scheme != "http" || !strings.Contains(address.Hostname(), ".") {
		return t.say("sources.bad_address", texts.Data{"Word": texts.Cut(words[0], 80)}), nil
	}
	source := catalog.NewsSource{Name: address.Hostname(), URL: address.String(), Language: t.Lang, Kind: "feed"}
	if words = words[1:]; len(words) > 0 && slices.Contains(catalog.Languages, words[0]) {
		source.Language, words = words[0], words[1:]
	}
	if len(words) > 0 {
		source.Name = texts.Cut(strings.Join(words, " "), 80)
	}
	known, err := b.needs.Sources.Sources(ctx)
	if err != nil {
		return Reply{}, fmt.Errorf("read the sources: %w", err)
	}
	source.ID = freeID(known, address.Hostname())
	if err := b.needs.SourceDesk.SaveSource(ctx, source); err != nil {
		return Reply{}, fmt.Errorf("save a source: %w", err)
	}
	return t.say("sources.added", texts.Data{"Name": source.Name, "ID": source.ID}), nil
}

// freeID makes an id of a host's name that no source has.
func freeID(known []catalog.NewsSource, host string) string {
	base := catalog.Slug(strings.TrimPrefix(host, "www."))
	base = base[:min(30, len(base))]
	for n := 1; ; n++ {
		id := strings.Trim(base, "-")
		if n > 1 {
			id += "-" + strconv.Itoa(n)
		}
		if !slices.ContainsFunc(known, func(s catalog.NewsSource) bool { return s.ID == id }) {
			return id
		}
	}
}

// changeSource pauses, resumes or removes a source.
func (b *Book) changeSource(ctx context.Context, t *talk, action, id string) (Reply, error) {
	source, found, err := b.source(ctx, id)
	switch {
	case err != nil:
		return Reply{}, err
	case !found:
		return t.say("sources.unknown", texts.Data{"ID": texts.Cut(id, 60)}), nil
	case action == "remove":
		return b.removeSource(ctx, t, source)
	}
	states, err := b.needs.Sources.SourceStates(ctx)
	if err != nil {
		return Reply{}, fmt.Errorf("read how the sources are doing: %w", err)
	}
	state := states[id]
	state.ID, state.Paused = id, action == "pause"
	if err := b.needs.SourceDesk.SaveSourceState(ctx, state); err != nil {
		return Reply{}, fmt.Errorf("pause or resume a source: %w", err)
	}
	if state.Paused {
		return t.say("sources.stopped", texts.Data{"Name": source.Name}), nil
	}
	return t.say("sources.resumed", texts.Data{"Name": source.Name}), nil
}

func (b *Book) source(ctx context.Context, id string) (catalog.NewsSource, bool, error) {
	known, err := b.needs.Sources.Sources(ctx)
	if err != nil {
		return catalog.NewsSource{}, false, fmt.Errorf("read the sources: %w", err)
	}
	i := slices.IndexFunc(known, func(s catalog.NewsSource) bool { return s.ID == id })
	if i < 0 {
		return catalog.NewsSource{}, false, nil
	}
	return known[i], true, nil
}

// removeSource removes a source that editors added. One that is listed elsewhere stays.
func (b *Book) removeSource(ctx context.Context, t *talk, source catalog.NewsSource) (Reply, error) {
	if err := b.needs.SourceDesk.RemoveSource(ctx, source.ID); err != nil && !b.isNotFound(err) {
		return Reply{}, fmt.Errorf("remove a source: %w", err)
	}
	_, still, err := b.source(ctx, source.ID)
	if err != nil || still {
		return t.say("sources.built_in", texts.Data{"Name": source.Name}), err
	}
	return t.say("sources.gone", texts.Data{"Name": source.Name}), nil
}
