package digest

import (
	"testing"
	"time"

	"mostbot/catalog"
)

// BenchmarkTick serves ten thousand due subscriptions that have 500 filters and two languages, without a store.
func BenchmarkTick(b *testing.B) {
	const due = 10_000
	var filters []catalog.Filter
	for i := range 500 {
		city := catalog.City{ID: int32(i % 100)}
		filters = append(filters, catalog.NewFilter(catalog.CityRef(city), catalog.TopicRef(catalog.Topics[i%18])))
	}
	var events []catalog.Event
	for i := range 50 {
		e := event("e"+string(rune('A'+i)), start.Add(time.Duration(i)*time.Minute))
		e.Topics = catalog.Topics
		for j := range 10 {
			e.Cities = append(e.Cities, catalog.City{ID: int32((i*10 + j) % 100), Name: "City", Country: "BG"})
		}
		events = append(events, e)
	}
	slot := start.Add(24 * time.Hour)
	for b.Loop() {
		b.StopTimer()
		m := newMemory()
		m.events = events
		for i := range due {
			sub := catalog.Subscription{Chat: int64(i + 1), N: 1, Schedule: daily, Filter: filters[i%500], Since: start.Add(-time.Hour)}
			m.subscribe(catalog.Chat{ID: sub.Chat, Language: catalog.Languages[i/500%2]}, sub, slot)
		}
		d := newDigest(b, m)
		b.StartTimer()
		if err := d.Tick(b.Context(), slot); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(due*float64(b.N)/b.Elapsed().Seconds(), "digests/s")
}
