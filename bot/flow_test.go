package bot

import (
	"testing"
	"testing/synctest"
	"time"
)

// A stall makes messages arrive late and together: those that follow must leave room for them.
func TestAfterAStallNoMoreLeavesThanTelegramTakesInASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const rate, usual = 1000, 100 * time.Millisecond
		f := newFlow(rate)
		send := func(takes time.Duration) {
			t.Helper()
			if err := f.enter(t.Context()); err != nil {
				t.Fatal(err)
			}
			answered := f.leaving()
			time.AfterFunc(takes, answered)
		}
		for range 3000 { // as evenly as the pace lets them
			send(usual)
			time.Sleep(time.Second / 936)
		}
		if f.mean < usual*9/10 || f.mean > usual*11/10 {
			t.Errorf("an answer takes %v on the mean, want %v", f.mean, usual)
		}
		began := time.Now()
		for range 300 { // these arrive together, when the stall is over
			send(usual + 300*time.Millisecond)
			time.Sleep(time.Second / 936)
		}
		stalledUntil := began.Add(300 * time.Millisecond)
		n := 0
		for time.Since(stalledUntil) < time.Second-usual {
			send(usual)
			n++
			time.Sleep(time.Second / 936)
		}
		if n+300 > rate {
			t.Errorf("%d may have arrived in a second", n+300)
		}
	})
}

func TestLowRatesHaveNoFlowToWatch(t *testing.T) {
	f := newFlow(29)
	if err := f.enter(t.Context()); f != nil || err != nil {
		t.Errorf("got %v, %v", f, err)
	}
	f.push()
	f.leaving()()
}
