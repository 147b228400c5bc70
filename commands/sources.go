package commands

import (
	"context"
	"fmt"
	"strings"

	"mostbot/catalog"
	"mostbot/texts"
)

// sources lists where news is read. Editors also change the list: "/sources pause ID".
func (b *Book) sources(ctx context.Context, t *talk) (Reply, error) {
	if t.Args == "" || !t.User.Admin || b.needs.SourceDesk == nil {
		return b.sourcesFrom(ctx, t, 0)
	}
	action, rest, _ := strings.Cut(t.Args, " ")
	rest = strings.TrimSpace(rest)
	switch strings.ToLower(action) {
	case "add":
		return b.addSource(ctx, t, rest)
	case "pause", "resume", "remove":
		return b.changeSource(ctx, t, strings.ToLower(action), rest)
	}
	return t.say("sources.how"), nil
}

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
	turns, err := b.turns(ctx, t, turning{offset, len(page), len(sources), linesOnPage, byCount}, func(offset int) string {
		return fmt.Sprintf("sources:%d", offset)
	})
	reply := t.blocks(head, texts.Join("\n", lines...))
	if t.User.Admin && b.needs.SourceDesk != nil && t.Chat.Kind == catalog.Private {
		reply.Blocks = append(reply.Blocks, t.Say("sources.how"))
	}
	return reply.with(turns).replacing(t), err
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
	name := texts.Link(texts.Cut(s.Name, longestTitle), s.URL)
	line := texts.Join(" ", texts.Text(sign), name, texts.Text(texts.Flag(s.Language)), texts.Text("– "+says))
	if t.User.Admin && t.Chat.Kind == catalog.Private {
		line = texts.Join(" · ", line, texts.Code(s.ID))
	}
	return line
}
