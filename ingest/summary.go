package ingest

import (
	"fmt"
	"log/slog"
	"sync"
	"time"

	"mostbot/catalog"
)

// Line is what a round brought from one source.
type Line struct {
	Source   string
	Articles int // that were new
	Added    int // events that were not known
	Merged   int // reports of known events
	Queued   int // for an editor
	Dropped  int // articles that report nothing, or can't be read
	Later    int // new articles that are left for a later round
	Err      error
}

func (l *Line) count(r Result) {
	l.Articles++
	switch {
	case r.Outcome == Taken && r.Added.Novelty == catalog.New:
		l.Added++
	case r.Outcome == Taken:
		l.Merged++
	case r.Outcome == Queued:
		l.Queued++
	default:
		l.Dropped++
	}
}

// String is a line of `mostbot ingest`.
func (l Line) String() string {
	text := fmt.Sprintf("%s: %d new articles, %d added, %d merged, %d queued, %d dropped",
		l.Source, l.Articles, l.Added, l.Merged, l.Queued, l.Dropped)
	if l.Later > 0 {
		text += fmt.Sprintf(", %d left for later", l.Later)
	}
	switch {
	case l.Err != nil && l.Articles == 0:
		return l.Source + ": " + l.Err.Error()
	case l.Err != nil:
		return text + "; " + l.Err.Error()
	}
	return text
}

func (l Line) attributes() []any {
	attributes := []any{
		slog.String("source", l.Source), slog.Int("articles", l.Articles), slog.Int("added", l.Added),
		slog.Int("merged", l.Merged), slog.Int("queued", l.Queued), slog.Int("dropped", l.Dropped),
		slog.Int("later", l.Later),
	}
	if l.Err != nil {
		attributes = append(attributes, slog.Any("error", l.Err))
	}
	return attributes
}

// Summary is what a round brought.
type Summary struct {
	Started time.Time
	Took    time.Duration
	Lines   []Line // one for each source that was due
}

// Total adds the lines up; its Source is "total".
func (s Summary) Total() Line {
	total := Line{Source: "total"}
	for _, l := range s.Lines {
		total.Articles += l.Articles
		total.Added += l.Added
		total.Merged += l.Merged
		total.Queued += l.Queued
		total.Dropped += l.Dropped
		total.Later += l.Later
	}
	return total
}

// Failed counts the sources that something went wrong with.
func (s Summary) Failed() int {
	failed := 0
	for _, l := range s.Lines {
		if l.Err != nil {
			failed++
		}
	}
	return failed
}

// Progress is how far the round that is under way has come.
type Progress struct {
	Started   time.Time // zero where none is under way
	Read, Due int       // sources
}

// rounds knows the last round and the one that is under way.
type rounds struct {
	mu   sync.Mutex
	last Summary
	now  Progress
}

func (r *rounds) begin(now time.Time, due int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = Progress{Started: now, Due: due}
}

func (r *rounds) sourceDone() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now.Read++
}

func (r *rounds) end(s Summary) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = Progress{}
	if len(s.Lines) > 0 { // a round in which nothing was due says nothing
		r.last = s
	}
}

// Last is the last round in which a source was read, and how far the one that is under way has come.
func (in *Ingest) Last() (Summary, Progress) {
	in.rounds.mu.Lock()
	defer in.rounds.mu.Unlock()
	return in.rounds.last, in.rounds.now
}
