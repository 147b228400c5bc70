package telegramtest

import (
	"fmt"
	"net/http"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// The kinds of chats.
const (
	private    = "private"
	group      = "group"
	supergroup = "supergroup"
	channel    = "channel"
)

// The standings of a member.
const (
	creator       = "creator"
	administrator = "administrator"
	ordinary      = "member"
	restricted    = "restricted"
	left          = "left"
	kicked        = "kicked"
)

// general is the topic that each forum has; its number must not be given in a call.
const general = 1

type world struct {
	people      map[int64]*person
	chats       map[int64]*chat
	nextPerson  int64
	nextGroup   int64
	nextSuper   int64
	nextMessage int // private chats and basic groups share one count
}

func newWorld() world {
	return world{
		people: map[int64]*person{}, chats: map[int64]*chat{},
		nextPerson: 1001, nextGroup: -5001, nextSuper: -1001000000001, nextMessage: 1,
	}
}

type person struct {
	User
	started     bool
	blocked     bool
	deactivated bool
}

type chat struct {
	id       int64
	kind     string
	title    string
	username string
	forum    bool
	topics   map[int]*topic
	members  map[int64]member // the bot among them
	deleted  bool
	movedTo  int64
	refusal  *Error // what each attempt to write gets
	messages []*Message
	last     int // message id of a supergroup or channel
}

type topic struct {
	name   string
	closed bool
}

type member struct {
	status string
	rights Rights
	mute   bool
}

// Rights are what an administrator may do.
type Rights struct {
	Post   bool // in channels: write
	Edit   bool // in channels: change what others wrote
	Delete bool
	Pin    bool
	Topics bool
}

// AllRights are those of an administrator who may do everything.
func AllRights() Rights { return Rights{Post: true, Edit: true, Delete: true, Pin: true, Topics: true} }

func (m member) present() bool {
	return m.status == creator || m.status == administrator || m.status == ordinary || m.status == restricted
}

func (m member) admin() bool { return m.status == creator || m.status == administrator }

// member is somebody's standing in the chat; strangers have left.
func (c *chat) member(user int64) member {
	if m, ok := c.members[user]; ok {
		return m
	}
	return member{status: left}
}

// message finds a message that was not deleted; nil if there is none.
func (c *chat) message(id int) *Message {
	i := sort.Search(len(c.messages), func(i int) bool { return c.messages[i].ID >= id })
	if i == len(c.messages) || c.messages[i].ID != id || c.messages[i].Deleted {
		return nil
	}
	return c.messages[i]
}

// person finds somebody; who was never heard of is made up.
func (s *Server) person(id int64) *person {
	if p := s.world.people[id]; p != nil {
		return p
	}
	p := &person{User: User{ID: id, FirstName: "User " + strconv.FormatInt(id, 10)}, started: s.options.AnyUser}
	if id == s.bot.ID {
		p.User = s.bot
	}
	if !s.options.AnyUser {
		s.world.people[id] = p
	}
	return p
}

// chat finds a chat. Private chats come to be when they are needed.
func (s *Server) chat(id int64) *chat {
	if c := s.world.chats[id]; c != nil {
		return c
	}
	if id <= 0 {
		return nil
	}
	c := &chat{id: id, kind: private}
	if !s.options.AnyUser || !s.options.CountOnly {
		s.world.chats[id] = c
	}
	return c
}

func (s *Server) mustChat(id int64) *chat {
	c := s.chat(id)
	if c == nil {
		panic(fmt.Sprintf("telegramtest: there is no chat %d", id))
	}
	return c
}

// addressed finds the chat that a call means, and checks that the bot can see it.
func (s *Server) addressed(q *query) (*chat, error) {
	id := strings.TrimSpace(q.text("chat_id"))
	if id == "" {
		return nil, badRequest("chat_id is empty")
	}
	c := s.named(id)
	if c == nil {
		return nil, badRequest("chat not found")
	}
	return c, nil
}

func (s *Server) named(id string) *chat {
	if name, ok := strings.CutPrefix(id, "@"); ok {
		for _, c := range s.world.chats {
			if c.username != "" && strings.EqualFold(c.username, name) {
				return c
			}
		}
		return nil
	}
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return nil
	}
	if number > 0 && !s.options.AnyUser && s.world.people[number] == nil && number != s.bot.ID {
		return nil
	}
	return s.chat(number)
}

// writable says why the bot can't write to a chat or change its messages there; nil if it can.
func (s *Server) writable(c *chat) error {
	if c.kind == private {
		return s.writablePrivate(c)
	}
	switch {
	case c.movedTo != 0:
		return &Error{
			Code: http.StatusBadRequest, Description: "Bad Request: group chat was upgraded to a supergroup chat",
			Parameters: map[string]int64{"migrate_to_chat_id": c.movedTo},
		}
	case c.deleted:
		return forbidden("the group chat was deleted")
	}
	bot := c.member(s.bot.ID)
	switch {
	case bot.status == kicked:
		return forbidden("bot was kicked from the " + c.kindInWords())
	case !bot.present():
		return forbidden("bot is not a member of the " + c.kindInWords())
	}
	return s.refused(c)
}

func (c *chat) kindInWords() string { return c.kind + " chat" }

func (s *Server) refused(c *chat) error {
	if c.refusal != nil {
		return c.refusal
	}
	return nil
}

func (s *Server) writablePrivate(c *chat) error {
	p := s.person(c.id)
	switch {
	case p.IsBot:
		return forbidden("the bot can't send messages to the bot")
	case p.deactivated:
		return forbidden("user is deactivated")
	case p.blocked:
		return forbidden("bot was blocked by the user")
	case !p.started:
		return forbidden("bot can't initiate conversation with a user")
	}
	return s.refused(c)
}

// mayPost says why the bot may not post in a chat that it can write to; nil if it may.
func (s *Server) mayPost(c *chat) error {
	bot := c.member(s.bot.ID)
	switch {
	case c.kind == private:
	case c.kind == channel && (!bot.admin() || !bot.rights.Post && bot.status != creator):
		return badRequest("need administrator rights in the channel chat")
	case bot.status == restricted && bot.mute:
		return badRequest("not enough rights to send text messages to the chat")
	}
	return nil
}

// thread checks the forum topic that a call names.
func (s *Server) thread(c *chat, q *query) (int, error) {
	id := int(q.number("message_thread_id"))
	if id == 0 || c.kind == group || c.kind == channel || c.kind == supergroup && !c.forum {
		return 0, nil
	}
	t := c.topics[id]
	if t == nil || id == general {
		return 0, badRequest("message thread not found")
	}
	if t.closed && !c.member(s.bot.ID).rights.Topics {
		return 0, badRequest("TOPIC_CLOSED")
	}
	return id, nil
}

// admit gives a message its id and place in the chat.
func (s *Server) admit(c *chat, m *Message) {
	m.Chat, m.At = c.id, s.now()
	if c.kind == supergroup || c.kind == channel {
		c.last++
		m.ID = c.last
	} else {
		m.ID = s.world.nextMessage
		s.world.nextMessage++
	}
	if s.options.CountOnly {
		return
	}
	c.messages = append(c.messages, m)
	s.show("message", c, m)
}

func sortedMembers(c *chat) []int64 {
	ids := make([]int64, 0, len(c.members))
	for id := range c.members {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}
