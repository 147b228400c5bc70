package telegramtest

import (
	"net/http"
	"strings"
)

func (s *Server) getChat(q *query) (any, error) {
	c, err := s.addressed(q)
	if err != nil {
		return nil, err
	}
	if err := s.readable(c); err != nil {
		return nil, err
	}
	return struct {
		wireChat
		AccentColor  int `json:"accent_color_id"`
		MaxReactions int `json:"max_reaction_count"`
	}{wireChat: s.wireChat(c), MaxReactions: 11}, nil
}

// readable says why the bot can't look into a chat; nil if it can.
func (s *Server) readable(c *chat) error {
	if c.kind != supergroup && c.kind != channel {
		return nil
	}
	bot := c.member(s.bot.ID)
	switch {
	case bot.status == kicked:
		return forbidden("bot was kicked from the " + c.kindInWords())
	case !bot.present() && c.username == "":
		return forbidden("bot is not a member of the " + c.kindInWords())
	}
	return nil
}

// peopled finds a chat whose members the call wants to see.
func (s *Server) peopled(q *query) (*chat, error) {
	c, err := s.addressed(q)
	if err != nil {
		return nil, err
	}
	if c.kind == group {
		return c, s.writable(c)
	}
	return c, s.readable(c)
}

func (s *Server) getChatMember(q *query) (any, error) {
	c, err := s.peopled(q)
	if err != nil {
		return nil, err
	}
	id := q.number("user_id")
	if id <= 0 {
		return nil, badRequest("invalid user_id specified")
	}
	user := s.world.people[id]
	if user == nil && id != s.bot.ID && !s.options.AnyUser {
		return nil, badRequest("member not found")
	}
	if c.kind == channel && !c.member(s.bot.ID).admin() && id != s.bot.ID {
		return nil, badRequest("member list is inaccessible")
	}
	if c.kind == private {
		return wireMemberOf(s.person(id).User, member{status: ordinary}, false), nil
	}
	return wireMemberOf(s.person(id).User, c.member(id), c.kind == channel), nil
}

func (s *Server) getChatMemberCount(q *query) (any, error) {
	c, err := s.peopled(q)
	if err != nil {
		return nil, err
	}
	count := 0
	for _, m := range c.members {
		if m.present() {
			count++
		}
	}
	if c.kind == private {
		count = 2
	}
	return count, nil
}

func (s *Server) getChatAdministrators(q *query) (any, error) {
	c, err := s.peopled(q)
	if err != nil {
		return nil, err
	}
	if c.kind == private {
		return nil, badRequest("there are no administrators in the private chat")
	}
	if c.kind == channel && !c.member(s.bot.ID).admin() {
		return nil, badRequest("member list is inaccessible")
	}
	admins := []wireMember{}
	for _, id := range sortedMembers(c) {
		if m := c.members[id]; m.admin() && (id == s.bot.ID || !s.person(id).IsBot) {
			admins = append(admins, wireMemberOf(s.person(id).User, m, c.kind == channel))
		}
	}
	return admins, nil
}

func (s *Server) leaveChat(q *query) (any, error) {
	c, err := s.addressed(q)
	if err != nil {
		return nil, err
	}
	if c.kind == private {
		return nil, badRequest("chat member status can't be changed in private chats")
	}
	if err := s.writable(c); err != nil {
		return nil, err
	}
	s.changeBot(c, s.bot.ID, member{status: left})
	return true, nil
}

func (s *Server) getFile(q *query) (any, error) {
	id := q.text("file_id")
	if id == "" {
		return nil, badRequest("file_id not specified")
	}
	f := s.files[id]
	if f == nil {
		return nil, badRequest("wrong file_id or the file is temporarily unavailable")
	}
	return struct {
		FileID       string `json:"file_id"`
		FileUniqueID string `json:"file_unique_id"`
		FileSize     int    `json:"file_size"`
		FilePath     string `json:"file_path"`
	}{f.ID, "u" + f.ID, len(f.Data), f.ID}, nil
}

// serveFile answers /file/bot<token>/<path>.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request, path string) {
	s.mu.Lock()
	f := s.files[strings.TrimPrefix(path, s.options.Token+"/")]
	s.mu.Unlock()
	if f == nil {
		writeError(w, &Error{Code: http.StatusNotFound, Description: "Not Found"})
		return
	}
	sendBytes(w, r, f)
}
