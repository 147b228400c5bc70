package store

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"mostbot/catalog"
)

var noon = time.Date(2026, 5, 6, 12, 0, 0, 0, time.UTC)

func message(chat int64, key string) catalog.Outgoing {
	return catalog.Outgoing{Key: key, Chat: chat, Body: []byte(`{"blocks":["` + key + `"]}`)}
}

func mustPut(t *testing.T, s *Store, want int, messages ...catalog.Outgoing) {
	t.Helper()
	n, err := s.Put(t.Context(), messages)
	if err != nil {
		t.Fatal(err)
	}
	if n != want {
		t.Errorf("put %d new messages, want %d", n, want)
	}
}

func claim(t *testing.T, s *Store, now time.Time) []catalog.Outgoing {
	t.Helper()
	list, err := s.Claim(t.Context(), now, 1000)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// claimOne wants exactly one message, the one with that key.
func claimOne(t *testing.T, s *Store, now time.Time, key string) catalog.Outgoing {
	t.Helper()
	list := claim(t, s, now)
	if len(list) != 1 || list[0].Key != key {
		t.Fatalf("claimed %+v, want %s", list, key)
	}
	return list[0]
}

func settle(t *testing.T, s *Store, o catalog.Outgoing, outcome catalog.Outcome) {
	t.Helper()
	if err := s.Settle(t.Context(), o, outcome); err != nil {
		t.Fatal(err)
	}
}

func sent(id int) catalog.Outcome { return catalog.Outcome{Verdict: catalog.Sent, MessageID: id} }

func TestKeyIsPutOnceForEver(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		mustPut(t, s, 2, message(7, "a"), message(7, "b"), message(7, "a"))
		mustPut(t, s, 1, message(7, "a"), message(-8, "a"))
		settle(t, s, claim(t, s, noon)[0], sent(1))
		mustPut(t, s, 0, message(7, "a"), message(-8, "a"))
	})
}

func TestClaimedMessageIsWhatWasPut(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		want := catalog.Outgoing{
			Key: "announce/1", Chat: -1001234567890123, Thread: 5, Body: []byte(`{"b":["<b>Бургас</b>"]}`), Event: "e1", ReplyTo: "e0",
			Due: noon, Slot: noon.Add(-time.Minute),
		}
		mustPut(t, s, 1, want)
		if early := claim(t, s, noon.Add(-time.Millisecond)); len(early) > 0 {
			t.Errorf("claimed before it was due: %+v", early)
		}
		got := claimOne(t, s, noon, want.Key)
		want.Put = noon
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("claimed %+v, want %+v", got, want)
		}
	})
}

func TestChatsMessagesGoOneByOneInTheirOrder(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		mustPut(t, s, 3, message(7, "1"), message(7, "2"), message(7, "3"))
		for i := range 3 {
			o := claimOne(t, s, noon, fmt.Sprint(i+1))
			if more := claim(t, s, noon); len(more) > 0 {
				t.Fatalf("claimed %+v while %s is under way", more, o.Key)
			}
			settle(t, s, o, sent(i+1))
		}
		if more := claim(t, s, noon); len(more) > 0 {
			t.Errorf("claimed %+v from an empty outbox", more)
		}
	})
}

func TestMessageOfADeadClaimerIsTakenOverAfterTheLease(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		mustPut(t, s, 2, message(7, "1"), message(7, "2"))
		lost := claimOne(t, s, noon, "1")
		if again := claim(t, s, noon.Add(lease-time.Millisecond)); len(again) > 0 {
			t.Fatalf("claimed %+v within the lease", again)
		}
		found := claimOne(t, s, noon.Add(lease), "1")
		if found.Tries != 1 {
			t.Errorf("it counts %d tries before, want 1", found.Tries)
		}
		verdicts, err := s.Verdicts(t.Context())
		if err != nil || verdicts[catalog.TakenOver] != 1 {
			t.Errorf("counted %v, %v", verdicts, err)
		}
		settle(t, s, found, sent(1))
		settle(t, s, lost, sent(2)) // the first claimer was only slow
		claimOne(t, s, noon.Add(lease), "2")
	})
}

func TestRetriedMessageComesBackAtItsTimeAndHoldsUpNobody(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		mustPut(t, s, 2, message(7, "1"), message(7, "2"))
		settle(t, s, claimOne(t, s, noon, "1"), catalog.Outcome{Verdict: catalog.Retry, At: noon.Add(time.Hour)})
		mustPut(t, s, 1, message(23, "other")) // in the same shard
		settle(t, s, claimOne(t, s, noon, "other"), sent(1))
		if early := claim(t, s, noon.Add(time.Hour-time.Millisecond)); len(early) > 0 {
			t.Errorf("claimed %+v before its time", early)
		}
		again := claimOne(t, s, noon.Add(time.Hour), "1")
		if again.Tries != 1 {
			t.Errorf("tried %d times before, want 1", again.Tries)
		}
		settle(t, s, again, catalog.Outcome{Verdict: catalog.Postponed, At: noon.Add(2 * time.Hour)})
		if again = claimOne(t, s, noon.Add(2*time.Hour), "1"); again.Tries != 1 {
			t.Errorf("tried %d times before, want 1, as waiting is not trying", again.Tries)
		}
	})
}

