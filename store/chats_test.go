package store

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mostbot/catalog"
)

var (
	burgas  = catalog.City{ID: 732770, Name: "Burgas", Country: "BG"}
	kherson = catalog.City{ID: 706448, Name: "Kherson", Country: "UA"}
	morning = catalog.Schedule{Recurrence: catalog.Daily, Hour: 8, Minute: 30}
	instant = catalog.Schedule{Recurrence: catalog.Instant}
)

func wishOf(chat int64, schedule catalog.Schedule, refs ...catalog.Ref) catalog.Subscription {
	return catalog.Subscription{Chat: chat, Schedule: schedule, Filter: catalog.NewFilter(refs...), Since: noon}
}

func subscribe(t *testing.T, s *Store, sub catalog.Subscription, next time.Time) catalog.Subscription {
	t.Helper()
	got, err := s.Subscribe(t.Context(), sub, next)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func subscriptions(t *testing.T, s *Store, chat int64) []catalog.Subscription {
	t.Helper()
	list, err := s.Subscriptions(t.Context(), chat)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// due lists the members that are due, and from whose index the slot is as it stands in the record.
func due(t *testing.T, s *Store, now time.Time) []string {
	t.Helper()
	list, err := s.Due(t.Context(), now, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var members []string
	for _, d := range list {
		members = append(members, member(d.Subscription.Chat, d.Subscription.N))
	}
	slices.Sort(members)
	return members
}

func interested(t *testing.T, s *Store, e catalog.Event) []string {
	t.Helper()
	var members []string
	for page, err := range s.Interested(t.Context(), e) {
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range page {
			members = append(members, member(d.Subscription.Chat, d.Subscription.N))
		}
	}
	slices.Sort(members)
	return members
}

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var visit = catalog.Event{
	ID: "e1", Kind: catalog.Visit, Cities: []catalog.City{burgas, kherson}, Topics: []catalog.Topic{"ai"},
	Sources: []catalog.Source{{Language: "bg"}},
}

func TestChatIsReadAsItWasSaved(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		nobody, err := s.Chat(t.Context(), 7)
		must(t, err)
		want(t, "an unknown chat", nobody, catalog.Chat{ID: 7})
		saved := catalog.Chat{ID: -1007, Kind: catalog.Supergroup, Title: "Мост", Language: "bg", Zone: "Europe/Kyiv", Since: noon}
		must(t, s.SaveChat(t.Context(), saved))
		got, err := s.Chat(t.Context(), -1007)
		must(t, err)
		want(t, "chat", got, saved)
		n, err := s.CountChats(t.Context())
		must(t, err)
		want(t, "number of chats", n, 1)
	})
}

func TestPausedChatGetsNothingAndItsDigestLater(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		subscribe(t, s, wishOf(7, morning), noon.Add(time.Minute))
		list, err := s.Due(t.Context(), noon.Add(time.Minute), 10)
		must(t, err)
		o := message(7, "digest")
		must(t, s.Serve(t.Context(), []catalog.Served{served(list[0], &o)}))
		mustPut(t, s, 1, message(7, "announcement"))
		must(t, s.PauseChat(t.Context(), 7, "Forbidden: bot was blocked by the user"))
		wantNothingLeft(t, s)
		want(t, "due while paused", due(t, s, noon.Add(48*time.Hour)), []string(nil))
		must(t, s.ResumeChat(t.Context(), 7))
		want(t, "due afterwards", due(t, s, noon.Add(48*time.Hour)), []string{"7/1"})
		want(t, "what the digest begins with", subscriptions(t, s, 7)[0].Since, noon)
	})
}

