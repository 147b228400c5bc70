package catalog

import (
	"testing"
)

// ruledDirectory knows DIGIHUB, and a forum that was read as an organisation.
func ruledDirectory() *Directory {
	hub := Organisation{ID: "digihub", Names: Text{"en": "DIGIHUB"}}
	forum := Organisation{ID: "digital-forum", Names: Text{"en": "Digital Forum", "bg": "Дигитален форум"}, Provenance: fromNews}
	return NewDirectory([]Organisation{hub, forum}, []Project{{ID: "forum", Names: Text{"en": "Forum"}}})
}

func TestANameMeansWhatAnEditorRuled(t *testing.T) {
	odesa := City{ID: 698740, Name: "Odesa", Country: "UA"}
	d := ruledDirectory().WithRulings(
		Ruling{Name: "Дигитален форум", Ref: ProjectRef("forum")}, Ruling{Name: "DIGIHAB", Ref: OrganisationRef("digihub")},
		Ruling{Name: "Share this"}, Ruling{Name: "Одеската перла", Ref: CityRef(odesa), City: &odesa},
		Ruling{Name: "Lost", Ref: ProjectRef("gone")},
	)
	got := Resolver{Directory: d}.Resolve(Report{
		Language: "bg", Organisations: []string{"Дигиталния форум", "DIGIHAB", "Share this", "Одеската перла", "Lost"}, Projects: []string{"DIGIHAB"},
	}, Article{}, seen)
	e := got.Event
	if len(e.Organisations) != 2 || e.Organisations[0] != "digihub" || e.Organisations[1] != "lost" ||
		len(e.Projects) != 1 || e.Projects[0] != "forum" || len(e.Cities) != 1 || e.Cities[0] != odesa || len(got.Organisations) != 1 {
		t.Errorf("made %+v", got)
	}
	for name, want := range map[string]int{"Дигитален форум": 1, "Share this": 0, "Digital Forum": 1, "Одеската перла": 0, "DIGIHUB": 1} {
		if got := d.Named(name); len(got) != want {
			t.Errorf("%s means %v", name, got)
		}
	}
}

func TestALaterRulingTakesTheEarlierOnesPlaceAndOutlivesOtherChanges(t *testing.T) {
	first := ruledDirectory().WithRulings(Ruling{Name: "Forum+"}, Ruling{Name: "Аб"})
	second := first.WithRulings(Ruling{Name: "forum", Ref: OrganisationRef("digihub")}).With([]Organisation{{ID: "x", Names: Text{"en": "X"}}}, nil)
	if r, ok := second.Ruled("Forum"); !ok || r.Ref != OrganisationRef("digihub") {
		t.Errorf("%+v, %v", r, ok)
	}
	if r, ok := first.Ruled("Forum"); !ok || r.Ref != (Ref{}) {
		t.Errorf("the directory before changed: %+v, %v", r, ok)
	}
	if r, ok := (*Directory)(nil).Ruled("Forum"); ok {
		t.Errorf("nothing rules %+v", r)
	}
	if refs := second.Bearing("Forum"); len(refs) != 1 || refs[0] != ProjectRef("forum") {
		t.Errorf("Forum is borne by %v", refs)
	}
}
