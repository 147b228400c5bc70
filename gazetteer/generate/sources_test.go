package main

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mostbot/gazetteer"
)

const line = "1\tSliven\tSliven\tSLV,Sliven,Сливен\t42.68\t26.32\tP\tPPLA\tBG\t\t47\t\t\t\t96368\t\t243\tEurope/Sofia\t2019-09-05"

func TestADumpsLineIsAPlace(t *testing.T) {
	places, err := readPlaces(strings.NewReader(line + "\n"))
	if err != nil || len(places) != 1 {
		t.Fatal(places, err)
	}
	p := places[0]
	if p.id != 1 || p.name != "Sliven" || p.country != "BG" || p.region != "47" || p.population != 96368 ||
		p.zone != "Europe/Sofia" || len(p.alternates) != 3 || p.latitude != 42.68 {
		t.Errorf("%+v", p)
	}
}

func TestABrokenDumpIsRefusedByLine(t *testing.T) {
	for _, broken := range []string{"one\tcolumn", strings.Replace(line, "96368", "many", 1), strings.Replace(line, "1\t", "x\t", 1)} {
		if _, err := readPlaces(strings.NewReader(line + "\n" + broken)); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%q gives %v", broken, err)
		}
	}
}

// catalogue makes a compiled gettext catalogue of one message.
func catalogue(key, value string) []byte {
	le := binary.LittleEndian
	b := make([]byte, 36)
	le.PutUint32(b, 0x950412de)
	le.PutUint32(b[8:], 1)
	le.PutUint32(b[12:], 20)
	le.PutUint32(b[16:], 28)
	le.PutUint32(b[20:], uint32(len(key)))
	le.PutUint32(b[24:], 36)
	le.PutUint32(b[28:], uint32(len(value)))
	le.PutUint32(b[32:], uint32(36+len(key)))
	return append(b, key+value...)
}

func FuzzTranslations(f *testing.F) {
	f.Add(catalogue("732770", "Бургас"))
	f.Add([]byte("no catalogue at all, by no means"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if names, err := parseTranslations(b); err != nil && names != nil {
			t.Error("half a catalogue was read")
		}
	})
}

func TestACompiledCatalogueIsRead(t *testing.T) {
	names, err := parseTranslations(catalogue("732770", "Бургас"))
	if err != nil || names["732770"] != "Бургас" {
		t.Error(names, err)
	}
}

func TestOurTableMustNamePlacesThatExist(t *testing.T) {
	sliven := []place{{id: 1, name: "Sliven", country: "BG"}}
	for content, good := range map[string]bool{
		"place\tbg\nSliven, BG\tСливен\n": true, "# remark\nplace\tbg\n1\tСливен\n": true,
		"place\tbg\nSlivna, BG\tСливна\n": false, "place\tbg\nSliven, BG\tСливен\nSliven, BG\tСливен\n": false, "place\tbg\nSliven, BG\ta\tb\n": false,
	} {
		path := filepath.Join(t.TempDir(), "names.tsv")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readCurated(path, sliven); (err == nil) != good {
			t.Errorf("%q: %v", content, err)
		}
	}
}

func TestPlacesAreChosenByWhereTheyLie(t *testing.T) {
	chosen := choose([]place{
		{id: 1, country: "BG", population: 600}, {id: 2, country: "US", population: 9_000}, {id: 3, country: "US", population: 16_000},
		{id: 4, country: "AT", population: 1_700_000, feature: "PPLC"}, {id: 5, country: "BR", population: 2_000_000},
		{id: 6, country: "BR", population: 20_000}, {id: 7, country: "FJ", population: 80_000, feature: "PPLC"}, {id: 8, country: "GR", feature: "PPLH"},
	})
	var ids []int32
	for _, p := range chosen {
		ids = append(ids, p.id)
	}
	if want := []int32{4, 5, 7, 3, 1}; !slices.Equal(ids, want) {
		t.Errorf("chosen are %v, not %v", ids, want)
	}
}

func TestBareNamesOfSmallFarPlacesHardlyMeanThem(t *testing.T) {
	for usage, p := range map[gazetteer.Usage]place{
		gazetteer.Usual:     {name: "Orange", ascii: "Orange", country: "FR", population: 30_000},
		gazetteer.Alternate: {name: "Orange", ascii: "Orange", country: "AU", population: 30_000},
	} {
		if got := (&material{}).name(p).keys["orange"]; got != usage {
			t.Errorf("in %s the name is %d, not %d", p.country, got, usage)
		}
	}
}

func TestNamesThatResembleTheUsualOneAreAlternates(t *testing.T) {
	p := place{name: "Varna", ascii: "Varna", country: "BG", population: 300_000, alternates: []string{"VAR", "Várna", "Warna", "Odessos", "wa er na", "Βάρνα", "فارنا"}}
	n := (&material{}).name(p)
	for key, want := range map[string]gazetteer.Usage{"varna": gazetteer.Usual, "warna": gazetteer.Alternate, "odessos": gazetteer.Rare, "βαρνα": gazetteer.Alternate} {
		if got, ok := n.keys[key]; !ok || got != want {
			t.Errorf("%q is %d, known: %v", key, got, ok)
		}
	}
	for _, key := range []string{"var", "wa er na", "فارنا"} {
		if _, ok := n.keys[key]; ok {
			t.Errorf("%q is a name", key)
		}
	}
}
