package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"mostbot/commands"
	"mostbot/telegramtest"
)

func TestAnUpdateThatCannotBeReadIsSkipped(t *testing.T) {
	s := perform(t)
	s.RawUpdate(`"message":"nonsense"`)
	s.RawUpdate(`"message":{"message_id":"x","chat":{"id":7}}`)
	s.Say(7, 7, "/start")
	s.replies(7, 1)
	s.wait("the confirmation", func() bool { return s.Pending() == 0 })
	if n := s.figure("mostbot_updates_undecodable_total"); n != 2 {
		t.Errorf("%v were counted as unreadable, want 2", n)
	}
	if !strings.Contains(s.logged.String(), "can't be read") {
		t.Error("the log does not tell")
	}
}

func TestOnlyUpdatesThatTheBotWantsAreAskedFor(t *testing.T) {
	s := perform(t)
	s.Say(7, 7, "/start")
	s.replies(7, 1)
	id := s.Say(7, 7, "/city Sofia")
	s.wait("the confirmation", func() bool { return s.Pending() == 0 })
	s.EditSaying(7, id, "/city Wien")
	if n := s.Pending(); n != 0 {
		t.Errorf("%d updates wait, so the edited message is among them", n)
	}
}

func TestASlowChatHoldsUpNobodyAndItsUpdateIsNotConfirmed(t *testing.T) {
	s := prepare(t)
	held := make(chan struct{})
	s.book.answers(func(_ context.Context, r commands.Request) (commands.Reply, error) {
		if r.Chat.ID == 7 {
			<-held
		}
		return saying("done"), nil
	})
	s.Say(7, 7, "/slow")
	s.start()
	s.eventually("the slow one", func() bool { return len(s.book.requests()) == 1 })
	for i := range 3 {
		s.Say(8, 8, fmt.Sprint("/quick ", i))
		s.replies(8, i+1)
	}
	if s.Pending() < 4 {
		t.Error("an update was confirmed that is not handled")
	}
	close(held)
	s.replies(7, 1)
	s.wait("the confirmation", func() bool { return s.Pending() == 0 })
	if n := len(s.book.requests()); n != 4 {
		t.Errorf("%d requests, want each update once: 4", n)
	}
}

func TestUpdatesOfOneChatAreHandledInOrder(t *testing.T) {
	rehearse(t, func(s *stage) {
		for i := range 10 {
			s.Say(7, 7, fmt.Sprint("/city ", i))
		}
		s.start()
		s.wait("all replies", func() bool { return len(s.Replies(7)) == 10 })
		for i, r := range s.book.requests() {
			if r.Args != fmt.Sprint(i) {
				t.Fatalf("request %d is %q", i, r.Args)
			}
		}
	})
}

func TestTheOffsetIsSavedAfterHandling(t *testing.T) {
	s := perform(t)
	s.Say(7, 7, "/start")
	s.replies(7, 1)
	s.eventually("the offset", func() bool {
		offset, _ := s.memory.Offset(s.context)
		return offset == 100_000_002
	})
}

// A process dies after it has handled an update that came after one it had not: Telegram brings both again.
func TestAfterACrashOnlyWhatWasNotHandledIsHandled(t *testing.T) {
	m := newMemory(1000)
	var handled []int
	run := func(finish func(id int) bool) {
		p := &poller{progress: m, meter: newMeter(nil, time.Now), log: slog.New(slog.DiscardHandler), track: newTracker()}
		p.handle = func(u update) {
			if finish(u.ID) {
				handled = append(handled, u.ID)
				p.finished(context.Background(), u.ID)
			}
		}
		p.track.start(m.offset)
		for id := 500; id < 505; id++ {
			if id >= p.track.next() {
				p.accept(context.Background(), json.RawMessage(fmt.Sprintf(`{"update_id":%d}`, id)))
			}
		}
	}
	run(func(id int) bool { return id != 502 })
	if m.offset != 502 {
		t.Errorf("the offset is %d", m.offset)
	}
	run(func(int) bool { return true })
	if want := []int{500, 501, 503, 504, 502}; !slices.Equal(handled, want) {
		t.Errorf("handled %v, want %v", handled, want)
	}
}

