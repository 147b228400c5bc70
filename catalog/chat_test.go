package catalog

import "testing"

func TestAScheduleKeepsItsTextForm(t *testing.T) {
	for _, s := range []string{"instant", "daily 08:30", "weekdays 00:00", "weekly mon 23:59", "weekly sun 07:05"} {
		schedule, err := ParseSchedule(s)
		if err != nil || schedule.String() != s {
			t.Errorf("%q became %q, %v", s, schedule, err)
		}
	}
}

func TestWhatIsNoScheduleIsRefused(t *testing.T) {
	for _, s := range []string{"", "instant 8:30", "daily", "daily 25:00", "daily 8:60", "weekly 08:00", "weekly day 08:00", "hourly", "daily 8", "weekly mon", "daily -1:00"} {
		if schedule, err := ParseSchedule(s); err == nil {
			t.Errorf("%q was read as %q", s, schedule)
		}
	}
}

func TestATimeOfDayMayBeTypedInSeveralWays(t *testing.T) {
	for _, s := range []string{"08:30", "8:30", "8.30"} {
		if h, m, err := ParseClock(s); err != nil || h != 8 || m != 30 {
			t.Errorf("%q is %d:%d, %v", s, h, m, err)
		}
	}
}
