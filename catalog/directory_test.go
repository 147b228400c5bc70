package catalog

import (
	"fmt"
	"slices"
	"testing"
)

func someDirectory() *Directory {
	burgas := City{732770, "Burgas", "BG"}
	return NewDirectory([]Organisation{
		{ID: "digihub", Names: Text{"en": "Southeast Digital Innovation Hub (DIGIHUB)",
			"bg": "Югоизточен дигитален иновационен хъб (DIGIHUB)"}, Aliases: []string{"ДигИхъб"}, Kind: "innovation-hub"},
		{ID: "burgas-municipality", Names: Text{"en": "Burgas Municipality", "bg": "Община Бургас"},
			Kind: "municipality", City: &burgas},
		{ID: "odesa-it", Names: Text{"en": "Odesa IT Family"}},
		{ID: "sofia-municipality", Names: Text{"en": "Sofia Municipality", "bg": "Столична община"}},
	}, []Project{
		{ID: "itbridge", Names: Text{"en": "ITBridge"}, Aliases: []string{"IT Bridge"}},
		{ID: "bridges", Names: Text{"en": "Bridges of Cooperation", "bg": "Мостове за сътрудничество"}},
	})
}

func TestNamesAreFoundWrittenOtherwise(t *testing.T) {
	d := someDirectory()
	for name, want := range map[string][]Ref{
		"DigiHub": {OrganisationRef("digihub")}, "„ДИГИХЪБ“": {OrganisationRef("digihub")},
		"Югоизточния дигитален иновационен хъб": {OrganisationRef("digihub")},
		"Столичната община":                     {OrganisationRef("sofia-municipality")},
		"Мостовете за сътрудничество":           {ProjectRef("bridges")},
		"it bridge":    {ProjectRef("itbridge")},
		"Община Варна": nil, "Община": nil, "": nil, "?!": nil,
	} {
		if got := d.Named(name); !slices.Equal(got, want) {
			t.Errorf("Named(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestANameIsKnownWithoutItsPatron(t *testing.T) {
	d := NewDirectory([]Organisation{
		{ID: "su", Names: Text{"bg": "Софийски университет „Св. Климент Охридски“"}},
		{ID: "tu", Names: Text{"bg": "Технически университет „Ангел Кънчев“"}},
	}, nil)
	for name, want := range map[string][]Ref{
		"Софийския университет": {OrganisationRef("su")}, "Технически университет": nil, "Софийски университет \"Св. Климент Охридски\"": {OrganisationRef("su")},
	} {
		if got := d.Named(name); !slices.Equal(got, want) {
			t.Errorf("Named(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestNearestNames(t *testing.T) {
	d := someDirectory()
	for query, want := range map[string]Ref{
		"itbrige": ProjectRef("itbridge"), "дигихъб": OrganisationRef("digihub"), "Бургска": {},
		"Odesa": OrganisationRef("odesa-it"), "мостове": ProjectRef("bridges"), "Family": OrganisationRef("odesa-it"),
	} {
		got := d.Nearest(query, 3)
		if want == (Ref{}) {
			if len(got) > 0 {
				t.Errorf("Nearest(%q) = %v, want none", query, got)
			}
			continue
		}
		if len(got) == 0 || got[0].Ref != want {
			t.Errorf("Nearest(%q) = %v, want %v first", query, got, want)
		}
	}
	if got := d.Nearest("o", 1); len(got) > 1 {
		t.Errorf("more than the limit: %v", got)
	}
}

func TestADirectoryDoesNotChangeWhenItGrows(t *testing.T) {
	d := someDirectory()
	grown := d.With([]Organisation{{ID: "digihub", Names: Text{"en": "New Name"}}}, nil)
	if got := d.Name(OrganisationRef("digihub"), "bg"); got != "Югоизточен дигитален иновационен хъб (DIGIHUB)" {
		t.Errorf("the old one says %q", got)
	}
	if got := grown.Name(OrganisationRef("digihub"), "bg"); got != "New Name" {
		t.Errorf("the new one says %q", got)
	}
	if got := grown.Named("DIGIHUB"); got != nil {
		t.Errorf("the new one still knows the old name: %v", got)
	}
	if got := grown.Name(ProjectRef("itbridge"), "de"); got != "ITBridge" {
		t.Errorf("the new one lost a project: %q", got)
	}
}

func TestTheNilDirectoryKnowsNothing(t *testing.T) {
	var d *Directory
	if d.Named("x") != nil || d.Nearest("x", 1) != nil || d.Name(OrganisationRef("x"), "en") != "" {
		t.Error("it does")
	}
	for range d.Organisations() {
		t.Error("it has organisations")
	}
}

func TestTheMunicipalityOfACity(t *testing.T) {
	if o, ok := someDirectory().Municipality(732770); !ok || o.ID != "burgas-municipality" {
		t.Errorf("got %v, %v", o, ok)
	}
	if _, ok := someDirectory().Municipality(1); ok {
		t.Error("an unknown city has one")
	}
}

func manyOrganisations(n int) []Organisation {
	var organisations []Organisation
	for i := range n {
		name := fmt.Sprintf("Digital Hub %d of the City", i)
		organisations = append(organisations, Organisation{ID: Slug(name), Names: Text{"en": name}})
	}
	return organisations
}

func BenchmarkNearest(b *testing.B) {
	d := NewDirectory(manyOrganisations(10_000), nil)
	for b.Loop() {
		d.Nearest("digitl hub 77 of the citty", 5)
	}
}

func BenchmarkWith(b *testing.B) {
	d := NewDirectory(manyOrganisations(10_000), nil)
	for b.Loop() {
		d.With(manyOrganisations(1), nil)
	}
}

func BenchmarkNamed(b *testing.B) {
	d := NewDirectory(manyOrganisations(10_000), nil)
	for b.Loop() {
		d.Named("Digital Hubs 77 of the City")
		d.Named("Something else that nobody knows")
	}
}
