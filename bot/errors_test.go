package bot

import (
	"errors"
	"testing"
	"time"
)

func TestWhatTelegramSaysIsUnderstood(t *testing.T) {
	for _, c := range []struct {
		code   int
		text   string
		remedy remedy
		reason string
	}{
		{429, "Too Many Requests: retry after 7", waitOut, "flood"},
		{403, "Forbidden: bot was blocked by the user", pause, "blocked"},
		{403, "Forbidden: user is deactivated", pause, "deactivated"},
		{403, "Forbidden: bot can't initiate conversation with a user", pause, "not_started"},
		{403, "Forbidden: bot was kicked from the group chat", pause, "kicked"},
		{403, "Forbidden: bot was kicked from the supergroup chat", pause, "kicked"},
		{403, "Forbidden: bot was kicked from the channel chat", pause, "kicked"},
		{403, "Forbidden: bot is not a member of the group chat", pause, "not_member"},
		{403, "Forbidden: bot is not a member of the supergroup chat", pause, "not_member"},
		{403, "Forbidden: bot is not a member of the channel chat", pause, "not_member"},
		{403, "Forbidden: the group chat was deleted", pause, "deleted"},
		{403, "Forbidden: the bot can't send messages to the bot", pause, "is_bot"},
		{403, "Forbidden: SOMETHING_NEW", pause, "forbidden"},
		{400, "Bad Request: chat not found", pause, "chat_not_found"},
		{400, "Bad Request: private chat not found", pause, "chat_not_found"},
		{400, "Bad Request: message is too long", refuse, "too_long"},
		{400, "Bad Request: message caption is too long", refuse, "too_long"},
		{400, "Bad Request: reply markup is too long", refuse, "too_long"},
		{400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message", fine, "not_modified"},
		{400, "Bad Request: query is too old and response timeout expired or query ID is invalid", fine, "old_query"},
		{400, "Bad Request: message thread not found", noTopic, "topic_gone"},
		{400, "Bad Request: TOPIC_CLOSED", noTopic, "topic_closed"},
		{400, "Bad Request: CHAT_WRITE_FORBIDDEN", pause, "no_rights"},
		{400, "Bad Request: have no rights to send a message", pause, "no_rights"},
		{400, "Bad Request: not enough rights to send text messages to the chat", pause, "no_rights"},
		{400, "Bad Request: need administrator rights in the channel chat", pause, "no_rights"},
		{400, "Bad Request: can't parse entities: Can't find end of the entity starting at byte offset 5", plain, "markup"},
		{400, "Bad Request: can't parse entities: Unsupported start tag \"x\" at byte offset 3", plain, "markup"},
		{400, "Bad Request: message to edit not found", anew, "edit_gone"},
		{400, "Bad Request: message can't be edited", anew, "edit_denied"},
		{400, "Bad Request: PHOTO_INVALID_DIMENSIONS", asFile, "picture"},
		{400, "Bad Request: SOMETHING_NEW", refuse, "bad_request"},
		{401, "Unauthorized", halt, "unauthorized"},
		{404, "Not Found: method not found", refuse, "no_method"},
		{404, "Not Found", halt, "unauthorized"},
		{409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", stepAside, "conflict"},
		{500, "Internal Server Error: restart", again, "server"},
		{502, "Bad Gateway", again, "server"},
		{302, "Found", again, "server"},
	} {
		d := diagnose(&failure{code: c.code, text: c.text})
		if d.remedy != c.remedy || d.reason != c.reason {
			t.Errorf("%d %s: remedy %d for %s, want %d for %s", c.code, c.text, d.remedy, d.reason, c.remedy, c.reason)
		}
	}
}

func TestAMigrationNeedsANewAddress(t *testing.T) {
	f := &failure{code: 400, text: "Bad Request: group chat was upgraded to a supergroup chat", movedTo: -1001}
	if d := diagnose(f); d.remedy != move || d.movedTo != -1001 {
		t.Errorf("%+v", d)
	}
	f.movedTo = 0
	if d := diagnose(f); d.remedy != pause {
		t.Errorf("%+v", d)
	}
}

func TestAFloodWithoutAWaitIsWaitedOutForASecond(t *testing.T) {
	if d := diagnose(&failure{code: 429, text: "Too Many Requests"}); d.wait != time.Second {
		t.Errorf("%+v", d)
	}
}

func TestWhatIsNoFailureOfACallIsTriedAgain(t *testing.T) {
	if d := diagnose(errors.New("the disk is full")); d.remedy != again {
		t.Errorf("%+v", d)
	}
}
