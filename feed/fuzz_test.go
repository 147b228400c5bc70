package feed

import (
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"
)

func seeds(f *testing.F, folder string) {
	f.Helper()
	files, err := filepath.Glob("testdata/" + folder + "/*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body, "text/xml; charset=utf-8")
		f.Add(body, "")
	}
}

func FuzzFeed(f *testing.F) {
	seeds(f, "feeds")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		articles, err := feedArticles(response{url: "https://site.example/feed", body: body, contentType: contentType}, noon)
		if err != nil && len(articles) > 0 {
			t.Errorf("articles and an error: %v", err)
		}
		for _, a := range articles {
			if !utf8.ValidString(a.Text) || !utf8.ValidString(a.Title) || a.Published.Last().After(noon.AddDate(0, 0, 3)) {
				t.Errorf("a bad article: %s", line(a))
			}
		}
	})
}

func FuzzPage(f *testing.F) {
	seeds(f, "pages")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		a, err := pageArticle(response{url: "https://site.example/page", body: body, contentType: contentType}, noon)
		if err == nil && (!utf8.ValidString(a.Text) || utf8.RuneCountInString(a.Text) < leastArticle) {
			t.Errorf("a bad article: %s", line(a))
		}
	})
}

func FuzzList(f *testing.F) {
	seeds(f, "pages")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		articles, _ := listedArticles(response{url: "https://site.example/list", body: body, contentType: contentType}, "a")
		for _, a := range articles {
			if a.URL == "" {
				t.Error("a link without an address")
			}
		}
	})
}
