package store

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

// A compaction holds up the writes. It must not wait for the connections of those who wait for it.
func TestACompactionEndsHoweverManyWrite(t *testing.T) {
	s := open(t, Options{Dir: t.TempDir()})
	stop := make(chan struct{})
	var writers sync.WaitGroup
	for w := range 200 {
		writers.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				if err := s.Remember(t.Context(), fmt.Sprint(w, "-", n%10), "kept", time.Hour); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for range 5 {
		must(t, s.Compact(t.Context()))
	}
	close(stop)
	writers.Wait()
}
