package bot

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mostbot/catalog"
	"mostbot/telegramtest"
)

// untilSent waits in simulated time until the outbox is empty.
func (s *stage) untilSent(atMost time.Duration) {
	s.t.Helper()
	for end := time.Now().Add(atMost); s.memory.waiting() > 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("%d messages wait after %v\n%s", s.memory.waiting(), atMost, s.logged)
		}
	}
	synctest.Wait()
}

func (s *stage) wantVerdicts(key string, want ...catalog.Verdict) {
	s.t.Helper()
	if got := s.memory.verdicts(key); !slices.Equal(got, want) {
		s.t.Errorf("%s: %v, want %v\n%s", key, got, want, s.logged)
	}
}

func anyUser(_ *Options, o *telegramtest.Options) { o.AnyUser = true }

func TestTheOutboxIsSentInEachChatsOrder(t *testing.T) {
	rehearse(t, func(s *stage) {
		for i := range 5 {
			for chat := range int64(3) {
				s.memory.put(outgoing(fmt.Sprint(chat+1, "/", i), chat+1, fmt.Sprint("news ", i)))
			}
		}
		s.start()
		s.untilSent(time.Minute)
		for chat := range int64(3) {
			for i, m := range s.Replies(chat + 1) {
				if m.Text != fmt.Sprint("news ", i) {
					t.Errorf("chat %d: message %d is %q", chat+1, i, m.Text)
				}
			}
		}
		if stats := s.Stats(); stats.Total != 15 || stats.TooMany != 0 {
			t.Errorf("%+v", stats)
		}
	}, anyUser)
}

func TestAFloodHoldsTheChatAlone(t *testing.T) {
	rehearse(t, func(s *stage) {
		s.memory.put(outgoing("a", 1, "one"), outgoing("b", 2, "two"))
		s.Inject(telegramtest.Fault{Method: "sendMessage", Chat: "1", Refusal: telegramtest.Flood(time.Hour)})
		began := time.Now()
		s.start()
		s.untilSent(2 * time.Hour)
		s.wantVerdicts("a", catalog.Postponed, catalog.Sent)
		s.wantVerdicts("b", catalog.Sent)
		if at := s.Replies(2)[0].At.Sub(began); at > time.Second {
			t.Errorf("the other chat waited for %v", at)
		}
		if at := s.Replies(1)[0].At.Sub(began); at < time.Hour {
			t.Errorf("the flooded chat was written to after %v", at)
		}
		if s.figure("mostbot_telegram_floods_total") != 1 {
			t.Error("the flood was not counted")
		}
	}, anyUser)
}

func TestFloodsOfSeveralChatsHoldEverything(t *testing.T) {
	rehearse(t, func(s *stage) {
		s.Inject(telegramtest.Fault{Method: "sendMessage", Times: 2, Refusal: telegramtest.Flood(5 * time.Minute)})
		s.memory.put(outgoing("a", 1, "one"), outgoing("b", 2, "two"))
		began := time.Now()
		s.start()
		time.Sleep(time.Second)
		s.memory.put(outgoing("c", 3, "three"))
		s.untilSent(time.Hour)
		if at := s.Replies(3)[0].At.Sub(began); at < 5*time.Minute {
			t.Errorf("a third chat was written to after %v", at)
		}
	}, anyUser)
}

func TestAChatThatCannotBeWrittenToIsPaused(t *testing.T) {
	rehearse(t, func(s *stage) {
		s.Say(1, 1, "/start")
		s.Deactivate(1)
		s.memory.put(outgoing("a", 1, "one"), outgoing("b", 2, "nobody"))
		s.start()
		s.untilSent(time.Minute)
		s.wantVerdicts("a", catalog.Refused)
		s.wantVerdicts("b", catalog.Refused)
		if got := s.memory.paused(1); got != "Forbidden: user is deactivated" {
			t.Errorf("paused for %q", got)
		}
		if got := s.memory.paused(2); !strings.Contains(got, "chat not found") {
			t.Errorf("paused for %q", got)
		}
	})
}

