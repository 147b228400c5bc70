package main

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"mostbot/catalog"
	"mostbot/gazetteer/table"
)

// countryNames are the names of a country that CLDR lacks.
type countryNames struct {
	iso   string
	names []string
}

func readCountries(path string) ([]countryNames, error) {
	table, err := rows(path)
	if err != nil {
		return nil, err
	}
	var all []countryNames
	for _, row := range table {
		all = append(all, countryNames{row["country"], strings.Split(row["names"], ";")})
	}
	return all, nil
}

// addCountries adds the names of the countries in our languages: ours first, then CLDR's.
func (m *material) addCountries(b *table.Builder) {
	for _, c := range m.countries {
		for _, name := range c.names {
			b.Country(c.iso, strings.TrimSpace(name))
		}
	}
	seen := map[string]bool{}
	for _, p := range m.places {
		if seen[p.country] {
			continue
		}
		seen[p.country] = true
		for _, l := range catalog.Languages {
			if name := display.Regions(language.MustParse(l)).Name(language.MustParseRegion(p.country)); name != "" {
				b.Country(p.country, name)
			}
		}
	}
}
