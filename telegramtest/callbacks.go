package telegramtest

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const maxAnswer = 200

// callback is a pressed button that waits for its answer.
type callback struct {
	user    int64
	chat    int64
	pressed time.Time
	answer  *Answer
}

// Answer is what a pressed button said to the person who pressed it.
type Answer struct {
	Text  string
	Alert bool
	URL   string
}

// Press has a person press a button of a message, given by its label or callback data, and returns the id under
// which [Server.Answer] finds the bot's answer.
func (s *Server) Press(chat int64, message int, user int64, button string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.mustChat(chat).message(message)
	if m == nil {
		return "", fmt.Errorf("press %q: chat %d has no message %d", button, chat, message)
	}
	b, ok := m.Button(button)
	if !ok || b.Data == "" {
		return "", fmt.Errorf("press %q: message %d in chat %d has no such button", button, message, chat)
	}
	return s.press(s.mustChat(chat), m, user, b.Data), nil
}

// PressAnyway sends callback data that the message need not have: a button that is gone by now, or a forged one.
func (s *Server) PressAnyway(chat int64, message int, user int64, data string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.mustChat(chat)
	m := c.message(message)
	if m == nil {
		m = &Message{ID: message, Chat: chat, From: s.bot, FromBot: true}
	}
	return s.press(c, m, user, data)
}

type wireCallback struct {
	ID       string       `json:"id"`
	From     User         `json:"from"`
	Message  *wireMessage `json:"message"`
	Instance string       `json:"chat_instance"`
	Data     string       `json:"data"`
}

func (s *Server) press(c *chat, m *Message, user int64, data string) string {
	id := s.newID()
	s.callbacks[id] = &callback{user: user, chat: c.id, pressed: s.now()}
	s.push("callback_query", wireCallback{
		ID: id, From: s.person(user).User, Message: s.wireMessage(c, m), Instance: strconv.FormatInt(c.id, 10), Data: data,
	})
	return id
}

// Answer is what the bot answered to a pressed button; false: nothing yet.
func (s *Server) Answer(callbackID string) (Answer, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.callbacks[callbackID]
	if c == nil || c.answer == nil {
		return Answer{}, false
	}
	return *c.answer, true
}

func (s *Server) answerCallbackQuery(q *query) (any, error) {
	id := q.text("callback_query_id")
	c := s.callbacks[id]
	if c == nil || c.answer != nil || s.now().Sub(c.pressed) > s.options.CallbackLife {
		return nil, badRequest("query is too old and response timeout expired or query ID is invalid")
	}
	text := q.text("text")
	if utf8.RuneCountInString(text) > maxAnswer {
		return nil, badRequest("MESSAGE_TOO_LONG")
	}
	link := q.text("url")
	if link != "" && !s.leadsHere(link) {
		return nil, badRequest("URL_INVALID")
	}
	c.answer = &Answer{Text: text, Alert: q.flag("show_alert"), URL: link}
	s.showAnswer(id, c)
	return true, nil
}

// leadsHere tells whether a link opens the bot itself, the only place to which an answer may lead.
func (s *Server) leadsHere(link string) bool {
	u, err := url.Parse(link)
	return err == nil && u.Host == "t.me" && strings.EqualFold(strings.Trim(u.Path, "/"), s.bot.Username)
}