func TestForgottenChatLeavesNoKey(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		must(t, s.SaveChat(t.Context(), catalog.Chat{ID: 7, Kind: catalog.Private, Language: "bg"}))
		subscribe(t, s, wishOf(7, morning), noon)
		subscribe(t, s, wishOf(7, instant, catalog.CityRef(burgas)), noon)
		o := message(7, "1")
		o.Event = "e1"
		mustPut(t, s, 2, o, message(7, "2"))
		settle(t, s, claimOne(t, s, noon, "1"), sent(5))
		if _, err := s.Take(t.Context(), 7, false, noon); err != nil {
			t.Fatal(err)
		}
		must(t, s.ForgetChat(t.Context(), 7))
		keys, err := s.db.Keys(t.Context(), shardKey(shardOf(7), "*")).Result()
		must(t, err)
		for _, key := range keys {
			if key != depthKey(7) && key != shardKey(7, "chats") && key != statsKey(7) {
				t.Errorf("%s is left", key)
			}
		}
		n, err := s.CountChats(t.Context())
		must(t, err)
		want(t, "number of chats", n, 0)
	})
}

func TestMovedGroupKeepsItsSubscriptionsAndMessages(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		must(t, s.SaveChat(t.Context(), catalog.Chat{ID: -5, Kind: catalog.Group, Title: "Г", Language: "uk", Zone: "Europe/Kyiv"}))
		subscribe(t, s, wishOf(-5, morning), noon)
		subscribe(t, s, wishOf(-5, instant, catalog.CityRef(burgas)), noon)
		mustPut(t, s, 2, message(-5, "1"), message(-5, "2"))
		underway := claimOne(t, s, noon, "1")
		subscribe(t, s, wishOf(-1006, morning), noon) // somebody was quick in the supergroup
		must(t, s.MoveChat(t.Context(), -5, -1006))
		must(t, s.MoveChat(t.Context(), -5, -1006))
		got, err := s.Chat(t.Context(), -1006)
		must(t, err)
		want(t, "chat", got, catalog.Chat{ID: -1006, Kind: catalog.Supergroup, Title: "Г", Language: "uk", Zone: "Europe/Kyiv"})
		want(t, "number of subscriptions", len(subscriptions(t, s, -1006)), 2)
		want(t, "subscriptions left behind", len(subscriptions(t, s, -5)), 0)
		want(t, "due", due(t, s, noon), []string{"-1006/1"})
		want(t, "interested", interested(t, s, visit), []string{"-1006/2"})
		want(t, "claimed while one is under way", len(claim(t, s, noon)), 0)
		settle(t, s, underway, sent(1)) // it was sent to the supergroup
		o := claimOne(t, s, noon, "2")
		want(t, "chat", o.Chat, int64(-1006))
		settle(t, s, o, sent(2))
		wantNothingLeft(t, s)
	})
}

func TestNewZoneMovesTheSlots(t *testing.T) {
	eachStoreAt(t, func() time.Time { return noon }, func(t *testing.T, s *Store) {
		subscribe(t, s, wishOf(7, morning), noon.Add(time.Hour))
		must(t, s.SaveChat(t.Context(), catalog.Chat{ID: 7, Zone: "Asia/Tokyo"}))
		tokyo := time.Date(2026, 5, 6, 23, 30, 0, 0, time.UTC)
		want(t, "due before", due(t, s, tokyo.Add(-time.Second)), []string(nil))
		want(t, "due", due(t, s, tokyo), []string{"7/1"})
	})
}

// The message that brought the news of the move is sent to where the group is now, at once.
func TestMessageThatWasClaimedBeforeTheMoveNeedNotWaitForItsLease(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		mustPut(t, s, 1, message(-7, "a"))
		claimed := claimOne(t, s, noon, "a")
		must(t, s.MoveChat(t.Context(), -7, -1007))
		want(t, "claimed while it is under way", len(claim(t, s, noon)), 0)
		settle(t, s, claimed, catalog.Outcome{Verdict: catalog.Postponed, At: noon})
		o := claimOne(t, s, noon, "a")
		want(t, "the chat", o.Chat, int64(-1007))
		settle(t, s, o, sent(1))
		wantNothingLeft(t, s)
	})
}
