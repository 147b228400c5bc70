package commands

import (
	"context"
	"fmt"

	"mostbot/catalog"
	"mostbot/texts"
)

func (b *Book) sources(ctx context.Context, t *talk) (Reply, error) { return b.sourcesFrom(ctx, t, 0) }

func (b *Book) pressSources(ctx context.Context, t *talk, rest string) (Reply, error) {
	offset, _, ok := cutOffset(rest)
	if !ok {
		return t.toast("ask.old"), nil
	}
	return b.sourcesFrom(ctx, t, offset)
}

// sourcesFrom is a page of the news sources with how each is doing.
func (b *Book) sourcesFrom(ctx context.Context, t *talk, offset int) (Reply, error) {
	sources, err := b.needs.Sources.Sources(ctx)
	if err != nil {
		return Reply{}, fmt.Errorf("read the sources: %w", err)
	}
	if len(sources) == 0 {
		return t.say("sources.none"), nil
	}
	states, err := b.needs.Sources.SourceStates(ctx)
	if err != nil {
		return Reply{}, fmt.Errorf("read how the sources are doing: %w", err)
	}
	offset = min(offset, len(sources)-1)
	page := sources[offset:min(offset+linesOnPage, len(sources))]
	head := t.Say("sources.head")
	if len(sources) > linesOnPage {
		head = texts.Join("\n", head, t.span(offset, len(page), len(sources)))
	}
	var lines []texts.HTML
	for _, s := range page {
		lines = append(lines, t.sourceLine(s, states[s.ID]))
	}
	turns, err := b.turns(ctx, t, offset, len(page), len(sources), linesOnPage, func(offset int) string {
		return fmt.Sprintf("sources:%d", offset)
	})
	return t.blocks(head, texts.Join("\n", lines...)).with(turns).replacing(t), err
}

// sourceLine is "✅ Burgas Municipality 🇧🇬 – read 5 minutes ago".
func (t *talk) sourceLine(s catalog.NewsSource, state catalog.SourceState) texts.HTML {
	sign, says := "✅", t.Plain("sources.fine", texts.Data{"Ago": t.Ago(state.Read, t.Now)})
	switch {
	case state.Paused:
		sign, says = "⏸", t.Plain("sources.paused")
	case state.Failures > 0:
		sign, says = "⚠️", t.Plain("sources.failing")
	case state.Read.IsZero():
		sign, says = "⏳", t.Plain("sources.waiting")
	}
	return texts.Join(" ", texts.Text(sign), texts.Link(s.Name, s.URL), texts.Text(texts.Flag(s.Language)), texts.Text("– "+says))
}
