package main

import (
	"context"
	"fmt"
	"time"

	"mostbot/catalog"
	"mostbot/texts"
)

// care sees to places where the bot may not write any more: what is subscribed there is paused, and those whom it concerns
// are told once a day at the most.
type care struct{ *house }

// TopicLost pauses what is served in a forum's topic. The group is told, outside of the topic, and so are the admins.
func (c care) TopicLost(ctx context.Context, chat int64, thread int, why catalog.Trouble) error {
	paused, err := c.store.PauseTopic(ctx, chat, thread, why)
	if err != nil || paused == 0 {
		return err
	}
	known, err := c.store.Chat(ctx, chat)
	if err != nil {
		return fmt.Errorf("tell that a topic can't be written to: %w", err)
	}
	key := fmt.Sprintf("muted:%d:%d:%s", chat, thread, time.Now().UTC().Format(time.DateOnly))
	err = editors{c.house}.tell(ctx, key+":admins", func(lang catalog.Language) (texts.Message, error) {
		p := c.texts.Printer(lang)
		why := p.Plain("subscriptions." + string(why))
		return saying(p, "muted.topic", texts.Data{"Title": named(known), "Why": why}), nil
	})
	if err != nil || thread == 0 {
		return err
	}
	p := c.texts.Printer(texts.Choose(known.Language, known.App, string(c.config.Language)))
	return c.put(ctx, key, chat, saying(p, "muted."+string(why), nil))
}

// Muted tells the admins that the bot lost the right to write in a chat, which is paused by now.
func (c care) Muted(ctx context.Context, chat int64, words string) error {
	known, err := c.store.Chat(ctx, chat)
	if err != nil {
		return fmt.Errorf("tell that the bot may not write: %w", err)
	}
	key := fmt.Sprintf("muted:%d:%s", chat, time.Now().UTC().Format(time.DateOnly))
	return editors{c.house}.tell(ctx, key, func(lang catalog.Language) (texts.Message, error) {
		return saying(c.texts.Printer(lang), "muted.chat", texts.Data{"Title": named(known), "Why": words}), nil
	})
}

func saying(p *texts.Printer, id string, data texts.Data) texts.Message {
	return texts.Message{Blocks: []texts.HTML{p.Say(id, data)}}
}

// named is a chat's title, or its number where there is none.
func named(c catalog.Chat) string {
	if c.Title != "" {
		return c.Title
	}
	return fmt.Sprint(c.ID)
}
