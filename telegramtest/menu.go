package telegramtest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	maxCommands           = 100
	maxCommandName        = 32
	maxCommandDescription = 256
)

// Command is one entry of the bot's menu.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// menu is how the bot presents itself: its commands per scope and language, its name and descriptions per language.
type menu struct {
	commands map[menuKey][]Command
	words    map[string]string // "name bg", "description en", …
}

type menuKey struct {
	scope    string // "default", "all_private_chats", "chat -100…", "chat_member -100… 7"
	language string
}

func newMenu() menu { return menu{map[menuKey][]Command{}, map[string]string{}} }

// Commands is the menu that somebody sees in a chat: the one of the narrowest scope that has one, in their language
// or else in none.
func (s *Server) Commands(chat, user int64, language string) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.commandsFor(s.mustChat(chat), user, language)
}

func (s *Server) commandsFor(c *chat, user int64, language string) []Command {
	for _, scope := range scopes(c, user) {
		for _, lang := range []string{language, ""} {
			if commands := s.menu.commands[menuKey{scope, lang}]; len(commands) > 0 {
				return slices.Clone(commands)
			}
		}
	}
	return nil
}

func scopes(c *chat, user int64) []string {
	id := strconv.FormatInt(c.id, 10)
	switch {
	case c.kind == private:
		return []string{"chat " + id, "all_private_chats", "default"}
	case c.kind == channel:
		return nil
	case c.member(user).admin():
		return []string{
			"chat_member " + id + " " + strconv.FormatInt(user, 10), "chat_administrators " + id, "chat " + id,
			"all_chat_administrators", "all_group_chats", "default",
		}
	}
	return []string{
		"chat_member " + id + " " + strconv.FormatInt(user, 10), "chat " + id, "all_group_chats", "default",
	}
}

func (s *Server) setMyCommands(q *query) (any, error) {
	key, err := s.menuKey(q)
	if err != nil {
		return nil, err
	}
	var commands []Command
	if _, err := q.object("commands", &commands); err != nil {
		return nil, err
	}
	if len(commands) > maxCommands {
		return nil, badRequest("BOT_COMMANDS_TOO_MUCH")
	}
	for i := range commands {
		if err := checkCommand(&commands[i]); err != nil {
			return nil, err
		}
	}
	s.menu.commands[key] = commands
	s.show("menu", nil, nil)
	return true, nil
}

var commandName = regexp.MustCompile(`^[a-z0-9_]+$`)

func checkCommand(c *Command) error {
	c.Command = strings.TrimPrefix(strings.TrimSpace(c.Command), "/")
	c.Description = strings.TrimSpace(c.Description)
	switch {
	case c.Command == "":
		return badRequest("command must be non-empty")
	case utf8.RuneCountInString(c.Command) > maxCommandName:
		return badRequest("command length must not exceed 32")
	case c.Description == "":
		return badRequest("command description must be non-empty")
	case utf8.RuneCountInString(c.Description) > maxCommandDescription:
		return badRequest("command description length must not exceed 256")
	case !commandName.MatchString(c.Command):
		return badRequest("BOT_COMMAND_INVALID")
	}
	return nil
}

func (s *Server) getMyCommands(q *query) (any, error) {
	key, err := s.menuKey(q)
	if err != nil {
		return nil, err
	}
	return append([]Command{}, s.menu.commands[key]...), nil
}

func (s *Server) deleteMyCommands(q *query) (any, error) {
	key, err := s.menuKey(q)
	if err != nil {
		return nil, err
	}
	delete(s.menu.commands, key)
	s.show("menu", nil, nil)
	return true, nil
}

func (s *Server) menuKey(q *query) (menuKey, error) {
	language, err := readLanguage(q)
	if err != nil {
		return menuKey{}, err
	}
	var scope struct {
		Type string `json:"type"`
		Chat any    `json:"chat_id"`
		User int64  `json:"user_id"`
	}
	if _, err := q.object("scope", &scope); err != nil {
		return menuKey{}, err
	}
	key := menuKey{orDefault(scope.Type, "default"), language}
	switch key.scope {
	case "default", "all_private_chats", "all_group_chats", "all_chat_administrators":
		return key, nil
	case "chat", "chat_administrators", "chat_member":
	default:
		return key, badRequest("can't parse BotCommandScope: Unsupported type specified")
	}
	c := s.named(plainID(scope.Chat))
	if c == nil {
		return key, badRequest("chat not found")
	}
	key.scope += " " + strconv.FormatInt(c.id, 10)
	if scope.Type == "chat_member" {
		if scope.User <= 0 {
			return key, badRequest("can't parse BotCommandScope: Invalid user_id specified")
		}
		key.scope += " " + strconv.FormatInt(scope.User, 10)
	}
	return key, nil
}

func plainID(id any) string {
	switch id := id.(type) {
	case string:
		return id
	case float64:
		return strconv.FormatInt(int64(id), 10)
	}
	return ""
}

var languageCode = regexp.MustCompile(`^([a-z]{2})?$`)

func readLanguage(q *query) (string, error) {
	language := q.text("language_code")
	if !languageCode.MatchString(language) {
		return "", badRequest("invalid language code specified")
	}
	return language, nil
}

func (s *Server) setMyName(q *query) (any, error) { return s.setWords(q, "name", 64) }

func (s *Server) setMyDescription(q *query) (any, error) { return s.setWords(q, "description", 512) }

func (s *Server) setMyShortDescription(q *query) (any, error) {
	return s.setWords(q, "short_description", 120)
}

func (s *Server) getMyName(q *query) (any, error) { return s.getWords(q, "name", s.bot.FirstName) }

func (s *Server) getMyDescription(q *query) (any, error) { return s.getWords(q, "description", "") }

func (s *Server) getMyShortDescription(q *query) (any, error) {
	return s.getWords(q, "short_description", "")
}

func (s *Server) setWords(q *query, what string, most int) (any, error) {
	language, err := readLanguage(q)
	if err != nil {
		return nil, err
	}
	words := q.text(what)
	if utf8.RuneCountInString(words) > most {
		return nil, badRequest("BOT_" + strings.ToUpper(what) + "_TOO_LONG")
	}
	s.menu.words[what+" "+language] = words
	s.show("menu", nil, nil)
	return true, nil
}

func (s *Server) getWords(q *query, what, otherwise string) (any, error) {
	language, err := readLanguage(q)
	if err != nil {
		return nil, err
	}
	return map[string]string{what: orDefault(s.wordsFor(what, language), otherwise)}, nil
}

func (s *Server) wordsFor(what, language string) string {
	return orDefault(s.menu.words[what+" "+language], s.menu.words[what+" "])
}
