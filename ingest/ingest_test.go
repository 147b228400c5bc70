package ingest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mostbot/catalog"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

func article(n int, text string) catalog.Article {
	return catalog.Article{URL: fmt.Sprintf("https://a.example/%d", n), Title: fmt.Sprint("Story ", n), Text: text}
}

func round(t *testing.T, w *world, now time.Time, ids ...string) Summary {
	t.Helper()
	summary, err := w.ingest().Round(context.Background(), now, ids...)
	if err != nil {
		t.Fatal(err)
	}
	return summary
}

func TestARoundSortsArticlesByWhatTheyReport(t *testing.T) {
	w := newWorld("a")
	w.articles["a"] = []catalog.Article{
		article(1, "agreement: Burgas, Odesa."), article(2, "agreement: Burgas, Odesa. Told again."),
		article(3, "unsure agreement: Ruse, Iasi."), article(4, "A concert."), article(5, "panic"),
	}
	got := round(t, w, noon).Lines[0]
	if want := (Line{Source: "a", Articles: 5, Added: 1, Merged: 1, Queued: 1, Dropped: 2}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if len(w.events) != 1 || len(w.events[0].Sources) != 2 || len(w.queue) != 1 || w.queue[0].Reason != Unsure {
		t.Errorf("events %+v, queue %+v", w.events, w.queue)
	}
	if got := round(t, w, noon.Add(time.Hour)).Lines[0]; got.Articles != 0 {
		t.Errorf("a second round finds %+v", got)
	}
}

func TestACrashAtAnyStepLosesNothingAndDoublesNothing(t *testing.T) {
	for _, crash := range []string{"read", "complete", "directory", "add", "queue", "mark", "save"} {
		t.Run(crash, func(t *testing.T) {
			w := newWorld("a")
			w.articles["a"] = []catalog.Article{article(1, "agreement: Burgas, Odesa."), article(2, "unsure agreement: Ruse, Iasi.")}
			w.crash = crash
			round(t, w, noon)
			if w.crash != "" {
				t.Fatalf("the step %s was never taken", crash)
			}
			for i := range 3 {
				round(t, w, noon.Add(time.Duration(i+1)*24*time.Hour))
			}
			if len(w.events) != 1 || len(w.queue) != 1 || len(w.events[0].Sources) != 1 {
				t.Errorf("%d events, %d queued", len(w.events), len(w.queue))
			}
			if state := w.states["a"]; state.ETag != "whole" || state.Failures != 0 || state.Error != "" {
				t.Errorf("state %+v", state)
			}
		})
	}
}

func TestAnOutcomeIsStoredBeforeItsArticleIsMarked(t *testing.T) {
	w := newWorld("a")
	w.articles["a"] = []catalog.Article{article(1, "agreement: Burgas, Odesa.")}
	round(t, w, noon)
	if got, want := strings.Join(w.steps, " "), "read complete directory add mark save"; got != want {
		t.Errorf("the steps are %s, want %s", got, want)
	}
}

func TestAHangingSourceDelaysNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld("a", "b", "c")
		w.hanging["b"] = true
		w.failing["c"] = errors.New("garbage")
		w.articles["a"] = []catalog.Article{article(1, "agreement: Burgas, Odesa.")}
		done := make(chan Summary)
		in := w.ingest()
		go func() {
			summary, _ := in.Round(context.Background(), noon)
			done <- summary
		}()
		time.Sleep(time.Second)
		synctest.Wait()
		if _, progress := in.Last(); progress != (Progress{noon, 2, 3}) {
			t.Errorf("the round has come so far: %+v", progress)
		}
		w.mu.Lock()
		if len(w.events) != 1 || w.states["a"].Read.IsZero() {
			t.Error("the others wait")
		}
		w.mu.Unlock()
		lines := (<-done).Lines
		if lines[1].Err == nil || lines[2].Err == nil || lines[0].Err != nil {
			t.Errorf("lines %v", lines)
		}
		if last, progress := in.Last(); last.Failed() != 2 || last.Took != longestSource || progress != (Progress{}) {
			t.Errorf("at the end %+v, %+v", last, progress)
		}
	})
}

func TestStoppingTheBotIsNoFailureOfASource(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld("a")
		w.hanging["a"] = true
		ctx, stop := context.WithCancel(context.Background())
		go func() {
			synctest.Wait()
			stop()
		}()
		if _, err := w.ingest().Round(ctx, noon); !errors.Is(err, context.Canceled) {
			t.Errorf("the round ends with %v", err)
		}
		if state := w.states["a"]; state.Failures != 0 || !state.Next.IsZero() {
			t.Errorf("state %+v", state)
		}
	})
}

func TestTroubleWithTheStoreIsNoFailureOfASource(t *testing.T) {
	w := newWorld("a")
	w.articles["a"] = []catalog.Article{article(1, "agreement: Burgas, Odesa.")}
	w.crash = "add"
	if line := round(t, w, noon).Lines[0]; !errors.Is(line.Err, errCrash) || w.states["a"].Failures != 0 {
		t.Errorf("line %v, state %+v", line, w.states["a"])
	}
	if line := round(t, w, noon.Add(time.Minute)).Lines[0]; line.Added != 1 {
		t.Errorf("a minute later %v", line)
	}
}

func TestASourceThatUsesUpItsTimeFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld("a")
		w.hanging["a"] = true
		if line := round(t, w, noon).Lines[0]; line.Err == nil || w.states["a"].Failures != 1 {
			t.Errorf("line %v, state %+v", line, w.states["a"])
		}
	})
}

func TestASourceIsReadWhenItIsDue(t *testing.T) {
	w := newWorld("a", "b")
	w.states["b"] = catalog.SourceState{ID: "b", Paused: true}
	if got := len(round(t, w, noon).Lines); got != 1 {
		t.Errorf("%d sources read at first", got)
	}
	if got := len(round(t, w, noon.Add(8*time.Minute)).Lines); got != 0 {
		t.Errorf("%d sources read too early", got)
	}
	if got := len(round(t, w, noon.Add(10*time.Minute)).Lines); got != 1 {
		t.Errorf("%d sources read when due", got)
	}
	if got := len(round(t, w, noon.Add(11*time.Minute), "b").Lines); got != 1 {
		t.Errorf("%d sources read by name", got)
	}
	if _, err := w.ingest().Round(context.Background(), noon, "x"); err == nil || !strings.Contains(err.Error(), `"x"`) {
		t.Errorf("an unknown source gives %v", err)
	}
}

func TestASourceThatIsPausedWhileItIsReadStaysPaused(t *testing.T) {
	w := newWorld("a")
	w.articles["a"] = []catalog.Article{article(1, "agreement: Burgas, Odesa.")}
	in := w.ingest()
	in.Extract = func(a catalog.Article, known *catalog.Directory) catalog.Report {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.states["a"] = catalog.SourceState{ID: "a", Paused: true}
		return readTestArticle(a, known)
	}
	if _, err := in.Round(context.Background(), noon); err != nil || !w.states["a"].Paused {
		t.Errorf("state %+v, %v", w.states["a"], err)
	}
}

func TestAFailingSourceIsAskedLessAndLessAndHeals(t *testing.T) {
	w := newWorld("a")
	w.failing["a"] = errors.New("the site answered 500")
	now, last := noon, time.Duration(0)
	for range 12 {
		round(t, w, now)
		wait := w.states["a"].Next.Sub(now)
		if wait < last*9/10 || wait > longestBackoff {
			t.Errorf("waits %s after %s", wait, last)
		}
		last, now = wait, w.states["a"].Next
	}
	if len(w.told) != 1 || !w.states["a"].Told {
		t.Errorf("the admins were told %d times", len(w.told))
	}
	delete(w.failing, "a")
	round(t, w, now)
	if s := w.states["a"]; s.Failures != 0 || s.Error != "" || s.Told || s.Next.Sub(now) > 10*time.Minute {
		t.Errorf("healed, its state is %+v", s)
	}
}

func TestTheSitesOwnPatienceIsKept(t *testing.T) {
	in := newWorld("a").ingest()
	asked := noon.Add(5 * time.Hour)
	if got := in.settle(catalog.SourceState{Next: asked}, Line{Err: errors.New("429")}, noon); !got.Next.Equal(asked) {
		t.Errorf("next at %s, the site asked for %s", got.Next, asked)
	}
}

func TestASilentSourceIsToldOfOnce(t *testing.T) {
	w := newWorld("a")
	w.states["a"] = catalog.SourceState{ID: "a", News: noon.Add(-31 * 24 * time.Hour), ETag: "whole"}
	round(t, w, noon)
	round(t, w, noon.Add(24*time.Hour))
	if len(w.told) != 1 || !w.told[0].Silent {
		t.Errorf("told %+v", w.told)
	}
}

type forever struct{ error }

func (forever) Permanent() bool { return true }

func TestAPageThatCannotBeHadNowIsTriedAgain(t *testing.T) {
	w := newWorld("a")
	w.articles["a"] = []catalog.Article{article(1, "agreement: Burgas, Odesa."), article(2, "agreement: Ruse, Iasi.")}
	w.pages["https://a.example/1"] = errors.New("the site answered 502")
	line := round(t, w, noon).Lines[0]
	if line.Later != 1 || line.Added != 1 || line.Err != nil || w.states["a"].Failures != 0 {
		t.Errorf("line %v, state %+v", line, w.states["a"])
	}
	delete(w.pages, "https://a.example/1")
	if line := round(t, w, noon.Add(time.Hour)).Lines[0]; line.Added != 1 {
		t.Errorf("then %v", line)
	}
}

