package ingest

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mostbot/catalog"
	"mostbot/extract"
	"mostbot/gazetteer"
)

// The files of a story are named story.published.language.txt.
func TestAStoryToldInSeveralLanguagesIsOneEvent(t *testing.T) {
	places, err := gazetteer.Open()
	if err != nil {
		t.Fatal(err)
	}
	extractor, err := extract.New(places)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/stories/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld()
	in := w.ingest()
	in.Cities = places
	in.Extract = func(a catalog.Article, known *catalog.Directory) catalog.Report { return extractor.Read(a, known) }
	stories := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		parts := strings.Split(filepath.Base(file), ".")
		published, err := catalog.ParseDate(parts[1])
		if err != nil {
			t.Fatal(err)
		}
		result, err := in.One(context.Background(), catalog.Article{
			URL: "https://" + parts[2] + ".example/" + parts[0], Text: string(text), Published: published, Outlet: parts[2],
		}, published.First())
		if err != nil {
			t.Fatal(err)
		}
		if result.Outcome != Taken { // how well articles are read is measured elsewhere
			t.Logf("%s is %s: %s", file, result.Outcome, result.Reason)
			continue
		}
		if known := result.Added.Novelty != catalog.New; known != stories[parts[0]] {
			t.Errorf("%s is %s", file, result.Added.Novelty)
		}
		stories[parts[0]] = true
	}
	if len(stories) < 4 || len(w.events) != len(stories) {
		t.Errorf("%d stories make %d events", len(stories), len(w.events))
	}
	for _, e := range w.events {
		t.Logf("%s %s %s %v %v, %d sources", e.Kind, e.Stage, e.Date, e.Cities, e.Organisations, len(e.Sources))
	}
}

func TestARefusalSaysThatNothingCouldBeRead(t *testing.T) {
	places, err := gazetteer.Open()
	if err != nil {
		t.Fatal(err)
	}
	extractor, err := extract.New(places)
	if err != nil {
		t.Fatal(err)
	}
	in := newWorld().ingest()
	in.Extract = func(a catalog.Article, known *catalog.Directory) catalog.Report { return extractor.Read(a, known) }
	for text, want := range map[string]string{
		"":         "there is no text",
		"— 12 … !": "there is no text",
		"Mestna občina je včeraj predstavila načrt za obnovo šole, ki bo odprta jeseni prihodnje leto.": " is not read",
		"The city council met on Monday and spoke about the repair of the old bridge.":                  "neither cooperation nor digital",
	} {
		result, err := in.One(context.Background(), catalog.Article{Text: text}, time.Now())
		if err != nil || result.Outcome != Refused || !strings.HasSuffix(result.Reason, want) {
			t.Errorf("%q: %+v, %v", text, result, err)
		}
	}
}
