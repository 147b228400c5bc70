package telegramtest

import (
	"slices"
	"time"
)

// User is a person or a bot.
type User struct {
	ID        int64  `json:"id"`
	IsBot     bool   `json:"is_bot"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name,omitempty"`
	Username  string `json:"username,omitempty"`
	Language  string `json:"language_code,omitempty"` // of their app
}

// Message is one message of a chat, from whoever wrote it.
type Message struct {
	ID       int
	Chat     int64
	Thread   int // the forum topic; 0: none, or General
	From     User
	FromBot  bool // our bot wrote it
	At       time.Time
	Edits    int
	EditedAt time.Time
	Deleted  bool
	Service  Service // set: no words of anybody, but something that happened

	Text        string // or the caption of File
	Entities    []Entity
	Buttons     [][]Button
	LinkPreview *LinkPreview
	ReplyTo     int
	Quote       string
	File        *File
	Silent      bool // sent without a sound
}

// HTML is the message's text with its entities as Telegram's HTML.
func (m Message) HTML() string { return markUp(m.Text, m.Entities) }

// Button finds the button with this label or callback data.
func (m Message) Button(labelOrData string) (Button, bool) {
	for _, row := range m.Buttons {
		for _, b := range row {
			if b.Text == labelOrData || b.Data == labelOrData {
				return b, true
			}
		}
	}
	return Button{}, false
}

// Service is what a service message reports.
type Service struct {
	Kind  string // "joined", "left", "topic", "topic closed", "topic reopened", "migrated"; "": none at all
	Users []User // who joined or left
	Title string
	To    int64 // of a migration: the chat it went to
	Since int64 // of a migration: the chat it came from
}

// LinkPreview says whether and how a link of the text is shown below it.
type LinkPreview struct {
	Disabled bool   `json:"is_disabled,omitempty"`
	URL      string `json:"url,omitempty"`
	Small    bool   `json:"prefer_small_media,omitempty"`
	Large    bool   `json:"prefer_large_media,omitempty"`
	Above    bool   `json:"show_above_text,omitempty"`
}

// File is a picture or document that was sent.
type File struct {
	ID      string
	Name    string
	Type    string // MIME
	Picture bool   // sent as a picture, not as a document
	Width   int    // of a picture
	Height  int
	Data    []byte
}

func (m *Message) clone() Message {
	c := *m
	c.Entities = slices.Clone(m.Entities)
	c.Buttons = slices.Clone(m.Buttons)
	return c
}
