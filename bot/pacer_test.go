package bot

import (
	"fmt"
	"testing"
	"time"

	"mostbot/telegramtest"
)

func TestAFanOutKeepsToItsRateWhateverTheLatency(t *testing.T) {
	const subscribers, rate = 3000, 29
	rehearse(t, func(s *stage) {
		for chat := range int64(subscribers) {
			s.memory.put(outgoing(fmt.Sprint(chat), 1000+chat, "news"))
		}
		began := time.Now()
		s.start()
		time.Sleep(20 * time.Second)
		s.Say(1000, 1000, "/start")
		asked := time.Now()
		s.wait("an answer in the middle", func() bool { return len(s.Replies(1000)) == 2 })
		if took := time.Since(asked); took > 600*time.Millisecond { // up to 300 ms of it are the call's
			t.Errorf("a person waited for %v", took)
		}
		s.untilSent(time.Hour)
		stats := s.Stats()
		reached := float64(stats.Total) / time.Since(began).Seconds()
		if stats.TooMany > 0 || stats.Doubles > 0 || stats.Total != subscribers+1 || reached < 0.97*rate {
			t.Errorf("%.2f a second, want %.2f; %d sent, %d doubled, %d too many", reached, 0.97*rate, stats.Total, stats.Doubles, stats.TooMany)
		}
	}, anyUser, func(o *Options, t *telegramtest.Options) {
		o.Rate, t.CountOnly, t.Latency = rate, false, telegramtest.Between(50*time.Millisecond, 300*time.Millisecond)
	})
}

func TestHighRatesLeaveAFewPlacesFree(t *testing.T) {
	for rate, want := range map[int]int{1: 1, 29: 29, 99: 99, 100: 95, 1000: 950} {
		if got := Pace(rate); got != want {
			t.Errorf("%d a second: messages leave at %d, want %d", rate, got, want)
		}
	}
}
