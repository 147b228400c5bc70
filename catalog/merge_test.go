package catalog

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func dated(t testing.TB, text string) Date {
	t.Helper()
	d, err := ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var byDateText = cmp.Comparer(func(a, b Date) bool { return a.String() == b.String() })

func memorandum(t *testing.T) Event {
	return Event{
		ID: "varna-odesa-2024", Kind: Agreement, Stage: Happened, Date: dated(t, "2024-05"),
		Cities:        []City{cityOf("Varna, BG"), cityOf("Odesa, UA")},
		Organisations: []string{"varna-municipality", "odesa-it-cluster"},
		People:        []Person{{Name: "Геннадій Труханов"}},
		Topics:        []Topic{"other"},
		Sources:       []Source{{URL: "https://varna.example/a", Outlet: "Варна", Language: "bg"}},
		Confidence:    0.8, Entered: time.Unix(1, 0), Provenance: Provenance{Origin: FromNews, Version: 3},
	}
}

func TestAReportAddsWhatItKnowsBetter(t *testing.T) {
	known := memorandum(t)
	report := memorandum(t)
	report.ID, report.Date, report.Entered = "other", dated(t, "2024-05-14"), time.Unix(9, 0)
	report.Cities = append(report.Cities, cityOf("Constanta, RO"))
	report.People = []Person{{Name: "Gennadii Trukhanov", Role: "mayor of Odesa"}, {Name: "Blagomir Kotsev"}}
	report.Topics = []Topic{"smart-city"}
	report.Sources = []Source{{URL: "https://odesa.example/b", Outlet: "Одеса", Language: "uk"}}
	report.Evidence = []Evidence{{Text: "Підписали.", Language: "uk"}}

	want := memorandum(t)
	want.Date, want.Cities = report.Date, report.Cities
	want.People = []Person{{Name: "Геннадій Труханов", Role: "mayor of Odesa"}, {Name: "Blagomir Kotsev"}}
	want.Topics = []Topic{"smart-city"}
	want.Sources = append(want.Sources, report.Sources...)
	want.Evidence = report.Evidence
	got, novelty := Merge(known, report)
	if diff := cmp.Diff(want, got, byDateText); diff != "" || novelty != Updated {
		t.Errorf("%s, %s", novelty, diff)
	}
	if diff := cmp.Diff(memorandum(t), known, byDateText); diff != "" {
		t.Errorf("the known event was changed: %s", diff)
	}
	if again, novelty := Merge(got, report); novelty != Known {
		t.Errorf("the same report again is %s: %s", novelty, cmp.Diff(got, again, byDateText))
	}
}

func TestTheSameStoryElsewhereIsOneMoreSource(t *testing.T) {
	report := memorandum(t)
	report.Sources = []Source{{URL: "https://odesa.example/b", Language: "uk"}}
	report.Organisations = []string{"odeskyi-it-klaster", "odesa-city-council", "palata-odesa"}
	report.Date = dated(t, "2024")
	got, novelty := Merge(memorandum(t), report)
	if novelty != Attached || len(got.Sources) != 2 || got.Date.String() != "2024-05" {
		t.Errorf("%s: %+v", novelty, got)
	}
}

func TestTheSameAddressWrittenOtherwiseIsNoNewSource(t *testing.T) {
	report := memorandum(t)
	report.Sources = []Source{{URL: "http://www.varna.example/a/?utm_source=rss", Language: "bg"}}
	if _, novelty := Merge(memorandum(t), report); novelty != Known {
		t.Errorf("it is %s", novelty)
	}
}

func TestTheSameHeadlineOfTheSameOutletIsNoNewSource(t *testing.T) {
	known, report := memorandum(t), memorandum(t)
	known.Sources[0].Title = "Подписаха!"
	report.Sources = []Source{{URL: "https://varna.example/again", Outlet: "Варна", Language: "bg", Title: "„Подписаха“"}}
	if _, novelty := Merge(known, report); novelty != Known {
		t.Errorf("it is %s", novelty)
	}
	report.Sources[0].Outlet = "Одеса"
	if _, novelty := Merge(known, report); novelty != Attached {
		t.Errorf("another outlet's is %s", novelty)
	}
}

func TestWhatWasPlannedHappensOnceAndOnItsRealDay(t *testing.T) {
	known, report := memorandum(t), memorandum(t)
	known.Stage, known.Date = Planned, dated(t, "2024-05-10")
	report.Date = dated(t, "2024-05-14")
	got, novelty := Merge(known, report)
	if novelty != Updated || got.Stage != Happened || got.Date.String() != "2024-05-14" {
		t.Errorf("%s: %s on %s", novelty, got.Stage, got.Date)
	}
	if back, novelty := Merge(got, known); novelty != Known || back.Stage != Happened || back.Date.String() != "2024-05-14" {
		t.Errorf("an old report of the plan gives %s: %s on %s", novelty, back.Stage, back.Date)
	}
}

func TestNewsDoesNotOverwriteAnEditorsWord(t *testing.T) {
	known, report := memorandum(t), memorandum(t)
	known.Origin = FromEditor
	report.Date = dated(t, "2024-05-14")
	report.Cities, report.People = []City{cityOf("Ruse, BG")}, []Person{{Name: "Somebody Else"}}
	report.Sources = []Source{{URL: "https://odesa.example/b"}}
	got, novelty := Merge(known, report)
	want := known
	want.Sources = append([]Source{}, known.Sources[0], report.Sources[0])
	if diff := cmp.Diff(want, got, byDateText); diff != "" || novelty != Attached {
		t.Errorf("%s: %s", novelty, diff)
	}
}

func TestOnePersonInSeveralSpellings(t *testing.T) {
	for _, names := range [][2]string{
		{"Vitaliy Belobrov", "Виталий Белобров"}, {"Serhij Tschernyschow", "Сергій Чернишов"},
		{"Олександр Сєнкевич", "Sienkevych Oleksandr"}, {"D. Nikolov", "Димитър Николов"},
		{"Andriy Ivanovych Sadovyi", "Andrij Sadowyj"}, {"Ștefan Popa", "Stefan Popa"},
	} {
		if !samePerson(names[0], names[1]) {
			t.Errorf("%s is not %s", names[0], names[1])
		}
	}
	for _, names := range [][2]string{
		{"Dimitar Nikolov", "Petko Georgiev"}, {"Dimitar Nikolov", "Nikolov"}, {"Ivan Petrov", "Petar Ivanov"}, {"", ""},
		{"Dimitar Nikolov", "Dimitar Radev"},
	} {
		if samePerson(names[0], names[1]) {
			t.Errorf("%s is %s", names[0], names[1])
		}
	}
}

func TestAnEditorsTextsAreTakenWhereThereAreNone(t *testing.T) {
	known, report := memorandum(t), memorandum(t)
	known.Title = Text{"en": "Old"}
	report.Title, report.Summary = Text{"en": "New", "bg": "Ново"}, Text{"bg": "Кратко"}
	got, novelty := Merge(known, report)
	if novelty != Attached || got.Title["en"] != "Old" || got.Title["bg"] != "Ново" || got.Summary["bg"] != "Кратко" {
		t.Errorf("%s: %v, %v", novelty, got.Title, got.Summary)
	}
	if len(known.Title) != 1 {
		t.Errorf("the known event was changed: %v", known.Title)
	}
}
