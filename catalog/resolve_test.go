package catalog

import (
	"slices"
	"testing"
	"time"
)

var seen = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

func reportOf(organisations ...string) Report {
	kind, stage, date := Agreement, Happened, NewDate(2026, 3, 3)
	return Report{
		Language: "bg", Cooperation: true, Digital: true, Kind: &kind, Stage: &stage, Date: &date,
		Cities:        []City{{732770, "Burgas", "BG"}, {734077, "Thessaloniki", "GR"}},
		Organisations: organisations, Title: "Заглавие", Evidence: "Подписаха.", Confidence: 0.9,
	}
}

func TestNamesOfAReportBecomeKnownIds(t *testing.T) {
	report := reportOf("Община Бургас", "Югоизточния дигитален иновационен хъб", "ITBridge", "Фондация „Морски данни“ Бургас")
	report.Projects = []string{"Мостове за сътрудничество", "Ясен път"}
	got := Resolver{Directory: someDirectory()}.Resolve(report, Article{URL: "https://a.example/1", Outlet: "А"}, seen)
	if want := []string{"burgas-municipality", "digihub", "fondatsiya-morski-danni-burgas"}; !slices.Equal(got.Event.Organisations, want) {
		t.Errorf("organisations %v, want %v", got.Event.Organisations, want)
	}
	if want := []string{"itbridge", "bridges", "yasen-pat"}; !slices.Equal(got.Event.Projects, want) {
		t.Errorf("projects %v, want %v", got.Event.Projects, want)
	}
	if len(got.Organisations) != 1 || got.Organisations[0].City.Name != "Burgas" || got.Organisations[0].Kind != "ngo" {
		t.Errorf("new organisations: %+v", got.Organisations)
	}
	if len(got.Projects) != 1 || got.Projects[0].Names["bg"] != "Ясен път" {
		t.Errorf("new projects: %+v", got.Projects)
	}
}

type greek struct{}

func (greek) Name(id int32, _ Language) string { return map[int32]string{734077: "Солун"}[id] }

func TestATownHallIsOneInEveryLanguage(t *testing.T) {
	for name, want := range map[string]string{
		"Burgas Municipality": "burgas-municipality", "Общината в Бургас": "obshtinata-v-burgas",
		"Бургаската община": "burgas-municipality", "Municipality of Burgas": "burgas-municipality",
		"Stadt Burgas": "burgas-municipality", "Primăria Burgas": "burgas-municipality",
		"Община Солун": "thessaloniki-municipality", "Thessaloniki City Council": "thessaloniki-municipality",
		"Бургаська міська рада": "burgas-municipality",
	} {
		got := Resolver{Directory: someDirectory(), Cities: greek{}}.Resolve(reportOf(name), Article{}, seen)
		if !slices.Equal(got.Event.Organisations, []string{want}) {
			t.Errorf("%s is %v, want %s", name, got.Event.Organisations, want)
		}
	}
}

func TestWhatOnlyBearsATownsNameIsNotItsTownHall(t *testing.T) {
	for _, name := range []string{"Stadtwerke Burgas", "Бургаски свободен университет", "Burgas Airport", "Бургас", "Regional Council"} {
		got := Resolver{Directory: someDirectory()}.Resolve(reportOf(name), Article{}, seen).Event.Organisations
		if slices.Contains(got, "burgas-municipality") {
			t.Errorf("%s is taken for the town hall", name)
		}
		if name == "Бургас" && len(got) > 0 {
			t.Errorf("the town is an organisation too: %v", got)
		}
	}
}

func TestATranslatedNameFindsWhatItTranslates(t *testing.T) {
	d := NewDirectory([]Organisation{
		{ID: "tic", Names: Text{"en": "Transilvania IT Cluster"}}, {ID: "vba", Names: Text{"en": "Vienna Business Agency"}},
		{ID: "odesa-family", Names: Text{"en": "Odesa IT Family"}},
	}, nil)
	for name, want := range map[string]string{
		"IT клъстер Трансилвания": "tic", "Виенската бизнес агенция": "vba", "Одеса IT клъстер": "odesa-it-klaster",
		"Бизнес агенция": "biznes-agentsiya", "IT клъстер Транспорт": "it-klaster-transport",
	} {
		got := Resolver{Directory: d}.Resolve(reportOf(name), Article{}, seen).Event.Organisations
		if !slices.Equal(got, []string{want}) {
			t.Errorf("%s is %v, want %s", name, got, want)
		}
	}
}

