package feed

import (
	"context"
	"sync"
	"time"

	"github.com/temoto/robotstxt"
)

// hosts keeps us polite: for each host, when it may be asked next, how many requests are under way, and what its
// robots.txt says.
type hosts struct {
	gap    time.Duration
	now    func() time.Time
	random func() float64

	mu    sync.Mutex
	known map[string]*host
}

type host struct {
	places chan struct{} // one for each request under way
	next   time.Time     // when the next request may start
	closed time.Time     // until when it asked not to be asked
	used   time.Time

	asking     sync.Mutex            // held while robots.txt is fetched
	robots     *robotstxt.RobotsData // nil forbids nothing
	unreadable error                 // why there was no answer at all
	until      time.Time             // when robots.txt must be asked for again
}

const (
	mostAtOnce    = 2                // requests under way to one host
	forgetHost    = 48 * time.Hour   // after which an unused host is forgotten
	mostHosts     = 10_000           // known before those that were not used lately are looked for
	robotsLast    = 24 * time.Hour   // how long a robots.txt is believed
	robotsRetry   = 10 * time.Minute // how long a host that has trouble with its own is not asked again
	robotsSilent  = time.Minute      // how long a host that gave no answer is not asked again
	mostCrawlWait = 10 * time.Second // of what a robots.txt may ask for between two requests
)

func newHosts(gap time.Duration, now func() time.Time, random func() float64) *hosts {
	return &hosts{gap: gap, now: now, random: random, known: map[string]*host{}}
}

func (h *hosts) at(name string) *host {
	h.mu.Lock()
	defer h.mu.Unlock()
	found, ok := h.known[name]
	if !ok {
		if len(h.known) >= mostHosts {
			h.forget()
		}
		found = &host{places: make(chan struct{}, mostAtOnce)}
		h.known[name] = found
	}
	found.used = h.now()
	return found
}

func (h *hosts) forget() {
	for name, old := range h.known {
		if h.now().Sub(old.used) > forgetHost {
			delete(h.known, name)
		}
	}
}

// turn waits until the host may be asked and holds a place until the returned function is called. The waits vary a
// little, so that many sources of one host don't come in step.
func (h *hosts) turn(ctx context.Context, to *host) (done func(), err error) {
	select {
	case to.places <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	done = func() { <-to.places }
	timer := time.NewTimer(h.reserve(to))
	defer timer.Stop()
	select {
	case <-timer.C:
		return done, nil
	case <-ctx.Done():
		done()
		return nil, ctx.Err()
	}
}

// reserve takes the host's next free moment and gives how long it is until then.
func (h *hosts) reserve(to *host) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := h.now()
	start := to.next
	if start.Before(now) {
		start = now
	}
	gap := max(h.gap, to.crawlDelay())
	to.next = start.Add(gap + time.Duration(h.random()*float64(gap)/2))
	return start.Sub(now)
}

// close notes that a host asked for patience; all its sources have it.
func (h *hosts) close(to *host, until time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if until.After(to.closed) {
		to.closed = until
	}
}

func (h *hosts) closedUntil(to *host) time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return to.closed
}

func (to *host) crawlDelay() time.Duration {
	if to.robots == nil {
		return 0
	}
	if group := to.robots.FindGroup(robotName); group != nil {
		return min(group.CrawlDelay, mostCrawlWait)
	}
	return 0
}
