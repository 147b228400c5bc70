package store

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"mostbot/catalog"
)

func TestSubscriptionsAreNumberedAndNeverRepeated(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		first := wishOf(7, morning, catalog.CityRef(burgas))
		first.Thread = 3
		got := subscribe(t, s, first, noon)
		first.N = 1
		want(t, "first", got, first)
		want(t, "the same again", subscribe(t, s, wishAgain(first), noon.Add(time.Hour)), first)
		second := subscribe(t, s, wishOf(7, instant), time.Time{})
		want(t, "number of the second", second.N, 2)
		must(t, s.Unsubscribe(t.Context(), 7, 2))
		must(t, s.Unsubscribe(t.Context(), 7, 2))
		want(t, "a number is not used again", subscribe(t, s, wishOf(7, instant), time.Time{}).N, 3)
		want(t, "how many", len(subscriptions(t, s, 7)), 2)
	})
}

func wishAgain(sub catalog.Subscription) catalog.Subscription {
	sub.N, sub.Since = 0, sub.Since.Add(time.Hour)
	return sub
}

func TestChatHasNoMoreSubscriptionsThanAllowed(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		for i := range mostSubscriptions {
			sub := wishOf(7, morning)
			sub.Thread = i + 1
			subscribe(t, s, sub, noon)
		}
		if _, err := s.Subscribe(t.Context(), wishOf(7, instant), noon); !errors.Is(err, ErrTooMany) {
			t.Errorf("one more gave %v", err)
		}
	})
}

func TestATopicThatCannotBeWrittenToPausesWhatIsServedThere(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		there, elsewhere := wishOf(-7, instant), wishOf(-7, instant)
		there.Thread, elsewhere.Thread = 5, 6
		subscribe(t, s, there, noon)
		subscribe(t, s, elsewhere, noon)
		for _, n := range []int{1, 0} {
			paused, err := s.PauseTopic(t.Context(), -7, 5, catalog.TopicClosed)
			must(t, err)
			want(t, "paused", paused, n)
		}
		list, err := s.Subscriptions(t.Context(), -7)
		must(t, err)
		want(t, "of the closed topic", fmt.Sprint(list[0].Paused, list[0].Trouble), "truetopic_closed")
		want(t, "of the other", fmt.Sprint(list[1].Paused, list[1].Trouble), "false")
		list[0].Paused = false
		must(t, s.ChangeSubscription(t.Context(), list[0], noon))
		list, err = s.Subscriptions(t.Context(), -7)
		must(t, err)
		want(t, "resumed", fmt.Sprint(list[0].Paused, list[0].Trouble), "false")
	})
}

func TestSubscribingAtTheSameTimeLosesNone(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		var crowd sync.WaitGroup
		for i := range 20 {
			crowd.Go(func() {
				sub := wishOf(7, morning)
				sub.Thread = i + 1
				if _, err := s.Subscribe(t.Context(), sub, noon); err != nil {
					t.Error(err)
				}
			})
		}
		crowd.Wait()
		want(t, "how many", len(subscriptions(t, s, 7)), 20)
		want(t, "due", len(due(t, s, noon)), 20)
	})
}

func TestDueIsWhatSlotsHaveCome(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		subscribe(t, s, wishOf(7, morning), noon)
		subscribe(t, s, wishOf(8, morning), noon.Add(time.Hour))
		subscribe(t, s, wishOf(9, instant), noon)
		want(t, "before noon", due(t, s, noon.Add(-time.Second)), []string(nil))
		want(t, "at noon", due(t, s, noon), []string{"7/1"})
		changed := subscriptions(t, s, 7)[0]
		changed.Paused = true
		must(t, s.ChangeSubscription(t.Context(), changed, noon))
		want(t, "while paused", due(t, s, noon), []string(nil))
		changed.Paused = false
		must(t, s.ChangeSubscription(t.Context(), changed, noon.Add(time.Minute)))
		want(t, "changed", due(t, s, noon.Add(time.Minute)), []string{"7/1"})
		must(t, s.Unsubscribe(t.Context(), 7, 1))
		want(t, "deleted", due(t, s, noon.Add(time.Minute)), []string(nil))
		want(t, "a slot that a wrong clock set", due(t, s, noon.Add(-60*24*time.Hour)), []string{"8/1"})
		changed.N = 9
		if err := s.ChangeSubscription(t.Context(), changed, noon); !errors.Is(err, ErrNotFound) {
			t.Errorf("changing what is not there gave %v", err)
		}
	})
}

