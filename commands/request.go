// Package commands answers people. A [Request] is what somebody asked, a [Reply] what they are told: both know nothing
// of Telegram, so that the same commands serve the bot, the demo and the terminal.
//
// Each command has a file of its own and a line in the one list that routing, /help and Telegram's menu are made from.
// What a command needs of other rooms it takes through the small interfaces of needs.go.
package commands

import (
	"context"
	"time"

	"mostbot/catalog"
	"mostbot/texts"
)

// User is the person who asks.
type User struct {
	ID       int64 // 0: nobody is known, as in a channel
	Language string
	Admin    bool // one of the bot's admins
}

// Request is a message or a pressed button.
type Request struct {
	Chat    catalog.Chat
	Thread  int // the forum topic, 0 for none
	User    User
	Message int    // the id of the message that asked, or that carries the pressed button
	Command string // "city"; "" for free text
	Named   bool   // the command named the bot, "/city@OurBot": nobody else is meant
	Args    string // what follows the command, or free text that is meant for the bot
	Press   string // the pressed button's data; Command is "" then
	ReplyTo int    // the id of the message that this one replies to, 0 for none
	Quoted  string // the text of the message that this one replies to

	QuotedData []string // what the buttons of the message carry that this one replies to
	Now        time.Time

	// ChatAdmin tells whether the user is an admin of the chat. It costs a question to Telegram, so it is asked only
	// where it matters; nil means no.
	ChatAdmin func(context.Context) (bool, error)
}

// Reply is what the person is told.
type Reply struct {
	texts.Message
	Edit     bool   // replace the message that carries the pressed button
	Toast    string // plain text that a pressed button answers with, at most 200 characters
	Alert    bool   // the toast has to be closed by hand
	Picture  []byte // PNG
	Document []byte
	Filename string // of the picture or document
	Silent   bool   // nothing is to be said

	// Start answers a pressed button by opening the private chat with the bot, which is given this payload: for chats
	// where an answer would be in everybody's way.
	Start string
}

// Scope is where a command can be used, as Telegram's menus know it.
type Scope int

// The scopes.
const (
	InPrivate Scope = iota
	InGroup
	ForAdmin // a private chat with one of the bot's admins
)

// MenuItem is a line of Telegram's menu of commands.
type MenuItem struct {
	Command     string
	Description string
}
