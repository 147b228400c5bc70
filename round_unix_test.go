//go:build unix

package main

import (
	"context"
	"fmt"
	"syscall"
	"testing"
	"time"

	"mostbot/catalog"
	"mostbot/feed"
	"mostbot/ingest"
)

// BenchmarkRoundWithoutNews reads a thousand sources that have nothing new, with the real store. It prints the wall time
// of a round and what it costs in CPU time, the sites' own share included.
func BenchmarkRoundWithoutNews(b *testing.B) {
	for _, redis := range []string{"embedded", "redis"} {
		b.Run(redis, func(b *testing.B) {
			address := ""
			if redis == "redis" {
				address = redisAt(b)
			}
			h := houseOn(b, address, 0)
			site := newPress(b)
			site.publish("0", "bg", story)
			var sources []catalog.NewsSource
			for i := range 1000 {
				id := fmt.Sprint(i)
				site.items[id] = site.items["0"]
				sources = append(sources, catalog.NewsSource{ID: id, Name: id, URL: site.URL + "/feed/" + id, Language: "bg"})
			}
			rounds := roundsOver(b, h, sources)
			rounds(b) // the first finds the story a thousand times
			began := cpuTime(b)
			b.ResetTimer()
			for b.Loop() {
				if total := rounds(b); total.Articles > 0 {
					b.Fatal(total)
				}
			}
			b.ReportMetric((cpuTime(b)-began).Seconds()/float64(b.N), "cpu-s/op")
		})
	}
}

// roundsOver gives a function that reads all the sources once.
func roundsOver(b *testing.B, h *house, sources []catalog.NewsSource) func(*testing.B) ingest.Line {
	reader, err := feed.New(feed.Options{Allow: []string{"127.0.0.1"}})
	if err != nil {
		b.Fatal(err)
	}
	options := h.ingest.Options
	options.Reader = reader
	options.Sources = func(context.Context) ([]catalog.NewsSource, error) { return sources, nil }
	in := ingest.New(options)
	now := time.Now()
	return func(b *testing.B) ingest.Line {
		now = now.Add(24 * time.Hour)
		summary, err := in.Round(b.Context(), now)
		if err != nil || summary.Failed() > 0 || len(summary.Lines) != len(sources) {
			b.Fatal(summary.Failed(), len(summary.Lines), err)
		}
		return summary.Total()
	}
}

func cpuTime(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
