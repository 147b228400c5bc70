package telegramtest_test

import (
	"strings"
	"testing"
)

func TestTheMenuIsThatOfTheNarrowestScope(t *testing.T) {
	c := newCaller(t, unlimited())
	s := c.server
	group := s.AddSupergroup("G", 7, 8)
	s.Say(7, 7, "/start")
	set := func(name string, more ...string) {
		t.Helper()
		c.must("setMyCommands", append(more, "commands", `[{"command":"`+name+`","description":"d"}]`)...)
	}
	set("default")
	set("private", "scope", `{"type":"all_private_chats"}`)
	set("private_bg", "scope", `{"type":"all_private_chats"}`, "language_code", "bg")
	set("admins", "scope", `{"type":"all_chat_administrators"}`)
	for _, test := range []struct {
		chat, user int64
		language   string
		want       string
	}{
		{7, 7, "en", "private"},
		{7, 7, "bg", "private_bg"},
		{group, 7, "bg", "admins"},
		{group, 8, "bg", "default"},
	} {
		if got := s.Commands(test.chat, test.user, test.language); len(got) != 1 || got[0].Command != test.want {
			t.Errorf("user %d in %d (%s) sees %v, want %s", test.user, test.chat, test.language, got, test.want)
		}
	}
	for commands, want := range map[string]string{
		`[{"command":"Große","description":"d"}]`: "BOT_COMMAND_INVALID",
		`[{"command":"a","description":""}]`:      "command description must be non-empty",
	} {
		c.refused("Bad Request: "+want, "setMyCommands", "commands", commands)
	}
	c.refused("Bad Request: invalid language code specified", "getMyCommands", "language_code", "bulgarian")
}

func TestTheBotIntroducesItselfInEachLanguage(t *testing.T) {
	c := newCaller(t, unlimited())
	for _, what := range []string{"Name", "Description", "ShortDescription"} {
		field := map[string]string{"Name": "name", "Description": "description", "ShortDescription": "short_description"}[what]
		c.must("setMy"+what, field, "most", "language_code", "")
		c.must("setMy"+what, field, "мост", "language_code", "bg")
		for language, want := range map[string]string{"bg": "мост", "ro": "most", "": "most"} {
			got := string(c.must("getMy"+what, "language_code", language))
			if want = `{"` + field + `":"` + want + `"}`; got != want {
				t.Errorf("%s in %q is %s, want %s", what, language, got, want)
			}
		}
	}
	c.refused("Bad Request: BOT_SHORT_DESCRIPTION_TOO_LONG", "setMyShortDescription", "short_description", long(121))
	c.must("setMyShortDescription", "short_description", long(120))
}

func TestCommandsAreForgottenWhenTheyAreDeleted(t *testing.T) {
	c := newCaller(t, unlimited())
	c.server.Say(7, 7, "/start")
	c.must("setMyCommands", "commands", `[{"command":"/help","description":"d"}]`)
	if got := string(c.must("getMyCommands")); got != `[{"command":"help","description":"d"}]` {
		t.Errorf("commands %s", got)
	}
	c.must("deleteMyCommands")
	if got := c.server.Commands(7, 7, "bg"); len(got) != 0 {
		t.Errorf("commands %v, want none", got)
	}
}

func long(n int) string { return strings.Repeat("я", n) }
