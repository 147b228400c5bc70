package embedded

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Whatever is done, at whatever times, and however often the server dies and comes back: a replay ends where it was.
func TestAReplayEndsWhereTheServerWas(t *testing.T) {
	commands := []string{
		"SET %s 1", "SET %s 5 PX 700", "SET %s 7 EX 2", "SET %s 9 NX PX 900", "SET %s 3 XX EX 1", "SET %s 4 KEEPTTL",
		"INCR %s", "APPEND %s 0", "DEL %s", "EXPIRE %s 1", "PEXPIRE %s 300", "PEXPIRE %s 5000", "PERSIST %s",
		"GETEX %s PX 400", "GETEX %s PERSIST", "SETEX %s 1 6", "PSETEX %s 250 8", "SETNX %s 2", "GETDEL %s",
		"EVAL redis.call('INCR',KEYS[1]);redis.call('PEXPIRE',KEYS[1],350) 1 %s", "MSET %s 1 b 2",
	}
	rapid.Check(t, func(rt *rapid.T) {
		now := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
		clock := func() time.Time { return now }
		dir, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			rt.Fatal(err)
		}
		s := at(t, dir, clock)
		c := dial(t, s)
		crash := func() {
			now = now.Add(granularity) // that the server may look at the clock
			before := state(c)
			dir = crashed(t, dir)
			_ = s.Close()
			s = at(t, dir, clock)
			c = dial(t, s)
			if after := state(c); after != before {
				rt.Fatalf("before the crash:\n%s\nafter it:\n%s", before, after)
			}
		}
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			switch key := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(rt, "key"); rapid.IntRange(0, 9).Draw(rt, "what") {
			case 0, 1, 2:
				now = now.Add(time.Duration(rapid.IntRange(0, 1500).Draw(rt, "ms")) * time.Millisecond)
			case 3:
				c.do("GET " + key)
			case 4:
				crash()
			case 5:
				if err := s.Compact(t.Context(), snapshotWithEnds(dial(t, s))); err != nil {
					rt.Fatal(err)
				}
			default:
				c.do(fmt.Sprintf(rapid.SampledFrom(commands).Draw(rt, "command"), key))
			}
		}
		crash()
		_ = s.Close()
	})
}

func TestWhatATransactionLetExpireStaysGoneAfterTwoCrashes(t *testing.T) {
	now := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	dir := t.TempDir()
	c := dial(t, at(t, dir, clock))
	c.want("<nil>", "EVAL redis.call('INCR',KEYS[1]);redis.call('PEXPIRE',KEYS[1],350) 1 b")
	dir = crashed(t, dir)
	c = dial(t, at(t, dir, clock))
	now = now.Add(time.Second)
	c.want("0", "PEXPIRE b 300")
	c = dial(t, at(t, crashed(t, dir), clock))
	c.want("<nil>", "GET b")
}

// snapshotWithEnds gives the keys with their times of expiry.
func snapshotWithEnds(c *client) Snapshot {
	return func(_ context.Context, put func(...string) error) error {
		for _, key := range []string{"a", "b", "c"} {
			value, end := c.do("GET "+key), c.do("PEXPIRETIME "+key)
			if value == "<nil>" {
				continue
			}
			if err := put("SET", key, value); err != nil {
				return err
			}
			if end == "-1" {
				continue
			}
			if err := put("PEXPIREAT", key, end); err != nil {
				return err
			}
		}
		return nil
	}
}

// crashed copies the journal as a kill would leave it.
func crashed(t *testing.T, dir string) string {
	t.Helper()
	copied, err := os.MkdirTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	journal, err := os.ReadFile(filepath.Join(dir, journalName))
	if err != nil {
		t.Fatal(err)
	}
	write(t, copied, journal)
	return copied
}

// state is all that there is to see of the keys.
func state(c *client) string {
	var all []string
	for _, key := range []string{"a", "b", "c"} {
		all = append(all, key+" = "+c.do("GET "+key)+", ends in "+c.do("PTTL "+key))
	}
	return strings.Join(all, "\n")
}
