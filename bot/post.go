package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"mostbot/texts"
)

const (
	callTimeout   = 30 * time.Second
	uploadTimeout = 90 * time.Second
	maxButtonData = 64 // bytes
)

// post is one message on its way: what a single call sends.
type post struct {
	chat     int64
	thread   int
	replyTo  int
	edit     int  // the message to replace; 0: a new one
	mendOnly bool // worth nothing as a new message
	markup   string
	buttons  [][]texts.Button
	preview  bool
	bare     bool // Telegram refused the markup: send the text alone
	optional bool // nobody asked for it: if it can't be sent, that says nothing of the chat
	queued   bool // it stands in the outbox too: when its chat moves, it moves along

	file     []byte
	filename string
	picture  bool // show the file as a picture
}

// send makes the call and gives the message's id.
func (c *client) send(ctx context.Context, p post, timeout time.Duration) (int, error) {
	var files []tgbotapi.RequestFile
	if p.file != nil {
		files, timeout = append(files, p.upload()), uploadTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	return messageID(c.call(ctx, p.method(), p.params(), files...))
}

func messageID(raw json.RawMessage, err error) (int, error) {
	if err != nil {
		return 0, err
	}
	var sent struct {
		ID int `json:"message_id"`
	}
	// Telegram took the message; that it has no number that we can read is no reason to send it again.
	_ = json.Unmarshal(raw, &sent)
	return sent.ID, nil
}

func (p post) method() string {
	switch {
	case p.file != nil && p.picture:
		return "sendPhoto"
	case p.file != nil:
		return "sendDocument"
	case p.edit != 0:
		return "editMessageText"
	}
	return "sendMessage"
}

func (p post) upload() tgbotapi.RequestFile {
	field := "document"
	if p.picture {
		field = "photo"
	}
	return tgbotapi.RequestFile{Name: field, Data: tgbotapi.FileBytes{Name: p.filename, Bytes: p.file}}
}

// params are the call's. Of these the library knows neither topics nor link previews nor how to reply.
func (p post) params() tgbotapi.Params {
	params := tgbotapi.Params{}
	params.AddNonZero64("chat_id", p.chat)
	p.addText(params)
	if p.edit != 0 {
		params.AddNonZero("message_id", p.edit)
	} else {
		p.addPlace(params)
	}
	if keyboard := p.keyboard(); keyboard != nil {
		addJSON(params, "reply_markup", map[string]any{"inline_keyboard": keyboard})
	}
	return params
}

func (p post) addText(params tgbotapi.Params) {
	field, limit := "text", maxText
	if p.file != nil {
		field, limit = "caption", maxCaption
	} else {
		addJSON(params, "link_preview_options", map[string]any{"is_disabled": !p.preview})
	}
	if p.bare {
		params[field] = unmarked(p.markup, limit)
		return
	}
	params.AddNonEmpty(field, p.markup)
	params["parse_mode"] = "HTML"
}

func (p post) addPlace(params tgbotapi.Params) {
	if p.thread != generalTopic {
		params.AddNonZero("message_thread_id", p.thread)
	}
	if p.replyTo != 0 {
		addJSON(params, "reply_parameters", map[string]any{"message_id": p.replyTo, "allow_sending_without_reply": true})
	}
}

// addJSON adds a value that is sure to be encodable.
func addJSON(params tgbotapi.Params, key string, value any) {
	if err := params.AddInterface(key, value); err != nil {
		panic(fmt.Sprintf("encode %s: %v", key, err)) // maps of plain values only: not a matter of input
	}
}

// key is a button as Telegram wants it.
type key struct {
	Text string `json:"text"`
	Data string `json:"callback_data,omitempty"`
	URL  string `json:"url,omitempty"`
}

// keyboard leaves out what Telegram would refuse the whole message for.
func (p post) keyboard() [][]key {
	var rows [][]key
	for _, buttons := range p.buttons {
		var row []key
		for _, b := range buttons {
			if b.Text == "" || len(b.Data) > maxButtonData || (b.Data == "") == (b.URL == "") {
				continue
			}
			row = append(row, key(b))
		}
		if row != nil {
			rows = append(rows, row)
		}
	}
	return rows
}

// posts divides a message into what single calls can send; the buttons go under the last.
func posts(m texts.Message, to post) []post {
	blocks := make([]string, len(m.Blocks))
	for i, b := range m.Blocks {
		blocks[i] = b.String()
	}
	var list []post
	for _, part := range split(blocks, maxText) {
		p := to
		p.markup, p.preview = part, m.Preview
		list = append(list, p)
		to.edit, to.replyTo = 0, 0
	}
	if len(list) > 0 {
		list[len(list)-1].buttons = m.Buttons
	}
	return list
}
