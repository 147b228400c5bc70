package main

import (
	"bufio"
	"cmp"
	"fmt"
	"hash/fnv"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mostbot/gazetteer"
)

// postalCountries are those of which every settlement with a post code counts: GeoNames' dump has of them only the places
// whose inhabitants it knows. Of Norway and Sweden it lacks municipalities that are not named after a town.
var postalCountries = []postalCountry{
	{"BG", settlementColumn, func(s string) place {
		cyrillic, _, _ := strings.Cut(s, " / ")
		return village(bulgarianLatin(cyrillic), cyrillic)
	}},
	{"DE", settlementColumn, plainVillage},
	{"MD", settlementColumn, moldovan},
	{"NO", municipalityColumn, plainVillage},
	{"RO", settlementColumn, func(s string) place { return village(commaBelow.Replace(withoutRemark(s))) }},
	{"SE", municipalityColumn, plainVillage},
	{"UA", settlementColumn, func(s string) place {
		cyrillic := withoutRemark(s)
		return village(ukrainianLatin(cyrillic), cyrillic)
	}},
}

// postalCountry tells which names in a country's file count, and how they are written.
type postalCountry struct {
	iso    string
	column int
	read   func(name string) place
}

// The columns of a file of post codes that name settlements.
const (
	settlementColumn   = 2
	municipalityColumn = 5
)

func plainVillage(s string) place {
	name, _, _ := strings.Cut(s, " (")
	return village(name)
}

func village(name string, others ...string) place {
	return place{name: name, ascii: name, alternates: others, feature: "PPL"}
}

// readPostal reads the settlements in GeoNames' files of post codes, one file a country.
func readPostal(folder string) ([]place, error) {
	var all []place
	for _, country := range postalCountries {
		path := filepath.Join(folder, country.iso+".txt")
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		places, err := postalPlaces(file, country)
		if err = cmp.Or(err, file.Close()); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		all = append(all, places...)
	}
	return all, nil
}

// postalPlaces reads a country's file: country, post code, settlement, three levels of regions with their codes, position.
func postalPlaces(r io.Reader, country postalCountry) ([]place, error) {
	var places []place
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		f := strings.Split(lines.Text(), "\t")
		if len(f) != 12 {
			return nil, fmt.Errorf("line %d: %d columns instead of 12", n, len(f))
		}
		p := country.read(f[country.column])
		p.country = f[0]
		var errLat, errLon error
		p.latitude, errLat = strconv.ParseFloat(f[9], 64)
		p.longitude, errLon = strconv.ParseFloat(f[10], 64)
		if errLat != nil || errLon != nil || !settlement.MatchString(p.name) {
			continue // not every post code has a position: post-office boxes, city districts
		}
		p.id = postalID(p.country, p.name, f[3])
		places = append(places, p)
	}
	return places, lines.Err()
}

// settlement is how the name of one looks; post offices, railway halts and big receivers of mail look otherwise.
var settlement = regexp.MustCompile(`^\p{Lu}[\pL'’]+([ -][\pL'’]+){0,3}$`)

// remark is what post codes add to a settlement's name to tell it from others, or a post office from others.
var remark = regexp.MustCompile(` ?\(.*| (Loc|St|Gara|Sat|Oras|\d).*$`)

func withoutRemark(name string) string { return strings.TrimSpace(remark.ReplaceAllString(name, "")) }

// firstPostalID is the lowest id of a settlement that only the post codes name; GeoNames' own are far below.
const firstPostalID = 1 << 30

// postalID makes an id for a settlement that has none in GeoNames: beyond those that GeoNames gives out, and the same
// whenever the data is made.
func postalID(country, name, region string) int32 {
	h := fnv.New32a()
	_, _ = io.WriteString(h, country+"\t"+gazetteer.Fold(name)+"\t"+region)
	return int32(firstPostalID | h.Sum32()&(firstPostalID-1))
}

// addPostal adds the settlements that are not among the places yet, each with the zone and region of the nearest of them.
func addPostal(places, settlements []place) []place {
	known := map[string][]int{} // by country
	bearers := map[string][]int{}
	ids := map[int32]bool{}
	declined := map[string]bool{}
	for i, p := range places {
		known[p.country] = append(known[p.country], i)
		ids[p.id] = true
		for _, name := range append([]string{p.name, p.ascii}, p.alternates...) {
			key := p.country + gazetteer.Fold(name)
			bearers[key] = append(bearers[key], i)
			if p.country == "UA" && p.population >= wellKnown && written(name, "uk") {
				declined[stem(name)] = true
			}
		}
	}
	for _, s := range settlements {
		near := func(i int) bool { return apart(places[i], s) < samePlace }
		again := ids[s.id] || slices.ContainsFunc(append([]string{s.name}, s.alternates...), func(name string) bool {
			return slices.ContainsFunc(bearers[s.country+gazetteer.Fold(name)], near)
		})
		if again || s.country == "UA" && declined[stem(s.alternates[0])] || len(known[s.country]) == 0 {
			continue
		}
		ids[s.id] = true
		neighbour := places[slices.MinFunc(known[s.country], func(i, j int) int {
			return cmp.Compare(apart(places[i], s), apart(places[j], s))
		})]
		s.zone, s.region = neighbour.zone, neighbour.region
		places = append(places, s)
	}
	return places
}

// wellKnown is how many people live in a town of whose name, in another case, a village's is thought to be a form.
const wellKnown = 10_000

// stem is what a Ukrainian name's case forms have in common.
func stem(name string) string { return caseEnding.ReplaceAllString(gazetteer.Fold(name), "") }

var caseEnding = regexp.MustCompile(`(е?ць|е?ц[іюяе]|[аеєиіїйоуюяь]{1,2})$`)

// samePlace is how far apart, in degrees, two positions of one settlement may lie.
const samePlace = 0.15

// apart is how far apart two places lie, in degrees of latitude.
func apart(p, q place) float64 {
	const narrower = 0.68 // a degree of longitude in our latitudes
	return math.Hypot(p.latitude-q.latitude, narrower*(p.longitude-q.longitude))
}

// moldovan reads a name that lacks its accents. What other places end in tells some of them.
func moldovan(s string) place {
	name := moldovanWords.Replace(withoutRemark(s))
	for _, e := range moldovanEndings {
		name = e.pattern.ReplaceAllString(name, e.with)
	}
	p := village(name)
	if newer := closedVowel.ReplaceAllString(p.name, "${1}â$2"); newer != name {
		p.alternates = append(p.alternates, newer) // Hîrtop is Hârtop by the spelling of 1993
	}
	return p
}

var (
	moldovanWords = strings.NewReplacer(" De ", " de ", " Cel ", " cel ", " Lui ", " lui ", " La ", " la ")

	moldovanEndings = []struct {
		pattern *regexp.Regexp
		with    string
	}{
		{regexp.MustCompile(`sti( |-|$)`), "ști$1"},
		{regexp.MustCompile(`stii( |-|$)`), "știi$1"},
		{regexp.MustCompile(`auti( |-|$)`), "ăuți$1"},
		{regexp.MustCompile(`([ei])uti( |-|$)`), "${1}uți$2"},
		{regexp.MustCompile(`([^aeiou])ita( |-|$)`), "${1}ița$2"},
		{regexp.MustCompile(`([^aeiou])iste( |-|$)`), "${1}iște$2"},
	}

	// closedVowel is an i that is mostly î in Moldova's names: before r, n, m and another consonant.
	closedVowel = regexp.MustCompile(`([BCDFGHLMPSTVZbcdfghlmnprstvz])i([rnm][bcdfglmpstvz])`)
)
