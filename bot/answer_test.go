package bot

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mostbot/commands"
	"mostbot/telegramtest"
	"mostbot/texts"
)

func drawing(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// replying gives the messages that come of one reply.
func replying(t *testing.T, reply commands.Reply, count int) []telegramtest.Message {
	t.Helper()
	s := perform(t)
	s.book.answers(func(context.Context, commands.Request) (commands.Reply, error) { return reply, nil })
	s.Say(7, 7, "/map")
	return s.replies(7, count)
}

func TestAPictureCarriesAShortTextAndTheButtons(t *testing.T) {
	reply := saying("<b>Sofia</b> and Vienna", "3 events")
	reply.Picture, reply.Filename = drawing(t, 60, 40), "map.png"
	reply.Buttons = [][]texts.Button{{{Text: "more", Data: "m"}}}
	got := replying(t, reply, 1)
	if got[0].File == nil || got[0].Text != "Sofia and Vienna\n\n3 events" || len(got[0].Buttons) != 1 {
		t.Errorf("got %+v", got[0])
	}
}

func TestAPictureWithALongTextComesFirst(t *testing.T) {
	reply := saying(strings.Repeat("Бургас ", 200))
	reply.Picture = drawing(t, 60, 40)
	got := replying(t, reply, 2)
	if got[0].File == nil || got[0].Text != "" || got[1].File != nil || !strings.HasPrefix(got[1].Text, "Бургас") {
		t.Errorf("got %+v", got)
	}
}

func TestAPictureThatIsNoPhotoForTelegramComesAsAFile(t *testing.T) {
	reply := saying("wide")
	reply.Picture, reply.Filename = drawing(t, 12_000, 100), "timeline.png"
	got := replying(t, reply, 1)
	if got[0].File == nil || got[0].File.Name != "timeline.png" || got[0].Text != "wide" {
		t.Errorf("got %+v", got[0])
	}
}

func TestADocumentIsSentUnderItsName(t *testing.T) {
	reply := commands.Reply{Document: []byte("{}\n"), Filename: "export.jsonl"}
	got := replying(t, reply, 1)
	if got[0].File == nil || got[0].File.Name != "export.jsonl" {
		t.Errorf("got %+v", got[0])
	}
}

func TestSilenceIsKept(t *testing.T) {
	s := perform(t)
	s.book.answers(func(_ context.Context, r commands.Request) (commands.Reply, error) {
		return commands.Reply{Silent: r.Command == "quiet", Message: saying("loud").Message}, nil
	})
	s.Say(7, 7, "/quiet")
	s.Say(7, 7, "/loud")
	if got := s.replies(7, 1); got[0].Text != "loud" || len(got) != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestButtonsThatTelegramWouldRefuseAreLeftOut(t *testing.T) {
	reply := saying("choose")
	reply.Buttons = [][]texts.Button{
		{{Text: "ok", Data: "x"}, {Text: "too long", Data: strings.Repeat("ж", 33)}, {Text: "", Data: "y"}, {Text: "nothing"}},
		{{Text: "both", Data: "x", URL: "https://example.org"}},
	}
	got := replying(t, reply, 1)
	if len(got[0].Buttons) != 1 || len(got[0].Buttons[0]) != 1 {
		t.Errorf("got %+v", got[0].Buttons)
	}
}

func TestAReplySurvivesTroubleAndFloods(t *testing.T) {
	rehearse(t, func(s *stage) {
		s.Inject(telegramtest.Fault{Method: "sendMessage", Status: http.StatusBadGateway})
		s.Inject(telegramtest.Fault{Method: "sendMessage", Refusal: telegramtest.Flood(20 * time.Second)})
		s.start()
		s.Say(7, 7, "/start")
		s.wait("the reply", func() bool { return len(s.Replies(7)) == 1 })
	})
}

func TestAReplyToAGroupThatJustMovedFollowsIt(t *testing.T) {
	rehearse(t, func(s *stage) {
		group := s.AddGroup("Мост", 7)
		s.Join(group, 7)
		s.start()
		s.wait("the introduction", func() bool { return len(s.Replies(group)) == 1 })
		s.book.answers(func(_ context.Context, r commands.Request) (commands.Reply, error) {
			if r.Chat.ID == group {
				s.Migrate(group)
			}
			return saying("here"), nil
		})
		s.Say(group, 7, "/latest")
		var super int64
		s.wait("the move", func() bool {
			s.memory.mu.Lock()
			defer s.memory.mu.Unlock()
			super = s.memory.moved[group]
			return super != 0 && len(s.Replies(super)) == 1
		})
	})
}

func TestTheEndComesAlsoWhereTelegramIsAway(t *testing.T) {
	rehearse(t, func(s *stage) {
		s.Inject(telegramtest.Fault{Method: "getMe", Status: http.StatusBadGateway, Times: -1})
		s.start()
		time.Sleep(time.Hour)
		if s.bot.Ready() == nil || s.bot.Username() != "" {
			t.Error("ready without Telegram")
		}
		began := time.Now()
		if err := s.stop(); err != nil || time.Since(began) > time.Second {
			t.Errorf("ended with %v after %v", err, time.Since(began))
		}
		synctest.Wait()
	})
}
