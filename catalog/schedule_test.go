package catalog

import (
	"testing"
	"time"
	_ "time/tzdata"
)

// zones have every sort of clock change: none, an hour, half an hour, at midnight, before midnight, on the southern
// half, twice around Ramadan, and odd offsets.
var zones = []string{
	"Europe/Sofia", "Europe/Kyiv", "Europe/Bucharest", "Europe/Berlin", "Europe/Vienna", "Europe/London", "Europe/Lisbon",
	"Atlantic/Azores", "Europe/Istanbul", "Europe/Chisinau", "Asia/Jerusalem", "Asia/Beirut", "Africa/Cairo",
	"Africa/Casablanca", "America/New_York", "America/St_Johns", "America/Havana", "America/Santiago", "America/Asuncion",
	"America/Nuuk", "America/Sao_Paulo", "America/Los_Angeles", "Australia/Lord_Howe", "Australia/Sydney",
	"Pacific/Auckland", "Pacific/Chatham", "Pacific/Apia", "Pacific/Kiritimati", "Pacific/Marquesas", "Asia/Kolkata",
	"Asia/Kathmandu", "Asia/Tokyo", "Antarctica/Troll", "UTC",
}

func load(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestEachLocalDateHasOneSlotAtItsWallClockTime(t *testing.T) {
	for _, name := range zones {
		zone := load(t, name)
		for _, minute := range []int{0, 30, 90, 120, 150, 180, 210, 510, 1380, 1410} { // clocks change in the night
			checkYears(t, Schedule{Recurrence: Daily, Hour: minute / 60, Minute: minute % 60}, zone)
		}
	}
}

// checkYears walks from slot to slot through two years and wants the slot of each date in its turn.
func checkYears(t *testing.T, s Schedule, zone *time.Location) {
	t.Helper()
	slot := time.Date(2025, 12, 30, 12, 0, 0, 0, zone)
	for day := time.Date(2026, 1, 1, s.Hour, s.Minute, 0, 0, time.UTC); day.Year() < 2028; day = day.AddDate(0, 0, 1) {
		for slot = s.Next(slot, zone); slot.Before(day.Add(-36 * time.Hour)); {
			slot = s.Next(slot, zone)
		}
		if day.Month() == 1 && day.Day() == 1 && day.Year() == 2026 {
			for !sameDate(slot, day) {
				slot = s.Next(slot, zone)
			}
		}
		if want := bySearch(day, zone); !slot.Equal(want) {
			t.Fatalf("%s, %s: slot of %s is %s, want %s", zone, s, day.Format(time.DateOnly), slot, want)
		}
	}
}

// bySearch finds a slot the slow way: the first minute whose wall clock shows the wanted date and time or, if none does,
// the first minute after that time.
func bySearch(wall time.Time, zone *time.Location) time.Time {
	want := wall.Format("2006-01-02 15:04")
	// Offsets lie between -12 and +14 hours; only some minutes around the two candidates need a look.
	for t := wall.Add(-15 * time.Hour); ; t = t.Add(15 * time.Minute) {
		if shown := t.In(zone).Format("2006-01-02 15:04"); shown >= want {
			return firstMinute(t.Add(-15*time.Minute), want, zone)
		}
	}
}

func firstMinute(t time.Time, want string, zone *time.Location) time.Time {
	for t.In(zone).Format("2006-01-02 15:04") < want {
		t = t.Add(time.Minute)
	}
	return t
}

func TestSlotInTheMissingHourComesRightAfterIt(t *testing.T) {
	sofia := load(t, "Europe/Sofia")
	s := Schedule{Recurrence: Daily, Hour: 3, Minute: 30}
	got := s.Next(time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC), sofia)
	if want := time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("slot is %s, want 04:00 summer time, %s", got, want)
	}
	if got := s.Next(got, sofia); !got.Equal(time.Date(2026, 3, 30, 0, 30, 0, 0, time.UTC)) {
		t.Errorf("the slot after it is %s", got)
	}
}

func TestSlotInTheDoubledHourIsTheFirst(t *testing.T) {
	sofia := load(t, "Europe/Sofia")
	s := Schedule{Recurrence: Daily, Hour: 3, Minute: 30}
	got := s.Next(time.Date(2026, 10, 24, 12, 0, 0, 0, time.UTC), sofia)
	if want := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("slot is %s, want %s", got, want)
	}
	if got := s.Next(got, sofia); !got.Equal(time.Date(2026, 10, 26, 1, 30, 0, 0, time.UTC)) {
		t.Errorf("the slot after it is %s", got)
	}
}

func TestDateThatNeverWasHasNoSlot(t *testing.T) {
	apia := load(t, "Pacific/Apia") // went from 29 to 31 December 2011
	s := Schedule{Recurrence: Daily, Hour: 8, Minute: 30}
	got := s.Next(time.Date(2011, 12, 29, 9, 0, 0, 0, apia), apia)
	if want := time.Date(2011, 12, 31, 8, 30, 0, 0, apia); !got.Equal(want) {
		t.Errorf("slot is %s, want %s", got, want)
	}
	friday := Schedule{Recurrence: Weekly, Weekday: time.Friday, Hour: 8, Minute: 30}
	got = friday.Next(time.Date(2011, 12, 29, 9, 0, 0, 0, apia), apia)
	if want := time.Date(2012, 1, 6, 8, 30, 0, 0, apia); !got.Equal(want) {
		t.Errorf("Friday's slot is %s, want %s", got, want)
	}
}

func TestWeekdaysAndWeeklyKeepToTheirDays(t *testing.T) {
	for _, name := range zones {
		zone := load(t, name)
		for weekday := range time.Weekday(7) {
			weekly := Schedule{Recurrence: Weekly, Weekday: weekday, Hour: 9}
			count := 0
			end := time.Date(2027, 1, 1, 0, 0, 0, 0, zone)
			for slot := weekly.Next(time.Date(2026, 1, 1, 0, 0, 0, 0, zone), zone); slot.Before(end); count++ {
				if slot.Weekday() != weekday || slot.Hour() != 9 {
					t.Fatalf("%s in %s is due at %s", weekly, name, slot)
				}
				slot = weekly.Next(slot, zone)
			}
			if count < 52 {
				t.Errorf("%s in %s came %d times in a year", weekly, name, count)
			}
		}
		weekdays := Schedule{Recurrence: Weekdays, Hour: 9}
		friday := time.Date(2026, 5, 8, 10, 0, 0, 0, zone)
		if got := weekdays.Next(friday, zone); got.Weekday() != time.Monday || got.Sub(friday) > 72*time.Hour {
			t.Errorf("after Friday %s comes %s", friday, got)
		}
	}
}

func TestInstantIsNeverDue(t *testing.T) {
	if got := (Schedule{Recurrence: Instant}).Next(time.Now(), time.UTC); !got.IsZero() {
		t.Errorf("due at %s", got)
	}
}

func BenchmarkNext(b *testing.B) {
	sofia, err := time.LoadLocation("Europe/Sofia")
	if err != nil {
		b.Fatal(err)
	}
	s := Schedule{Recurrence: Daily, Hour: 8, Minute: 30}
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for b.Loop() {
		s.Next(at, sofia)
	}
}
