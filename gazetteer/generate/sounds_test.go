package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"mostbot/catalog"
	"mostbot/gazetteer"
)

func ourSounds(t *testing.T) sounds {
	t.Helper()
	s, err := readSounds("../sounds.tsv")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestForeignNamesAreWrittenAsTheySound(t *testing.T) {
	s := ourSounds(t)
	for _, c := range []struct{ from, name, bulgarian, ukrainian string }{
		{"de", "Schweinfurt", "швайнфурт", "швайнфурт"},
		{"de", "Westhausen", "вестхаузен", "вестгаузен"},
		{"pl", "Rzeszów", "жешув", "жешув"},
		{"it", "Pinerolo", "пинероло", "пінероло"},
		{"it", "Chieti", "киети", "к'єті"},
		{"hu", "Nyíregyháza", "ниредхаза", "ніредьгаза"},
		{"hu", "Győr", "дьор", "дьер"},
		{"cs", "Michalovce", "михаловце", "міхаловце"},
		{"ro", "Suceava", "сучава", "сучава"},
		{"ro", "Bălți", "бълци", "белці"},
		{"fr", "Franconville", "франконвил", "франконвіль"},
		{"es", "Valladolid", "валядолид", "вальядолід"},
		{"nl", "Nijmegen", "неймехен", "неймеген"},
		{"tr", "Sultangazi", "султангази", "султангазі"},
		{"sh", "Žužemberk", "жужемберк", "жужемберк"},
		{"en", "Maynooth", "мейнут", "мейнут"},
		{"", "Rimini", "римини", "ріміні"},
	} {
		for to, want := range map[catalog.Language]string{"bg": c.bulgarian, "uk": c.ukrainian} {
			if got := s.write(c.name, c.from, to); !slices.Contains(got, want) || len(got) > 4*mostWays {
				t.Errorf("%s sounds like %q in %s, not like %s", c.name, got, to, want)
			}
		}
	}
}

func TestANameWithStrangeLettersIsNotWritten(t *testing.T) {
	if got := ourSounds(t).write("Πάτρα", "el", "bg"); got != nil {
		t.Error(got)
	}
}

func TestATableOfSoundsNeedsSpellings(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sounds.tsv")
	if err := os.WriteFile(path, []byte("language\tspelling\tbg\tuk\nde\t\tа\tа\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readSounds(path); err == nil {
		t.Error("a line without a spelling is read")
	}
}

func TestNamesMadeByRuleAreAlternatesOfTownsOnly(t *testing.T) {
	m := &material{sounds: ourSounds(t)}
	town := place{name: "Sorbiers", ascii: "Sorbiers", country: "FR", population: 7_000}
	if usage, ok := m.name(town).keys["сорбие"]; !ok || usage != gazetteer.Alternate {
		t.Errorf("the town's name by sound is %d, known: %v", usage, ok)
	}
	town.population = 300
	if _, ok := m.name(town).keys["сорбие"]; ok {
		t.Error("a hamlet's name is written by its sound")
	}
}

func TestPlacesSoundAsTheirRegionSpeaks(t *testing.T) {
	for want, p := range map[string]place{
		"fr": {country: "CH", region: "VD"}, "it": {country: "CH", region: "TI"}, "de": {country: "CH", region: "ZH"},
		"nl": {country: "BE", region: "VLG"}, "sv": {country: "NO"}, "": {country: "JP"},
	} {
		if got := languageOf(p); got != want {
			t.Errorf("%s.%s sounds like %q, not %q", p.country, p.region, got, want)
		}
	}
}

func TestNamesFromCyrillicAreWrittenAsGermansAndRomaniansDo(t *testing.T) {
	for want, p := range map[string]place{
		"chortkiw":  {name: "Chortkiv", country: "UA", alternates: []string{"Хортків"}},
		"hortkiv":   {name: "Khortkiv", country: "UA", alternates: []string{"Хортків"}},
		"cerkasi":   {name: "Cherkasy", country: "UA", alternates: []string{"Черкаси"}},
		"waklinowo": {name: "Vaklinovo", country: "BG", alternates: []string{"Ваклиново"}},
	} {
		p.ascii, p.population = p.name, 5_000
		if _, ok := (&material{}).name(p).keys[want]; !ok {
			t.Errorf("%s is not known as %s", p.name, want)
		}
	}
}
