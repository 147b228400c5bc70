package commands

import (
	"context"
	"fmt"

	"mostbot/texts"
)

// forget deletes all that is stored about the chat, after a yes.
func (b *Book) forget(ctx context.Context, t *talk) (Reply, error) {
	if allowed, err := b.mayChange(ctx, t); err != nil || !allowed {
		return t.say("ask.admins"), err
	}
	return t.say("forget.ask").with([]texts.Button{
		{Text: t.Plain("button.yes"), Data: "forget:" + t.owner() + ":yes"},
		{Text: t.Plain("button.no"), Data: "forget:" + t.owner() + ":no"},
	}), nil
}

func (b *Book) pressForget(ctx context.Context, t *talk, said string) (Reply, error) {
	if said != "yes" {
		return t.say("forget.kept").replacing(t), nil
	}
	if err := b.needs.Chats.ForgetChat(ctx, t.Chat.ID); err != nil && !b.isNotFound(err) {
		return Reply{}, fmt.Errorf("forget a chat: %w", err)
	}
	return t.say("forget.done").replacing(t), nil
}
