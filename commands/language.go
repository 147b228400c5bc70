package commands

import (
	"context"
	"fmt"

	"mostbot/catalog"
	"mostbot/texts"
)

func (b *Book) setLanguage(ctx context.Context, t *talk) (Reply, error) {
	if allowed, err := b.mayChange(ctx, t); err != nil || !allowed {
		return t.say("ask.admins"), err
	}
	if lang, ok := b.words.languages[catalog.Fold(t.Args)]; ok {
		return b.speak(ctx, t, lang)
	}
	id := "language.ask"
	if t.Args != "" {
		id = "language.unknown"
	}
	var buttons []texts.Button
	for _, lang := range catalog.Languages {
		name := texts.Capitalised(b.needs.Texts.Printer(lang).Language(lang))
		buttons = append(buttons, texts.Button{Text: texts.Flag(lang) + " " + name, Data: "lang:" + t.owner() + ":" + lang})
	}
	return t.say(id).with(inRows(buttons, 2)...), nil
}

func (b *Book) pressLanguage(ctx context.Context, t *talk, lang string) (Reply, error) {
	if _, ok := b.words.languages[lang]; !ok {
		return t.toast("ask.old"), nil
	}
	reply, err := b.speak(ctx, t, lang)
	return reply.replacing(t), err
}

func (b *Book) speak(ctx context.Context, t *talk, lang catalog.Language) (Reply, error) {
	chat := t.Chat
	chat.Language = lang
	if err := b.save(ctx, t, chat); err != nil {
		return Reply{}, err
	}
	t.Printer = b.needs.Texts.Printer(lang)
	return t.say("language.done"), nil
}

func (b *Book) save(ctx context.Context, t *talk, chat catalog.Chat) error {
	if chat.Since.IsZero() {
		chat.Since = t.Now
	}
	if err := b.needs.Chats.SaveChat(ctx, chat); err != nil {
		return fmt.Errorf("save the chat's settings: %w", err)
	}
	return nil
}
