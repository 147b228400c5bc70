package feed

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/mmcdole/gofeed"

	"mostbot/catalog"
)

// mostEntries is how many entries of a feed or links of a list are looked at.
const mostEntries = 200

// feedArticles reads RSS, Atom or JSON Feed. A broken feed gives the entries that can be read.
func feedArticles(got response, now time.Time) (articles []catalog.Article, err error) {
	whole := toUTF8(got.body, got.contentType)
	text := ready(whole)
	defer func() { // what the Internet has may surprise the parser too
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("parse feed: %v", panicked)
		}
	}()
	parsed, err := gofeed.NewParser().Parse(strings.NewReader(text))
	if err != nil || len(parsed.Items) < len(entryStart.FindAllStringIndex(text, mostEntries)) {
		if found := salvage(text); found != nil && (err != nil || len(found.Items) > len(parsed.Items)) {
			parsed, err = found, nil
		}
	}
	if err == nil && parsed.FeedType == "json" && parsed.FeedVersion == "" && len(parsed.Items) == 0 {
		err = gofeed.ErrFeedTypeNotDetected
	}
	if err != nil {
		return nil, explain(err, whole, got.url)
	}
	base := baseOf(got.url, parsed.Link)
	for _, item := range parsed.Items[:min(len(parsed.Items), mostEntries)] {
		articles = append(articles, entryArticle(item, base, now))
	}
	return articles, nil
}

// explain says what is wrong with what should have been a feed; a web page may name the feed that was meant.
func explain(err error, text, address string) error {
	switch {
	case strings.TrimSpace(text) == "":
		return noFeed("it is empty")
	case !isPage(text):
		return noFeed(err.Error())
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(text))
	if err != nil {
		return noFeed("it is a web page, no feed")
	}
	link := doc.Find(`link[rel="alternate"][type*="rss"], link[rel="alternate"][type*="atom"], link[rel="alternate"][type*="feed"]`)
	if named, err := baseOf(address).Parse(link.AttrOr("href", "")); err == nil && link.Length() > 0 {
		return noFeed("it is a web page; its feed is " + named.String())
	}
	return noFeed("it is a web page, no feed")
}

func noFeed(words string) error { return trouble{catalog.NoFeed, "parse feed: " + words, false} }

func isPage(text string) bool {
	start := strings.ToLower(text[:min(len(text), 512)])
	return strings.Contains(start, "<!doctype html") || strings.Contains(start, "<html")
}

func baseOf(addresses ...string) *url.URL {
	base := &url.URL{}
	for _, a := range addresses {
		if u, err := base.Parse(strings.TrimSpace(a)); err == nil && u.Host != "" {
			base = u
		}
	}
	return base
}

// entryArticle makes an article of an entry. One that says nothing makes an empty one: it is counted, and refused for that
// later, like any other article that reports nothing.
func entryArticle(item *gofeed.Item, base *url.URL, now time.Time) catalog.Article {
	title := plainTitle(clip(cmp.Or(item.Title, mediaText(item, "title"))))
	text := plainText(clip(item.Content))
	if summary := plainText(clip(item.Description)); len(summary) > len(text) {
		text = summary
	}
	if text == "" {
		text = plainText(clip(mediaText(item, "description")))
	}
	text = withoutClosing(text)
	a := catalog.Article{URL: entryAddress(item, base), Title: title, Published: entryDate(item, now)}
	a.Text = withHeadline(title, text)
	if a.Title == "" {
		a.Title = firstLine(a.Text)
	}
	return a
}

// mediaText is what an entry with a film or a recording says in the elements for those.
func mediaText(item *gofeed.Item, name string) string {
	media := item.Extensions["media"]
	for _, found := range media[name] {
		return found.Value
	}
	for _, group := range media["group"] {
		for _, found := range group.Children[name] {
			return found.Value
		}
	}
	return ""
}

// closings are the lines that blog software puts below every entry.
var closings = regexp.MustCompile(`(?is)\n*(The post .{1,300} (appeared first|first appeared) on .{1,100}|` +
	`Публикацията .{1,300} е публикувана за пръв път .{1,100}|(Запис|Сообщение|Допис) .{1,300} (спершу з.явиться|появились сначала) .{1,100}|` +
	`Articolul .{1,300} apare prima dată .{1,100}|Der Beitrag .{1,300} erschien zuerst auf .{1,100})$`)

func withoutClosing(text string) string {
	const longest = 1000
	at := max(len(text)-longest, 0)
	return text[:at] + closings.ReplaceAllString(text[at:], "")
}

// clip bounds an entry's markup: nothing that is news comes near it.
func clip(markup string) string {
	const most = 500_000
	if len(markup) <= most {
		return markup
	}
	return strings.ToValidUTF8(markup[:most], "")
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	if len([]rune(line)) > 200 {
		return ""
	}
	return line
}

func entryAddress(item *gofeed.Item, base *url.URL) string {
	for _, candidate := range append([]string{item.Link}, append(item.Links, item.GUID)...) {
		candidate = strings.TrimSpace(candidate)
		if candidate == "" || candidate == item.GUID && !strings.Contains(candidate, "://") {
			continue
		}
		u, err := base.Parse(candidate)
		if err != nil {
			continue
		}
		if address := catalog.Address(u.String()); address != "" {
			return address
		}
	}
	return ""
}

var entryDateLayouts = []string{
	time.RFC1123Z, time.RFC3339, "Mon, 2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 -0700", "2006-01-02T15:04:05-0700",
}

// entryDate is the day on which an entry came out, where its author lives; zero where the feed gives none that can be.
func entryDate(item *gofeed.Item, now time.Time) catalog.Date {
	for _, written := range []struct {
		text   string
		parsed *time.Time
	}{{item.Published, item.PublishedParsed}, {item.Updated, item.UpdatedParsed}} {
		for _, layout := range entryDateLayouts {
			if t, err := time.Parse(layout, strings.TrimSpace(written.text)); err == nil {
				return credible(t, now)
			}
		}
		if written.parsed != nil {
			return credible(*written.parsed, now)
		}
	}
	return catalog.Date{}
}
