package feed

import (
	"strings"
	"testing"
)

func TestDatesAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"Публикувано на 4 март 2026 г.": "2026-03-04", "04.03.2026, 12:30": "2026-03-04", "4 березня 2026, 10:15": "2026-03-04",
		"4 martie 2026": "2026-03-04", "4. März 2026": "2026-03-04", "March 4th, 2026": "2026-03-04", "2026-03-04T10:00": "2026-03-04",
		"1 липня 2025 року": "2025-07-01", "12 iunie 2025": "2025-06-12", "31.02.2026": "", "4 март 2099": "", "15 хора 2025": "",
		"Тел. 0888 123 456": "", "": "", "2026": "", "7 ное. 2025": "2025-11-07", "3. Oktober 2025": "2025-10-03",
	} {
		if got := writtenDate(text, noon).String(); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestThePagesDateIsFoundAtItsHeadline(t *testing.T) {
	page := strings.ReplaceAll(string(recorded(t, "pages/article.html")),
		`<meta property="article:published_time" content="2026-03-04T18:20:00+02:00">`, "")
	got, err := ReadPage([]byte(page), "https://key.example/x", noon)
	if err != nil || got.Published.String() != "2026-03-04" {
		t.Errorf("got %s, %v", got.Published, err)
	}
}

func FuzzDate(f *testing.F) {
	f.Add("4 март 2026 г.")
	f.Add("31.12.2025")
	f.Fuzz(func(t *testing.T, text string) {
		if d := writtenDate(text, noon); !d.IsZero() && (d.First().Year() < 2000 || d.First().After(noon.AddDate(0, 0, 3))) {
			t.Errorf("%q is %s", text, d)
		}
	})
}
