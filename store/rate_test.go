package store

import (
	"sync"
	"testing"
	"time"
)

// takeUntil takes as often as is allowed, waiting as told, and returns the moments.
func takeUntil(t *testing.T, s *Store, from time.Time, length time.Duration, chat func(i int) int64) []time.Time {
	t.Helper()
	var moments []time.Time
	for now := from; now.Before(from.Add(length)); {
		id := chat(len(moments))
		wait, err := s.Take(t.Context(), id, id < 0, now)
		if err != nil {
			t.Fatal(err)
		}
		if wait == 0 {
			moments = append(moments, now)
		}
		now = now.Add(wait)
	}
	return moments
}

// most is the largest number of moments in any window of that length.
func most(moments []time.Time, window time.Duration) int {
	most := 0
	for i := range moments {
		n := i
		for n < len(moments) && moments[n].Sub(moments[i]) < window {
			n++
		}
		most = max(most, n-i)
	}
	return most
}

func TestRateOverAllChatsIsUsedAndNeverExceeded(t *testing.T) {
	for rate, bounds := range map[int]struct{ least, most int }{0: {86, 30}, 29: {86, 30}, 900: {2650, 920}} {
		eachStore(t, func(t *testing.T, s *Store) {
			s.SetRate(rate)
			moments := takeUntil(t, s, time.Now(), 3*time.Second, func(i int) int64 { return int64(i + 1) })
			if len(moments) < bounds.least {
				t.Errorf("rate %d: %d in 3 s, want at least %d", rate, len(moments), bounds.least)
			}
			if n := most(moments, time.Second); n > bounds.most {
				t.Errorf("rate %d: %d in a second", rate, n)
			}
		})
	}
}

func TestChatGetsOneASecondAndAGroupUnderTwentyAMinute(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		private := takeUntil(t, s, time.Now(), 20*time.Second, func(int) int64 { return 7 })
		if n := most(private, time.Second); n != 2 || len(private) != 21 {
			t.Errorf("%d in a second, %d in 20 s", n, len(private))
		}
		group := takeUntil(t, s, time.Now().Add(time.Hour), 10*time.Minute, func(int) int64 { return -7 })
		if n := most(group, time.Minute); n > 20 || len(group) < 150 {
			t.Errorf("%d in a minute, %d in ten", n, len(group))
		}
	})
}

func TestHeldChatWaitsAndDelaysNobody(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		now := time.Now()
		for _, chat := range []int64{7, -7} {
			must(t, s.Hold(t.Context(), chat, now.Add(time.Hour)))
			must(t, s.Hold(t.Context(), chat, now.Add(time.Minute))) // never shortens
			mustPut(t, s, 1, message(chat, "a"))
			wait, err := s.Take(t.Context(), chat, chat < 0, now)
			if err != nil || wait.Round(time.Second) != time.Hour {
				t.Errorf("chat %d waits %s, %v", chat, wait, err)
			}
		}
		mustPut(t, s, 1, message(23, "a"))
		claimOne(t, s, time.Now(), "a")
		want(t, "claimed an hour later", len(claim(t, s, now.Add(time.Hour+time.Second))), 3)
		if wait, err := s.Take(t.Context(), 23, false, now.Add(time.Second)); wait > 0 || err != nil {
			t.Errorf("the other waits %s, %v", wait, err)
		}
	})
}

func TestHoldOfAllChats(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		now := time.Now()
		must(t, s.Hold(t.Context(), 0, now.Add(30*time.Second)))
		wait, err := s.Take(t.Context(), 7, false, now)
		if err != nil || wait.Round(time.Second) != 30*time.Second {
			t.Errorf("waits %s, %v", wait, err)
		}
	})
}

func TestOneHolderHasALease(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		var holders sync.Map
		var crowd sync.WaitGroup
		for i := range 10 {
			crowd.Go(func() {
				held, err := s.Lease(t.Context(), "tick", string(rune('a'+i)), time.Minute)
				if err != nil {
					t.Error(err)
				}
				if held {
					holders.Store(string(rune('a'+i)), true)
				}
			})
		}
		crowd.Wait()
		n, holder := 0, ""
		holders.Range(func(k, _ any) bool { n++; holder = k.(string); return true })
		want(t, "holders", n, 1)
		for _, c := range []struct {
			who  string
			want bool
		}{{holder, true}, {"z", false}} {
			held, err := s.Lease(t.Context(), "tick", c.who, time.Minute)
			must(t, err)
			want(t, c.who+" holds", held, c.want)
		}
		must(t, s.Release(t.Context(), "tick", "z"))
		must(t, s.Release(t.Context(), "tick", holder))
		held, err := s.Lease(t.Context(), "tick", "z", time.Minute)
		must(t, err)
		want(t, "holds after the release", held, true)
	})
}

func TestLeaseOfADeadProcessDoesNotOutliveItInTheEmbeddedStore(t *testing.T) {
	dir := t.TempDir()
	for _, holder := range []string{"first", "second"} {
		s, err := Open(t.Context(), Options{Dir: dir})
		must(t, err)
		held, err := s.Lease(t.Context(), PollLease, holder, time.Hour)
		must(t, err)
		want(t, holder+" holds", held, true)
		held, err = s.Lease(t.Context(), PollLease, "other", time.Hour)
		must(t, err)
		want(t, "another holds", held, false)
		must(t, s.Close())
	}
}

func TestLateOwnerOfTheLeaseSavesNoOffset(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		n, err := s.Offset(t.Context())
		must(t, err)
		want(t, "offset before the first", n, 0)
		must(t, s.SaveOffset(t.Context(), 5))
		_, err = s.Lease(t.Context(), PollLease, "slow", time.Minute)
		must(t, err)
		must(t, s.SaveOffset(t.Context(), 9))
		slow := s.fence(PollLease)
		must(t, s.Release(t.Context(), PollLease, "slow"))
		_, err = s.Lease(t.Context(), PollLease, "quick", time.Minute)
		must(t, err)
		must(t, s.SaveOffset(t.Context(), 20))
		s.fences.Store(PollLease, slow)
		must(t, s.SaveOffset(t.Context(), 10))
		n, err = s.Offset(t.Context())
		must(t, err)
		want(t, "offset", n, 20)
	})
}
