package embedded

import (
	"fmt"
	"testing"
	"time"
)

// The clock's movement must not cost more the more keys there are: it comes ten times a second.
func BenchmarkAdvance(b *testing.B) {
	for _, keys := range []int{1000, 100_000} {
		b.Run(fmt.Sprint(keys), func(b *testing.B) {
			now := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
			s := at(b, b.TempDir(), func() time.Time { return now })
			c := dial(b, s)
			for n := range keys {
				c.do(fmt.Sprint("SET key", n, " 1"))
			}
			for b.Loop() {
				now = now.Add(granularity)
				c.do("GET key1")
			}
		})
	}
}

func BenchmarkWrite(b *testing.B) {
	s := at(b, b.TempDir(), nil)
	c := dial(b, s)
	for b.Loop() {
		c.do("SET key value")
	}
}

func BenchmarkRead(b *testing.B) {
	s := at(b, b.TempDir(), nil)
	c := dial(b, s)
	c.do("SET key value")
	for b.Loop() {
		c.do("GET key")
	}
}
