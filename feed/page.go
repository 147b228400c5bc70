package feed

import (
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"mostbot/catalog"
)

// ErrNoArticle says that a page carries no article: a login wall, a list, a picture.
var ErrNoArticle error = trouble{catalog.NoArticle, "there is no article on the page", true}

const (
	leastArticle = 120     // characters; what is shorter is no article
	mostNodes    = 40_000  // of a page; a larger one is read without the machinery that compares its parts
	mostPage     = 2 << 20 // bytes of a page that are looked at: its article stands before them
)

// ReadPage makes an article of an HTML page that lies at an address, which may be "".
func ReadPage(body []byte, address string, now time.Time) (catalog.Article, error) {
	return pageArticle(response{url: address, body: body}, now)
}

func pageArticle(got response, now time.Time) (article catalog.Article, err error) {
	if kind, _, _ := strings.Cut(got.contentType, ";"); kind != "" && !isMarkup(kind) {
		return catalog.Article{}, fmt.Errorf("%w: it is %s", ErrNoArticle, kind)
	}
	defer func() { // what the Internet has may surprise the parsers too
		if panicked := recover(); panicked != nil {
			article, err = catalog.Article{}, fmt.Errorf("%w: %v", ErrNoArticle, panicked)
		}
	}()
	page := toUTF8(got.body, got.contentType)
	root, err := html.Parse(strings.NewReader(page[:min(len(page), mostPage)]))
	if err != nil {
		return catalog.Article{}, fmt.Errorf("%w: %w", ErrNoArticle, err)
	}
	title, text := content(root, got.url)
	if utf8.RuneCountInString(text) < leastArticle {
		return catalog.Article{}, ErrNoArticle
	}
	return catalog.Article{
		URL: pageAddress(root, got.url), Title: title, Text: withHeadline(title, text),
		Published: pageDate(root, got.url, now), Language: pageLanguage(root),
	}, nil
}

func isMarkup(kind string) bool {
	kind = strings.ToLower(strings.TrimSpace(kind))
	return strings.Contains(kind, "html") || strings.Contains(kind, "xml") || kind == "text/plain"
}

// content takes the headline and the article's paragraphs out of a page.
func content(root *html.Node, address string) (title, text string) {
	doc := goquery.NewDocumentFromNode(root)
	title = headline(doc)
	if countNodes(root) > mostNodes {
		return title, nodeText(root)
	}
	options := trafilatura.Options{ExcludeComments: true, EnableFallback: true, HtmlDateMode: trafilatura.Disabled}
	options.OriginalURL, _ = url.Parse(address)
	extracted, err := trafilatura.ExtractDocument(root, options)
	if err != nil || extracted.ContentNode == nil {
		return title, ""
	}
	if title == "" {
		title = plainTitle(extracted.Metadata.Title)
	}
	return title, nodeText(extracted.ContentNode)
}

// headline is the page's one first-order heading; where there are none or several, what the page tells those who share it.
func headline(doc *goquery.Document) string {
	headings := doc.Find("h1")
	shared := plainTitle(doc.Find(`meta[property="og:title"]`).AttrOr("content", ""))
	if heading := squeezeSpace(headings.First().Text()); headings.Length() == 1 && heading != "" {
		if shared == "" || strings.Contains(catalog.Fold(shared), catalog.Fold(heading)) || len(heading) > len(shared)/2 {
			return heading
		}
	}
	if shared != "" {
		return shared
	}
	return withoutSite(squeezeSpace(doc.Find("title").First().Text()))
}

// withoutSite takes the site's name off a page's title.
func withoutSite(title string) string {
	for _, bar := range []string{" | ", " – ", " — ", " - ", " :: ", " » "} {
		if at := strings.LastIndex(title, bar); at > len(title)/3 {
			return title[:at]
		}
	}
	return title
}

func countNodes(n *html.Node) int {
	count := 1
	for child := n.FirstChild; child != nil && count <= mostNodes; child = child.NextSibling {
		count += countNodes(child)
	}
	return count
}

// pageAddress is the address that the page gives as its own, if it lies on the same site; else where it was found.
func pageAddress(root *html.Node, found string) string {
	base, err := url.Parse(found)
	if err != nil || base.Host == "" {
		return catalog.Address(found)
	}
	own, err := base.Parse(goquery.NewDocumentFromNode(root).Find(`link[rel="canonical"]`).AttrOr("href", ""))
	if err != nil || own.Hostname() != base.Hostname() || strings.Trim(own.Path, "/") == "" {
		return catalog.Address(found)
	}
	return catalog.Address(own.String())
}

func pageLanguage(root *html.Node) catalog.Language {
	tag := goquery.NewDocumentFromNode(root).Find("html").AttrOr("lang", "")
	language, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(tag, "_", "-")), "-")
	if len(language) != 2 {
		return ""
	}
	return language
}
