package embedded

import (
	"strings"
	"time"
)

// expiries knows when keys expire, as far as the journal says so. miniredis drops what has expired without telling; the
// journal must have it as deleted, since a replay stops the clock: who writes to an expired key writes to a new one.
type expiries struct {
	byKey   map[string]time.Time
	soonest time.Time // of all of them; zero for none
	gone    []string  // keys that have expired and that the journal does not have as deleted yet
}

// note takes in a command that was done. Whether it set the key's end, only the key can tell: it may have had conditions.
func (x *expiries) note(command []string, end func(key string) (ms int64)) {
	if !setsExpiry(command) {
		return
	}
	key := command[1]
	ms := end(key)
	if ms <= 0 {
		delete(x.byKey, key)
		return
	}
	if x.byKey == nil {
		x.byKey = map[string]time.Time{}
	}
	at := time.UnixMilli(ms)
	x.byKey[key] = at
	if x.soonest.IsZero() || at.Before(x.soonest) {
		x.soonest = at
	}
}

// setsExpiry tells whether a command, as the journal has it, may set a key's end.
func setsExpiry(command []string) bool {
	switch strings.ToUpper(command[0]) {
	case "PEXPIREAT", "EXPIREAT":
		return true
	case "SET", "GETEX":
		return len(command) > 3
	}
	return false
}

// passed finds out what has expired by now. A key that is there still was set anew, without an end.
func (x *expiries) passed(now time.Time, exists func(key string) bool) {
	if x.soonest.IsZero() || x.soonest.After(now) {
		return
	}
	x.soonest = time.Time{}
	for key, at := range x.byKey {
		switch {
		case at.After(now):
			if x.soonest.IsZero() || at.Before(x.soonest) {
				x.soonest = at
			}
			continue
		case !exists(key):
			x.gone = append(x.gone, key)
		}
		delete(x.byKey, key)
	}
}
