package gazetteer_test

import (
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"mostbot/catalog"
	"mostbot/gazetteer"
)

// places is opened once: it does not change.
var places = sync.OnceValues(gazetteer.Open)

func open(t testing.TB) *gazetteer.Gazetteer {
	t.Helper()
	g, err := places()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestALabelNamesTheLargestPlaceOfItsCountry(t *testing.T) {
	g := open(t)
	for label, id := range map[string]int32{
		"Burgas, BG": 732770, "Kherson, UA": 706448, "Cluj-Napoca, RO": 681290, "Iași, RO": 675810, "Iasi, RO": 675810,
		"Kraków, PL": 3094802, "Krakow, PL": 3094802, "L'Aquila, IT": 3175121, "L’Aquila, IT": 3175121, "Võru, EE": 587450,
		"Niš, RS": 787657, "Nis, RS": 787657, "Vienna, AT": 2761369, "Wien, AT": 2761369, "Frankfurt am Main, DE": 2925533,
		"Pristina, XK": 786714, "Tel Aviv, IL": 293397, "Бургас, bg": 732770,
	} {
		if city, ok := g.City(label); !ok || city.ID != id {
			t.Errorf("%q means %v (%d), not %d", label, city, city.ID, id)
		}
	}
}

func TestVillagesAreKnown(t *testing.T) {
	g := open(t)
	for label, names := range map[string][]string{
		"Dolno Kamartsi, BG": {"Долно Камарци", "Dolno Kamartsi", "Долно-Камарці"},
		"Zabolottsi, UA":     {"Заболотци", "Zabolottsi", "Заболотці"},
		"Zgurița, MD":        {"", "Zgurița", ""},
	} {
		city, ok := g.City(label)
		if !ok {
			t.Errorf("%s is unknown", label)
		}
		for i, want := range names {
			if got := g.Name(city.ID, catalog.Languages[i]); want != "" && got != want {
				t.Errorf("%s in %s is %q, not %q", label, catalog.Languages[i], got, want)
			}
		}
	}
}

func TestQuartersAndVillagesAreToldFromTowns(t *testing.T) {
	g := open(t)
	for label, kind := range map[string]gazetteer.Kind{
		"Kreuzberg, DE": gazetteer.Quarter, "Dolno Kamartsi, BG": gazetteer.Village, "Burgas, BG": gazetteer.Town,
	} {
		city, _ := g.City(label)
		if p, ok := g.Place(city.ID); !ok || p.Kind != kind {
			t.Errorf("%s is of kind %d, not %d", label, p.Kind, kind)
		}
	}
}

func TestWhatIsNoLabelNamesNoPlace(t *testing.T) {
	g := open(t)
	for _, label := range []string{"", ",", "Burgas", "Burgas, ", "Burgas, RO", ", BG", "Burgas, BG, EU", "Burgas BG"} {
		if city, ok := g.City(label); ok {
			t.Errorf("%q means %v", label, city)
		}
	}
}

func TestAPlaceKnowsWhereItLies(t *testing.T) {
	p, ok := open(t).Place(732770)
	if !ok {
		t.Fatal("Burgas is unknown")
	}
	if p.City != (catalog.City{ID: 732770, Name: "Burgas", Country: "BG"}) || p.Zone != "Europe/Sofia" || p.Region != "Burgas" {
		t.Errorf("Burgas is %+v", p)
	}
	if p.Population < 150_000 || p.Latitude < 42 || p.Latitude > 43 || p.Longitude < 27 || p.Longitude > 28 {
		t.Errorf("Burgas is %+v", p)
	}
}

func TestNamesAreShownInTheReadersLanguage(t *testing.T) {
	g := open(t)
	for label, names := range map[string][]string{
		"Vienna, AT":       {"Виена", "Vienna", "Відень", "Viena", "Wien"},
		"Cluj-Napoca, RO":  {"Клуж-Напока", "Cluj-Napoca", "Клуж-Напока", "Cluj-Napoca", "Klausenburg"},
		"Thessaloniki, GR": {"Солун", "Thessaloniki", "Салоніки", "Salonic", "Thessaloniki"},
		"Lviv, UA":         {"Лвов", "Lviv", "Львів", "Liov", "Lwiw"},
		"Burgas, BG":       {"Бургас", "Burgas", "Бургас", "Burgas", "Burgas"},
		"Istanbul, TR":     {"Истанбул", "Istanbul", "Стамбул", "Istanbul", "Istanbul"},
	} {
		city, _ := g.City(label)
		for i, lang := range catalog.Languages {
			if got := g.Name(city.ID, lang); got != names[i] {
				t.Errorf("%s in %s is %q, not %q", label, lang, got, names[i])
			}
		}
	}
}

func TestAnUnknownIDHasNoNameAndNoPlace(t *testing.T) {
	g := open(t)
	for _, id := range []int32{0, -1, 1, 2147483647} {
		if _, ok := g.Place(id); ok || g.Name(id, "bg") != "" {
			t.Errorf("%d is a place", id)
		}
	}
}

func TestANameIsKnownInEveryScript(t *testing.T) {
	g := open(t)
	for name, label := range map[string]string{
		"Sofia": "Sofia, BG", "София": "Sofia, BG", "Софія": "Sofia, BG", "Σόφια": "Sofia, BG", "Sofija": "Sofia, BG",
		"ВИЕНА": "Vienna, AT", "Wien": "Vienna, AT", "Відень": "Vienna, AT", "Βιέννη": "Vienna, AT",
		"Солун": "Thessaloniki, GR", "Θεσσαλονίκη": "Thessaloniki, GR", "Salonic": "Thessaloniki, GR",
		"Klausenburg": "Cluj-Napoca, RO", "Bucuresti": "Bucharest, RO", "București": "Bucharest, RO",
		"Lemberg": "Lviv, UA", "Lwów": "Lviv, UA", "Львов": "Lviv, UA", "Одрин": "Edirne, TR",
	} {
		found := g.Named(name)
		if !contains(found, label) {
			t.Errorf("%q leads to %v, not to %s", name, found, label)
		}
	}
}

func contains(places []gazetteer.Place, label string) bool {
	for _, p := range places {
		if p.City.String() == label {
			return true
		}
	}
	return false
}

func TestOldNamesAreToldFromUsualOnes(t *testing.T) {
	g := open(t)
	for name, usage := range map[string]gazetteer.Usage{"Варна": gazetteer.Usual, "Stalin": gazetteer.Rare} {
		for _, p := range g.Named(name) {
			if p.City.String() == "Varna, BG" && p.Usage != usage {
				t.Errorf("%q is for Varna of usage %d, not %d", name, p.Usage, usage)
			}
		}
	}
}

func TestCodesAreNoNames(t *testing.T) {
	g := open(t)
	for _, code := range []string{"VIE", "BOJ", "SOF", "VAR06", "1000"} {
		if found := g.Named(code); len(found) > 0 && found[0].Population > 100_000 {
			t.Errorf("%q leads to %v", code, found[0])
		}
	}
}

func TestCountriesAreKnownByNameInEachLanguage(t *testing.T) {
	g := open(t)
	for name, iso := range map[string]string{
		"AT": "AT", "Austria": "AT", "австрия": "AT", "Австрія": "AT", "Österreich": "AT", "USA": "US", "САЩ": "US", "xk": "XK",
		"Косово": "XK", "Republica Moldova": "MD", "Чехия": "CZ", "Czech Republic": "CZ", "Großbritannien": "GB",
	} {
		if got, ok := g.Country(name); !ok || got != iso {
			t.Errorf("%q is %q, not %s", name, got, iso)
		}
	}
	if iso, ok := g.Country("Атлантида"); ok {
		t.Errorf("Atlantis is %s", iso)
	}
}

func TestEachPlaceIsFoundByEachNameThatItIsShownUnder(t *testing.T) {
	g := open(t)
	rapid.Check(t, func(t *rapid.T) {
		prefix := rapid.StringMatching(`[a-z]{3}`).Draw(t, "prefix")
		for _, m := range g.Find(prefix, 5) {
			for _, lang := range catalog.Languages {
				name := g.Name(m.ID, lang)
				if !contains(g.Named(name), m.City.String()) {
					t.Errorf("%v is shown as %q but not found so", m.City, name)
				}
			}
		}
	})
}

func TestFoldingTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := gazetteer.Fold(rapid.String().Draw(t, "name"))
		if twice := gazetteer.Fold(once); twice != once {
			t.Errorf("%q becomes %q", once, twice)
		}
	})
}

func TestFoldingForgetsWhatPeopleDoNotType(t *testing.T) {
	for name, want := range map[string]string{
		"  Frankfurt (Oder) ": "frankfurt oder", "İzmir": "izmir", "Łódź": "lodz", "Großröhrsdorf": "grossrohrsdorf",
		"Кам’янець-Подільський": "камянець подільський", "Königs Wusterhausen": "konigs wusterhausen", "ЙОРДАНОВ": "йорданов",
		"И\u0306": "й", "Θεσσαλονίκης": "θεσσαλονικησ", "": "", "…": "", "Saint-Étienne": "saint etienne",
	} {
		if got := gazetteer.Fold(name); got != want {
			t.Errorf("%q becomes %q, not %q", name, got, want)
		}
	}
}

func FuzzCity(f *testing.F) {
	for _, label := range []string{"Burgas, BG", "Кам'янець, ua", ",", "\xff, BG", strings.Repeat("a", 1000)} {
		f.Add(label)
	}
	g := open(f)
	f.Fuzz(func(t *testing.T, label string) {
		city, ok := g.City(label)
		if ok != (city.ID != 0) {
			t.Errorf("%q means %v, %v", label, city, ok)
		}
	})
}
