package commands

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"mostbot/catalog"
)

// timing is when somebody wants to hear of news, as far as they said it.
type timing struct {
	recurrence catalog.Recurrence
	weekday    time.Weekday
	dated      bool // a weekday was named
	clock      bool // a time of day was named
	hour       int
	minute     int
	bad        string // a word that would be a time of day, but is none
}

// usual is when digests come that nobody named a time for.
const usual = 9

var clockWord = regexp.MustCompile(`^(\d{1,4})(?:[:.hч](\d{0,3}))?(ч|h|am|pm|uhr|год)?$`)

// readTiming takes the words that say when out of a line, and gives what is left of it.
func (b *Book) readTiming(line string) (timing, string) {
	var w timing
	var rest []string
	for _, run := range tokens(line) {
		var kept []string
		for len(run) > 0 {
			n := w.read(b.words, run)
			if n == 0 {
				kept, n = append(kept, run[0]), 1
			}
			run = run[n:]
		}
		rest = append(rest, strings.Join(kept, " "))
	}
	return w, strings.Join(slices.DeleteFunc(rest, func(s string) bool { return s == "" }), ", ")
}

// read takes the longest run of words at the beginning that says when, and gives its length.
func (w *timing) read(v vocabulary, words []string) int {
	for n := min(v.longest, len(words)); n > 0; n-- {
		phrase := catalog.Fold(strings.Join(words[:n], " "))
		if day, ok := v.weekdays[phrase]; ok && !w.dated {
			w.weekday, w.dated = day, true
			return n
		}
		if r, ok := v.recurring[phrase]; ok && w.recurrence == "" {
			w.recurrence = r
			return n
		}
	}
	if w.clock || !w.readClock(strings.ToLower(words[0])) {
		return 0
	}
	if len(words) > 1 && hourWords[catalog.Fold(words[1])] {
		if catalog.Fold(words[1]) == "pm" && w.hour < 12 {
			w.hour += 12
		}
		return 2
	}
	return 1
}

// hourWords are what may stand behind a time of day: "18 ч", "20 Uhr", "8 pm".
var hourWords = map[string]bool{
	"ч": true, "час": true, "часа": true, "часът": true, "год": true, "година": true, "години": true, "годині": true,
	"h": true, "am": true, "pm": true, "uhr": true, "ora": true, "ore": true, "oclock": true, "hours": true,
}

// readClock reads "08:30", "8.30", "8", "8h", "8pm".
func (w *timing) readClock(word string) bool {
	m := clockWord.FindStringSubmatch(word)
	if m == nil {
		return false
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	if m[3] == "pm" && hour < 12 {
		hour += 12
	}
	if hour > 23 || minute > 59 || len(m[1]) > 2 || len(m[2]) == 1 || len(m[2]) > 2 {
		w.bad = word
		return true
	}
	w.clock, w.hour, w.minute = true, hour, minute
	return true
}

// said tells whether anything was said of when.
func (w timing) said() bool { return w.recurrence != "" || w.dated || w.clock }

// schedule completes what was said by what is usual.
func (w timing) schedule() catalog.Schedule {
	s := catalog.Schedule{Recurrence: w.recurrence, Weekday: w.weekday, Hour: w.hour, Minute: w.minute}
	switch {
	case w.dated:
		s.Recurrence = catalog.Weekly
	case s.Recurrence == "":
		s.Recurrence = catalog.Daily
	case s.Recurrence == catalog.Weekly:
		s.Weekday = time.Monday
	}
	if !w.clock {
		s.Hour = usual
	}
	if s.Recurrence == catalog.Instant {
		return catalog.Schedule{Recurrence: catalog.Instant}
	}
	return s
}
