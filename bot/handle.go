package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"mostbot/catalog"
	"mostbot/commands"
)

// consult asks the book. Where it fails, the reply is its apology.
func (b *Bot) consult(
	ctx context.Context, r *commands.Request, speaker *chat, ask asking,
) (reply commands.Reply, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
		if err != nil {
			reply = b.Book.Sorry(*r, err)
		}
	}()
	if err := b.complete(ctx, r, speaker); err != nil {
		return commands.Reply{}, err
	}
	return ask(ctx, *r)
}

// asking is a question to the book.
type asking func(context.Context, commands.Request) (commands.Reply, error)

// complete adds to a request what the bot knows of the chat and the person.
func (b *Bot) complete(ctx context.Context, r *commands.Request, speaker *chat) error {
	r.User.Admin = slices.Contains(b.Admins, r.User.ID)
	r.ChatAdmin = b.chatAdmin(*r, speaker)
	known, err := b.Chats.Chat(ctx, r.Chat.ID)
	if err != nil {
		return fmt.Errorf("read the chat's settings: %w", err)
	}
	known.ID, known.Kind, known.Title = r.Chat.ID, r.Chat.Kind, r.Chat.Title
	r.Chat = known
	return nil
}

// finish sends the reply and logs what went wrong, never what people wrote.
func (b *Bot) finish(ctx context.Context, r commands.Request, reply commands.Reply, failed error) {
	if failed != nil && !errors.Is(failed, tooFast{}) {
		b.Log.Error("handle a request", slog.String("command", r.Command), slog.Int64("chat", r.Chat.ID),
			slog.Any("error", failed))
	}
	switch err := b.answer(ctx, r, reply); {
	case err == nil && r.Chat.Paused != "" && !reply.Silent:
		b.resume(ctx, r.Chat.ID)
	case err != nil && !isUnwelcome(err):
		b.Log.Error("send a reply", slog.String("command", r.Command), slog.Any("error", err))
	}
}

func (b *Bot) resume(ctx context.Context, chat int64) {
	if err := b.Chats.ResumeChat(ctx, chat); err != nil {
		b.Log.Error("resume a chat", slog.Int64("chat", chat), slog.Any("error", err))
	}
}

// chatAdmin gives the question whether who asks is an admin of the chat. In private everybody is; only admins post in a
// channel; who speaks in a group as the group itself is one of its hidden admins.
func (b *Bot) chatAdmin(r commands.Request, speaker *chat) func(context.Context) (bool, error) {
	posted := r.Chat.Kind == catalog.Channel && r.Press == ""
	if r.Chat.Kind == catalog.Private || posted || (speaker != nil && speaker.ID == r.Chat.ID) {
		return func(context.Context) (bool, error) { return true, nil }
	}
	var once sync.Once
	var is bool
	var err error
	return func(ctx context.Context) (bool, error) {
		once.Do(func() { is, err = b.askAdmin(ctx, r.Chat.ID, r.User.ID) })
		return is, err
	}
}

func (b *Bot) askAdmin(ctx context.Context, chat, person int64) (bool, error) {
	if person == 0 {
		return false, nil
	}
	params := tgbotapi.Params{}
	params.AddNonZero64("chat_id", chat)
	params.AddNonZero64("user_id", person)
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	raw, err := b.client.call(ctx, "getChatMember", params)
	var f *failure
	if errors.As(err, &f) && f.code == 400 {
		return false, nil // a stranger to the chat
	}
	if err != nil {
		return false, fmt.Errorf("ask whether somebody is an admin: %w", err)
	}
	var m member
	if err := json.Unmarshal(raw, &m); err != nil {
		return false, fmt.Errorf("read what somebody is in a chat: %w", err)
	}
	return m.Status == "creator" || m.Status == "administrator", nil
}

// handleMembership notes where the bot may write, and introduces it in a group that it comes to. A channel's readers
// did not ask for an introduction: there it goes to the admin who added the bot.
func (b *Bot) handleMembership(ctx context.Context, m membership) {
	kind := m.Chat.Type
	if !m.New.mayPost(kind) {
		b.closeChat(ctx, m.Chat.ID, diagnosis{words: "the bot is " + m.New.Status})
		return
	}
	b.resume(ctx, m.Chat.ID)
	if kind != string(catalog.Private) && !m.Old.present() {
		b.greet(ctx, m)
	}
}

func (b *Bot) greet(ctx context.Context, m membership) {
	r := commands.Request{Chat: m.Chat.noun(), Command: "start", Now: time.Now(),
		User: commands.User{ID: m.From.ID, Language: m.From.Language}}
	if m.Chat.Type == string(catalog.Channel) {
		r.Chat = catalog.Chat{ID: m.From.ID, Kind: catalog.Private}
	}
	reply, err := b.consult(ctx, &r, nil, b.Book.Reply)
	if err != nil { // an apology would be no greeting
		b.Log.Error("greet a chat", slog.Int64("chat", m.Chat.ID), slog.Any("error", err))
		return
	}
	for _, p := range posts(reply.Message, post{chat: r.Chat.ID, optional: true}) {
		if err := b.insist(ctx, p); err != nil {
			b.Log.Debug("greet a chat", slog.Int64("chat", m.Chat.ID), slog.Any("error", err))
			return
		}
	}
}
