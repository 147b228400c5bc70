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
	maxDescription = 256 // of a command
	maxWhole       = 512 // of the bot
	maxShort       = 120
	menusFor       = 30 * 24 * time.Hour // then they are set again, whatever anybody did to them
)

// setup is one call that sets something of the bot's public face.
type setup struct {
	Method string
	Params tgbotapi.Params
}

// publishMenus sets Telegram's menus of commands, for each language and scope, and the bot's descriptions, if they changed
// since the last time.
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
		if ctx.Err() != nil {
			return
		}
		b.Log.Warn("set the menus and descriptions", slog.String("method", c.Method), slog.String("scope", c.Params["scope"]),
			slog.Any("error", err))
		whole = whole && diagnose(err).remedy == refuse // what will never be taken is not tried again
	}
	if !whole {
		return
	}
	if err := b.Progress.Remember(ctx, "menus", sum, menusFor); err != nil {
		b.Log.Warn("remember the menu of commands", slog.Any("error", err))
	}
}

// setUp makes a call, and again where Telegram asks to wait or is in trouble.
func (b *Bot) setUp(ctx context.Context, c setup) error {
	for wait := (backoff{}); ; {
		err := b.setting(ctx, c.Method, c.Params)
		if err == nil || ctx.Err() != nil {
			return err
		}
		switch d := diagnose(err); d.remedy {
		case waitOut:
			b.meter.floods.Inc()
			_ = sleep(ctx, d.wait)
		case again, unsure:
			_ = sleep(ctx, wait.next())
		default:
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
	return append(calls, b.descriptions()...)
}

func (b *Bot) descriptions() []setup {
	var calls []setup
	add := func(language, code string) {
		whole, short := b.Book.Description(language)
		for _, c := range []setup{
			{"setMyDescription", tgbotapi.Params{"description": shortened(whole, maxWhole)}},
			{"setMyShortDescription", tgbotapi.Params{"short_description": shortened(short, maxShort)}},
		} {
			c.Params.AddNonEmpty("language_code", code)
			calls = append(calls, c)
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
