package telegramtest

import (
	"reflect"
	"time"
	"unicode/utf8"
)

const notModified = "message is not modified: specified new message content and reply markup are exactly the same " +
	"as a current content and reply markup of the message"

func (s *Server) editMessageText(q *query) (any, error) {
	return s.edit(q, func(changed *Message) (err error) {
		if changed.File != nil || changed.Service.Kind != "" {
			return badRequest("there is no text in the message to edit")
		}
		if q.text("text") == "" {
			return badRequest("message text is empty")
		}
		if changed.Text, changed.Entities, err = readText(q, "text", "entities"); err != nil {
			return err
		}
		if changed.LinkPreview, err = readLinkPreview(q); err != nil {
			return err
		}
		return checkLength(changed.Text)
	})
}

func (s *Server) editMessageCaption(q *query) (any, error) {
	return s.edit(q, func(changed *Message) (err error) {
		if changed.File == nil {
			return badRequest("there is no caption in the message to edit")
		}
		changed.Text, changed.Entities, err = readText(q, "caption", "caption_entities")
		if err == nil && utf8.RuneCountInString(changed.Text) > maxCaption {
			return badRequest("message caption is too long")
		}
		return err
	})
}

func (s *Server) editMessageReplyMarkup(q *query) (any, error) {
	return s.edit(q, func(*Message) error { return nil })
}

// edit changes a message of the bot. What is not given again, such as the buttons, is gone.
func (s *Server) edit(q *query, change func(*Message) error) (any, error) {
	c, m, err := s.editable(q)
	if err != nil {
		return nil, err
	}
	changed := m.clone()
	if err := change(&changed); err != nil {
		return nil, err
	}
	if changed.Buttons, err = readKeyboard(q); err != nil {
		return nil, err
	}
	if sameContent(m, &changed) {
		return nil, badRequest(notModified)
	}
	if err := s.withinLimits(c); err != nil {
		return nil, err
	}
	changed.Edits++
	changed.EditedAt = s.now()
	*m = changed
	s.stats.Edited++
	s.show("edit", c, m)
	return s.wireMessage(c, m), nil
}

func (s *Server) editable(q *query) (*chat, *Message, error) {
	c, m, err := s.existing(q, "edit")
	if err != nil {
		return nil, nil, err
	}
	if !m.FromBot {
		return nil, nil, badRequest("message can't be edited")
	}
	return c, m, nil
}

// existing finds the message that a call wants to edit or delete.
func (s *Server) existing(q *query, purpose string) (*chat, *Message, error) {
	c, err := s.addressed(q)
	if err != nil {
		return nil, nil, err
	}
	if err := s.writable(c); err != nil {
		return nil, nil, err
	}
	id := int(q.number("message_id"))
	if id == 0 {
		return nil, nil, badRequest("message identifier is not specified")
	}
	m := c.message(id)
	if m == nil {
		return nil, nil, badRequest("message to " + purpose + " not found")
	}
	return c, m, nil
}

func sameContent(a, b *Message) bool {
	return a.Text == b.Text && same(a.Entities, b.Entities) && same(a.Buttons, b.Buttons) &&
		reflect.DeepEqual(a.LinkPreview, b.LinkPreview)
}

func same[T any](a, b []T) bool {
	return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b)
}

const deletableFor = 48 * time.Hour

func (s *Server) deleteMessage(q *query) (any, error) {
	c, m, err := s.existing(q, "delete")
	if err != nil {
		return nil, err
	}
	bot := c.member(s.bot.ID)
	moderates := c.kind != private && bot.admin() && bot.rights.Delete
	young := s.now().Sub(m.At) < deletableFor
	if !moderates && (!young || !m.FromBot && c.kind != private) {
		return nil, badRequest("message can't be deleted")
	}
	m.Deleted = true
	s.show("delete", c, m)
	return true, nil
}
