package catalog

import (
	"bufio"
	"encoding/json"
	"hash/fnv"
	"os"
	"strings"
	"testing"
)

// pair is a line of testdata: two reports, and why they are one event or two.
type pair struct {
	Why  string
	A, B pairEvent
}

type pairEvent struct {
	Event
	Cities []string `json:"cities"`
}

func (p pairEvent) event() Event {
	e := p.Event
	for _, label := range p.Cities {
		e.Cities = append(e.Cities, cityOf(label))
	}
	return e
}

func cityOf(label string) City {
	name, country, _ := strings.Cut(label, ", ")
	h := fnv.New32a()
	h.Write([]byte(label))
	return City{ID: int32(h.Sum32() >> 1), Name: name, Country: country}
}

func readPairs(t *testing.T, file string) []pair {
	t.Helper()
	f, err := os.Open("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var pairs []pair
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var p pair
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatalf("%s, line %d: %v", file, len(pairs)+1, err)
		}
		pairs = append(pairs, p)
	}
	return pairs
}

func TestReportsOfOneEventAreToldFromReportsOfTwo(t *testing.T) {
	found, missed, mistaken := 0, 0, 0
	for _, p := range readPairs(t, "same.jsonl") {
		if a, b := p.A.event(), p.B.event(); Same(a, b) && Same(b, a) {
			found++
		} else {
			missed++
			t.Logf("not found to be one: %s (likeness %.2f)", p.Why, likeness(a, b))
		}
	}
	for _, p := range readPairs(t, "different.jsonl") {
		if a, b := p.A.event(), p.B.event(); Same(a, b) || Same(b, a) {
			mistaken++
			t.Logf("taken for one: %s (likeness %.2f)", p.Why, likeness(a, b))
		}
	}
	precision, recall := float64(found)/float64(found+mistaken), float64(found)/float64(found+missed)
	t.Logf("precision %.3f, recall %.3f of %d pairs", precision, recall, found+missed)
	if precision < 0.95 || recall < 0.95 {
		t.Errorf("precision %.3f and recall %.3f, want 0.95 each", precision, recall)
	}
}

func TestOfTwoEventsThatAReportCouldMeanTheMoreAlikeIsTaken(t *testing.T) {
	report := memorandum(t)
	report.ID = "report"
	less, more := memorandum(t), memorandum(t)
	less.ID, more.ID = "less", "more"
	less.People, less.Organisations = nil, nil
	if at := MostAlike([]Event{less, more}, report); at != 1 {
		t.Errorf("it is number %d", at)
	}
	report.ID = "less"
	if at := MostAlike([]Event{more, less}, report); at != 1 {
		t.Errorf("the one with its id is not taken: %d", at)
	}
	report.ID, report.Cities = "other", []City{cityOf("Ruse, BG")}
	if at := MostAlike([]Event{less, more}, report); at != -1 {
		t.Errorf("a stranger is number %d", at)
	}
}
