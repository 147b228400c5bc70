package store

import (
	"slices"

	"mostbot/catalog"
)

// eventsKept is how many events are kept in memory, decoded: those that people ask for again and again.
const eventsKept = 1000

// remembered gives those of the events that are kept. The caller holds the catalogue's lock.
func (c *catalogue) remembered(ids []string) map[string]catalog.Event {
	found := make(map[string]catalog.Event, len(ids))
	for _, id := range ids {
		if e, ok := c.events[id]; ok {
			found[id] = copyOf(e)
		}
	}
	return found
}

// remember keeps events as they are at a position, if that is where the index is.
func (c *catalogue) remember(at position, events map[string]catalog.Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.index == nil || c.index.at != at || len(events) > eventsKept/2 {
		return
	}
	if len(c.events)+len(events) > eventsKept || c.events == nil {
		c.events = make(map[string]catalog.Event, eventsKept)
	}
	for id, e := range events {
		if _, ok := c.events[id]; !ok {
			c.events[id] = copyOf(e)
		}
	}
}

// copyOf lets callers do with an event's lists what they like.
func copyOf(e catalog.Event) catalog.Event {
	e.Cities, e.Organisations, e.Projects = slices.Clone(e.Cities), slices.Clone(e.Organisations), slices.Clone(e.Projects)
	e.People, e.Topics = slices.Clone(e.People), slices.Clone(e.Topics)
	e.Evidence, e.Sources = slices.Clone(e.Evidence), slices.Clone(e.Sources)
	return e
}
