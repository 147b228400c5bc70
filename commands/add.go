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
		return t.say("add."+string(r.Outcome), texts.Data{"Reason": t.reason(r.Reason)}), nil
	}
	head := t.Say("add." + string(r.Added.Novelty))
	if t.directory, err = b.needs.News.Directory(ctx); err != nil { // the article may have brought new names
		return Reply{}, fmt.Errorf("read the directory: %w", err)
	}
	reply := t.blocks(head, t.Card(r.Added.Event, t.directory))
	button, err := b.button(ctx, t.Plain("button.details"), "event:"+r.Added.Event.ID)
	return reply.with([]texts.Button{button}), err
}

// reasons are those that the reading of articles gives, as messages.
var reasons = map[string]string{
	"neither cooperation nor digital":          "reason.neither",
	"digital, but no cooperation":              "reason.alone",
	"cooperation, but nothing digital":         "reason.analogue",
	"another copy of it was read before":       "reason.copy",
	"the same outlet brought this text before": "reason.copy",
	"its language is not known":                "reason.unknown_language",
}

// troubles are the parts of a reason that tell what was wrong with a page; the rest is addresses.
var troubles = []struct{ said, message string }{
	{"there is no text", "reason.empty"},
	{"the address is not on the public Internet", "reason.private"},
	{"there is no such host", "reason.no_host"},
	{"robots.txt asks not to read it", "reason.robots"},
	{"there is no article on the page", "reason.no_article"},
	{"more than 5 MB", "reason.large"},
	{"did not answer whole in time", "reason.slow"},
	{" is not read", "reason.language"},
}

// reason says in the editor's language why an article was not taken, where the reason is one that we know.
func (t *talk) reason(said string) string {
	if id, ok := reasons[said]; ok {
		return t.Plain(id)
	}
	if number, ok := strings.CutPrefix(said, "confidence "); ok {
		return t.Plain("reason.unsure", texts.Data{"Confidence": number})
	}
	for _, trouble := range troubles {
		if strings.Contains(said, trouble.said) {
			return t.Plain(trouble.message)
		}
	}
	return said
}
