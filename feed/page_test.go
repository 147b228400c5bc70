package feed

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestAnArticleIsTakenOutOfItsPage(t *testing.T) {
	got, err := ReadPage(recorded(t, "pages/article.html"), "https://key.example/novini/hub-odesa?fbclid=1", noon)
	if err != nil {
		t.Fatal(err)
	}
	if got.Title != "Пристан и Одеса отварят общ хъб" || got.URL != "https://key.example/novini/hub-odesa" ||
		got.Published.String() != "2026-03-04" || got.Language != "bg" {
		t.Errorf("got %s", line(got))
	}
	if !strings.HasPrefix(got.Text, got.Title+"\n\n") || strings.Count(got.Text, got.Title) != 1 {
		t.Errorf("the headline does not stand once above the text: %q", got.Text)
	}
	for _, part := range []string{"бившата митница", "\n\nХъбът ще предлага", "преподаватели и оборудване."} {
		if !strings.Contains(got.Text, part) {
			t.Errorf("%q is missing from %q", part, got.Text)
		}
	}
	for _, noise := range []string{"бисквитки", "Спорт", "права запазени", "автобуси"} {
		if strings.Contains(got.Text, noise) {
			t.Errorf("%q stands in %q", noise, got.Text)
		}
	}
}

func TestAPageWithoutAnArticleSaysSo(t *testing.T) {
	for name, body := range map[string][]byte{
		"a login wall": recorded(t, "pages/login.html"), "nothing": nil, "noise": []byte("\x00\xff<<<>>"),
	} {
		if got, err := ReadPage(body, "https://key.example/x", noon); !errors.Is(err, ErrNoArticle) {
			t.Errorf("%s gives %s, %v", name, line(got), err)
		}
	}
	if _, err := pageArticle(response{contentType: "application/pdf", body: []byte("%PDF")}, noon); !errors.Is(err, ErrNoArticle) {
		t.Errorf("a PDF gives %v", err)
	}
}

func TestAPageInAnOldEncoding(t *testing.T) {
	body := bytes.ReplaceAll(recorded(t, "pages/article.html"), []byte(`<meta charset="utf-8">`), nil)
	encoded := make([]byte, 0, len(body))
	for _, r := range string(body) {
		encoded = append(encoded, windows1251(r))
	}
	got, err := ReadPage(encoded, "https://key.example/x", noon)
	if err != nil || !strings.Contains(got.Text, "дигитален иновационен хъб") {
		t.Errorf("got %s, %v", line(got), err)
	}
}

// windows1251 encodes what the test page is made of.
func windows1251(r rune) byte {
	switch {
	case 'А' <= r && r <= 'я':
		return byte(r - 'А' + 0xC0)
	case r < 0x80:
		return byte(r)
	}
	return map[rune]byte{'„': 0x84, '“': 0x93, '©': 0xA9}[r]
}

func TestHugePagesAreReadInTime(t *testing.T) {
	for name, body := range map[string]string{
		"deep":    strings.Repeat("<div>", 100_000) + "x",
		"wide":    "<html><body>" + strings.Repeat("<p>Един абзац с няколко думи.</p>", 150_000),
		"links":   "<html><body>" + strings.Repeat(`<a href="/x">Връзка към друга страница</a> `, 60_000),
		"tables":  "<html><body>" + strings.Repeat("<table><tr><td>", 30_000),
		"no end":  "<html><body><p>" + strings.Repeat("дума ", 400_000),
		"quotes":  strings.Repeat(`<a title="`, 200_000),
		"numbers": "<html><body><p>" + strings.Repeat("2024-13-45 12.12. 2023/2024 ", 50_000),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			got, err := ReadPage([]byte(body), "https://key.example/x", noon)
			if took := time.Since(start); took > 30*time.Second {
				t.Errorf("took %s (%v)", took, err)
			}
			if len([]rune(got.Text)) > mostText+300 {
				t.Errorf("a text of %d characters", len([]rune(got.Text)))
			}
		})
	}
}
