package telegramtest

// How things look in Telegram's JSON.

type wireChat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
	IsForum   bool   `json:"is_forum,omitempty"`
}

type wireMessage struct {
	MessageID       int           `json:"message_id"`
	ThreadID        int           `json:"message_thread_id,omitempty"`
	From            *User         `json:"from,omitempty"`
	SenderChat      *wireChat     `json:"sender_chat,omitempty"`
	Chat            wireChat      `json:"chat"`
	Date            int64         `json:"date"`
	EditDate        int64         `json:"edit_date,omitempty"`
	IsTopicMessage  bool          `json:"is_topic_message,omitempty"`
	ReplyTo         *wireMessage  `json:"reply_to_message,omitempty"`
	Quote           *wireQuote    `json:"quote,omitempty"`
	Text            string        `json:"text,omitempty"`
	Entities        []Entity      `json:"entities,omitempty"`
	Caption         string        `json:"caption,omitempty"`
	CaptionEntities []Entity      `json:"caption_entities,omitempty"`
	LinkPreview     *LinkPreview  `json:"link_preview_options,omitempty"`
	Photo           []wirePhoto   `json:"photo,omitempty"`
	Document        *wireDocument `json:"document,omitempty"`
	ReplyMarkup     *wireKeyboard `json:"reply_markup,omitempty"`

	NewChatMembers []User     `json:"new_chat_members,omitempty"`
	LeftChatMember *User      `json:"left_chat_member,omitempty"`
	MigrateTo      int64      `json:"migrate_to_chat_id,omitempty"`
	MigrateFrom    int64      `json:"migrate_from_chat_id,omitempty"`
	TopicCreated   *wireTopic `json:"forum_topic_created,omitempty"`
	TopicClosed    *struct{}  `json:"forum_topic_closed,omitempty"`
	TopicReopened  *struct{}  `json:"forum_topic_reopened,omitempty"`
}

type wireQuote struct {
	Text     string `json:"text"`
	Position int    `json:"position"`
	IsManual bool   `json:"is_manual"`
}

type wireTopic struct {
	Name  string `json:"name"`
	Color int    `json:"icon_color"`
}

type wirePhoto struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
	FileSize     int    `json:"file_size"`
}

type wireDocument struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileName     string `json:"file_name,omitempty"`
	MimeType     string `json:"mime_type,omitempty"`
	FileSize     int    `json:"file_size"`
}

type wireKeyboard struct {
	InlineKeyboard [][]Button `json:"inline_keyboard"`
}

type wireMember struct {
	User         User   `json:"user"`
	Status       string `json:"status"`
	IsAnonymous  *bool  `json:"is_anonymous,omitempty"`
	CanBeEdited  *bool  `json:"can_be_edited,omitempty"`
	CanManage    *bool  `json:"can_manage_chat,omitempty"`
	CanDelete    *bool  `json:"can_delete_messages,omitempty"`
	CanInvite    *bool  `json:"can_invite_users,omitempty"`
	CanPost      *bool  `json:"can_post_messages,omitempty"`
	CanEdit      *bool  `json:"can_edit_messages,omitempty"`
	CanPin       *bool  `json:"can_pin_messages,omitempty"`
	CanTopics    *bool  `json:"can_manage_topics,omitempty"`
	CanSend      *bool  `json:"can_send_messages,omitempty"`
	IsMember     *bool  `json:"is_member,omitempty"`
	UntilDate    *int64 `json:"until_date,omitempty"`
	CanPromote   *bool  `json:"can_promote_members,omitempty"`
	CanRestrict  *bool  `json:"can_restrict_members,omitempty"`
	CanChange    *bool  `json:"can_change_info,omitempty"`
	CanManageVid *bool  `json:"can_manage_video_chats,omitempty"`
}

func (s *Server) wireMessage(c *chat, m *Message) *wireMessage {
	w := s.wireHead(c, m)
	if answered := c.message(m.ReplyTo); answered != nil {
		head := s.wireHead(c, answered)
		s.wireContent(head, answered)
		w.ReplyTo = head
	}
	if m.Quote != "" {
		w.Quote = &wireQuote{Text: m.Quote, IsManual: true}
	}
	s.wireContent(w, m)
	wireService(w, m.Service)
	return w
}

func (s *Server) wireHead(c *chat, m *Message) *wireMessage {
	w := &wireMessage{MessageID: m.ID, Chat: s.wireChat(c), Date: m.At.Unix()}
	if !m.EditedAt.IsZero() {
		w.EditDate = m.EditedAt.Unix()
	}
	if c.kind == channel {
		w.SenderChat = &w.Chat
	} else {
		w.From = &m.From
	}
	switch {
	case m.Thread != 0:
		w.ThreadID, w.IsTopicMessage = m.Thread, true
	case m.ReplyTo != 0 && c.kind == supergroup && !c.forum:
		w.ThreadID = m.ReplyTo // a thread of replies; no topic, and Telegram names it all the same
	}
	return w
}

func (s *Server) wireContent(w *wireMessage, m *Message) {
	if m.File == nil {
		w.Text, w.Entities, w.LinkPreview = m.Text, m.Entities, m.LinkPreview
	} else {
		w.Caption, w.CaptionEntities = m.Text, m.Entities
		wireFile(w, m.File)
	}
	if len(m.Buttons) > 0 {
		w.ReplyMarkup = &wireKeyboard{m.Buttons}
	}
}

func wireFile(w *wireMessage, f *File) {
	unique := "u" + f.ID
	if f.Picture {
		w.Photo = []wirePhoto{{f.ID, unique, f.Width, f.Height, len(f.Data)}}
		return
	}
	w.Document = &wireDocument{f.ID, unique, f.Name, f.Type, len(f.Data)}
}

func wireService(w *wireMessage, service Service) {
	switch service.Kind {
	case "joined":
		w.NewChatMembers = service.Users
	case "left":
		w.LeftChatMember = &service.Users[0]
	case "topic":
		w.TopicCreated = &wireTopic{Name: service.Title, Color: 7322096}
	case "topic closed":
		w.TopicClosed = &struct{}{}
	case "topic reopened":
		w.TopicReopened = &struct{}{}
	case "migrated":
		w.MigrateTo, w.MigrateFrom = service.To, service.Since
	}
}

func (s *Server) wireChat(c *chat) wireChat {
	w := wireChat{ID: c.id, Type: c.kind, Title: c.title, Username: c.username, IsForum: c.forum}
	if c.kind == private {
		user := s.person(c.id).User
		w.FirstName, w.LastName, w.Username = user.FirstName, user.LastName, user.Username
	}
	return w
}

func wireMemberOf(user User, m member, inChannel bool) wireMember {
	w := wireMember{User: user, Status: m.status}
	no, yes := new(bool), new(true)
	switch m.status {
	case creator:
		w.IsAnonymous = no
	case administrator:
		w.IsAnonymous, w.CanBeEdited, w.CanManage = no, no, yes
		w.CanDelete, w.CanInvite, w.CanChange = &m.rights.Delete, yes, no
		w.CanPromote, w.CanRestrict, w.CanManageVid = no, no, no
		if inChannel {
			w.CanPost, w.CanEdit = &m.rights.Post, &m.rights.Edit
		} else {
			w.CanPin, w.CanTopics = &m.rights.Pin, &m.rights.Topics
		}
	case restricted:
		w.IsMember, w.CanSend, w.UntilDate = yes, new(!m.mute), new(int64(0))
	case kicked:
		w.UntilDate = new(int64(0))
	}
	return w
}
