package bot

import (
	"testing"
	"time"

	"mostbot/telegramtest"
)

func TestWhoAsksTooFastIsToldOnceAndOthersNoticeNothing(t *testing.T) {
	rehearse(t, func(s *stage) {
		s.start()
		for second := range 10 {
			for range 100 {
				s.Say(7, 7, "/latest")
			}
			began := time.Now()
			s.Say(8, 8, "/start")
			s.wait("the other's answer", func() bool { return len(s.Replies(8)) == second+1 })
			if took := time.Since(began); took > 300*time.Millisecond {
				t.Errorf("the other waited for %v", took)
			}
			time.Sleep(time.Second - time.Since(began))
		}
		time.Sleep(time.Minute)
		told := 0
		for _, m := range s.Replies(7) {
			if m.Text == "please try again in a minute" {
				told++
			}
		}
		if n := len(s.Replies(7)); n > 25 || told != 1 {
			t.Errorf("a thousand commands in ten seconds got %d replies, %d of them the warning", n, told)
		}
		s.Say(7, 7, "/start")
		s.wait("an answer, when it is calm again", func() bool {
			list := s.Replies(7)
			return list[len(list)-1].Text == "command=start args= press="
		})
	}, slowly)
}

func TestACrowdThatShoutsGetsItsShare(t *testing.T) {
	rehearse(t, func(s *stage) {
		group := s.AddSupergroup("Мост", 7)
		s.Join(group, 7)
		s.start()
		for user := range int64(1000) {
			s.Say(group, 1000+user, "/latest@mostbot_bot")
		}
		s.Say(8, 8, "/start")
		s.wait("the other's answer", func() bool { return len(s.Replies(8)) == 1 })
		time.Sleep(10 * time.Minute)
		if n := len(s.Replies(group)); n > 20 {
			t.Errorf("a thousand people at once got %d replies", n)
		}
	}, slowly)
}

func TestFloodsOfPressedButtonsAreAnsweredForAWhile(t *testing.T) {
	rehearse(t, func(s *stage) {
		s.start()
		s.Say(7, 7, "/start")
		s.wait("the message", func() bool { return len(s.Replies(7)) == 1 })
		for range 500 {
			s.PressAnyway(7, s.Replies(7)[0].ID, 7, "page:2")
		}
		time.Sleep(time.Minute)
		if n := s.Stats().Calls["answercallbackquery"]; n > 15 {
			t.Errorf("%d presses were answered", n)
		}
	}, slowly)
}

func slowly(o *Options, _ *telegramtest.Options) { o.Rate = 29 }
