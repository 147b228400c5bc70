package bot

import (
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"mostbot/catalog"
)

func TestTheWayOfAnEventToItsReadersIsMeasured(t *testing.T) {
	s := &stage{t: t, metrics: prometheus.NewRegistry()}
	m := newMeter(s.metrics, time.Now)
	noon := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	deliver := func(event string, put, took time.Duration) {
		o := catalog.Outgoing{Event: event, Put: noon.Add(put)}
		m.delivered(o, o.Put.Add(took))
	}
	want := func(first, last float64) {
		t.Helper()
		if got := s.figure("mostbot_event_first_delivery_seconds"); got != first {
			t.Errorf("the first took %v s, want %v", got, first)
		}
		if got := s.figure("mostbot_event_last_delivery_seconds"); got != last {
			t.Errorf("the last took %v s, want %v", got, last)
		}
	}
	deliver("a", 0, 2*time.Second)
	want(2, 2)
	deliver("a", 0, 20*time.Second)
	want(2, 20)
	deliver("b", time.Minute, time.Second)
	deliver("a", 0, 90*time.Second) // a straggler of the earlier event
	want(1, 1)
	m.delivered(catalog.Outgoing{Key: "digest/1/1/1", Slot: noon}, noon.Add(time.Minute))
	families, err := s.metrics.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if h := f.GetMetric()[0].GetHistogram(); f.GetName() == "mostbot_digest_lateness_seconds" && h.GetSampleSum() != 60 {
			t.Errorf("the digest was late by %v s, want 60", h.GetSampleSum())
		}
	}
}
