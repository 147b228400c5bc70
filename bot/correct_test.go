package bot

import (
	"testing"
	"time"

	"mostbot/catalog"
	"mostbot/telegramtest"
)

func correction(key string, chat int64, event, text string) catalog.Outgoing {
	o := outgoing(key, chat, text)
	o.ReplyTo, o.Edit = event, true
	return o
}

func announcement(key string, chat int64, event, text string) catalog.Outgoing {
	o := outgoing(key, chat, text)
	o.Event = event
	return o
}

func TestACorrectionTakesTheAnnouncementsPlace(t *testing.T) {
	rehearse(t, func(s *stage) {
		s.memory.put(announcement("a", 1, "e", "Burgas"), correction("b", 1, "e", "Varna"), correction("c", 1, "e", "Varna"))
		s.start()
		s.untilSent(time.Minute)
		if got := s.Replies(1); len(got) != 1 || got[0].Text != "Varna" || got[0].Edits != 1 {
			t.Errorf("the chat has %+v", got)
		}
		s.wantVerdicts("b", catalog.Sent)
		s.wantVerdicts("c", catalog.Sent) // it is so already
	}, anyUser)
}

func TestWhatCannotBeEditedIsLeftAlone(t *testing.T) {
	rehearse(t, func(s *stage) {
		s.memory.put(announcement("a", 1, "e", "Burgas"), announcement("b", 2, "e", "Burgas"))
		s.start()
		s.untilSent(time.Minute)
		for chat, why := range map[string]string{"1": "message to edit not found", "2": "message can't be edited"} {
			s.Inject(telegramtest.Fault{Method: "editMessageText", Chat: chat, Refusal: telegramtest.Refusal(400, "Bad Request: "+why)})
		}
		s.memory.put(correction("c", 1, "e", "Varna"), correction("d", 2, "e", "Varna"), correction("f", 3, "e", "Varna"))
		s.untilSent(time.Minute)
		for _, key := range []string{"c", "d", "f"} {
			s.wantVerdicts(key, catalog.Moot)
		}
		if a, b, c := s.Replies(1), s.Replies(2), s.Replies(3); len(a) != 1 || len(b) != 1 || b[0].Text != "Burgas" || len(c) != 0 {
			t.Errorf("the chats have %+v, %+v, %+v", a, b, c)
		}
		if s.figure("mostbot_send_refused_total") > 0 {
			t.Error("it counts as refused")
		}
	}, anyUser)
}

func TestACorrectionSurvivesTroubleAndDoubt(t *testing.T) {
	rehearse(t, func(s *stage) {
		s.memory.put(announcement("a", 1, "e", "Burgas"))
		s.start()
		s.untilSent(time.Minute)
		s.Inject(telegramtest.Fault{Method: "editMessageText", Times: 1, Status: 502})
		s.Inject(telegramtest.Fault{Method: "editMessageText", Cut: telegramtest.CutAfter})
		s.memory.put(correction("b", 1, "e", "Varna"))
		s.untilSent(time.Hour)
		if got := s.Replies(1); len(got) != 1 || got[0].Text != "Varna" || got[0].Edits != 1 {
			t.Errorf("the chat has %+v", got)
		}
	}, anyUser)
}
