package bot

import (
	"regexp"
	"strings"
	"time"
	"unicode"

	"mostbot/catalog"
	"mostbot/commands"
)

// commandForm is how a command begins a text. Telegram knows Latin ones only; people also type others.
var commandForm = regexp.MustCompile(`^/([\p{L}\p{N}_]{1,64})(?:@([A-Za-z0-9_]{1,64}))?(?:\s|$)`)

// asked makes a request of a message, or tells that the message is none of the bot's business: other bots' commands,
// people talking in a group, what other bots say.
func asked(m message, me user, now time.Time) (commands.Request, bool) {
	if m.AutomaticForward || fromBot(m) {
		return commands.Request{}, false
	}
	r := commands.Request{Chat: m.Chat.noun(), Thread: m.topic(), Message: m.ID, Now: now}
	if m.From != nil && m.SenderChat == nil { // who speaks as a chat hides behind an account that many share
		r.User = commands.User{ID: m.From.ID, Language: m.From.Language}
	}
	if replied, ok := m.answered(); ok {
		r.ReplyTo = replied.ID
		r.Quoted, _ = replied.words()
		r.QuotedData = replied.data()
	}
	text, entities := m.words()
	if command, bot, args, ok := cutCommand(text, entities); ok {
		r.Command, r.Args, r.Named = command, args, bot != ""
		return r, bot == "" || strings.EqualFold(bot, me.Username)
	}
	var meant bool
	r.Args, meant = question(m, text, entities, me)
	return r, meant
}

// fromBot tells whether another bot speaks. Admins and channels who write in a group do so through accounts of
// Telegram's that are bots.
func fromBot(m message) bool { return m.From != nil && m.From.IsBot && m.SenderChat == nil }

// question gives the free text that is meant for the bot: all in private, in groups what mentions the bot or replies to
// it, in channels nothing.
func question(m message, text string, entities []entity, me user) (string, bool) {
	trimmed := strings.TrimSpace(text)
	switch m.Chat.Type {
	case string(catalog.Private):
		return trimmed, trimmed != "" || m.wordless()
	case string(catalog.Channel):
		return "", false
	}
	for _, e := range entities {
		before, name, after := e.slice(text)
		if e.Type == "mention" && strings.EqualFold(name, "@"+me.Username) {
			trimmed = strings.TrimSpace(strings.TrimSpace(before) + " " + strings.TrimSpace(after))
			return trimmed, trimmed != ""
		}
	}
	replied, ok := m.answered()
	return trimmed, ok && trimmed != "" && replied.From != nil && replied.From.ID == me.ID
}

// cutCommand reads "/name@Bot args". Telegram marks commands; only one that begins the text counts, though marks that
// can't be seen may stand before it.
func cutCommand(text string, entities []entity) (name, bot, args string, ok bool) {
	for _, e := range entities {
		before, command, after := e.slice(text)
		if e.Type == "bot_command" && strings.TrimFunc(before, unseen) == "" {
			text = command + after
			break
		}
	}
	text = strings.TrimLeftFunc(text, unseen)
	found := commandForm.FindStringSubmatch(text)
	if found == nil {
		return "", "", "", false
	}
	return strings.ToLower(found[1]), found[2], strings.TrimSpace(text[len(found[0]):]), true
}

func unseen(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }

// pressed makes a request of a pressed button.
func pressed(p press, now time.Time) (commands.Request, bool) {
	if p.Message == nil {
		return commands.Request{}, false
	}
	r := commands.Request{
		Chat: p.Message.Chat.noun(), Thread: p.Message.topic(), Message: p.Message.ID, Press: p.Data, Now: now,
		User: commands.User{ID: p.From.ID, Language: p.From.Language},
	}
	r.Quoted, _ = p.Message.words()
	if replied, ok := p.Message.answered(); ok {
		r.ReplyTo = replied.ID
	}
	return r, true
}
