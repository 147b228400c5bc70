package telegramtest

import (
	"bytes"
	"image"
	_ "image/gif" // the kinds of pictures that may be sent
	_ "image/jpeg"
	_ "image/png"
	"net/http"
	"strings"
	"unicode/utf8"
)

const (
	maxPhotoBytes = 10 << 20
	maxPhotoSides = 10000 // width and height together
)

func (s *Server) sendMessage(q *query) (any, error) {
	c, m, err := s.draft(q)
	if err != nil {
		return nil, err
	}
	if q.text("text") == "" {
		return nil, badRequest("message text is empty")
	}
	if m.Text, m.Entities, err = readText(q, "text", "entities"); err != nil {
		return nil, err
	}
	if err := checkLength(m.Text); err != nil {
		return nil, err
	}
	if m.LinkPreview, err = readLinkPreview(q); err != nil {
		return nil, err
	}
	return s.deliver(c, m)
}

func checkLength(text string) error {
	if text == "" {
		return badRequest("text must be non-empty")
	}
	if utf8.RuneCountInString(text) > maxText {
		return badRequest("message is too long")
	}
	return nil
}

func (s *Server) sendPhoto(q *query) (any, error) { return s.sendFile(q, "photo") }

func (s *Server) sendDocument(q *query) (any, error) { return s.sendFile(q, "document") }

func (s *Server) sendFile(q *query, field string) (any, error) {
	c, m, err := s.draft(q)
	if err != nil {
		return nil, err
	}
	if m.Text, m.Entities, err = readText(q, "caption", "caption_entities"); err != nil {
		return nil, err
	}
	if utf8.RuneCountInString(m.Text) > maxCaption {
		return nil, badRequest("message caption is too long")
	}
	if m.File, err = s.readFile(q, field); err != nil {
		return nil, err
	}
	return s.deliver(c, m)
}

// draft is a message as far as all kinds have it in common, if the bot may write it.
func (s *Server) draft(q *query) (*chat, *Message, error) {
	c, err := s.addressed(q)
	if err != nil {
		return nil, nil, err
	}
	if err := s.writable(c); err != nil {
		return nil, nil, err
	}
	m := &Message{From: s.bot, FromBot: true, Silent: q.flag("disable_notification")}
	if m.Thread, err = s.thread(c, q); err != nil {
		return nil, nil, err
	}
	if err := readReply(c, q, m); err != nil {
		return nil, nil, err
	}
	if m.Buttons, err = readKeyboard(q); err != nil {
		return nil, nil, err
	}
	return c, m, s.mayPost(c)
}

type replyParameters struct {
	MessageID int    `json:"message_id"`
	Anyway    bool   `json:"allow_sending_without_reply"`
	Quote     string `json:"quote"`
}

func readReply(c *chat, q *query, m *Message) error {
	reply := replyParameters{MessageID: int(q.number("reply_to_message_id"))}
	reply.Anyway = q.flag("allow_sending_without_reply")
	if _, err := q.object("reply_parameters", &reply); err != nil {
		return err
	}
	if reply.MessageID == 0 {
		return nil
	}
	answered := c.message(reply.MessageID)
	if answered == nil {
		if reply.Anyway {
			return nil
		}
		return badRequest("message to be replied not found")
	}
	if !strings.Contains(answered.Text, reply.Quote) {
		return badRequest("QUOTE_TEXT_INVALID")
	}
	m.ReplyTo, m.Quote = reply.MessageID, reply.Quote
	if c.forum && m.Thread == 0 {
		m.Thread = answered.Thread
	}
	return nil
}

func readLinkPreview(q *query) (*LinkPreview, error) {
	preview := &LinkPreview{}
	given, err := q.object("link_preview_options", preview)
	if err != nil {
		return nil, err
	}
	if !given && q.flag("disable_web_page_preview") {
		preview.Disabled, given = true, true
	}
	if !given {
		return nil, nil
	}
	return preview, nil
}

func (s *Server) readFile(q *query, field string) (*File, error) {
	name := field
	value := q.text(field)
	if attached, ok := strings.CutPrefix(value, "attach://"); ok {
		name = attached
	}
	u, ok := q.uploads[name]
	switch {
	case ok:
		return s.store(u, field == "photo")
	case value == "":
		return nil, badRequest("there is no " + field + " in the request")
	}
	f := s.files[value]
	if f == nil || f.Picture != (field == "photo") {
		return nil, badRequest("wrong file identifier/HTTP URL specified")
	}
	return f, nil
}

// store keeps an upload; as a picture it has to be one.
func (s *Server) store(u upload, picture bool) (*File, error) {
	if len(u.data) == 0 {
		return nil, badRequest("file must be non-empty")
	}
	f := &File{ID: "file-" + s.newID(), Name: u.name, Type: http.DetectContentType(u.data), Picture: picture, Data: u.data}
	if !picture {
		f.Type = orDefault(strings.TrimPrefix(u.kind, "application/octet-stream"), f.Type)
		s.files[f.ID] = f
		return f, nil
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(u.data))
	switch {
	case len(u.data) > maxPhotoBytes:
		return nil, badRequest("file is too big")
	case err != nil:
		return nil, badRequest("IMAGE_PROCESS_FAILED")
	case size.Width+size.Height > maxPhotoSides || size.Width > 20*size.Height || size.Height > 20*size.Width:
		return nil, badRequest("PHOTO_INVALID_DIMENSIONS")
	}
	f.Width, f.Height = size.Width, size.Height
	s.files[f.ID] = f
	return f, nil
}

// deliver puts the bot's message into the chat, if the limits let it.
func (s *Server) deliver(c *chat, m *Message) (any, error) {
	if err := s.withinLimits(c); err != nil {
		return nil, err
	}
	s.admit(c, m)
	s.count(m)
	return s.wireMessage(c, m), nil
}

func (s *Server) sendChatAction(q *query) (any, error) {
	c, err := s.addressed(q)
	if err != nil {
		return nil, err
	}
	if err := s.writable(c); err != nil {
		return nil, err
	}
	if !chatActions[q.text("action")] {
		return nil, badRequest("wrong parameter action in request")
	}
	s.show("typing", c, nil)
	return true, nil
}

var chatActions = map[string]bool{
	"typing": true, "upload_photo": true, "record_video": true, "upload_video": true, "record_voice": true,
	"upload_voice": true, "upload_document": true, "choose_sticker": true, "find_location": true,
	"record_video_note": true, "upload_video_note": true, "cancel": true,
}
