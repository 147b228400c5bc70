package texts

import (
	"fmt"
	"strconv"
	"time"

	"mostbot/catalog"
)

// Number writes a number with the language's separators.
func (p *Printer) Number(n int) string {
	if n > -10_000 && n < 10_000 {
		return strconv.Itoa(n)
	}
	return p.calendar.FmtNumber(float64(n), 0)
}

// Date writes a date as far as it is known: "22 ноември 2023 г.", "13–14 февруари 2025 г.", "февруари 2020 г.".
func (p *Printer) Date(d catalog.Date) string {
	switch {
	case d.IsZero():
		return p.Plain("date.unknown")
	case !d.IsSpan():
		return p.moment(d.First(), d.Precision())
	}
	return p.span(d)
}

func (p *Printer) moment(t time.Time, precision catalog.Precision) string {
	switch precision {
	case catalog.Year:
		return p.Plain("date.year", Data{"Year": strconv.Itoa(t.Year())})
	case catalog.Month:
		return p.Plain("date.month", Data{"Month": p.month(t), "Year": strconv.Itoa(t.Year())})
	}
	return p.calendar.FmtDateLong(t)
}

// month is the month's name as it stands alone, without a day.
func (p *Printer) month(t time.Time) string { return p.Plain(fmt.Sprintf("month.m%d", int(t.Month()))) }

func (p *Printer) span(d catalog.Date) string {
	first, last := d.First(), d.Last()
	data := Data{
		"First": p.moment(first, d.Precision()), "Last": p.moment(last, d.Precision()),
		"Day": first.Day(), "FirstYear": strconv.Itoa(first.Year()), "LastYear": strconv.Itoa(last.Year()),
		"FirstMonth": p.month(first), "LastMonth": p.month(last),
	}
	sameYear := first.Year() == last.Year()
	switch {
	case d.Precision() == catalog.Year:
		return p.Plain("date.years", data)
	case d.Precision() == catalog.Month && sameYear:
		return p.Plain("date.months", data)
	case d.Precision() == catalog.Month || !sameYear:
		return p.Plain("date.apart", data)
	case first.Month() == last.Month():
		return p.Plain("date.days", data)
	}
	data["First"] = p.dayMonth(first)
	return p.Plain("date.apart", data)
}

// dayMonth writes the day without its year: "22 ноември".
func (p *Printer) dayMonth(t time.Time) string {
	return p.Plain("date.day_month", Data{"Day": t.Day(), "Month": p.calendar.MonthWide(t.Month())})
}

// Day writes a moment's day for somebody who reads it at the given time: the year is left out while it is the same.
func (p *Printer) Day(t, now time.Time) string {
	if t.Year() == now.Year() {
		return p.dayMonth(t)
	}
	return p.calendar.FmtDateLong(t)
}

// Moment writes day and time of day: "22 ноември, 08:30".
func (p *Printer) Moment(t, now time.Time) string { return p.Day(t, now) + ", " + t.Format("15:04") }

// Ago writes how long ago a moment was, roughly: "преди 5 минути".
func (p *Printer) Ago(t, now time.Time) string {
	d := now.Sub(t)
	switch {
	case d < time.Minute:
		return p.Plain("ago.now")
	case d < time.Hour:
		return p.Plain("ago.minutes", Data{"N": int(d.Minutes())})
	case d < 24*time.Hour:
		return p.Plain("ago.hours", Data{"N": int(d.Hours())})
	case d < 31*24*time.Hour:
		return p.Plain("ago.days", Data{"N": int(d.Hours() / 24)})
	}
	return p.Day(t, now)
}

// Weekday is the day's name.
func (p *Printer) Weekday(d time.Weekday) string { return p.spelt(p.calendar.WeekdayWide(d), "") }

// Schedule says when a subscription is served: "всеки ден в 08:30".
func (p *Printer) Schedule(s catalog.Schedule) string {
	data := Data{"Time": fmt.Sprintf("%02d:%02d", s.Hour, s.Minute)}
	if s.Recurrence == catalog.Weekly {
		return p.Plain(fmt.Sprintf("weekly.d%d", int(s.Weekday)), data)
	}
	return p.Plain("schedule."+string(s.Recurrence), data)
}
