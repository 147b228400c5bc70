package ingest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mostbot/catalog"
	"mostbot/extract"
	"mostbot/gazetteer"
)

// told is an article of a story: testdata/stories/README.md says how the files are named.
type told struct {
	file, story string
	article     catalog.Article
	event       catalog.Event
	reportable  bool
}

// stories reads the articles and what each reports, the oldest first.
func stories(t *testing.T) []told {
	t.Helper()
	files, err := filepath.Glob("testdata/stories/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	places, extractor := reader(t)
	var list []told
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
		a := catalog.Article{
			URL: "https://" + parts[2] + ".example/" + parts[0], Text: string(text), Published: published, Outlet: parts[2],
		}
		report := extractor.Read(a, nil)
		addition := catalog.Resolver{Cities: places}.Resolve(report, a, published.First())
		list = append(list, told{filepath.Base(file), parts[0], a, addition.Event, report.Reportable()})
	}
	slices.SortStableFunc(list, func(a, b told) int { return a.article.Published.First().Compare(b.article.Published.First()) })
	return list
}

func reader(t *testing.T) (*gazetteer.Gazetteer, *extract.Extractor) {
	t.Helper()
	places, err := gazetteer.Open()
	if err != nil {
		t.Fatal(err)
	}
	extractor, err := extract.New(places)
	if err != nil {
		t.Fatal(err)
	}
	return places, extractor
}

// The measure of the whole way from text to identity. Whether an article is read as a report at all is measured where
// articles are read: its pairs are counted here, but not held against the merging.
func TestArticlesOfOneEventAreToldFromArticlesOfTwo(t *testing.T) {
	list := stories(t)
	pairs, unread, nearMisses := 0, 0, 0
	found, mistaken := 0, 0
	for i, a := range list {
		for _, b := range list[:i] {
			same := a.reportable && b.reportable && (catalog.Same(a.event, b.event) || catalog.Same(b.event, a.event))
			group, _, _ := strings.Cut(a.story, "_")
			other, _, _ := strings.Cut(b.story, "_")
			switch {
			case a.story == b.story:
				pairs++
				switch {
				case same:
					found++
				case !a.reportable || !b.reportable:
					unread++
					t.Logf("no report: %s, %s\n%s\n%s", a.file, b.file, outline(a), outline(b))
				default:
					t.Logf("not found to be one: %s, %s\n%s\n%s", a.file, b.file, outline(a), outline(b))
				}
			case same:
				mistaken++
				t.Logf("taken for one: %s, %s\n%s\n%s", a.file, b.file, outline(a), outline(b))
			}
			if a.story != b.story && group == other {
				nearMisses++
			}
		}
	}
	precision, recall := float64(found)/float64(found+mistaken), float64(found)/float64(pairs-unread)
	t.Logf("precision %.3f, recall %.3f of %d pairs that were read, of %d, and %d near misses",
		precision, recall, pairs-unread, pairs, nearMisses)
	if precision < 0.95 || recall < 0.95 || pairs-unread < 30 || nearMisses < 30 {
		t.Errorf("precision %.3f and recall %.3f, want 0.95 each, of 30 pairs and 30 near misses", precision, recall)
	}
}

// Who was told of an event is not told again because another outlet tells of it in its own language.
func TestAStoryInAnotherLanguageIsNoNews(t *testing.T) {
	list := stories(t)
	reports, news := 0, 0
	for i, later := range list {
		for _, first := range list[:i] {
			if first.story != later.story || !catalog.Same(first.event, later.event) || first.event.Stage != later.event.Stage {
				continue
			}
			reports++
			if merged, novelty := catalog.Merge(first.event, later.event); novelty != catalog.Attached {
				news++
				t.Logf("%s is %s after %s: %v %v %s", later.file, novelty, first.file, merged.Cities, merged.Organisations, merged.Date)
			}
		}
	}
	t.Logf("%d of %d reports are news", news, reports)
	if reports < 30 || float64(news) > 0.05*float64(reports) {
		t.Errorf("%d of %d second reports are news", news, reports)
	}
}

func outline(a told) string {
	e := a.event
	return fmt.Sprintf("  %t %s %s %s %v %v %v", a.reportable, e.Kind, e.Stage, e.Date, e.Cities, e.Organisations, e.Projects)
}

func TestARefusalSaysThatNothingCouldBeRead(t *testing.T) {
	_, extractor := reader(t)
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