func TestAMigratedGroupGetsItsMessage(t *testing.T) {
	rehearse(t, func(s *stage) {
		group := s.AddGroup("Мост", 7)
		s.Join(group, 7)
		super := s.Migrate(group)
		s.memory.put(outgoing("a", group, "news"))
		s.start()
		s.untilSent(time.Minute)
		news := slices.DeleteFunc(s.Replies(super), func(m telegramtest.Message) bool { return m.Text != "news" })
		if len(news) != 1 {
			t.Errorf("the supergroup got its message %d times", len(news))
		}
		if s.memory.moved[group] != super {
			t.Errorf("moved: %v", s.memory.moved)
		}
	})
}

func TestAClosedTopicIsRefusedAndTheChatGoesOn(t *testing.T) {
	rehearse(t, func(s *stage) {
		forum := s.AddForum("Мост", 7)
		s.Join(forum, 7)
		topic := s.AddTopic(forum, "news")
		s.CloseTopic(forum, topic)
		closed := outgoing("a", forum, "news")
		closed.Thread = topic
		s.memory.put(closed, outgoing("b", forum, "general"))
		s.start()
		s.untilSent(time.Minute)
		s.wantVerdicts("a", catalog.Refused)
		s.wantVerdicts("b", catalog.Sent)
		if got := s.memory.paused(forum); got != "" {
			t.Errorf("the chat is paused: %s", got)
		}
		if got, want := s.memory.toldOfLoss(), fmt.Sprint(forum, " ", topic, " ", catalog.TopicClosed); got != want {
			t.Errorf("of the topic was said %q, want %q", got, want)
		}
	})
}

func TestAChannelThatTakesTheBotsRightsIsPausedAndSaid(t *testing.T) {
	rehearse(t, func(s *stage) {
		const words = "Bad Request: need administrator rights in the channel chat"
		s.Inject(telegramtest.Fault{Method: "sendMessage", Times: 1, Refusal: telegramtest.Refusal(400, words)})
		s.memory.put(outgoing("a", 1, "one"))
		s.start()
		s.untilSent(time.Minute)
		s.wantVerdicts("a", catalog.Refused)
		if got := s.memory.paused(1); got != words {
			t.Errorf("paused for %q", got)
		}
		if got := s.memory.toldOfLoss(); got != "1 "+words {
			t.Errorf("of the channel was said %q", got)
		}
	}, anyUser)
}

func TestTroubleIsTriedAgainAndSentOnce(t *testing.T) {
	rehearse(t, func(s *stage) {
		s.Inject(telegramtest.Fault{Method: "sendMessage", Times: 3, Status: http.StatusBadGateway})
		s.memory.put(outgoing("a", 1, "one"))
		s.start()
		s.untilSent(10 * time.Minute)
		s.wantVerdicts("a", catalog.Retry, catalog.Retry, catalog.Retry, catalog.Sent)
		if n := len(s.Replies(1)); n != 1 {
			t.Errorf("sent %d times", n)
		}
	}, anyUser)
}

func TestAnOutageUsesUpNoTries(t *testing.T) {
	rehearse(t, func(s *stage) {
		for chat := range int64(200) {
			s.memory.put(outgoing(fmt.Sprint(chat), 1000+chat, "news"))
		}
		s.start()
		for _, method := range []string{"", "getUpdates"} {
			s.Inject(telegramtest.Fault{Method: method, Times: -1, Status: http.StatusServiceUnavailable})
		}
		time.Sleep(3 * time.Hour)
		s.Heal()
		s.untilSent(time.Hour)
		if stats := s.Stats(); stats.Total != 200 || stats.Doubles != 0 {
			t.Errorf("%d sent, %d doubled", stats.Total, stats.Doubles)
		}
	}, anyUser)
}

func TestAnUncertainMessageIsSentAgainButNotForEver(t *testing.T) {
	rehearse(t, func(s *stage) {
		s.Inject(telegramtest.Fault{Method: "sendMessage", Chat: "1", Cut: telegramtest.CutAfter})
		s.Inject(telegramtest.Fault{Method: "sendMessage", Chat: "2", Cut: telegramtest.CutAfter, Times: -1})
		s.memory.put(outgoing("a", 1, "one"), outgoing("b", 2, "two"))
		s.start()
		s.untilSent(time.Hour)
		s.wantVerdicts("a", catalog.Uncertain, catalog.Sent)
		s.wantVerdicts("b", catalog.Uncertain, catalog.Uncertain, catalog.Refused)
		if n := s.figure("mostbot_send_uncertain_total"); n != 4 {
			t.Errorf("%v doubts counted, want 4", n)
		}
	}, anyUser)
}

