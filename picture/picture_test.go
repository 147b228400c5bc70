package picture

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"
)

var partners = []City{
	{"Бургас", 42.506, 27.467, 6, true}, {"Херсон", 46.655, 32.617, 3, false}, {"Виена", 48.208, 16.372, 2, false},
	{"Cluj-Napoca", 46.77, 23.59, 1, false}, {"Талин", 59.437, 24.745, 1, false},
}

// keep writes the picture where PICTURES names a folder, so that a person can look at it.
func keep(t *testing.T, name string, drawn []byte) {
	t.Helper()
	if folder := os.Getenv("PICTURES"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, name), drawn, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func decode(t *testing.T, drawn []byte) image.Image {
	t.Helper()
	picture, err := png.Decode(bytes.NewReader(drawn))
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

func colours(picture image.Image, of image.Rectangle) map[[3]uint32]int {
	seen := map[[3]uint32]int{}
	for y := of.Min.Y; y < of.Max.Y; y++ {
		for x := of.Min.X; x < of.Max.X; x++ {
			r, g, b, _ := picture.At(x, y).RGBA()
			seen[[3]uint32{r >> 8, g >> 8, b >> 8}]++
		}
	}
	return seen
}

func TestAMapShowsLandSeaBridgesAndItsCentre(t *testing.T) {
	drawn, err := Map("Бургас и партньорите му", "Natural Earth · GeoNames", partners, []Bridge{{0, 1, 3}, {0, 2, 2}, {0, 3, 1}, {0, 4, 1}})
	if err != nil {
		t.Fatal(err)
	}
	keep(t, "map.png", drawn)
	picture := decode(t, drawn)
	seen := colours(picture, picture.Bounds())
	for name, c := range map[string][3]uint32{"land": {0xf6, 0xf3, 0xec}, "sea": {0xdc, 0xe9, 0xf2}, "bridge": {0x2a, 0x7a, 0xb8}, "centre": {0xe0, 0x6c, 0x2b}} {
		if seen[c] == 0 {
			t.Errorf("no %s on the map", name)
		}
	}
}

func TestEveryCityLiesOnItsMap(t *testing.T) {
	for _, cities := range [][]City{partners, partners[:1], {{"Sydney", -33.87, 151.2, 1, false}, {"Tromsø", 69.65, 18.95, 1, true}}} {
		v := viewOf(cities)
		for _, city := range cities {
			if p := v.of(city); p[0] < 0 || p[0] > width || p[1] < 0 || p[1] > mapHeight {
				t.Errorf("%s lies at %v", city.Name, p)
			}
		}
	}
}

func TestTheNorthAtlanticIsSea(t *testing.T) {
	wide := []City{
		{"Лисабон", 38.72, -9.14, 2, false}, {"Тампере", 61.5, 23.79, 2, false}, {"София", 42.7, 23.32, 40, false},
		{"Пловдив", 42.15, 24.75, 3, false}, {"Перник", 42.6, 23.03, 3, false}, {"Скопие", 42, 21.43, 4, false},
		{"Ниш", 43.32, 21.9, 2, false}, {"Ню Йорк", 40.71, -74, 1, false}, {"Сан Франциско", 37.77, -122.42, 1, false},
	}
	for name, cities := range map[string][]City{"europe.png": wide[:7], "world.png": wide} {
		drawn, err := Map("Всички партньорства", "", cities, nil)
		if err != nil {
			t.Fatal(err)
		}
		keep(t, name, drawn)
		p := viewOf(cities).of(City{Latitude: 67, Longitude: -5})
		if r, g, b, _ := decode(t, drawn).At(int(p[0]), max(int(p[1]), 80)).RGBA(); r>>8 != 0xdc || g>>8 != 0xe9 || b>>8 != 0xf2 {
			t.Errorf("%s: between Iceland and Norway it is %x %x %x", name, r>>8, g>>8, b>>8)
		}
	}
}

func TestTheCityWithMostEventsIsNamed(t *testing.T) {
	crowd := labels{}
	for i := range 9 {
		x, y := 600+float64(i%3)*24, 400+float64(i/3)*24
		crowd.marks = append(crowd.marks, orb.Bound{Min: orb.Point{x - 9, y - 9}, Max: orb.Point{x + 9, y + 9}})
	}
	if _, ok := crowd.room(4, 90, 22); ok { // the one in the middle of the others
		t.Error("a name covers other marks")
	}
	crowd.marks[0], crowd.marks[4] = crowd.marks[4], crowd.marks[0]
	if _, ok := crowd.room(0, 90, 22); !ok {
		t.Error("the first city got no name")
	}
}

func TestAMapWithoutCitiesIsAnError(t *testing.T) {
	if _, err := Map("", "", nil, nil); err == nil {
		t.Error("drawn")
	}
}

func TestATimelineShowsEachEntryAndNoMoreThanFit(t *testing.T) {
	dates := []string{"13–14 февруари 2025 г.", "30 септември – 2 октомври 2025 г."}
	texts := []string{"Варна и Яш подписаха споразумение", "Клъстери от Украйна и ЕС започнаха общ проект в Клуж-Напока за хора, фирми и училища",
		"Клъстери от Украйна и ЕС започнаха общ проект в Клуж-Напока за хора, фирми и училища, и още много думи след това, които не се събират"}
	var entries []Entry
	for range MostEntries + 5 {
		entries = append(entries, Entry{dates[len(entries)%2], texts[len(entries)%3], "начало на проект", len(entries) == 0})
	}
	drawn, err := Timeline("ITBridge", "mostbot", entries)
	if err != nil {
		t.Fatal(err)
	}
	keep(t, "timeline.png", drawn)
	if h := decode(t, drawn).Bounds().Dy(); h != 130+entryHeight*MostEntries {
		t.Errorf("%d pixels high", h)
	}
}

func BenchmarkMap(b *testing.B) {
	for b.Loop() {
		if _, err := Map("Бургас", "", partners, []Bridge{{0, 1, 3}}); err != nil {
			b.Fatal(err)
		}
	}
}
