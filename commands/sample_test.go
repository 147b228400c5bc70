package commands_test

import (
	"os"
	"testing"
	"time"

	"mostbot/catalog"
	"mostbot/catalog/starter"
)

// now is the moment at which the tests' people talk.
var now = time.Date(2026, 3, 4, 8, 15, 0, 0, time.UTC)

// sample fills the world with the few facts of testdata/events.jsonl, which are made up.
func (w *world) sample(t testing.TB) {
	t.Helper()
	lines, err := os.ReadFile("testdata/events.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if w.events, err = starter.Events(lines, gazette().City); err != nil {
		t.Fatal(err)
	}
	city := func(label string) catalog.City {
		c, ok := gazette().City(label)
		if !ok {
			t.Fatalf("no place %q", label)
		}
		return c
	}
	varna, ruse := city("Varna, BG"), city("Ruse, BG")
	w.directory = catalog.NewDirectory([]catalog.Organisation{
		{ID: "varna-hall", Names: catalog.Text{"bg": "Община Варна", "en": "Varna Municipality"}, Kind: "municipality", City: &varna, Country: "BG"},
		{ID: "bridge-hub", Names: catalog.Text{
			"bg": "Морски иновационен хъб за дигитални услуги (BRIDGEHUB)", "en": "Maritime Innovation Hub for Digital Services (BRIDGEHUB)",
		}, Kind: "innovation-hub", City: &varna, Country: "BG", URL: "https://bridgehub.example/"},
		{ID: "danube-cluster", Names: catalog.Text{"bg": "ИТ клъстер „Дунав“", "en": "Danube IT Cluster"}, Aliases: []string{"DITC"}, Kind: "it-cluster", City: &ruse, Country: "BG"},
		{ID: "b-and-co", Names: catalog.Text{"en": "<b>Bits</b> & Co", "bg": "<b>Битове</b> & Ко"}, Kind: "company", Country: "RO"},
	}, []catalog.Project{
		{ID: "lighthouse", Names: catalog.Text{"en": "LIGHTHOUSE – Open data for port cities", "bg": "LIGHTHOUSE – Отворени данни за пристанищни градове"},
			Programme: "Interreg Danube", Start: month(2024, 3), End: month(2026, 8), Coordinator: "bridge-hub",
			Partners: []string{"bridge-hub", "varna-hall", "danube-cluster"}, Cities: []catalog.City{varna, ruse, city("Constanța, RO")},
			Summary: catalog.Text{"bg": "Пристанищните градове споделят данни за трафика и въздуха.", "en": "Port cities share data on traffic and air."},
			URL:     "https://lighthouse.example/"},
		{ID: "quiet-sea", Names: catalog.Text{"en": "Quiet Sea", "bg": "Тихо море"}, Programme: "other", Start: month(2025, 1)},
	})
	graz := city("Graz, AT")
	w.reviews = []catalog.Review{
		{ID: "graz-ruse-2026-0a1b", Reason: "unsure", Reasons: []string{"kind visit: \"besuchte\"", "city Graz"}, Queued: now.Add(-time.Hour),
			Addition: catalog.Addition{
				Event: catalog.Event{
					ID: "graz-ruse-2026-0a1b", Kind: catalog.Visit, Stage: catalog.Happened, Date: catalog.NewDate(2026, 2, 20),
					Cities: []catalog.City{graz, ruse}, Organisations: []string{"it-donau"}, Topics: []catalog.Topic{"ai"}, Confidence: 0.618,
					Evidence: []catalog.Evidence{{Text: "Eine Delegation aus Russe besuchte <Graz> & den Cluster.", Language: "de"}},
					Sources:  []catalog.Source{{URL: "https://graz.example/2", Outlet: "Stadt Graz", Language: "de"}},
				},
				Organisations: []catalog.Organisation{{ID: "it-donau", Names: catalog.Text{"de": "IT-Cluster Donau"}}},
			}},
		{ID: "lviv-2026-ffff", Reason: "unsure", Queued: now, Addition: catalog.Addition{Event: catalog.Event{
			ID: "lviv-2026-ffff", Kind: catalog.Funding, Stage: catalog.Planned, Cities: []catalog.City{city("Lviv, UA")}, Confidence: 0.5,
		}}},
	}
	w.sources = []catalog.NewsSource{
		{ID: "varna", Name: "Община Варна", URL: "https://varna.example/", Language: "bg"},
		{ID: "iasi", Name: "Iași City Hall", URL: "https://iasi.example/", Language: "ro"},
		{ID: "lviv", Name: "Львів <Digital>", URL: "https://lviv.example/?a=1&b=2", Language: "uk"},
		{ID: "graz", Name: "Stadt Graz", URL: "https://graz.example/", Language: "de"},
	}
	w.states = map[string]catalog.SourceState{
		"varna": {Read: now.Add(-5 * time.Minute)},
		"iasi":  {Failures: 3, Error: "404"},
		"graz":  {Paused: true, Read: now.Add(-50 * time.Hour)},
	}
}

func month(y int, m time.Month) catalog.Date { return catalog.NewDate(y, m, 0) }
