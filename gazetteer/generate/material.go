package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"mostbot/catalog"
	"mostbot/gazetteer"
	"mostbot/gazetteer/table"
)

// material is all that the data is made of, read.
type material struct {
	places       []place
	translations map[string]map[string]string // by language, then by GeoNames id, country or region
	curated      map[int32]curated
	countries    []countryNames
	sounds       sounds
}

func (s sources) read() (*material, error) {
	file, err := os.Open(s.cities)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	all, err := readPlaces(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.cities, err)
	}
	settlements, err := readPostal(s.postal)
	if err != nil {
		return nil, err
	}
	m := &material{places: addPostal(choose(all), settlements)}
	if m.translations, err = readAllTranslations(s.translations); err != nil {
		return nil, err
	}
	if m.curated, err = readCurated(s.names, m.places); err != nil {
		return nil, err
	}
	if m.sounds, err = readSounds(s.sounds); err != nil {
		return nil, err
	}
	m.countries, err = readCountries(s.countries)
	return m, err
}

func readAllTranslations(folder string) (map[string]map[string]string, error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*", "LC_MESSAGES", "geonames.mo"))
	if err != nil || len(paths) == 0 {
		return nil, fmt.Errorf("no translations in %s (%w)", folder, err)
	}
	all := map[string]map[string]string{}
	for _, path := range paths {
		language := filepath.Base(filepath.Dir(filepath.Dir(path)))
		if all[language], err = readTranslations(path); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// translated is the place's name in the language, as the translations have it.
func (m *material) translated(language string, p place) string {
	name := m.translations[language][strconv.Itoa(int(p.id))]
	if administration.MatchString(name) {
		return ""
	}
	return name
}

// build makes the data file.
func (m *material) build() ([]byte, error) {
	b := table.NewBuilder()
	b.Region("")
	for _, p := range m.places {
		n := m.name(p)
		r := table.Record{
			ID: p.id, Name: n.english, Country: p.country, Population: p.population,
			Latitude: p.latitude, Longitude: p.longitude, Zone: b.Zone(p.zone), Region: b.Region(m.region(p)),
			Kind: byte(kind(p)),
		}
		shown := make([]string, len(table.Languages))
		for i, language := range table.Languages {
			shown[i] = n.shown[language]
		}
		at := b.Add(r, shown)
		for key, usage := range n.keys {
			b.Bear(key, at, int(usage))
		}
	}
	m.addCountries(b)
	return b.Bytes()
}

// region names the place's region: "US.VA\tVirginia".
func (m *material) region(p place) string {
	code := p.country + "." + p.region
	name := m.translations[catalog.Languages[1]][code]
	if name == "" {
		return ""
	}
	return code + "\t" + name
}

// naming is all the names of a place.
type naming struct {
	english string
	shown   map[catalog.Language]string
	keys    map[string]gazetteer.Usage // by folded name
}

func (n *naming) bear(name string, usage gazetteer.Usage) {
	key := gazetteer.Fold(name)
	if key == "" {
		return
	}
	if known, ok := n.keys[key]; !ok || usage < known {
		n.keys[key] = usage
	}
}
