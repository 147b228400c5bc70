package telegramtest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"image"
	"image/png"
	"strings"
	"testing"

	tg "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"mostbot/telegramtest"
)

func (c *caller) send(chat int64, more ...string) tg.Message {
	c.t.Helper()
	var m tg.Message
	pairs := append([]string{"chat_id", telegramtest.IDText(chat), "text", "x"}, more...)
	if err := json.Unmarshal(c.must("sendMessage", pairs...), &m); err != nil {
		c.t.Fatal(err)
	}
	return m
}

func (c *caller) sendRefused(chat int64, want string, more ...string) {
	c.t.Helper()
	c.refused(want, "sendMessage", append([]string{"chat_id", telegramtest.IDText(chat), "text", "x"}, more...)...)
}

func TestPeopleWhoCannotBeReached(t *testing.T) {
	c := newCaller(t, unlimited())
	s := c.server
	stranger := s.AddPerson(telegramtest.User{FirstName: "Ivo"})
	c.sendRefused(stranger, "Forbidden: bot can't initiate conversation with a user")
	s.Say(stranger, stranger, "/start")
	c.send(stranger)
	s.Block(stranger)
	c.sendRefused(stranger, "Forbidden: bot was blocked by the user")
	s.Unblock(stranger)
	c.send(stranger)
	s.Deactivate(stranger)
	c.sendRefused(stranger, "Forbidden: user is deactivated")
	c.sendRefused(s.Bot().ID, "Forbidden: the bot can't send messages to the bot")
	s.Forget(stranger)
	c.sendRefused(stranger, "Bad Request: chat not found")

	updates := c.updates()
	blocked, unblocked := updates[1].MyChatMember, updates[2].MyChatMember
	if blocked.NewChatMember.Status != "kicked" || unblocked.NewChatMember.Status != "member" {
		t.Errorf("blocking came as %+v, unblocking as %+v", blocked, unblocked)
	}
}

func TestGroupsLetTheBotInAndThrowItOut(t *testing.T) {
	c := newCaller(t, unlimited())
	s := c.server
	for _, test := range []struct {
		kind string
		add  func(string, ...int64) int64
	}{{"group", s.AddGroup}, {"supergroup", s.AddSupergroup}, {"channel", s.AddChannel}} {
		chat := test.add("Town hall", 7)
		c.sendRefused(chat, "Forbidden: bot is not a member of the "+test.kind+" chat")
		s.Join(chat, 7)
		if got := c.send(chat).Chat; got.Type != test.kind || got.Title != "Town hall" {
			t.Errorf("chat %+v", got)
		}
		s.Kick(chat, 7)
		c.sendRefused(chat, "Forbidden: bot was kicked from the "+test.kind+" chat")
	}
	gone := s.AddGroup("Gone", 7)
	s.DeleteGroup(gone)
	c.sendRefused(gone, "Forbidden: the group chat was deleted")
}

func TestRightsToWrite(t *testing.T) {
	c := newCaller(t, unlimited())
	group, channel := c.server.AddSupergroup("G", 7), c.server.AddChannel("C", 7)
	c.server.Join(group, 7)
	c.server.Join(channel, 7)
	c.server.Mute(group, 7)
	c.sendRefused(group, "Bad Request: not enough rights to send text messages to the chat")
	c.server.Promote(channel, 7, telegramtest.Rights{Edit: true})
	c.sendRefused(channel, "Bad Request: need administrator rights in the channel chat")
	c.server.Refuse(group, telegramtest.Refusal(400, "Bad Request: CHAT_WRITE_FORBIDDEN"))
	c.sendRefused(group, "Bad Request: CHAT_WRITE_FORBIDDEN")
}

func TestAMigratedGroupNamesItsNewID(t *testing.T) {
	c := newCaller(t, unlimited())
	group := c.server.AddGroup("G", 7)
	c.server.Join(group, 7)
	moved := c.server.Migrate(group)
	_, err := c.call("sendMessage", "chat_id", telegramtest.IDText(group), "text", "x")
	refusal, ok := errors.AsType[*tg.Error](err)
	if !ok || refusal.Message != "Bad Request: group chat was upgraded to a supergroup chat" ||
		refusal.MigrateToChatID != moved {
		t.Fatalf("refused with %+v, want a move to %d", err, moved)
	}
	c.send(moved)
	var to, from int64
	for _, u := range c.updates() {
		if u.Message != nil {
			to, from = to+u.Message.MigrateToChatID, from+u.Message.MigrateFromChatID
		}
	}
	if to != moved || from != group {
		t.Errorf("service messages name %d and %d, want %d and %d", to, from, moved, group)
	}
}

