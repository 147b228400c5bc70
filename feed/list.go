package feed

import (
	"errors"
	"fmt"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"

	"mostbot/catalog"
)

// listedArticles takes the links out of a page that lists news: address and headline, for Complete to fetch the rest.
func listedArticles(got response, selector string) ([]catalog.Article, error) {
	chosen, err := cascadia.Compile(selector)
	if err != nil {
		return nil, fmt.Errorf("the selector %q: %w", selector, err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(toUTF8(got.body, got.contentType)))
	if err != nil {
		return nil, fmt.Errorf("parse page: %w", err)
	}
	base := baseOf(got.url, doc.Find("base[href]").AttrOr("href", ""))
	var articles []catalog.Article
	at := map[string]int{} // address → place in articles
	doc.FindMatcher(chosen).EachWithBreak(func(_ int, link *goquery.Selection) bool {
		if !link.Is("a[href]") {
			link = link.Find("a[href]").First()
		}
		u, err := base.Parse(strings.TrimSpace(link.AttrOr("href", "")))
		if err != nil || link.Length() == 0 {
			return true
		}
		address := catalog.Address(u.String())
		if address == "" || catalog.AddressKey(address) == catalog.AddressKey(got.url) {
			return true
		}
		title := squeezeSpace(link.Text())
		if place, seen := at[address]; seen { // a picture and a headline often carry the same link
			if articles[place].Title == "" {
				articles[place].Title = title
			}
			return true
		}
		at[address] = len(articles)
		articles = append(articles, catalog.Article{URL: address, Title: title})
		return len(articles) < mostEntries
	})
	if len(articles) == 0 {
		return nil, errors.New("the selector " + selector + " finds no link on the page")
	}
	return articles, nil
}
