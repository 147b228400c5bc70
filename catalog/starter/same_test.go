package starter

import (
	"testing"

	"mostbot/catalog"
)

func TestTheStarterEventsAreAllDifferent(t *testing.T) {
	events := facts(t).Events
	for i, a := range events {
		for _, b := range events[:i] {
			if catalog.Same(a, b) {
				t.Errorf("%s is taken for %s", a.ID, b.ID)
			}
		}
	}
}
