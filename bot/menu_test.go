package bot

import (
	"testing"
	"time"

	"mostbot/telegramtest"
)

func withAdmin(o *Options, _ *telegramtest.Options) { o.Admins = []int64{7} }

func TestMenusAreSetForEachLanguageAndScope(t *testing.T) {
	s := prepare(t, withAdmin)
	s.Say(7, 7, "/start")
	s.start()
	s.eventually("the menus", func() bool { _, err := s.memory.Recall(s.context, "menus"); return err == nil })
	s.Say(8, 8, "/start")
	s.replies(8, 1)
	group := s.AddSupergroup("Мост", 8)
	for _, c := range []struct {
		chat, user int64
		language   string
		want       string
	}{
		{8, 8, "bg", "help in bg 0"}, {8, 8, "fr", "help in en 0"}, {group, 8, "uk", "help in uk 1"}, {7, 7, "de", "help in de 2"},
	} {
		menu := s.Commands(c.chat, c.user, c.language)
		if len(menu) != 1 || menu[0].Description != c.want {
			t.Errorf("%+v: got %+v", c, menu)
		}
	}
}

func TestMenusThatDidNotChangeAreNotSetAgain(t *testing.T) {
	s := prepare(t)
	s.memory.notes["menus"] = fingerprint(s.bot.menus())
	s.start()
	s.Say(7, 7, "/start")
	s.replies(7, 1)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if n := s.Stats().Calls["setmycommands"]; n != 0 {
		t.Errorf("%d calls", n)
	}
}

func TestAnAdminWhoHasNotStartedTheBotKeepsNobodyFromTheirMenus(t *testing.T) {
	s := perform(t, withAdmin)
	s.Say(8, 8, "/start")
	s.eventually("all calls", func() bool { return s.Stats().Calls["setmycommands"] == 18 })
	if menu := s.Commands(8, 8, "de"); len(menu) != 1 || menu[0].Description != "help in de 0" {
		t.Errorf("got %+v", menu)
	}
}

func TestMenusAreSetAlsoWhenTelegramIsInTroubleAtFirst(t *testing.T) {
	rehearse(t, func(s *stage) {
		s.Inject(telegramtest.Fault{Method: "setMyCommands", Status: 502, Times: 3})
		s.Inject(telegramtest.Fault{Method: "setMyShortDescription", Refusal: telegramtest.Flood(time.Hour)})
		s.Inject(telegramtest.Fault{Method: "setMyDescription", Refusal: telegramtest.Refusal(404, "Not Found: method not found")})
		s.start()
		time.Sleep(2 * time.Hour)
		if _, err := s.memory.Recall(s.context, "menus"); err != nil {
			t.Errorf("not all was set\n%s", s.logged)
		}
	})
}
