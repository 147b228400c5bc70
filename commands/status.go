package commands

import (
	"context"
	"fmt"

	"mostbot/texts"
)

// status says in plain words how the bot is doing.
func (b *Book) status(ctx context.Context, t *talk) (Reply, error) {
	if b.needs.Status == nil {
		return t.say("status.none"), nil
	}
	figures, err := b.needs.Status.Figures(ctx, t.Lang)
	if err != nil {
		return Reply{}, fmt.Errorf("read the state of the bot: %w", err)
	}
	lines := []texts.HTML{t.Say("status.head")}
	for _, f := range figures {
		lines = append(lines, texts.Join(": ", texts.Text(t.nameOr("figure."+f.Name, f.Name)), texts.Bold(f.Value)))
	}
	if len(figures) == 0 {
		lines = append(lines, t.Say("status.none"))
	}
	return t.blocks(texts.Join("\n", lines...)), nil
}

// nameOr is the message, or the other text where there is none.
func (t *talk) nameOr(id, other string) string {
	if said := t.Plain(id); said != id {
		return said
	}
	return other
}
