package commands

import (
	"context"
	"fmt"
	"strings"

	"mostbot/texts"
)

// add reads an article now: from its address, its text, or the message that the command replies to.
func (b *Book) add(ctx context.Context, t *talk) (Reply, error) {
	article := strings.TrimSpace(t.Args)
	if article == "" {
		article = strings.TrimSpace(t.Quoted)
	}
	if article == "" {
		return t.empty("add"), nil
	}
	if b.needs.Articles == nil {
		return t.say("trouble.sorry"), nil
	}
	r, err := b.needs.Articles.ReadNow(ctx, article)
	if err != nil {
		return Reply{}, fmt.Errorf("read an article for an editor: %w", err)
	}
	if r.Outcome != Taken {
		return t.say("add."+string(r.Outcome), texts.Data{"Reason": t.Plain("reason." + string(r.Why))}), nil
	}
	head := t.Say("add." + string(r.Added.Novelty))
	if t.directory, err = b.needs.News.Directory(ctx); err != nil { // the article may have brought new names
		return Reply{}, fmt.Errorf("read the directory: %w", err)
	}
	reply := t.blocks(head, t.Card(r.Added.Event, t.directory))
	button, err := b.button(ctx, t.Plain("button.details"), "event:"+r.Added.Event.ID)
	return reply.with([]texts.Button{button}), err
}
