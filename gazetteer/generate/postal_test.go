package main

import (
	"slices"
	"strings"
	"testing"
)

func inCountry(iso string) postalCountry {
	return postalCountries[slices.IndexFunc(postalCountries, func(c postalCountry) bool { return c.iso == iso })]
}

func postalLine(country, name string) string {
	return country + "\t1000\t" + name + "\tRegion\tR\tHall\t\t\t\t42.5\t25.5\t4\n"
}

func TestSettlementsAreReadFromPostCodes(t *testing.T) {
	for _, c := range []struct {
		country, written, name string
		other                  string
	}{
		{"BG", "Горна Митрополия / Gorna Mitropolija", "Gorna Mitropolia", "Горна Митрополия"},
		{"UA", "Юр'ївка (Юр'ївська сільська рада)", "Yurivka", "Юр'ївка"},
		{"UA", "Згурівка", "Zghurivka", "Згурівка"},
		{"MD", "Hirtopul De Jos", "Hirtopul de Jos", "Hârtopul de Jos"},
		{"MD", "Zgurita 2", "Zgurița", ""},
		{"MD", "Micauti", "Micăuți", ""},
		{"DE", "Allendorf (Eder)", "Allendorf", ""},
		{"SE", "Djursholm", "Hall", ""},
		{"RO", "Ţuţcanii din Deal", "Țuțcanii din Deal", ""},
	} {
		places, err := postalPlaces(strings.NewReader(postalLine(c.country, c.written)), inCountry(c.country))
		if err != nil || len(places) != 1 {
			t.Fatalf("%q gives %v, %v", c.written, places, err)
		}
		if p := places[0]; p.name != c.name || c.other != "" && !slices.Contains(p.alternates, c.other) || p.id < firstPostalID {
			t.Errorf("%q is %+v", c.written, p)
		}
	}
}

func TestWhatIsNoSettlementIsLeftOut(t *testing.T) {
	lines := postalLine("RO", "Dambovita S.R.L.") + strings.Replace(postalLine("RO", "Deal"), "42.5", "", 1)
	places, err := postalPlaces(strings.NewReader(lines), inCountry("RO"))
	if err != nil || len(places) != 0 {
		t.Error(places, err)
	}
	if _, err := postalPlaces(strings.NewReader("RO\tone\n"), inCountry("RO")); err == nil {
		t.Error("a broken line is read")
	}
}

func TestASettlementIsAddedOnceAndOnlyIfItIsNew(t *testing.T) {
	known := []place{
		{id: 1, name: "Zhukovo", country: "BG", alternates: []string{"Жуково"}, latitude: 42.5, longitude: 25.5, zone: "Europe/Sofia", region: "47"},
		{id: 2, name: "Far", country: "BG", latitude: 44, longitude: 22, zone: "Europe/Sofia", region: "01"},
	}
	again := village("Jukovo", "Жуково")
	namesake := village("Zhukovo", "Жуково")
	for _, p := range []*place{&again, &namesake} {
		p.country, p.latitude, p.longitude = "BG", 42.51, 25.5
	}
	namesake.latitude, namesake.longitude, namesake.id = 43.9, 22.1, firstPostalID
	got := addPostal(known, []place{again, namesake, namesake})
	if len(got) != 3 || got[2].id != firstPostalID || got[2].region != "01" || got[2].zone != "Europe/Sofia" {
		t.Errorf("%+v", got)
	}
}

func TestAVillageDoesNotTakeATownsCaseForm(t *testing.T) {
	town := place{id: 1, name: "Trostianets", country: "UA", population: 20_000, alternates: []string{"Тростянець"}, latitude: 50.5, longitude: 35}
	var villages []place
	for i, name := range []string{"Тростянці", "Тростянка"} {
		v := village(ukrainianLatin(name), name)
		v.id, v.country, v.latitude, v.longitude = firstPostalID+int32(i), "UA", 49, 25
		villages = append(villages, v)
	}
	if got := addPostal([]place{town}, villages); len(got) != 2 || got[1].name != "Trostianka" {
		t.Errorf("%+v", got)
	}
}
