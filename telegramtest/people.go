package telegramtest

import (
	"slices"
	"strings"
)

// AddPerson makes somebody known who has not started the bot yet, and returns their id. Without an ID one is chosen.
func (s *Server) AddPerson(user User) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if user.ID == 0 {
		user.ID = s.world.nextPerson
		s.world.nextPerson++
	}
	s.person(user.ID).User = user
	return user.ID
}

// Saying is something that a person writes.
type Saying struct {
	Chat    int64
	User    int64
	Thread  int // the forum topic
	ReplyTo int
	Text    string
}

// Say has a person write to a chat (their own id is the private chat with the bot) and returns the message's id.
// In a channel the words are the channel's.
func (s *Server) Say(chat, user int64, text string) int {
	return s.Send(Saying{Chat: chat, User: user, Text: text})
}

// Send is Say with all that can be said about a message.
func (s *Server) Send(saying Saying) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.mustChat(saying.Chat)
	author := s.person(saying.User)
	if c.kind == private {
		author.started, author.blocked = true, false
	}
	m := &Message{From: author.User, Text: saying.Text, Thread: saying.Thread, ReplyTo: saying.ReplyTo}
	m.Entities = sortEntities(detect(m.Text, nil))
	s.admit(c, m)
	if s.hears(c, m) {
		s.push(kindOfPost(c), s.wireMessage(c, m))
	}
	s.watch.notify()
	return m.ID
}

func kindOfPost(c *chat) string {
	if c.kind == channel {
		return "channel_post"
	}
	return "message"
}

// hears tells whether a message reaches the bot. In groups, unless it is an administrator or may read all, only
// commands, mentions and replies do.
func (s *Server) hears(c *chat, m *Message) bool {
	bot := c.member(s.bot.ID)
	switch {
	case c.kind == private:
		return true
	case !bot.present():
		return false
	case c.kind == channel:
		return bot.admin()
	case bot.admin() || s.options.ReadsAll || m.Service.Kind != "":
		return true
	}
	answered := c.message(m.ReplyTo)
	return answered != nil && answered.FromBot || s.isCalled(m)
}

func (s *Server) isCalled(m *Message) bool {
	return slices.ContainsFunc(m.Entities, func(e Entity) bool {
		text := textOf(m.Text, e)
		_, to, named := strings.Cut(text, "@")
		forUs := strings.EqualFold(to, s.bot.Username)
		return e.Type == "bot_command" && (!named || forUs) || e.Type == "mention" && forUs
	})
}

// EditSaying has a person change what they wrote.
func (s *Server) EditSaying(chat int64, message int, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.mustChat(chat)
	m := c.message(message)
	m.Text, m.Entities = text, sortEntities(detect(text, nil))
	m.Edits++
	m.EditedAt = s.now()
	s.show("edit", c, m)
	if s.hears(c, m) {
		s.push("edited_"+kindOfPost(c), s.wireMessage(c, m))
	}
}

// Block has a person block the bot.
func (s *Server) Block(user int64) { s.setBlocked(user, true) }

// Unblock has a person take it back.
func (s *Server) Unblock(user int64) { s.setBlocked(user, false) }

func (s *Server) setBlocked(user int64, blocked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.people[user] = s.person(user)
	p := s.world.people[user]
	if p.blocked == blocked {
		return
	}
	p.blocked = blocked
	before, after := member{status: ordinary}, member{status: kicked}
	if !blocked {
		before, after = after, before
	}
	s.pushChange("my_chat_member", s.mustChat(user), user, s.bot, before, after)
}

// Deactivate has a person delete their account; no update tells of it.
func (s *Server) Deactivate(user int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.people[user] = s.person(user)
	s.world.people[user].deactivated = true
}
