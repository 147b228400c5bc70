package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// figures are what came of a run. Times are counted from the moment that the post appeared.
type figures struct {
	name      string
	runs      int
	people    int
	read      time.Duration // until the bot read it in the feed
	first     time.Duration // until the first delivery
	last      time.Duration
	delivered int // people who have it
	lost      int
	doubled   int // deliveries too many
	floods    int // 429s
	cpu       time.Duration
	peak      int // kilobytes
}

func (f *figures) noteDelivery(after time.Duration) {
	if f.first == 0 || after < f.first {
		f.first = after
	}
	f.last = max(f.last, after)
}

// String is a line for those who wait.
func (f figures) String() string {
	return fmt.Sprintf("  read after %.1f s, first after %.1f s, last after %.1f s, delivered %d, lost %d, doubled %d, "+
		"429s %d, CPU %.2f s, peak %d MB", f.read.Seconds(), f.first.Seconds(), f.last.Seconds(), f.delivered, f.lost,
		f.doubled, f.floods, f.cpu.Seconds(), f.peak/1024)
}

// median takes the middle of each figure.
func median(runs []figures) figures {
	return figures{
		name: runs[0].name, people: runs[0].people, runs: len(runs),
		read:      middle(runs, func(f figures) time.Duration { return f.read }),
		first:     middle(runs, func(f figures) time.Duration { return f.first }),
		last:      middle(runs, func(f figures) time.Duration { return f.last }),
		cpu:       middle(runs, func(f figures) time.Duration { return f.cpu }),
		delivered: middle(runs, func(f figures) int { return f.delivered }),
		lost:      middle(runs, func(f figures) int { return f.lost }),
		doubled:   middle(runs, func(f figures) int { return f.doubled }),
		floods:    middle(runs, func(f figures) int { return f.floods }),
		peak:      middle(runs, func(f figures) int { return f.peak }),
	}
}

func middle[T cmp.Ordered](runs []figures, of func(figures) T) T {
	values := make([]T, len(runs))
	for i, f := range runs {
		values[i] = of(f)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// markdown is the table.
func markdown(table []figures, o options) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d subscribers, one new post, Telegram at 30 messages a second answering in %v to %v, "+
		"medians of runs: %d\n\n", o.people, o.low, o.high, o.runs)
	b.WriteString("| bot | read after | first after | last after | delivered | lost | doubled | 429s | CPU | peak memory |\n" +
		"|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, f := range table {
		fmt.Fprintf(&b, "| %s | %.1f s | %.1f s | %.1f s | %d | %d | %d | %d | %.2f s | %d MB |\n",
			f.name, f.read.Seconds(), f.first.Seconds(), f.last.Seconds(), f.delivered, f.lost, f.doubled, f.floods,
			f.cpu.Seconds(), f.peak/1024)
	}
	return b.String()
}
