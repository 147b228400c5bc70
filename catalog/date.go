package catalog

import (
	"fmt"
	"strings"
	"time"
)

// Precision is how much of a date is known.
type Precision int

// The precisions, from nothing known to a day.
const (
	Unknown Precision = iota
	Year
	Month
	Day
)

// Date is a day, a month, a year, or a span of them, as far as it is known. Its text forms are "2023-11-22",
// "2025-02-13/2025-02-14", "2020-02" and "2019"; the zero Date is unknown and has the text "".
type Date struct {
	first, last time.Time // midnight UTC of the first and the last day; last lies at the end of a month or year
	precision   Precision
	span        bool
}

var layouts = map[int]struct {
	layout    string
	precision Precision
}{4: {"2006", Year}, 7: {"2006-01", Month}, 10: {"2006-01-02", Day}}

// DayOf is the date of t's day, in t's own zone.
func DayOf(t time.Time) Date { return NewDate(t.Year(), t.Month(), t.Day()) }

// NewDate makes a date; day 0 means that only the month is known, month 0 that only the year is.
func NewDate(year int, month time.Month, day int) Date {
	switch {
	case month == 0:
		return Date{first: midnight(year, 1, 1), last: midnight(year, 12, 31), precision: Year}
	case day == 0:
		return Date{first: midnight(year, month, 1), last: midnight(year, month+1, 0), precision: Month}
	}
	t := midnight(year, month, day)
	return Date{first: t, last: t, precision: Day}
}

func midnight(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// NewSpan makes the date from the first day of one to the last day of another; a span that would end before it begins,
// or that has no more than one day, is the first date alone.
func NewSpan(from, to Date) Date {
	if from.precision == Unknown || to.precision == Unknown || !to.last.After(from.last) {
		return from
	}
	precision := min(from.precision, to.precision)
	first, last := at(from.first, precision), at(to.last, precision)
	if first == last { // from a month of a year to that year
		return first
	}
	return Date{first: first.first, last: last.last, precision: precision, span: true}
}

// at is the day, month or year of t.
func at(t time.Time, precision Precision) Date {
	switch precision {
	case Year:
		return NewDate(t.Year(), 0, 0)
	case Month:
		return NewDate(t.Year(), t.Month(), 0)
	default:
		return DayOf(t)
	}
}

// ParseDate reads a date's text form.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	if from, to, ok := strings.Cut(s, "/"); ok {
		a, errA := ParseDate(from)
		b, errB := ParseDate(to)
		if errA != nil || errB != nil || a.IsZero() || b.IsZero() || b.first.Before(a.first) {
			return Date{}, fmt.Errorf("%q is no date such as 2025-02-13/2025-02-14", s)
		}
		return NewSpan(a, b), nil
	}
	form, ok := layouts[len(s)]
	t, err := time.Parse(form.layout, s)
	if !ok || err != nil {
		return Date{}, fmt.Errorf("%q is no date such as 2023-11-22, 2023-11 or 2023", s)
	}
	return at(t, form.precision), nil
}

// IsZero tells whether nothing is known.
func (d Date) IsZero() bool { return d.precision == Unknown }

// First is midnight UTC of the first day that the date can mean.
func (d Date) First() time.Time { return d.first }

// Last is midnight UTC of the last day that the date can mean.
func (d Date) Last() time.Time { return d.last }

// Precision tells how much is known.
func (d Date) Precision() Precision { return d.precision }

// IsSpan tells whether the date runs from one day (month, year) to another.
func (d Date) IsSpan() bool { return d.span }

// Overlaps tells whether the two dates can mean days at most the given number of days apart.
func (d Date) Overlaps(other Date, days int) bool {
	if d.IsZero() || other.IsZero() {
		return false
	}
	slack := time.Duration(days) * 24 * time.Hour
	return !d.first.After(other.last.Add(slack)) && !other.first.After(d.last.Add(slack))
}

// String gives the text form.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	layout := map[Precision]string{Year: "2006", Month: "2006-01", Day: "2006-01-02"}[d.precision]
	if d.span {
		return d.first.Format(layout) + "/" + d.last.Format(layout)
	}
	return d.first.Format(layout)
}

// MarshalText writes the text form.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the text form.
func (d *Date) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDate(string(b))
	return err
}

// Timestamp is a moment, in the store as RFC 3339 in UTC.
type Timestamp = time.Time
