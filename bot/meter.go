package bot

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"mostbot/catalog"
)

// meter counts what happens at this edge.
type meter struct {
	calls     *prometheus.HistogramVec // by method
	updates   *prometheus.CounterVec   // by kind
	handling  prometheus.Histogram
	broken    prometheus.Counter
	repeated  prometheus.Counter
	sent      *prometheus.CounterVec // by origin: outbox or reply
	retried   *prometheus.CounterVec // by reason
	refused   *prometheus.CounterVec // by reason
	uncertain prometheus.Counter
	floods    prometheus.Counter
	inFlight  prometheus.Gauge
	stopped   *prometheus.GaugeVec // by reason: 1 while Telegram turns the bot away
	reason    atomic.Value         // string: the reason, "" while all is well
	announced announced
	lateness  prometheus.Histogram // of digests
	polled    atomic.Int64         // Unix nanoseconds of the last poll that went well
}

func newMeter(r prometheus.Registerer, now func() time.Time) *meter {
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Name: "mostbot_" + name, Help: help})
	}
	counters := func(name, help, label string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: "mostbot_" + name, Help: help}, []string{label})
	}
	buckets := []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60}
	m := &meter{
		calls: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "mostbot_telegram_call_seconds",
			Help: "How long calls to Telegram took.", Buckets: buckets}, []string{"method"}),
		handling: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "mostbot_update_seconds",
			Help: "How long an update took from its arrival to the end of its handling.", Buckets: buckets}),
		updates:   counters("updates_total", "Updates taken from Telegram.", "kind"),
		broken:    counter("updates_undecodable_total", "Updates that could not be read and were skipped."),
		repeated:  counter("updates_repeated_total", "Updates that Telegram brought again after they were handled."),
		sent:      counters("sent_total", "Messages that Telegram took.", "origin"),
		retried:   counters("send_retried_total", "Attempts to send that are to be made again.", "reason"),
		refused:   counters("send_refused_total", "Messages that will never be sent.", "reason"),
		uncertain: counter("send_uncertain_total", "Messages sent to which no answer came; they are sent again, three times at the most."),
		floods:    counter("telegram_floods_total", "Calls that Telegram answered with 429."),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{Name: "mostbot_outbox_in_flight",
			Help: "Messages of the outbox that are being sent."}),
		stopped: prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "mostbot_telegram_stopped",
			Help: "1 while Telegram turns the bot away for the reason."}, []string{"reason"}),
	}
	m.announced = newAnnounced()
	m.lateness = prometheus.NewHistogram(prometheus.HistogramOpts{Name: "mostbot_digest_lateness_seconds",
		Help: "How long after its time a digest was in the chat.", Buckets: delays})
	age := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "mostbot_poll_age_seconds",
		Help: "Time since updates were last asked for with success; -1 where this replica never polled."},
		func() float64 { return m.pollAge(now()) })
	if r != nil {
		r.MustRegister(m.calls, m.handling, m.updates, m.broken, m.repeated, m.sent, m.retried, m.refused, m.uncertain,
			m.floods, m.inFlight, m.stopped, age, m.lateness, m.announced.took, m.announced.first, m.announced.last)
	}
	return m
}

func (m *meter) called(method string, took time.Duration) {
	m.calls.WithLabelValues(method).Observe(took.Seconds())
}

func (m *meter) pollAge(now time.Time) float64 {
	last := m.polled.Load()
	if last == 0 {
		return -1
	}
	return now.Sub(time.Unix(0, last)).Seconds()
}

// restPolling notes that this replica does not poll, so that nobody takes its silence for a fault.
func (m *meter) restPolling() {
	m.polled.Store(0)
	m.turnAway("")
}

// turnAway notes that Telegram refuses to serve the bot; "" that it serves it.
func (m *meter) turnAway(reason string) {
	m.stopped.Reset()
	if reason != "" {
		m.stopped.WithLabelValues(reason).Set(1)
	}
	m.reason.Store(reason)
}

func (m *meter) turnedAway() string {
	reason, _ := m.reason.Load().(string)
	return reason
}

// lost counts a reply that could not be sent.
func (m *meter) lost(d diagnosis) {
	if d.remedy == unsure {
		m.uncertain.Inc()
		return
	}
	m.refused.WithLabelValues(d.reason).Inc()
}

// delays are buckets for what may take seconds and should not take hours.
var delays = []float64{.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3600, 4 * 3600, 12 * 3600}

// announced measures how long events are on their way to their readers.
type announced struct {
	took        prometheus.Histogram
	first, last prometheus.Gauge

	mu    sync.Mutex
	event string    // the latest that was delivered to anybody
	put   time.Time // when it was announced
}

func newAnnounced() announced {
	gauge := func(name, help string) prometheus.Gauge {
		return prometheus.NewGauge(prometheus.GaugeOpts{Name: "mostbot_event_" + name, Help: help})
	}
	return announced{
		took: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "mostbot_event_delivery_seconds",
			Help: "How long announcements of events took from the outbox to the chat.", Buckets: delays}),
		first: gauge("first_delivery_seconds", "How long the latest event took to its first reader, on this replica."),
		last:  gauge("last_delivery_seconds", "How long the latest event took to its last reader so far, on this replica."),
	}
}

// delivered notes that a message of the outbox is in its chat.
func (m *meter) delivered(o catalog.Outgoing, now time.Time) {
	switch {
	case !o.Slot.IsZero():
		m.lateness.Observe(max(now.Sub(o.Slot).Seconds(), 0))
	case o.Event != "" && !o.Put.IsZero():
		m.announced.delivered(o, now)
	}
}

func (a *announced) delivered(o catalog.Outgoing, now time.Time) {
	took := now.Sub(o.Put).Seconds()
	a.took.Observe(took)
	a.mu.Lock()
	defer a.mu.Unlock()
	if o.Event != a.event {
		if o.Put.Before(a.put) {
			return // of an earlier event
		}
		a.event, a.put = o.Event, o.Put
		a.first.Set(took)
		a.last.Set(took)
	}
	a.last.Set(max(now.Sub(a.put).Seconds(), took))
}
