package catalog

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func mustDate(t *testing.T, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestADateKeepsItsTextForm(t *testing.T) {
	for _, s := range []string{"", "2019", "2020-02", "2023-11-22", "2025-02-13/2025-02-14", "2024-03/2026-02", "2021/2024"} {
		if got := mustDate(t, s).String(); got != s {
			t.Errorf("%q became %q", s, got)
		}
	}
}

func TestWhatIsNoDateIsRefused(t *testing.T) {
	for _, s := range []string{"22.11.2023", "2023-13", "2023-02-30", "2023-11-22/", "/2023", "2025-02-14/2025-02-13", "soon", "20230-1"} {
		if d, err := ParseDate(s); err == nil {
			t.Errorf("%q was read as %q", s, d)
		}
	}
}

func TestADateCoversAllDaysThatItCanMean(t *testing.T) {
	for s, days := range map[string][2]string{
		"2019": {"2019-01-01", "2019-12-31"}, "2020-02": {"2020-02-01", "2020-02-29"},
		"2023-11-22": {"2023-11-22", "2023-11-22"}, "2025-12-30/2026-01-02": {"2025-12-30", "2026-01-02"},
	} {
		d := mustDate(t, s)
		if first, last := DayOf(d.First()).String(), DayOf(d.Last()).String(); first != days[0] || last != days[1] {
			t.Errorf("%s runs from %s to %s", s, first, last)
		}
	}
}

func TestDatesOverlapWithinTheGivenDays(t *testing.T) {
	for _, c := range []struct {
		a, b string
		days int
		want bool
	}{
		{"2023-11-22", "2023-11-22", 0, true}, {"2023-11-22", "2023-11-24", 1, false}, {"2023-11-22", "2023-11-24", 2, true},
		{"2020-02", "2020-02-14", 0, true}, {"2020-02", "2020-03-03", 2, false}, {"2020-02", "2020-03-03", 3, true},
		{"2019", "2019-12-31/2020-01-02", 0, true}, {"", "2019", 400, false},
	} {
		if got := mustDate(t, c.a).Overlaps(mustDate(t, c.b), c.days); got != c.want {
			t.Errorf("%s and %s within %d days: %v", c.a, c.b, c.days, got)
		}
	}
}

func TestEveryDateSurvivesJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := rapid.Int64Range(-60*365, 200*365)
		from := DayOf(time.Unix(86400*day.Draw(t, "from"), 0).UTC())
		d := NewSpan(from, DayOf(time.Unix(86400*day.Draw(t, "to"), 0).UTC()))
		written, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var read Date
		if err := json.Unmarshal(written, &read); err != nil || read != d {
			t.Fatalf("%s was read as %s, %v", written, read, err)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2023-11-22", "2025-02-13/2025-02-14", "2020-02", "2019", "//", "0000-00-00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err != nil {
			return
		}
		if again, err := ParseDate(d.String()); err != nil || again != d {
			t.Errorf("%q was read as %v, and that as %v, %v", s, d, again, err)
		}
	})
}
