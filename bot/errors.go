package bot

import (
	"context"
	"errors"
	"strings"
	"time"
)

// remedy is what to do about a call that failed.
type remedy int

const (
	again     remedy = iota // Telegram or the network is in trouble: try later
	waitOut                 // too many messages: wait as long as Telegram says
	pause                   // nothing can be sent to the chat any more
	move                    // the group became a supergroup: send it there
	plain                   // Telegram refuses the markup: send the text without it
	fine                    // what was asked for is so already
	anew                    // the message can't be edited: send a new one
	asFile                  // the picture can't be shown as one: send it as a file
	noTopic                 // nothing can be sent to the topic any more
	refuse                  // Telegram will never take it
	halt                    // the token is not valid
	stepAside               // somebody else polls with this token
	unsure                  // no answer came: Telegram may have done it
)

// rule is one kind of answer and what to do about it.
type rule struct {
	code   int    // 0: any
	text   string // part of Telegram's words, in lower case; "": any
	remedy remedy
	reason string // the metrics' word for it
}

// rules are tried from the top. Telegram also makes texts of its inner errors, so that each code ends with a rule for
// whatever else there may be.
var rules = []rule{
	{429, "", waitOut, "flood"},

	{403, "bot was blocked by the user", pause, "blocked"},
	{403, "user is deactivated", pause, "deactivated"},
	{403, "bot can't initiate conversation", pause, "not_started"},
	{403, "bot was kicked from", pause, "kicked"},
	{403, "bot is not a member of", pause, "not_member"},
	{403, "the group chat was deleted", pause, "deleted"},
	{403, "the bot can't send messages to the bot", pause, "is_bot"},
	{403, "", pause, "forbidden"},

	{400, "group chat was upgraded to a supergroup chat", move, "migrated"},
	{400, "message is not modified", fine, "not_modified"},
	{400, "query is too old", fine, "old_query"},
	{400, "message to edit not found", anew, "edit_gone"},
	{400, "message can't be edited", anew, "edit_denied"},
	{400, "there is no text in the message to edit", anew, "edit_picture"},
	{400, "message_id_invalid", anew, "edit_gone"},
	{400, "can't parse entities", plain, "markup"},
	{400, "entity_bounds_invalid", plain, "markup"},
	{400, "photo_invalid_dimensions", asFile, "picture"},
	{400, "image_process_failed", asFile, "picture"},
	{400, "chat not found", pause, "chat_not_found"}, // private chat not found, too
	{400, "peer_id_invalid", pause, "chat_not_found"},
	{400, "user not found", pause, "chat_not_found"},
	{400, "chat_write_forbidden", pause, noRights},
	{400, "chat_restricted", pause, noRights},
	{400, "have no rights to send a message", pause, noRights},
	{400, "not enough rights to send", pause, noRights},
	{400, "need administrator rights in the channel chat", pause, noRights},
	{400, "message thread not found", noTopic, "topic_gone"},
	{400, "topic_closed", noTopic, "topic_closed"},
	{400, "topic_deleted", noTopic, "topic_gone"},
	{400, "is too long", refuse, "too_long"},
	{400, "", refuse, "bad_request"},

	{401, "", halt, "unauthorized"},
	{404, "method not found", refuse, "no_method"}, // an older server of one's own
	{404, "", halt, "unauthorized"},                // a malformed token, too, is "not found"
	{409, "", stepAside, "conflict"},
	{413, "", refuse, "too_long"},
}

// noRights is the reason for which a chat is paused that could let the bot write again.
const noRights = "no_rights"

// diagnosis is what is known of a call that failed.
type diagnosis struct {
	remedy  remedy
	reason  string
	words   string // Telegram's, or the network's
	wait    time.Duration
	movedTo int64
}

// diagnose says what to do about the error of a call.
func diagnose(err error) diagnosis {
	f, called := errors.AsType[*failure](err)
	if !called {
		return diagnosis{remedy: again, reason: "other", words: err.Error()}
	}
	d := diagnosis{remedy: again, reason: "server", words: f.text, wait: f.wait, movedTo: f.movedTo}
	if f.code == 0 {
		return f.withoutAnswer()
	}
	words := strings.ToLower(f.text)
	for _, r := range rules {
		if r.code == f.code && strings.Contains(words, r.text) {
			d.remedy, d.reason = r.remedy, r.reason
			break
		}
	}
	switch {
	case d.movedTo != 0:
		d.remedy, d.reason = move, "migrated"
	case d.remedy == move: // without an address there is nowhere to go
		d.remedy = pause
	case d.remedy == waitOut && d.wait <= 0:
		d.wait = time.Second
	}
	return d
}

func (f *failure) withoutAnswer() diagnosis {
	d := diagnosis{remedy: again, reason: "network", words: f.cause.Error()}
	if errors.Is(f.cause, context.DeadlineExceeded) {
		d.reason = "timeout"
	}
	if f.unheard {
		d.remedy = unsure
	}
	return d
}
