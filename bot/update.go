package bot

import (
	"encoding/json"
	"strings"
	"unicode/utf16"

	"mostbot/catalog"
)

// update is what Telegram tells. The library's own type is too old for forum topics, so the bot decodes what it needs.
type update struct {
	ID          int         `json:"update_id"`
	Message     *message    `json:"message"`
	ChannelPost *message    `json:"channel_post"`
	Press       *press      `json:"callback_query"`
	Membership  *membership `json:"my_chat_member"`
}

// taken are the updates that Telegram is asked for. Edited messages are not among them: a command is answered once.
var taken = []string{"message", "channel_post", "callback_query", "my_chat_member"}

func (u update) kind() string {
	switch {
	case u.Message != nil:
		return "message"
	case u.ChannelPost != nil:
		return "channel_post"
	case u.Press != nil:
		return "callback_query"
	case u.Membership != nil:
		return "my_chat_member"
	}
	return "other"
}

// chat is the chat in whose order the update has to be handled.
func (u update) chat() int64 {
	switch {
	case u.Message != nil:
		return u.Message.Chat.ID
	case u.ChannelPost != nil:
		return u.ChannelPost.Chat.ID
	case u.Press != nil && u.Press.Message != nil:
		return u.Press.Message.Chat.ID
	case u.Press != nil:
		return u.Press.From.ID
	case u.Membership != nil:
		return u.Membership.Chat.ID
	}
	return 0
}

type user struct {
	ID       int64  `json:"id"`
	IsBot    bool   `json:"is_bot"`
	Username string `json:"username"`
	Language string `json:"language_code"`
}

type chat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
}

func (c chat) noun() catalog.Chat {
	title := c.Title
	if title == "" {
		title = strings.TrimSpace(c.FirstName + " " + c.LastName)
	}
	return catalog.Chat{ID: c.ID, Kind: catalog.ChatKind(c.Type), Title: title}
}

type message struct {
	ID               int             `json:"message_id"`
	Thread           int             `json:"message_thread_id"`
	InTopic          bool            `json:"is_topic_message"`
	AutomaticForward bool            `json:"is_automatic_forward"`
	From             *user           `json:"from"`
	SenderChat       *chat           `json:"sender_chat"`
	Chat             chat            `json:"chat"`
	Text             string          `json:"text"`
	Caption          string          `json:"caption"`
	Entities         []entity        `json:"entities"`
	CaptionEntities  []entity        `json:"caption_entities"`
	ReplyTo          *message        `json:"reply_to_message"`
	Markup           hangings        `json:"reply_markup"`
	TopicCreated     json.RawMessage `json:"forum_topic_created"`
	MigrateTo        int64           `json:"migrate_to_chat_id"`
	MigrateFrom      int64           `json:"migrate_from_chat_id"`

	Photo    json.RawMessage `json:"photo"`
	Sticker  json.RawMessage `json:"sticker"`
	Voice    json.RawMessage `json:"voice"`
	Video    json.RawMessage `json:"video"`
	Audio    json.RawMessage `json:"audio"`
	Document json.RawMessage `json:"document"`
	Location json.RawMessage `json:"location"`
	Contact  json.RawMessage `json:"contact"`
}

// entity is a marked part of a text; its place is counted in UTF-16 units.
type entity struct {
	Type   string `json:"type"`
	Offset int    `json:"offset"`
	Length int    `json:"length"`
}

// hangings is what hangs under a message.
type hangings struct {
	Keyboard [][]struct {
		Data string `json:"callback_data"`
	} `json:"inline_keyboard"`
}

// data lists what the message's buttons carry.
func (m message) data() []string {
	var all []string
	for _, row := range m.Markup.Keyboard {
		for _, button := range row {
			if button.Data != "" {
				all = append(all, button.Data)
			}
		}
	}
	return all
}

// words are the message's text or caption.
func (m message) words() (string, []entity) {
	if m.Text == "" {
		return m.Caption, m.CaptionEntities
	}
	return m.Text, m.Entities
}

// wordless tells whether a person sent something that can't be read: a picture or a voice message.
func (m message) wordless() bool {
	for _, part := range []json.RawMessage{m.Photo, m.Sticker, m.Voice, m.Video, m.Audio, m.Document, m.Location, m.Contact} {
		if part != nil {
			return true
		}
	}
	return false
}

// topic is the forum topic, 0 for none and for the General topic, which Telegram does not want to be named. Outside of
// forums a thread is only a chain of replies.
func (m message) topic() int {
	if !m.InTopic || m.Thread == generalTopic {
		return 0
	}
	return m.Thread
}

const generalTopic = 1

// answered is the message that this one replies to. In a topic each message "replies" to the topic's first, which says
// that the topic was made.
func (m message) answered() (message, bool) {
	if m.ReplyTo == nil || m.ReplyTo.TopicCreated != nil {
		return message{}, false
	}
	return *m.ReplyTo, true
}

// slice cuts an entity out of a text: what stands before it, it, and what follows.
func (e entity) slice(text string) (before, itself, after string) {
	units := utf16.Encode([]rune(text))
	from := min(max(e.Offset, 0), len(units))
	to := min(max(from+e.Length, from), len(units))
	return string(utf16.Decode(units[:from])), string(utf16.Decode(units[from:to])), string(utf16.Decode(units[to:]))
}

type press struct {
	ID      string   `json:"id"`
	From    user     `json:"from"`
	Message *message `json:"message"`
	Data    string   `json:"data"`
}

type membership struct {
	Chat chat   `json:"chat"`
	From user   `json:"from"`
	Old  member `json:"old_chat_member"`
	New  member `json:"new_chat_member"`
}

type member struct {
	Status   string `json:"status"`
	IsMember bool   `json:"is_member"`
	CanPost  *bool  `json:"can_post_messages"`
	CanSend  *bool  `json:"can_send_messages"`
}

// present tells whether the member is in the chat at all.
func (m member) present() bool { return m.Status != "" && m.Status != "left" && m.Status != "kicked" }

// inside tells whether the member is in the chat and may write; in a private chat, whether the person lets the bot.
func (m member) inside() bool {
	switch m.Status {
	case "creator", "administrator", "member":
		return true
	case "restricted":
		return m.IsMember && (m.CanSend == nil || *m.CanSend)
	}
	return false
}

// mayPost tells whether the bot can send: in a channel it takes an admin with that right.
func (m member) mayPost(kind string) bool {
	if kind != string(catalog.Channel) {
		return m.inside()
	}
	return m.Status == "administrator" && (m.CanPost == nil || *m.CanPost)
}
