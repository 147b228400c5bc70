package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"mostbot/catalog"
	"mostbot/ingest"
	"mostbot/store"
	"mostbot/texts"
)

// editors tells those who look after the catalogue what waits for them, through the outbox: once, and surely.
type editors struct{ *house }

// chats are where editors read: the review chat, else the admins' private chats.
func (e editors) chats() []int64 {
	if e.config.ReviewChatID != 0 {
		return []int64{int64(e.config.ReviewChatID)}
	}
	return e.config.AdminIDs
}

// Notify puts the card of a report before the editors.
func (e editors) Notify(ctx context.Context, r catalog.Review) error {
	return e.tell(ctx, "review:"+r.ID+":"+r.Queued.UTC().Format(time.RFC3339), func(lang catalog.Language) (texts.Message, error) {
		return e.book.ReviewCard(ctx, r, lang)
	})
}

// Tell tells of a source that has been in trouble for days.
func (e editors) Tell(ctx context.Context, t ingest.Trouble) error {
	id, since := "source_trouble.failing", t.State.Read
	switch {
	case t.Silent:
		id, since = "source_trouble.silent", t.State.News
	case since.IsZero():
		id = "source_trouble.never"
	}
	return e.tell(ctx, "source:"+t.Source.ID+":"+id+":"+since.UTC().Format(time.DateOnly), func(lang catalog.Language) (texts.Message, error) {
		p := e.texts.Printer(lang)
		why := p.Plain("reason." + string(t.State.Why))
		said := p.Say(id, texts.Data{"Name": t.Source.Name, "Error": why, "Since": p.Ago(since, time.Now())})
		how := p.Say("source_trouble.pause", texts.Data{"ID": t.Source.ID})
		return texts.Message{Blocks: []texts.HTML{said, how}}, nil
	})
}

func (e editors) tell(ctx context.Context, key string, compose func(catalog.Language) (texts.Message, error)) error {
	for _, id := range e.chats() {
		chat, err := e.store.Chat(ctx, id)
		if err != nil {
			return fmt.Errorf("tell the editors: %w", err)
		}
		message, err := compose(texts.Choose(chat.Language, chat.App, string(e.config.Language)))
		if err != nil {
			return fmt.Errorf("tell the editors: %w", err)
		}
		if err := e.put(ctx, key+":"+strconv.FormatInt(id, 10), id, message); err != nil {
			return fmt.Errorf("tell the editors: %w", err)
		}
	}
	return nil
}

// put puts a message into the outbox, unless its key ever was there.
func (h *house) put(ctx context.Context, key string, chat int64, message texts.Message) error {
	body, err := json.Marshal(message)
	if err != nil {
		return fmt.Errorf("write a message to chat %d: %w", chat, err)
	}
	_, err = h.store.Put(ctx, []catalog.Outgoing{{Key: key, Chat: chat, Body: body}})
	return err
}

// queueing is the catalogue as the round sees it: what is queued for review is put before the editors too. A crash between
// the two repeats both, since the article counts as unread until they are done.
type queueing struct {
	*store.Store
	editors editors
}

func (q queueing) Queue(ctx context.Context, r catalog.Review) error {
	if err := q.Store.Queue(ctx, r); err != nil {
		return err
	}
	return q.editors.Notify(ctx, r)
}