func TestAPageThatNeverCanBeHadIsGivenUp(t *testing.T) {
	w := newWorld("a")
	w.articles["a"] = []catalog.Article{article(1, "agreement: Burgas, Odesa.")}
	w.pages["https://a.example/1"] = fmt.Errorf("read: %w", forever{errors.New("login wall")})
	if line := round(t, w, noon).Lines[0]; line.Dropped != 1 || line.Later != 0 {
		t.Errorf("line %v", line)
	}
	w.states["a"] = catalog.SourceState{}
	if line := round(t, w, noon.Add(time.Hour)).Lines[0]; line.Articles != 0 {
		t.Errorf("then %v", line)
	}
}

const long = `The mayor said on Monday that the two towns would share their sensors, their maps and the people who keep them,
and that the first common service would open before the summer, in both languages and without a queue at any counter.`

func TestCopiesOfAnUnsureReportAreQueuedOnce(t *testing.T) {
	w := newWorld("a", "b")
	story := "unsure agreement: Ruse, Iasi. " + long + long
	w.articles["a"] = []catalog.Article{article(1, story)}
	w.articles["b"] = []catalog.Article{article(2, story+" Corrected."), article(3, "unsure agreement: Varna, Lviv. "+strings.ToUpper(long))}
	if line := round(t, w, noon, "a").Lines[0]; line.Queued != 1 {
		t.Errorf("first %v", line)
	}
	if line := round(t, w, noon, "b").Lines[0]; line.Queued != 1 || line.Dropped != 1 {
		t.Errorf("then %v", line)
	}
}

func TestCopiesOfASureReportAreItsSources(t *testing.T) {
	w := newWorld("a", "b")
	story := "agreement: Burgas, Odesa. " + long
	w.articles["a"] = []catalog.Article{article(1, story)}
	w.articles["b"] = []catalog.Article{article(2, story)}
	if line := round(t, w, noon).Total(); line.Added != 1 || line.Merged != 1 || len(w.events[0].Sources) != 2 {
		t.Errorf("%v, %+v", line, w.events)
	}
}

func TestAPageThatChangesIsReadAgain(t *testing.T) {
	w := newWorld("a")
	w.sources[0].Kind = "page"
	for i, text := range []string{"agreement: Burgas, Odesa.", "agreement: Burgas, Odesa.", "agreement: Ruse, Iasi."} {
		w.articles["a"] = []catalog.Article{article(1, text)}
		w.states["a"] = catalog.SourceState{}
		if line := round(t, w, noon.Add(time.Duration(i)*time.Hour)).Lines[0]; (line.Articles == 1) != (i != 1) {
			t.Errorf("%d: %v", i, line)
		}
	}
}

func TestShinglesTellCopiesFromOtherTexts(t *testing.T) {
	words := strings.Fields(long)
	edited := append([]string{}, words...)
	edited[len(edited)/2] = "changed"
	if got := sharedKeys(words, edited); got < leastBands {
		t.Errorf("with one word changed %d bands are shared", got)
	}
	half := append(append([]string{}, words[:len(words)/2]...), strings.Fields("but then something quite different was said by "+
		"another person, about roads and bridges and the price of bread in winter, none of which anybody wrote down")...)
	if got := sharedKeys(words, half); got >= leastBands {
		t.Errorf("with half of the text changed %d bands are shared", got)
	}
}

func sharedKeys(a, b []string) int {
	shared := 0
	others := textKeys(catalog.Article{Text: strings.Join(b, " ")})
	for i, key := range textKeys(catalog.Article{Text: strings.Join(a, " ")}) {
		if key == others[i] {
			shared++
		}
	}
	return shared
}

func TestAnArticleHandedInIsReadAtOnce(t *testing.T) {
	w := newWorld("a")
	w.articles["a"] = []catalog.Article{article(1, "agreement: Burgas, Odesa.")}
	in := w.ingest()
	for given, want := range map[string]Outcome{
		"https://a.example/1": Taken, " a.example/1 ": Taken, "https://a.example/404": Unreadable, "A concert.": Refused,
		"agreement: Ruse, Iasi.": Taken, "unsure agreement: Varna, Lviv.": Queued, "": Refused,
	} {
		got, err := in.ReadNow(context.Background(), given, noon)
		if err != nil || got.Outcome != want {
			t.Errorf("%q is %s (%s), %v, want %s", given, got.Outcome, got.Reason, err, want)
		}
	}
	again, err := in.ReadNow(context.Background(), "https://a.example/1", noon)
	if err != nil || again.Outcome != Taken || again.Added.Novelty != catalog.Known {
		t.Errorf("the same again: %+v, %v", again, err)
	}
}

func TestLinesSayWhatCame(t *testing.T) {
	summary := Summary{Lines: []Line{
		{Source: "a", Articles: 3, Added: 1, Merged: 1, Queued: 0, Dropped: 1}, {Source: "b", Err: errors.New("the site answered 500")},
	}}
	for i, want := range []string{"a: 3 new articles, 1 added, 1 merged, 0 queued, 1 dropped", "b: the site answered 500"} {
		if got := summary.Lines[i].String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if total := summary.Total(); total.Articles != 3 || summary.Failed() != 1 {
		t.Errorf("total %+v, failed %d", total, summary.Failed())
	}
}