func TestTopicsOfAForum(t *testing.T) {
	c := newCaller(t, unlimited())
	forum := c.server.AddForum("F", 7)
	c.server.Join(forum, 7)
	topic := c.server.AddTopic(forum, "News")
	thread := []string{"message_thread_id", telegramtest.IDText(int64(topic))}
	c.send(forum, thread...)
	if got := c.server.Replies(forum)[0].Thread; got != topic {
		t.Errorf("written to thread %d, want %d", got, topic)
	}
	c.sendRefused(forum, "Bad Request: message thread not found", "message_thread_id", "1")
	c.sendRefused(forum, "Bad Request: message thread not found", "message_thread_id", "999")
	c.server.CloseTopic(forum, topic)
	c.sendRefused(forum, "Bad Request: TOPIC_CLOSED", thread...)
	c.server.ReopenTopic(forum, topic)
	c.send(forum, thread...)
	c.server.Send(telegramtest.Saying{Chat: forum, User: 7, Thread: topic, Text: "/latest"})
	raw := c.must("getUpdates", "offset", "-1")
	var updates []struct {
		Message struct {
			ThreadID int  `json:"message_thread_id"`
			Topic    bool `json:"is_topic_message"`
			Chat     struct {
				IsForum bool `json:"is_forum"`
			}
		}
	}
	if err := json.Unmarshal(raw, &updates); err != nil {
		t.Fatal(err)
	}
	if m := updates[0].Message; m.ThreadID != topic || !m.Topic || !m.Chat.IsForum {
		t.Errorf("the update says %+v", m)
	}
}

func TestInGroupsTheBotHearsOnlyWhatIsForIt(t *testing.T) {
	c := newCaller(t, unlimited())
	group := c.server.AddSupergroup("G", 7)
	c.server.Join(group, 7)
	said := c.send(group)
	c.updates("offset", "999999999")
	c.server.Say(group, 7, "hello all")
	c.server.Say(group, 7, "/latest@other_bot")
	c.server.Say(group, 7, "/latest@MostBot_bot")
	c.server.Say(group, 7, "/latest")
	c.server.Say(group, 7, "what says @mostbot_bot?")
	c.server.Send(telegramtest.Saying{Chat: group, User: 7, ReplyTo: said.MessageID, Text: "really?"})
	if heard := c.updates(); len(heard) != 4 {
		t.Fatalf("heard %d messages, want 4", len(heard))
	}
	c.server.Promote(group, 7, telegramtest.AllRights())
	c.updates("offset", "999999999")
	c.server.Say(group, 7, "hello all")
	if heard := c.updates(); len(heard) != 1 {
		t.Errorf("an administrator heard %d messages, want 1", len(heard))
	}
}

func TestWhoIsWhoInAGroup(t *testing.T) {
	c := newCaller(t, unlimited())
	group := c.server.AddSupergroup("G", 7, 8)
	c.server.Join(group, 7)
	id := telegramtest.IDText(group)
	for user, want := range map[string]string{"7": "creator", "8": "member", "42": "member"} {
		var m tg.ChatMember
		if err := json.Unmarshal(c.must("getChatMember", "chat_id", id, "user_id", user), &m); err != nil {
			t.Fatal(err)
		}
		if m.Status != want {
			t.Errorf("user %s is %s, want %s", user, m.Status, want)
		}
	}
	c.refused("Bad Request: member not found", "getChatMember", "chat_id", id, "user_id", "99")
	c.server.SetMember(group, 7, 8, "administrator")
	var admins []tg.ChatMember
	if err := json.Unmarshal(c.must("getChatAdministrators", "chat_id", id), &admins); err != nil || len(admins) != 2 {
		t.Errorf("administrators %+v (%v), want two", admins, err)
	}
	c.refused("Bad Request: chat not found", "getChatAdministrators", "chat_id", "9")
	c.must("leaveChat", "chat_id", id)
	c.sendRefused(group, "Forbidden: bot is not a member of the supergroup chat")
}

