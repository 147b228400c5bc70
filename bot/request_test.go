package bot

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var ourBot = user{ID: 42, IsBot: true, Username: "mostbot_bot"}

// said reads a message as Telegram writes it.
func said(t *testing.T, fields string) message {
	t.Helper()
	var m message
	if err := json.Unmarshal([]byte(fields), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestWhatIsMeantForTheBot(t *testing.T) {
	const private = `"from":{"id":7,"language_code":"bg"},"chat":{"id":7,"type":"private"}`
	const group = `"from":{"id":7},"chat":{"id":-5,"type":"supergroup"}`
	for _, c := range []struct {
		fields        string
		meant         bool
		command, args string
	}{
		{private + `,"text":"Бургас"`, true, "", "Бургас"},
		{private + `,"text":"/city@mostbot_bot\n Бургас ","entities":[{"type":"bot_command","offset":0,"length":17}]`, true, "city", "Бургас"},
		{private + `,"text":"/CITY Бургас"`, true, "city", "Бургас"},
		{private + `,"text":"/град Бургас"`, true, "град", "Бургас"},
		{private + `,"text":"\u200f\u200e/latest","entities":[{"type":"bot_command","offset":2,"length":7}]`, true, "latest", ""},
		{private + `,"text":"/add","caption":"x"`, true, "add", ""},
		{private + `,"caption":"/add https://example.org","photo":[{}]`, true, "add", "https://example.org"},
		{private + `,"sticker":{}`, true, "", ""},
		{private + `,"pinned_message":{}`, false, "", ""},
		{private + `,"text":"/"`, true, "", "/"},
		{private + `,"text":"/etc/passwd"`, true, "", "/etc/passwd"},
		{group + `,"text":"hello"`, false, "", ""},
		{group + `,"text":"/city Sofia"`, true, "city", "Sofia"},
		{group + `,"text":"/city@other_bot Sofia"`, false, "city", "Sofia"},
		{group + `,"text":"see /city Sofia","entities":[{"type":"bot_command","offset":4,"length":5}]`, false, "", "see /city Sofia"},
		{group + `,"text":"😀 @MostBot_bot Sofia","entities":[{"type":"mention","offset":3,"length":12}]`, true, "", "😀 Sofia"},
		{group + `,"text":"Sofia","reply_to_message":{"message_id":3,"from":{"id":42}}`, true, "", "Sofia"},
		{group + `,"text":"Sofia","reply_to_message":{"message_id":3,"from":{"id":9}}`, false, "", "Sofia"},
		{`"from":{"id":9,"is_bot":true},"chat":{"id":-5,"type":"supergroup"},"text":"/city Sofia"`, false, "", ""},
		{group + `,"is_automatic_forward":true,"text":"/city Sofia"`, false, "", ""},
		{`"sender_chat":{"id":-9},"chat":{"id":-9,"type":"channel"},"text":"/latest"`, true, "latest", ""},
		{`"sender_chat":{"id":-9},"chat":{"id":-9,"type":"channel"},"text":"good news"`, false, "", ""},
	} {
		r, meant := asked(said(t, `{"message_id":1,`+c.fields+`}`), ourBot, time.Now())
		if meant != c.meant || meant && (r.Command != c.command || r.Args != c.args) {
			t.Errorf("%s: meant %v, command %q, args %q", c.fields, meant, r.Command, r.Args)
		}
	}
}

func TestWhoSpeaksAsAChatIsNobodyKnown(t *testing.T) {
	r, meant := asked(said(t, `{"message_id":1,"from":{"id":1087968824,"is_bot":true},"sender_chat":{"id":-5},
		"chat":{"id":-5,"type":"supergroup"},"text":"/subscribe"}`), ourBot, time.Now())
	if !meant || r.User.ID != 0 {
		t.Errorf("meant %v, user %d", meant, r.User.ID)
	}
}

func TestOnlyForumTopicsAreThreads(t *testing.T) {
	for fields, want := range map[string]int{
		`"message_thread_id":5,"is_topic_message":true`: 5,
		`"message_thread_id":5`:                         0, // a chain of replies
		`"message_thread_id":1,"is_topic_message":true`: 0, // General
		`"message_id":9`:                                0,
	} {
		if got := said(t, "{"+fields+"}").topic(); got != want {
			t.Errorf("%s: thread %d, want %d", fields, got, want)
		}
	}
}

func TestAMessageInATopicRepliesToNobody(t *testing.T) {
	m := said(t, `{"reply_to_message":{"message_id":5,"forum_topic_created":{"name":"x"}}}`)
	if _, ok := m.answered(); ok {
		t.Error("the topic's first message counts as answered")
	}
}

func TestEntitiesAreCutInUTF16(t *testing.T) {
	before, itself, after := entity{Offset: 3, Length: 4}.slice("😀 /map Бургас")
	if before != "😀 " || itself != "/map" || after != " Бургас" {
		t.Errorf("%q, %q, %q", before, itself, after)
	}
}

func TestNoEntityIsTooWild(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		e := entity{Type: "bot_command", Offset: rapid.Int().Draw(t, "offset"), Length: rapid.Int().Draw(t, "length")}
		before, itself, after := e.slice(text)
		if strings.ToValidUTF8(before+itself+after, "") == "" && strings.TrimSpace(text) != "" && strings.ToValidUTF8(text, "") != "" {
			t.Fatalf("%q became nothing", text)
		}
		cutCommand(text, []entity{e})
	})
}

func TestWhereTheBotMayPost(t *testing.T) {
	for _, c := range []struct {
		kind, member string
		want         bool
	}{
		{"private", `{"status":"member"}`, true}, {"private", `{"status":"kicked"}`, false},
		{"supergroup", `{"status":"left"}`, false}, {"supergroup", `{"status":"restricted","is_member":true}`, true},
		{"supergroup", `{"status":"restricted","is_member":true,"can_send_messages":false}`, false},
		{"channel", `{"status":"administrator","can_post_messages":true}`, true},
		{"channel", `{"status":"administrator","can_post_messages":false}`, false}, {"channel", `{"status":"member"}`, false},
	} {
		var m member
		if err := json.Unmarshal([]byte(c.member), &m); err != nil {
			t.Fatal(err)
		}
		if got := m.mayPost(c.kind); got != c.want {
			t.Errorf("%s %s: %v", c.kind, c.member, got)
		}
	}
}