func TestAnotherPollerStopsThePollingAndIsSaid(t *testing.T) {
	rehearse(t, func(s *stage) {
		s.Inject(telegramtest.Fault{Method: "getUpdates", Times: 3, Refusal: telegramtest.Refusal(409,
			"Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")})
		s.start()
		time.Sleep(time.Second)
		if err := s.bot.Ready(); err == nil || !strings.Contains(err.Error(), "conflict") {
			t.Errorf("ready: %v", err)
		}
		if n := s.Stats().Calls["getupdates"]; n > 1 {
			t.Errorf("polled %d times in a second", n)
		}
		if s.figure("mostbot_telegram_stopped") != 1 || !strings.Contains(s.logged.String(), "level=ERROR") {
			t.Error("no alarm")
		}
		s.Say(7, 7, "/start")
		s.wait("the answer when the other is gone", func() bool { return len(s.Replies(7)) == 1 })
		if err := s.bot.Ready(); err != nil {
			t.Errorf("ready: %v", err)
		}
	})
}

func TestATokenThatIsRevokedStopsPollingAndSending(t *testing.T) {
	rehearse(t, func(s *stage) {
		s.start()
		synctest.Wait()
		for _, method := range []string{"", "getUpdates"} {
			s.Inject(telegramtest.Fault{Method: method, Times: -1, Refusal: telegramtest.Refusal(401, "Unauthorized")})
		}
		s.memory.put(outgoing("a", 1, "news"))
		time.Sleep(2 * time.Hour)
		calls := s.Stats().Faults
		if err := s.bot.Ready(); err == nil || !strings.Contains(err.Error(), "unauthorized") {
			t.Errorf("ready: %v", err)
		}
		if calls > 300 {
			t.Errorf("%d calls in two hours with a token that is refused", calls)
		}
		s.Heal()
		s.untilSent(time.Hour)
		s.wantVerdicts("a", "retry", "sent")
	}, anyUser)
}

func TestPollingGoesOnAfterTrouble(t *testing.T) {
	rehearse(t, func(s *stage) {
		s.Inject(telegramtest.Fault{Method: "getUpdates", Times: 5, Status: http.StatusBadGateway})
		s.Inject(telegramtest.Fault{Method: "getUpdates", Cut: telegramtest.CutAfter})
		s.Inject(telegramtest.Fault{Method: "getUpdates", Refusal: telegramtest.Flood(time.Minute)})
		s.Say(7, 7, "/start")
		s.start()
		s.wait("the answer", func() bool { return len(s.Replies(7)) == 1 })
	})
}

func TestOnlyOneReplicaPollsAndTheOtherTakesOver(t *testing.T) {
	rehearse(t, func(s *stage) {
		s.start()
		synctest.Wait()
		options := s.bot.Options
		options.Replica, options.Registerer, options.Token = "two", nil, s.Token()
		second := s.newBot(options)
		ctx, cancel := context.WithCancel(s.context)
		var running sync.WaitGroup
		running.Go(func() {
			if err := second.Run(ctx); err != nil {
				t.Error(err)
			}
		})
		time.Sleep(time.Minute)
		if strings.Contains(s.logged.String(), "conflict") {
			t.Error("both polled")
		}
		if err := s.stop(); err != nil {
			t.Error(err)
		}
		s.Say(7, 7, "/start")
		began := time.Now()
		s.wait("the other's answer", func() bool { return len(s.Replies(7)) == 1 })
		if took := time.Since(began); took > 15*time.Second {
			t.Errorf("the other took over after %v", took)
		}
		cancel()
		running.Wait()
	})
}

func TestAtTheEndWhatWasTakenIsAnswered(t *testing.T) {
	s := prepare(t)
	s.book.answers(func(ctx context.Context, _ commands.Request) (commands.Reply, error) {
		select {
		case <-time.After(50 * time.Millisecond):
			return saying("done"), nil
		case <-ctx.Done():
			return commands.Reply{}, ctx.Err()
		}
	})
	for user := range int64(10) {
		s.Say(100+user, 100+user, "/start")
	}
	s.start()
	s.eventually("the first requests", func() bool { return len(s.book.requests()) > 0 })
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	asked, answered := len(s.book.requests()), s.Stats().Total
	if asked != answered {
		t.Errorf("%d requests and %d answers", asked, answered)
	}
	offset, _ := s.memory.Offset(context.Background())
	if offset != 100_000_001+asked {
		t.Errorf("the offset is %d after %d updates", offset, asked)
	}
}
