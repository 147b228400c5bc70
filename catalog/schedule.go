package catalog

import "time"

// Next is the first moment after the given one at which the schedule is due in the zone; the zero time for an instant
// one, which is never due.
//
// A schedule speaks of the clock on the wall. Each local date has its slot exactly once: when clocks are put forward
// over the slot, it is the moment right after the gap; when they are put back and the slot comes twice, the first of
// the two. (A cron expression would skip the one and run twice on the other, and time.Date leaves open which of two
// offsets it takes, so the dates are counted here.)
func (s Schedule) Next(after time.Time, zone *time.Location) time.Time {
	if s.Recurrence == Instant || s.Recurrence == "" {
		return time.Time{}
	}
	local := after.In(zone)
	// A gap before midnight moves a date's slot into the next date: begin with yesterday. A week later each weekday was
	// there; one day more, for the dates that islands skip when they change sides of the date line.
	for offset := -1; offset <= 15; offset++ {
		day := time.Date(local.Year(), local.Month(), local.Day()+offset, s.Hour, s.Minute, 0, 0, time.UTC)
		if !s.on(day.Weekday()) {
			continue
		}
		if slot, ok := onTheWall(day, zone); ok && slot.After(after) {
			return slot
		}
	}
	return time.Time{}
}

// on tells whether the schedule has a slot on that day of the week.
func (s Schedule) on(day time.Weekday) bool {
	weekend := day == time.Saturday || day == time.Sunday
	return s.Recurrence == Daily || s.Recurrence == Weekdays && !weekend || s.Recurrence == Weekly && day == s.Weekday
}

// onTheWall finds the first moment at which clocks in the zone show the given date and time (given as if in UTC), or the
// end of the gap that swallowed it. False: the zone had no such date at all.
func onTheWall(wall time.Time, zone *time.Location) (time.Time, bool) {
	// Walk over the spans of constant offset, from before any moment at which some clock on earth could show that time.
	for t := wall.Add(-30 * time.Hour).In(zone); ; {
		start, end := t.ZoneBounds()
		_, offset := t.Zone()
		moment := wall.Add(-time.Duration(offset) * time.Second).In(zone)
		if !start.IsZero() && moment.Before(start) {
			return start, sameDate(start, wall) || sameDate(start.Add(-1), wall)
		}
		if end.IsZero() || moment.Before(end) {
			return moment, true
		}
		t = end
	}
}

func sameDate(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}