func TestEditsAndDeletions(t *testing.T) {
	c := newCaller(t, unlimited())
	theirs := c.server.Say(7, 7, "/start")
	m := c.send(7, "reply_markup", `{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}`)
	edit := func(id int, text string, more ...string) []string {
		return append([]string{"chat_id", "7", "message_id", telegramtest.IDText(int64(id)), "text", text}, more...)
	}
	c.refused("Bad Request: message is not modified: specified new message content and reply markup are exactly the "+
		"same as a current content and reply markup of the message", "editMessageText",
		edit(m.MessageID, "x", "reply_markup", `{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}`)...)
	c.must("editMessageText", edit(m.MessageID, "x")...)
	if got := c.server.Replies(7)[0]; len(got.Buttons) != 0 || got.Edits != 1 {
		t.Errorf("after an edit without buttons: %+v", got)
	}
	c.refused("Bad Request: message can't be edited", "editMessageText", edit(theirs, "y")...)
	c.refused("Bad Request: message to edit not found", "editMessageText", edit(999, "y")...)
	c.must("deleteMessage", edit(m.MessageID, "")...)
	c.refused("Bad Request: message to delete not found", "deleteMessage", edit(m.MessageID, "")...)
	c.sendRefused(7, "Bad Request: message to be replied not found", "reply_to_message_id", "999")
	c.send(7, "reply_parameters", `{"message_id":999,"allow_sending_without_reply":true}`)
}

func TestButtonsAreChecked(t *testing.T) {
	c := newCaller(t, unlimited())
	c.server.Say(7, 7, "/start")
	for button, want := range map[string]string{
		`{"text":"a"}`:                    "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
		`{"text":"","callback_data":"b"}`: "inline keyboard button text must be non-empty",
		`{"callback_data":"b"}`:           `can't parse inline keyboard button: Can't find field "text"`,
		`{"text":"a","url":"javascript:alert(1)"}`: "inline keyboard button URL 'javascript:alert(1)' is invalid: " +
			"Wrong HTTP URL",
		`{"text":"a","callback_data":"` + strings.Repeat("я", 32) + `z"}`: "BUTTON_DATA_INVALID",
	} {
		c.sendRefused(7, "Bad Request: "+want, "reply_markup", `{"inline_keyboard":[[`+button+`]]}`)
	}
	c.sendRefused(7, "Bad Request: object expected as reply markup", "reply_markup", `[]`)
	longest := `{"text":"a","callback_data":"` + strings.Repeat("я", 32) + `"}`
	c.send(7, "reply_markup", `{"inline_keyboard":[[`+longest+`]]}`)
}

func TestFilesAreKept(t *testing.T) {
	c := newCaller(t, unlimited())
	c.server.Say(7, 7, "/map")
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	photo := tg.NewPhoto(7, tg.FileBytes{Name: "map.png", Bytes: picture.Bytes()})
	photo.Caption = "A map"
	sent, err := c.bot.Send(photo)
	if err != nil {
		t.Fatal(err)
	}
	if sent.Caption != "A map" || sent.Photo[0].Width != 40 {
		t.Errorf("sent %+v", sent)
	}
	document := tg.NewDocument(7, tg.FileBytes{Name: "all.csv", Bytes: []byte("a,b\n")})
	if _, err := c.bot.Send(document); err != nil {
		t.Fatal(err)
	}
	replies := c.server.Replies(7)
	if got := replies[0].File; !got.Picture || !bytes.Equal(got.Data, picture.Bytes()) {
		t.Errorf("the picture is not what was sent")
	}
	if got := replies[1].File; got.Name != "all.csv" || string(got.Data) != "a,b\n" {
		t.Errorf("the document is %+v", got)
	}
	if _, err := c.bot.Send(tg.NewPhoto(7, tg.FileID(sent.Photo[0].FileID))); err != nil {
		t.Errorf("the same picture again: %v", err)
	}
	_, err = c.bot.Send(tg.NewPhoto(7, tg.FileBytes{Name: "x.png", Bytes: []byte("no picture")}))
	if err == nil || err.Error() != "Bad Request: IMAGE_PROCESS_FAILED" {
		t.Errorf("no picture was refused with %v", err)
	}
}