func TestACallThatIsNeverAnsweredEndsInTime(t *testing.T) {
	rehearse(t, func(s *stage) {
		s.Inject(telegramtest.Fault{Method: "sendMessage", Chat: "1", Hang: time.Hour})
		s.memory.put(outgoing("a", 1, "one"), outgoing("b", 2, "two"))
		s.start()
		s.untilSent(5 * time.Minute)
		s.wantVerdicts("a", catalog.Uncertain, catalog.Sent)
		s.wantVerdicts("b", catalog.Sent)
	}, anyUser)
}

func TestAMessageThatCannotBeReadIsRefused(t *testing.T) {
	rehearse(t, func(s *stage) {
		s.memory.put(catalog.Outgoing{Key: "a", Chat: 1, Body: []byte("{")}, outgoing("b", 1), outgoing("c", 1, "news"))
		s.start()
		s.untilSent(time.Minute)
		s.wantVerdicts("a", catalog.Refused)
		s.wantVerdicts("b", catalog.Refused)
		s.wantVerdicts("c", catalog.Sent)
	}, anyUser)
}

func TestMoreNewsOfAnEventRepliesToItsAnnouncement(t *testing.T) {
	rehearse(t, func(s *stage) {
		first, second := outgoing("a", 1, "planned"), outgoing("b", 1, "happened")
		first.Event, second.ReplyTo = "e1", "e1"
		s.memory.put(first, second)
		s.start()
		s.untilSent(time.Minute)
		if got := s.Replies(1); got[1].ReplyTo != got[0].ID {
			t.Errorf("replies to %d, want %d", got[1].ReplyTo, got[0].ID)
		}
	}, anyUser)
}

func TestALongMessageGoesOnWhereItWasInterrupted(t *testing.T) {
	rehearse(t, func(s *stage) {
		s.memory.put(outgoing("a", 1, strings.Repeat("one ", 1000), strings.Repeat("two ", 1000), strings.Repeat("six ", 1000)))
		s.start()
		s.wait("the first part", func() bool { return len(s.Replies(1)) > 0 })
		s.Inject(telegramtest.Fault{Method: "sendMessage", Times: 2, Status: http.StatusBadGateway})
		s.untilSent(time.Hour)
		if stats := s.Stats(); stats.Total != 3 || stats.Doubles != 0 {
			t.Errorf("%d sent, %d doubled", stats.Total, stats.Doubles)
		}
	}, anyUser)
}

func TestAStoreThatIsAwayLosesNothing(t *testing.T) {
	rehearse(t, func(s *stage) {
		for chat := range int64(100) {
			s.memory.put(outgoing(fmt.Sprint(chat), 1000+chat, "news"))
		}
		s.start()
		s.wait("some messages", func() bool { return s.Delivered() > 20 })
		s.memory.setAway(errAway)
		time.Sleep(5 * time.Second)
		s.memory.setAway(nil)
		s.untilSent(time.Hour)
		if stats := s.Stats(); stats.Total != 100 || stats.Doubles != 0 {
			t.Errorf("%d sent, %d doubled", stats.Total, stats.Doubles)
		}
	}, anyUser, func(o *Options, t *telegramtest.Options) {
		o.Rate, t.Latency = 29, telegramtest.Between(50*time.Millisecond, 300*time.Millisecond)
	})
}

func TestTheEndOfTheProgramWaitsForWhatIsBeingSent(t *testing.T) {
	rehearse(t, func(s *stage) {
		for chat := range int64(100) {
			s.memory.put(outgoing(fmt.Sprint(chat), 1000+chat, "news"))
		}
		s.start()
		s.wait("some messages", func() bool { return s.Delivered() > 20 })
		if err := s.stop(); err != nil {
			t.Fatal(err)
		}
		if sent, waiting := s.Delivered(), s.memory.waiting(); sent+waiting != 100 {
			t.Errorf("%d sent and %d waiting, together not 100", sent, waiting)
		}
	}, anyUser, func(o *Options, t *telegramtest.Options) {
		o.Rate, t.Latency = 29, telegramtest.Between(50*time.Millisecond, 300*time.Millisecond)
	})
}
