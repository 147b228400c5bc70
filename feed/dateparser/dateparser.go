// Package dateparser stands in for github.com/markusmobius/go-dateparser, by a replace line in the project's go.mod.
//
// go-htmldate asks that library for dates that are written out, and needs only this much of it. The library itself knows
// two hundred languages, whose tables it builds at the start of every program that imports it: a third of a second and
// more memory than all the rest of mostbot. This one knows the five languages that mostbot reads.
package dateparser

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Date is a day that was found, at midnight UTC.
type Date struct{ Time time.Time }

// ParserType names a way of parsing; there is only one here.
type ParserType uint8

// The ways that go-htmldate asks for.
const (
	CustomFormat ParserType = iota
	AbsoluteTime
)

// PreferredDateSource says how incomplete dates are meant; incomplete ones are not read here.
type PreferredDateSource uint8

// Past is what go-htmldate asks for.
const Past PreferredDateSource = 1

// Configuration is what go-htmldate sets.
type Configuration struct {
	CurrentTime         time.Time
	PreferredDateSource PreferredDateSource
	StrictParsing       bool
}

// Parser reads dates.
type Parser struct{ ParserTypes []ParserType }

// ErrNoDate is returned for a text that is no whole date.
var ErrNoDate = errors.New("no date")

// stems are the beginnings of the months' names, in Bulgarian, English, Ukrainian, Romanian and German. Among the
// languages the same beginning never means two months.
var stems = [12][]string{
	{"яну", "jan", "січ", "ian", "jän"},
	{"фев", "feb", "лют"},
	{"март", "mar", "бер", "mär", "mrz"},
	{"апр", "apr", "квіт"},
	{"май", "may", "трав", "mai"},
	{"юни", "jun", "черв", "iun"},
	{"юли", "jul", "лип", "iul"},
	{"авг", "aug", "серп"},
	{"септ", "sep", "верес"},
	{"окт", "oct", "жовт", "okt"},
	{"ное", "nov", "лист", "noi"},
	{"дек", "dec", "груд", "dez"},
}

var (
	dayFirst   = regexp.MustCompile(`(?i)(?:^|[^\d])(\d{1,2})\.?\s+(?:de\s+)?(\p{L}{3,})\.?,?\s+(\d{4})(?:[^\d]|$)`)
	monthFirst = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(\p{L}{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:[^\d]|$)`)
	numbers    = regexp.MustCompile(`(?:^|[^\d])(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[^\d]|$)`)
)

// Parse finds a whole date, with day, month and year, in the text.
func (p *Parser) Parse(_ *Configuration, text string, _ ...string) (Date, error) {
	if m := dayFirst.FindStringSubmatch(text); m != nil {
		return day(m[3], month(m[2]), m[1])
	}
	if m := monthFirst.FindStringSubmatch(text); m != nil {
		return day(m[3], month(m[1]), m[2])
	}
	if m := numbers.FindStringSubmatch(text); m != nil {
		return day(m[3], number(m[2]), m[1])
	}
	return Date{}, ErrNoDate
}

func month(word string) int {
	word = strings.ToLower(word)
	for i, names := range stems {
		for _, stem := range names {
			if strings.HasPrefix(word, stem) {
				return i + 1
			}
		}
	}
	return 0
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// day makes the date, unless there is no such day.
func day(yearText string, month int, dayText string) (Date, error) {
	year, dayOfMonth := number(yearText), number(dayText)
	t := time.Date(year, time.Month(month), dayOfMonth, 0, 0, 0, 0, time.UTC)
	if month < 1 || t.Day() != dayOfMonth || int(t.Month()) != month {
		return Date{}, ErrNoDate
	}
	return Date{t}, nil
}
