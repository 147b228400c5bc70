package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"mostbot/catalog"
	"mostbot/commands"
)

const (
	maxCommands    = 100
	maxDescription = 256
	menusFor       = 30 * 24 * time.Hour // then they are set again, whatever anybody did to them
)

// setup is one call that sets something of the bot's public face.
type setup struct {
	Method string
	Params tgbotapi.Params
}

// publishMenus sets Telegram's menus of commands, for each language and scope, if they changed since the last time.
func (b *Bot) publishMenus(ctx context.Context) {
	calls := b.menus()
	sum := fingerprint(calls)
	if last, err := b.Progress.Recall(ctx, "menus"); err == nil && last == sum {
		return
	}
	whole := true
	for _, c := range calls {
		err := b.setUp(ctx, c)
		if err == nil {
			continue
		}
		whole = false
		if ctx.Err() != nil {
			return
		}
		b.Log.Warn("set the menu of commands", slog.String("scope", c.Params["scope"]), slog.Any("error", err))
		if diagnose(err).remedy != pause { // an admin who has not started the bot yet has no menu
			return
		}
	}
	if !whole {
		return
	}
	if err := b.Progress.Remember(ctx, "menus", sum, menusFor); err != nil {
		b.Log.Warn("remember the menu of commands", slog.Any("error", err))
	}
}

// setUp makes a call, and again after the wait that Telegram asks for.
func (b *Bot) setUp(ctx context.Context, c setup) error {
	for {
		err := b.setting(ctx, c.Method, c.Params)
		if err == nil {
			return nil
		}
		d := diagnose(err)
		if d.remedy != waitOut || d.wait > longestFlood {
			return err
		}
		b.meter.floods.Inc()
		if err := sleep(ctx, d.wait); err != nil {
			return err
		}
	}
}

func fingerprint(calls []setup) string {
	hash := sha256.New()
	if err := json.NewEncoder(hash).Encode(calls); err != nil {
		panic(fmt.Sprintf("encode menus: %v", err)) // strings only: not a matter of input
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// menus lists the calls: the bot's main language for everybody, then each language for those whose app speaks it.
func (b *Bot) menus() []setup {
	var calls []setup
	add := func(language, code string) {
		calls = append(calls,
			b.menu(language, code, commands.InPrivate, map[string]any{"type": "all_private_chats"}),
			b.menu(language, code, commands.InGroup, map[string]any{"type": "all_group_chats"}))
		for _, admin := range b.Admins {
			calls = append(calls, b.menu(language, code, commands.ForAdmin, map[string]any{"type": "chat", "chat_id": admin}))
		}
	}
	add(b.Language, "")
	for _, language := range catalog.Languages {
		add(language, language)
	}
	return calls
}

func (b *Bot) menu(language, code string, scope commands.Scope, where map[string]any) setup {
	type line struct {
		Command     string `json:"command"`
		Description string `json:"description"`
	}
	lines := []line{}
	for _, item := range b.Book.Menu(language, scope) {
		if len(lines) < maxCommands && item.Description != "" {
			lines = append(lines, line{strings.TrimPrefix(item.Command, "/"), shortened(item.Description, maxDescription)})
		}
	}
	params := tgbotapi.Params{}
	params.AddNonEmpty("language_code", code)
	addJSON(params, "commands", lines)
	addJSON(params, "scope", where)
	return setup{"setMyCommands", params}
}
