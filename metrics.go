package main

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// figures are the metrics of what lies in the store.
type figures struct{ *house }

var (
	outboxDepth = prometheus.NewDesc("mostbot_outbox_depth", "Messages that wait in the outbox.", nil, nil)
	outboxAge   = prometheus.NewDesc("mostbot_outbox_oldest_seconds", "Age of the oldest message in the outbox.", nil, nil)
	chatCount   = prometheus.NewDesc("mostbot_chats", "Chats that the bot knows.", nil, nil)
	reviewCount = prometheus.NewDesc("mostbot_review_queue", "Reports that wait for an editor.", nil, nil)
	verdicts    = prometheus.NewDesc("mostbot_outbox_verdicts_total", "How attempts to send from the outbox ended, over all replicas.",
		[]string{"verdict"}, nil)
)

// Describe lists the metrics.
func (f figures) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{outboxDepth, outboxAge, chatCount, reviewCount, verdicts} {
		to <- d
	}
}

// Collect asks the store; what it can't tell now is left out.
func (f figures) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	gauge := func(d *prometheus.Desc, v float64) { to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v) }
	if depth, oldest, err := f.store.OutboxStats(ctx); err == nil {
		gauge(outboxDepth, float64(depth))
		age := 0.0
		if !oldest.IsZero() {
			age = max(time.Since(oldest).Seconds(), 0)
		}
		gauge(outboxAge, age)
	}
	if chats, err := f.store.CountChats(ctx); err == nil {
		gauge(chatCount, float64(chats))
	}
	if _, waiting, err := f.store.Reviews(ctx, 1); err == nil {
		gauge(reviewCount, float64(waiting))
	}
	if counts, err := f.store.Verdicts(ctx); err == nil {
		for verdict, n := range counts {
			to <- prometheus.MustNewConstMetric(verdicts, prometheus.CounterValue, float64(n), string(verdict))
		}
	}
}