func TestATranslatedNameIsLearned(t *testing.T) {
	known := Organisation{ID: "tic", Names: Text{"en": "Transilvania IT Cluster"}, Provenance: Provenance{Origin: FromStarter}}
	got := Resolver{Directory: NewDirectory([]Organisation{known}, nil)}.Resolve(reportOf("IT клъстер Трансилвания", "Transilvania IT Cluster"), Article{}, seen)
	if len(got.Organisations) != 1 || got.Organisations[0].ID != "tic" {
		t.Fatalf("brings %+v", got.Organisations)
	}
	learned, changed := LearnNames(known, got.Organisations[0])
	if !changed || learned.Names["bg"] != "IT клъстер Трансилвания" || learned.Origin != FromStarter || len(known.Names) != 1 {
		t.Errorf("learned %+v", learned)
	}
	if _, changed := LearnNames(learned, got.Organisations[0]); changed {
		t.Error("it is learned twice")
	}
	known.Origin = FromEditor
	if _, changed := LearnNames(known, got.Organisations[0]); changed {
		t.Error("an editor's record is changed")
	}
}

func TestTheSameArticleGivesTheSameIds(t *testing.T) {
	article := Article{URL: "https://a.example/1?utm_source=x"}
	first := Resolver{Directory: someDirectory()}.Resolve(reportOf("Нова Асоциация"), article, seen)
	grown := someDirectory().With(first.Organisations, first.Projects)
	article.URL = "http://www.a.example/1"
	second := Resolver{Directory: grown}.Resolve(reportOf("Нова Асоциация"), article, seen.Add(time.Hour))
	if first.Event.ID != second.Event.ID || !slices.Equal(first.Event.Organisations, second.Event.Organisations) {
		t.Errorf("first %s %v, then %s %v", first.Event.ID, first.Event.Organisations, second.Event.ID, second.Event.Organisations)
	}
	if len(second.Organisations) != 0 {
		t.Errorf("what is known is made again: %v", second.Organisations)
	}
	if len(first.Event.ID) > 40 {
		t.Errorf("%s is too long for a button", first.Event.ID)
	}
}

func TestTwoNamesNeverShareAnId(t *testing.T) {
	d := NewDirectory([]Organisation{{ID: "alfa", Names: Text{"en": "Alpha Omega"}}}, nil)
	got := Resolver{Directory: d}.Resolve(reportOf("Alfa", "中文", "日本", "…"), Article{}, seen).Event.Organisations
	if len(got) != 3 || slices.Contains(got, "alfa") || got[1] == got[2] {
		t.Errorf("ids %v", got)
	}
}

func TestTheSourceSaysWhereItStands(t *testing.T) {
	got := Resolver{}.Resolve(reportOf(), Article{URL: "https://www.news.example/x", Published: NewDate(2026, 3, 4)}, seen).Event
	s := got.Sources[0]
	if s.Outlet != "news.example" || s.Title != "Заглавие" || s.Language != "bg" || !s.Seen.Equal(seen) || s.Published.IsZero() {
		t.Errorf("source %+v", s)
	}
	if got.Evidence[0].Text != "Подписаха." || got.Origin != FromNews || !got.Entered.Equal(seen) {
		t.Errorf("event %+v", got)
	}
}

func BenchmarkResolve(b *testing.B) {
	d := someDirectory()
	for range 10 {
		d = d.With(manyOrganisations(1000), nil)
	}
	report := reportOf("Фондация „Морски данни“", "Бургаската община", "IT клъстер Трансилвания", "Неизвестно дружество")
	for b.Loop() {
		Resolver{Directory: d}.Resolve(report, Article{}, seen)
	}
}
