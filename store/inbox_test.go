package store

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mostbot/catalog"
)

func TestAnUpdateIsTakenOnceByAllReplicasTogether(t *testing.T) {
	eachReplicated(t, func(t *testing.T, all []*Store) {
		var taken atomic.Int32
		var crowd sync.WaitGroup
		for i := range 30 {
			crowd.Go(func() {
				fresh, err := all[i%len(all)].AcceptUpdate(t.Context(), catalog.Update{ID: 5, Raw: []byte("{}")}, time.Now().Add(time.Minute))
				if err != nil {
					t.Error(err)
				}
				if fresh {
					taken.Add(1)
				}
			})
		}
		crowd.Wait()
		want(t, "takers", int(taken.Load()), 1)
	})
}

func TestAnUpdateThatNobodyFinishedIsHandedOutAgain(t *testing.T) {
	eachStoreAt(t, atNoon, func(t *testing.T, s *Store) {
		end := noon.Add(time.Minute)
		for id := range 3 {
			_, err := s.AcceptUpdate(t.Context(), catalog.Update{ID: id + 1, Raw: fmt.Append(nil, "raw ", id+1)}, end)
			must(t, err)
		}
		must(t, s.HandledUpdate(t.Context(), 1))
		must(t, s.KeepUpdates(t.Context(), []int{1, 2}, end.Add(time.Minute)))
		overdue := func(now time.Time) string {
			t.Helper()
			list, err := s.OverdueUpdates(t.Context(), now, now.Add(time.Minute))
			must(t, err)
			said := ""
			for _, u := range list {
				said += fmt.Sprintf("%d:%s ", u.ID, u.Raw)
			}
			return said
		}
		want(t, "overdue before the lease ends", overdue(end.Add(-time.Second)), "")
		want(t, "overdue after it", overdue(end), "3:raw 3 ")
		want(t, "overdue when it was handed out", overdue(end), "")
		want(t, "overdue after what was kept", overdue(end.Add(time.Minute)), "2:raw 2 3:raw 3 ")
		must(t, s.HandledUpdate(t.Context(), 3))
		fresh, err := s.AcceptUpdate(t.Context(), catalog.Update{ID: 3}, end)
		must(t, err)
		want(t, "handled, and new", fresh, false)
		want(t, "overdue for the third time", overdue(end.Add(2*time.Minute)), "2:raw 2 ")
		want(t, "overdue too often", overdue(end.Add(3*time.Minute)), "")
		want(t, "left", overdue(end.Add(4*time.Minute)), "")
	})
}
