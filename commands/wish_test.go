package commands

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"mostbot/catalog"
	"mostbot/texts"
)

// nowhere knows no names.
type nowhere struct{}

func (nowhere) Name(int32, catalog.Language) string { return "" }

func vocabularyFor(t testing.TB) vocabulary {
	t.Helper()
	all, err := texts.New(nowhere{})
	if err != nil {
		t.Fatal(err)
	}
	return newVocabulary(all)
}

func TestAWishSurvivesItsButton(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := wish{
			when: rapid.SampledFrom([]string{"", "instant", "daily ?", "daily 08:30", "weekly mon ?", "weekly sun 23:59"}).Draw(t, "when"),
			n:    rapid.IntRange(0, 99999).Draw(t, "n"),
		}
		switch rapid.IntRange(0, 2).Draw(t, "filter") {
		case 0:
			w.filtered = true
			ref := rapid.SampledFrom([]catalog.Ref{catalog.CountryRef("BG"), catalog.ProjectRef("a-b"), catalog.KindRef(catalog.Visit)})
			w.filter = catalog.NewFilter(rapid.SliceOfN(ref, 0, 3).Draw(t, "refs")...)
		case 1:
			w.filtered, w.topical = true, true
		}
		back, ok := parseWish(w.String())
		if !ok || back.String() != w.String() || back.filter.Key() != w.filter.Key() || back.n != w.n || back.filtered != w.filtered {
			t.Fatalf("%+v came back as %+v, %v", w, back, ok)
		}
	})
}

func TestWordsThatSayWhenAreUnderstood(t *testing.T) {
	b := &Book{words: vocabularyFor(t)}
	for _, c := range []struct{ line, schedule, rest string }{
		{"daily 08:30 Варна", "daily 08:30", "Варна"},
		{"Варна, Одеса всеки ден в 8.30", "daily 08:30", "Варна, Одеса в"},
		{"weekly", "weekly mon 09:00", ""},
		{"weekly fri 18:15", "weekly fri 18:15", ""},
		{"в петък 18ч Русе", "weekly fri 18:00", "Русе"},
		{"щопонеділка о 7:05", "weekly mon 07:05", "о"},
		{"în fiecare joi la 8", "weekly thu 08:00", "la"},
		{"jeden Mittwoch um 20 Uhr Graz", "weekly wed 20:00", "um Graz"},
		{"в петък в 18 ч Бургас", "weekly fri 18:00", "в Бургас"},
		{"weekdays 7 pm", "weekdays 19:00", ""},
		{"werktags", "weekdays 09:00", ""},
		{"weekdays 7am", "weekdays 07:00", ""},
		{"daily 11pm", "daily 23:00", ""},
		{"12:00", "daily 12:00", ""},
		{"Sofia", "", "Sofia"},
		{"instant kind:visit", "instant", "kind:visit"},
		{"веднага Novi Sad", "instant", "Novi Sad"},
	} {
		when, rest := b.readTiming(c.line)
		got := ""
		if when.said() {
			got = when.schedule().String()
		}
		if got != c.schedule || rest != c.rest || when.bad != "" {
			t.Errorf("%q: %q and %q, bad %q; want %q and %q", c.line, got, rest, when.bad, c.schedule, c.rest)
		}
	}
	for _, bad := range []string{"daily 25:00", "24:00", "8:60", "daily 8:5", "999"} {
		if when, _ := b.readTiming(bad); when.bad == "" {
			t.Errorf("%q is taken for %s", bad, when.schedule())
		}
	}
}

func TestEditorsDatesAreRead(t *testing.T) {
	for text, want := range map[string]string{
		"12.05.2025": "2025-05-12", "1.3.2026": "2026-03-01", "2025-05-12": "2025-05-12", "05.2025": "2025-05", "2025": "2025",
		"12.05.2025 – 14.05.2025": "2025-05-12/2025-05-14", "2024/2025": "2024/2025", "12.05.2025 - 14.05.2025": "2025-05-12/2025-05-14",
		"31.02.2025": "", "утре": "", "": "", "1.2.3.4": "", "–": "",
	} {
		got, ok := readDate(text)
		if got.String() != want || ok != (want != "") {
			t.Errorf("%q: %q, %v; want %q", text, got, ok, want)
		}
	}
}

func TestZonesAreReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"Europe/Sofia": "Europe/Sofia", "europe/sofia": "Europe/Sofia", "america/new_york": "America/New_York", "utc": "UTC",
		"UTC+2": "Etc/GMT-2", "gmt -3": "Etc/GMT+3", "UTC+99": "", "Local": "", "Sofia": "", "../etc/passwd": "", "": "", "/": "",
	} {
		zone, ok := readZone(text)
		got := ""
		if ok {
			got = zone.String()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	zone, _ := time.LoadLocation("Etc/GMT-2")
	if zoneName(zone) != "UTC+2" || zoneName(time.UTC) != "UTC" {
		t.Errorf("named %s and %s", zoneName(zone), zoneName(time.UTC))
	}
}

func FuzzReadTiming(f *testing.F) {
	f.Add("daily 08:30 Варна")
	f.Add("в понеделник 8pm, 25:99 #x")
	b := &Book{words: vocabularyFor(f)}
	f.Fuzz(func(t *testing.T, line string) {
		when, _ := b.readTiming(line)
		if _, err := catalog.ParseSchedule(when.schedule().String()); err != nil {
			t.Errorf("%q makes %s: %v", line, when.schedule(), err)
		}
	})
}