func TestInterestedAreThoseWhoseFilterWantsTheEvent(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		subscribe(t, s, wishOf(1, instant), noon)                                                            // everything
		subscribe(t, s, wishOf(2, instant, catalog.CityRef(burgas)), noon)                                   // yes
		subscribe(t, s, wishOf(3, instant, catalog.CityRef(catalog.City{ID: 5})), noon)                      // no
		subscribe(t, s, wishOf(4, instant, catalog.CountryRef("UA"), catalog.KindRef(catalog.Visit)), noon)  // yes
		subscribe(t, s, wishOf(5, instant, catalog.CountryRef("UA"), catalog.KindRef(catalog.Launch)), noon) // no
		subscribe(t, s, wishOf(6, morning, catalog.CityRef(burgas)), noon)                                   // not instant
		subscribe(t, s, wishOf(-7, instant, catalog.CityRef(burgas), catalog.CityRef(kherson)), noon)
		subscribe(t, s, wishOf(-7, instant, catalog.TopicRef("ai")), noon)
		want(t, "interested", interested(t, s, visit), []string{"-7/1", "-7/2", "1/1", "2/1", "4/1"})
		must(t, s.Unsubscribe(t.Context(), -7, 1))
		must(t, s.PauseChat(t.Context(), 2, "Forbidden"))
		want(t, "afterwards", interested(t, s, visit), []string{"-7/2", "1/1", "4/1"})
	})
}

func TestFiltersThatNobodyWatchesLeaveTheIndex(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		for _, chat := range []int64{7, 23} { // one shard
			subscribe(t, s, wishOf(chat, instant, catalog.CityRef(burgas), catalog.CityRef(kherson)), noon)
		}
		must(t, s.Unsubscribe(t.Context(), 7, 1))
		key := watchKey(7, catalog.CityRef(kherson).String())
		n, err := s.db.SCard(t.Context(), key).Result()
		must(t, err)
		want(t, "filters while one watches", n, int64(1))
		must(t, s.ForgetChat(t.Context(), 23))
		n, err = s.db.Exists(t.Context(), key).Result()
		must(t, err)
		want(t, "filters when nobody does", n, int64(0))
	})
}

func served(d catalog.DueSubscription, message *catalog.Outgoing) catalog.Served {
	return catalog.Served{Due: d, Message: message, Since: d.Slot, Next: d.Slot.Add(24 * time.Hour)}
}

func TestServingPutsTheMessageAndMovesTheSlotOnce(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		subscribe(t, s, wishOf(7, morning), noon)
		other := wishOf(7, morning, catalog.CityRef(burgas))
		subscribe(t, s, other, noon)
		list, err := s.Due(t.Context(), noon, 10)
		must(t, err)
		o1, o2 := message(7, "digest/7/1"), message(7, "digest/7/2")
		all := []catalog.Served{served(list[0], &o1), served(list[1], &o2)}
		must(t, s.Serve(t.Context(), all))
		must(t, s.Serve(t.Context(), all)) // by a second bot, or after a lost answer
		want(t, "due afterwards", due(t, s, noon.Add(24*time.Hour-time.Second)), []string(nil))
		want(t, "due next", due(t, s, noon.Add(24*time.Hour)), []string{"7/1", "7/2"})
		settle(t, s, claimOne(t, s, noon, "digest/7/1"), sent(1))
		settle(t, s, claimOne(t, s, noon, "digest/7/2"), sent(2))
		wantNothingLeft(t, s)
		want(t, "since", subscriptions(t, s, 7)[0].Since, noon)
	})
}

func TestServingLeavesAloneWhatWasChangedMeanwhile(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		sub := subscribe(t, s, wishOf(7, morning), noon)
		subscribe(t, s, wishOf(8, morning), noon)
		list, err := s.Due(t.Context(), noon, 10)
		must(t, err)
		must(t, s.ChangeSubscription(t.Context(), sub, noon.Add(time.Hour)))
		must(t, s.ForgetChat(t.Context(), 8))
		for _, d := range list {
			o := message(d.Chat.ID, "digest")
			must(t, s.Serve(t.Context(), []catalog.Served{served(d, &o)}))
		}
		wantNothingLeft(t, s)
		want(t, "due", due(t, s, noon.Add(time.Hour)), []string{"7/1"})
	})
}

func TestUnreadableRecordHoldsUpNobody(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		subscribe(t, s, wishOf(7, morning), noon)
		subscribe(t, s, wishOf(23, morning), noon)
		subscribe(t, s, wishOf(39, instant), noon)
		subscribe(t, s, wishOf(55, instant), noon)
		for _, chat := range []int64{7, 39} {
			must(t, s.db.Set(t.Context(), chatKey(chat), `{"s":[{"n":1,"s":"hourly"}]}`, 0).Err())
		}
		want(t, "due", due(t, s, noon), []string{"23/1"})
		want(t, "interested", interested(t, s, visit), []string{"55/1"})
	})
}