func TestRefusedMessageBecomesADeadLetter(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		mustPut(t, s, 2, message(7, "1"), message(7, "2"))
		settle(t, s, claimOne(t, s, noon, "1"), catalog.Outcome{Verdict: catalog.Refused, Reason: "Bad Request"})
		settle(t, s, claimOne(t, s, noon, "2"), sent(1))
		n, err := s.db.LLen(t.Context(), shardKey(shardOf(7), "dead")).Result()
		if err != nil || n != 1 {
			t.Errorf("%d dead letters, %v; want 1", n, err)
		}
		verdicts, err := s.Verdicts(t.Context())
		if err != nil || verdicts[catalog.Refused] != 1 || verdicts[catalog.Sent] != 1 {
			t.Errorf("counted %v, %v", verdicts, err)
		}
	})
}

func TestSentAnnouncementIsRememberedByEventChatAndThread(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		first, second := message(7, "1"), message(7, "2")
		first.Event, second.Event = "e1", "e1"
		second.Thread = 4
		mustPut(t, s, 2, first, second)
		settle(t, s, claimOne(t, s, noon, "1"), sent(101))
		settle(t, s, claimOne(t, s, noon, "2"), sent(102))
		for _, c := range []struct {
			event        string
			chat         int64
			thread, want int
		}{{"e1", 7, 0, 101}, {"e1", 7, 4, 102}, {"e1", 8, 0, 0}, {"e", 7, 0, 0}} {
			got, err := s.Delivered(t.Context(), c.event, c.chat, c.thread)
			if err != nil || got != c.want {
				t.Errorf("%+v: message %d, %v", c, got, err)
			}
		}
	})
}

func TestChatRemembersItsLastHundredAnnouncements(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		for i := range 105 {
			o := message(7, fmt.Sprint(i))
			o.Event = o.Key
			mustPut(t, s, 1, o)
			settle(t, s, claimOne(t, s, noon, o.Key), sent(1000+i))
		}
		for event, want := range map[string]int{"4": 0, "5": 1005, "104": 1104} {
			got, err := s.Delivered(t.Context(), event, 7, 0)
			if err != nil || got != want {
				t.Errorf("event %s: message %d, %v; want %d", event, got, err, want)
			}
		}
		mustPut(t, s, 0, message(7, "0"))
	})
}

func TestKeyIsForgottenWhenNobodyCanPutItAgain(t *testing.T) {
	clock := noon
	eachStoreAt(t, func() time.Time { return clock }, func(t *testing.T, s *Store) {
		clock = noon
		mustPut(t, s, 1, message(7, "a"))
		clock = noon.Add(remembered - time.Minute)
		mustPut(t, s, 1, message(7, "a"), message(7, "b"))
		clock = noon.Add(remembered + time.Minute)
		mustPut(t, s, 1, message(7, "a"), message(7, "b"))
	})
}

func TestMessageAfterAnotherIsPutOnlyWhereThatOneWas(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		mustPut(t, s, 1, message(7, "new"))
		told, untold := message(7, "update"), message(8, "update")
		told.After, untold.After = "new", "new"
		mustPut(t, s, 1, told, untold)
	})
}

func TestOutboxStatsCountAndDate(t *testing.T) {
	clock := noon
	eachStoreAt(t, func() time.Time { return clock }, func(t *testing.T, s *Store) {
		clock = noon
		mustPut(t, s, 2, message(7, "1"), message(8, "1"))
		clock = noon.Add(time.Minute)
		mustPut(t, s, 1, message(7, "2"))
		for i, want := range []time.Time{noon, noon.Add(time.Minute), {}} {
			depth, oldest, err := s.OutboxStats(t.Context())
			if err != nil || depth != []int{3, 1, 0}[i] || !oldest.Equal(want) {
				t.Errorf("depth %d since %s, %v; want since %s", depth, oldest, err, want)
			}
			for _, o := range claim(t, s, clock) {
				settle(t, s, o, sent(1))
			}
		}
	})
}

// TestFanOut puts one message for thousands of chats, with consumers that die at random, and wants each sent once and
// nothing left behind.
func TestFanOutReachesEverybodyOnceAndLeavesNothing(t *testing.T) {
	const chats = 3000
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		var messages []catalog.Outgoing
		for chat := range int64(chats) {
			o := message(chat+1, "announce")
			messages = append(messages, o)
		}
		mustPut(t, s, chats, messages...)
		mustPut(t, s, 0, messages...)
		got, dead := map[int64]int{}, rand.New(rand.NewPCG(1, 2))
		for now := noon; len(got) < chats; now = now.Add(lease / 3) {
			for _, o := range claim(t, s, now) {
				if dead.IntN(10) > 0 {
					settle(t, s, o, sent(1))
					got[o.Chat]++
				}
			}
		}
		for chat, n := range got {
			if n != 1 {
				t.Errorf("chat %d got it %d times", chat, n)
			}
		}
		wantNothingLeft(t, s)
	})
}

// wantNothingLeft wants an outbox without entries, bodies or counts.
func wantNothingLeft(t *testing.T, s *Store) {
	t.Helper()
	for shard := range shards {
		for _, key := range shardKeys(shard) {
			if key == depthKey(shard) {
				continue
			}
			if n, err := s.db.Exists(t.Context(), key).Result(); err != nil || n > 0 {
				t.Errorf("%s is left, %v", key, err)
			}
		}
	}
	if depth, oldest, err := s.OutboxStats(t.Context()); depth != 0 || !oldest.IsZero() || err != nil {
		t.Errorf("depth %d since %s, %v", depth, oldest, err)
	}
}

func atNoon() time.Time { return noon }
