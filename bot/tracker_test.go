package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mostbot/commands"
	"mostbot/telegramtest"
)

func TestTheTrackerNeverPassesAnOpenUpdate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tr := newTracker()
		tr.start(rapid.IntRange(0, 50).Draw(t, "start"))
		open := map[int]bool{}
		id := 100
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			if rapid.Bool().Draw(t, "arrives") || len(open) == 0 {
				id += rapid.IntRange(1, 3).Draw(t, "gap")
				if !tr.begin(id, nil) || tr.begin(id, nil) {
					t.Fatalf("update %d is not new once", id)
				}
				open[id] = true
				continue
			}
			done := rapid.SampledFrom(sorted(open)).Draw(t, "done")
			delete(open, done)
			tr.finish(done)
			for other := range open {
				if tr.next() > other {
					t.Fatalf("asks from %d while %d is open", tr.next(), other)
				}
			}
			if len(open) == 0 && tr.next() != id+1 {
				t.Fatalf("asks from %d after all up to %d are handled", tr.next(), id)
			}
			if tr.begin(done, nil) {
				t.Fatalf("update %d is new again", done)
			}
		}
	})
}

func sorted(set map[int]bool) []int {
	var list []int
	for id := range set {
		list = append(list, id)
	}
	slices.Sort(list)
	return list
}

func TestUpdatesMayBeginAnewAtALowerNumber(t *testing.T) {
	tr := newTracker()
	tr.start(900_000)
	if tr.begin(899_999, nil) {
		t.Error("a repetition is new")
	}
	if !tr.begin(5_000, nil) || !tr.finish(5_000) || tr.next() != 5_001 {
		t.Error("Telegram began anew and the update was not taken")
	}
}

func TestWhatTakesLongIsSetAsideAndOutlivesACrash(t *testing.T) {
	m := newMemory(1000)
	run := func(finish bool) (began []int) {
		p := &poller{progress: m, meter: newMeter(nil, time.Now), log: slog.New(slog.DiscardHandler), track: newTracker()}
		p.handle = func(u update) {
			began = append(began, u.ID)
			if finish || u.ID == 501 {
				p.finished(context.Background(), u.ID)
			}
		}
		p.track.start(m.offset)
		p.resumeAside(context.Background())
		for id := 500; id < 503; id++ {
			if id >= p.track.next() {
				p.accept(context.Background(), json.RawMessage(fmt.Sprintf(`{"update_id":%d}`, id)))
			}
		}
		if err := p.setAside(context.Background()); err != nil {
			t.Fatal(err)
		}
		return began
	}
	if got := run(false); !slices.Equal(got, []int{500, 501, 502}) {
		t.Errorf("first: %v", got)
	}
	if m.offset != 503 {
		t.Errorf("the offset is %d: what takes long holds it up", m.offset)
	}
	if got := run(true); !slices.Equal(got, []int{500, 502}) {
		t.Errorf("after the crash: %v", got)
	}
	if got := run(true); len(got) != 0 {
		t.Errorf("after all is handled: %v", got)
	}
}

func TestAHundredSlowChatsDoNotKeepTheNextOnesUpdateAway(t *testing.T) {
	s := prepare(t, func(_ *Options, o *telegramtest.Options) { o.Limits = telegramtest.NoLimits() })
	held := make(chan struct{})
	s.book.answers(func(_ context.Context, r commands.Request) (commands.Reply, error) {
		if r.Chat.ID != 8 {
			<-held
		}
		return saying("done"), nil
	})
	for user := range int64(250) {
		s.Say(1000+user, 1000+user, "/slow")
	}
	s.Say(8, 8, "/quick")
	s.start()
	s.replies(8, 1)
	close(held)
	s.wait("all others", func() bool { return s.Delivered() == 251 })
}
