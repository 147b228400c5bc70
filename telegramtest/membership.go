package telegramtest

import "strconv"

// AddGroup makes a basic group; the first member is its owner. The bot is not in it before [Server.Join].
func (s *Server) AddGroup(title string, members ...int64) int64 {
	return s.addChat(&chat{kind: group, title: title}, members)
}

// AddSupergroup makes a supergroup; the first member is its owner.
func (s *Server) AddSupergroup(title string, members ...int64) int64 {
	return s.addChat(&chat{kind: supergroup, title: title}, members)
}

// AddForum makes a supergroup with topics; [Server.AddTopic] makes them.
func (s *Server) AddForum(title string, members ...int64) int64 {
	return s.addChat(&chat{kind: supergroup, title: title, forum: true}, members)
}

// AddChannel makes a channel; the first member is its owner.
func (s *Server) AddChannel(title string, members ...int64) int64 {
	return s.addChat(&chat{kind: channel, title: title}, members)
}

func (s *Server) addChat(c *chat, members []int64) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.id = s.newChatID(c.kind)
	c.topics, c.members = map[int]*topic{}, map[int64]member{}
	for i, id := range members {
		s.person(id)
		c.members[id] = member{status: ordinary}
		if i == 0 {
			c.members[id] = member{status: creator, rights: AllRights()}
		}
	}
	s.world.chats[c.id] = c
	return c.id
}

func (s *Server) newChatID(kind string) int64 {
	if kind == group {
		s.world.nextGroup--
		return s.world.nextGroup
	}
	s.world.nextSuper--
	return s.world.nextSuper
}

// SetUsername gives a chat a public name, without the @.
func (s *Server) SetUsername(chat int64, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustChat(chat).username = name
}

// AddTopic makes a topic of a forum and returns its thread id.
func (s *Server) AddTopic(chat int64, name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.mustChat(chat)
	m := &Message{Service: Service{Kind: "topic", Title: name}}
	m.Thread = c.last + 1
	s.announce(c, m)
	c.topics[m.ID] = &topic{name: name}
	return m.ID
}

// CloseTopic closes a topic: only administrators with that right may write there.
func (s *Server) CloseTopic(chat int64, thread int) { s.setTopic(chat, thread, true) }

// ReopenTopic opens it again.
func (s *Server) ReopenTopic(chat int64, thread int) { s.setTopic(chat, thread, false) }

func (s *Server) setTopic(chat int64, thread int, closed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.mustChat(chat)
	c.topics[thread].closed = closed
	kind := "topic reopened"
	if closed {
		kind = "topic closed"
	}
	s.announce(c, &Message{Thread: thread, Service: Service{Kind: kind}})
}

// DeleteTopic makes a topic vanish.
func (s *Server) DeleteTopic(chat int64, thread int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.mustChat(chat).topics, thread)
}

// announce puts a service message into the chat; the chat's owner is its author.
func (s *Server) announce(c *chat, m *Message) {
	for id, one := range c.members {
		if one.status == creator {
			m.From = s.person(id).User
		}
	}
	s.admit(c, m)
	if s.hears(c, m) {
		s.push(kindOfPost(c), s.wireMessage(c, m))
	}
	s.watch.notify()
}

// Join has a person put the bot into a group, or make it an administrator of a channel.
func (s *Server) Join(chat, by int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.mustChat(chat)
	standing := member{status: ordinary}
	if c.kind == channel {
		standing = member{status: administrator, rights: AllRights()}
	}
	s.changeBot(c, by, standing)
	if c.kind != channel {
		s.announce(c, &Message{Service: Service{Kind: "joined", Users: []User{s.bot}}})
	}
}

// Promote has a person make the bot an administrator.
func (s *Server) Promote(chat, by int64, rights Rights) {
	s.changeBotIn(chat, by, member{status: administrator, rights: rights})
}

// Demote makes the bot an ordinary member again.
func (s *Server) Demote(chat, by int64) { s.changeBotIn(chat, by, member{status: ordinary}) }

// Mute takes the right to write from the bot.
func (s *Server) Mute(chat, by int64) {
	s.changeBotIn(chat, by, member{status: restricted, mute: true})
}

// Kick throws the bot out.
func (s *Server) Kick(chat, by int64) { s.changeBotIn(chat, by, member{status: kicked}) }

func (s *Server) changeBotIn(chat, by int64, after member) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changeBot(s.mustChat(chat), by, after)
}

func (s *Server) changeBot(c *chat, by int64, after member) {
	before := c.member(s.bot.ID)
	c.members[s.bot.ID] = after
	s.pushChange("my_chat_member", c, by, s.bot, before, after)
}

// SetMember changes a person's standing: "member", "administrator", "creator", "left", "kicked".
func (s *Server) SetMember(chat, by, user int64, standing string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.mustChat(chat)
	before := c.member(user)
	after := member{status: standing}
	if after.admin() {
		after.rights = AllRights()
	}
	c.members[user] = after
	if c.member(s.bot.ID).admin() {
		s.pushChange("chat_member", c, by, s.person(user).User, before, after)
	}
}

type wireChange struct {
	Chat wireChat   `json:"chat"`
	From User       `json:"from"`
	Date int64      `json:"date"`
	Old  wireMember `json:"old_chat_member"`
	New  wireMember `json:"new_chat_member"`
}

func (s *Server) pushChange(kind string, c *chat, by int64, whose User, before, after member) {
	s.push(kind, wireChange{
		Chat: s.wireChat(c), From: s.person(by).User, Date: s.now().Unix(),
		Old: wireMemberOf(whose, before, c.kind == channel),
		New: wireMemberOf(whose, after, c.kind == channel),
	})
	s.watch.notify()
}

// Migrate turns a basic group into a supergroup and returns its new id. The old id is refused from now on.
func (s *Server) Migrate(chat int64) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.mustChat(chat)
	moved := *old
	moved.kind, moved.id, moved.messages = supergroup, s.newChatID(supergroup), nil
	s.world.chats[moved.id] = &moved
	s.announce(old, &Message{Service: Service{Kind: "migrated", To: moved.id}})
	s.announce(&moved, &Message{Service: Service{Kind: "migrated", Since: old.id}})
	old.movedTo = moved.id
	return moved.id
}

// DeleteGroup has its owner delete a group.
func (s *Server) DeleteGroup(chat int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustChat(chat).deleted = true
}

// Refuse answers every attempt to write to a chat with this, whatever the reason; nil ends it.
func (s *Server) Refuse(chat int64, refusal *Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustChat(chat).refusal = refusal
}

// Forget makes a chat or person unknown, as if they had never been.
func (s *Server) Forget(chat int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.world.chats, chat)
	delete(s.world.people, chat)
}

// IDText is a chat's id as it stands in a call, for [Fault.Chat].
func IDText(chat int64) string { return strconv.FormatInt(chat, 10) }
