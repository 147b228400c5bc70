package main

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// storeTimes measure how long the store's answers took.
type storeTimes struct{ took *prometheus.HistogramVec }

func newStoreTimes() storeTimes {
	return storeTimes{prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "mostbot_store_seconds", Help: "How long the store's answers took.",
		Buckets: []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .5, 1, 5},
	}, []string{"command", "outcome"})}
}

func (t storeTimes) observe(command string, took time.Duration, err error) {
	outcome := "well"
	if err != nil {
		outcome = "failed"
	}
	t.took.WithLabelValues(command, outcome).Observe(took.Seconds())
}

// figures are the metrics of what lies in the store and of the clockwork.
type figures struct{ *house }

var (
	outboxDepth = prometheus.NewDesc("mostbot_outbox_depth", "Messages that wait in the outbox.", nil, nil)
	outboxAge   = prometheus.NewDesc("mostbot_outbox_oldest_seconds", "Age of the oldest message in the outbox.", nil, nil)
	verdicts    = prometheus.NewDesc("mostbot_outbox_verdicts_total",
		"How attempts to send from the outbox ended, over all replicas.", []string{"verdict"}, nil)
	chatCount   = prometheus.NewDesc("mostbot_chats", "Chats that the bot knows.", nil, nil)
	reviewCount = prometheus.NewDesc("mostbot_review_queue", "Reports that wait for an editor.", nil, nil)
	sourceCount = prometheus.NewDesc("mostbot_sources", "News sources by how they are doing.", []string{"state"}, nil)
	roundLines  = prometheus.NewDesc("mostbot_round_articles",
		"What the last round brought, by outcome, on the replica that read.", []string{"outcome"}, nil)
	roundSources = prometheus.NewDesc("mostbot_round_sources",
		"Sources of the last round on the replica that read: those that failed and those that did not; and of the one under way, those that are still to be read.",
		[]string{"state"}, nil)
	roundTook  = prometheus.NewDesc("mostbot_round_seconds", "How long the last round took, on the replica that read.", nil, nil)
	roundAge   = prometheus.NewDesc("mostbot_round_age_seconds", "Time since the last round began, on the replica that read.", nil, nil)
	tickAge    = prometheus.NewDesc("mostbot_tick_age_seconds", "Time since the last tick that served all digests that were due.", nil, nil)
	storePing  = prometheus.NewDesc("mostbot_store_ping_seconds", "How long the store took to answer.", nil, nil)
	storeIsOut = prometheus.NewDesc("mostbot_store_away", "1 while the store can't be reached.", nil, nil)
)

// Describe lists the metrics.
func (f figures) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		outboxDepth, outboxAge, verdicts, chatCount, reviewCount, sourceCount, roundLines, roundSources, roundTook, roundAge, tickAge, storePing, storeIsOut,
	} {
		to <- d
	}
}

// Collect asks the store; what it can't tell now is left out.
func (f figures) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	f.clockwork(gauge)
	asked := time.Now()
	if err := f.store.Ping(ctx); err != nil {
		gauge(storeIsOut, 1)
		return
	}
	gauge(storeIsOut, 0)
	gauge(storePing, time.Since(asked).Seconds())
	f.outbox(ctx, to, gauge)
	f.counts(ctx, gauge)
}

type gauge func(d *prometheus.Desc, v float64, labels ...string)

func (f figures) clockwork(gauge gauge) {
	if at := f.ticked.Load(); at > 0 {
		gauge(tickAge, time.Since(time.Unix(at, 0)).Seconds())
	}
	last, progress := f.ingest.Last()
	gauge(roundSources, float64(progress.Due-progress.Read), "waiting")
	if last.Started.IsZero() {
		return
	}
	gauge(roundAge, time.Since(last.Started).Seconds())
	gauge(roundTook, last.Took.Seconds())
	gauge(roundSources, float64(last.Failed()), "failed")
	gauge(roundSources, float64(len(last.Lines)-last.Failed()), "read")
	total := last.Total()
	for outcome, n := range map[string]int{
		"added": total.Added, "merged": total.Merged, "queued": total.Queued, "dropped": total.Dropped, "later": total.Later,
	} {
		gauge(roundLines, float64(n), outcome)
	}
}

func (f figures) outbox(ctx context.Context, to chan<- prometheus.Metric, gauge gauge) {
	if depth, oldest, err := f.store.OutboxStats(ctx); err == nil {
		age := 0.0
		if !oldest.IsZero() {
			age = max(time.Since(oldest).Seconds(), 0)
		}
		gauge(outboxDepth, float64(depth))
		gauge(outboxAge, age)
	}
	if counts, err := f.store.Verdicts(ctx); err == nil {
		for verdict, n := range counts {
			to <- prometheus.MustNewConstMetric(verdicts, prometheus.CounterValue, float64(n), string(verdict))
		}
	}
}

func (f figures) counts(ctx context.Context, gauge gauge) {
	if chats, err := f.store.CountChats(ctx); err == nil {
		gauge(chatCount, float64(chats))
	}
	if _, waiting, err := f.store.Reviews(ctx, 1); err == nil {
		gauge(reviewCount, float64(waiting))
	}
	if states, err := f.store.SourceStates(ctx); err == nil {
		for state, n := range countSources(states) {
			gauge(sourceCount, float64(n), state)
		}
	}
}
