package feed

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/markusmobius/go-htmldate"
	"golang.org/x/net/html"

	"mostbot/catalog"
)

// pageDate is the day on which a page says that it came out, zero where it does not: what it tells machines first, then
// what stands near the headline for people.
func pageDate(root *html.Node, address string, now time.Time) catalog.Date {
	found, err := htmldate.FromDocument(root, htmldate.Options{
		UseOriginalDate: true, URL: address, SkipExtensiveSearch: true,
		MinDate: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), MaxDate: now.Add(24 * time.Hour),
	})
	if err == nil && !found.IsZero() {
		return credible(found.DateTime, now)
	}
	return shownDate(goquery.NewDocumentFromNode(root), now)
}

// dateline finds the parts of a page that show when it came out.
const dateline = `time, [itemprop*="date"], [class*="date"], [class*="time"], [class*="publish"], [class*="posted"], ` +
	`[class*="meta"], [class*="info"], [id*="date"]`

func shownDate(doc *goquery.Document, now time.Time) catalog.Date {
	shown := catalog.Date{}
	doc.Find(dateline).EachWithBreak(func(_ int, part *goquery.Selection) bool {
		text := part.Text()
		if len(text) > 300 { // a container, no dateline
			return true
		}
		shown = writtenDate(text, now)
		return shown.IsZero()
	})
	return shown
}

var (
	numericDate = regexp.MustCompile(`(?:^|\D)(\d{1,2})[./-](\d{1,2})[./-](20\d\d)(?:\D|$)`)
	isoDate     = regexp.MustCompile(`(?:^|\D)(20\d\d)-(\d\d)-(\d\d)(?:\D|$)`)
	namedDate   = regexp.MustCompile(`(?:^|\D)(\d{1,2})(?:st|nd|rd|th)?\.?\s+(\pL{3,})\.?,?\s+(20\d\d)(?:\D|$)`)
	monthFirst  = regexp.MustCompile(`(\pL{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(20\d\d)(?:\D|$)`)
)

// writtenDate reads the first date in a piece of text, in the languages that mostbot reads.
func writtenDate(text string, now time.Time) catalog.Date {
	text = squeezeSpace(text)
	if m := isoDate.FindStringSubmatch(text); m != nil {
		return calendarDate(m[1], m[2], m[3], now)
	}
	if m := numericDate.FindStringSubmatch(text); m != nil {
		return calendarDate(m[3], m[2], m[1], now)
	}
	if m := namedDate.FindStringSubmatch(text); m != nil {
		return calendarDate(m[3], monthNumber(m[2]), m[1], now)
	}
	if m := monthFirst.FindStringSubmatch(text); m != nil {
		return calendarDate(m[3], monthNumber(m[1]), m[2], now)
	}
	return catalog.Date{}
}

// Beginnings of the months' names, January first.
var months = [12][]string{
	{"jan", "ian", "jän", "яну", "січ"}, {"feb", "фев", "лют"}, {"mar", "mär", "мар", "бер"}, {"apr", "апр", "кві"},
	{"may", "mai", "май", "тра"}, {"jun", "iun", "юни", "чер"}, {"jul", "iul", "юли", "лип"}, {"aug", "авг", "сер"},
	{"sep", "сеп", "вер"}, {"oct", "okt", "окт", "жов"}, {"nov", "noi", "ное", "лис"}, {"dec", "dez", "дек", "гру"},
}

func monthNumber(name string) string {
	name = strings.ToLower(name)
	for i, beginnings := range months {
		for _, b := range beginnings {
			if strings.HasPrefix(name, b) {
				return strconv.Itoa(i + 1)
			}
		}
	}
	return "0"
}

// calendarDate is zero for a day that no calendar has, and for one that is not credible.
func calendarDate(year, month, day string, now time.Time) catalog.Date {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if m < 1 || m > 12 || d < 1 || t.Day() != d {
		return catalog.Date{}
	}
	return credible(t, now)
}

// credible drops the days of clocks that were never set, and days to come.
func credible(t, now time.Time) catalog.Date {
	if t.Year() < 2000 || t.After(now.Add(48*time.Hour)) {
		return catalog.Date{}
	}
	return catalog.DayOf(t)
}
