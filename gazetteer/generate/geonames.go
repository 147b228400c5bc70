package main

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// place is a line of a GeoNames dump.
type place struct {
	id         int32
	name       string // GeoNames' main name
	ascii      string
	alternates []string
	latitude   float64
	longitude  float64
	feature    string // PPLC for a capital, PPLX for a part of a town …
	country    string
	region     string // the country's code for it
	population int
	zone       string
}

// readPlaces reads a GeoNames dump.
func readPlaces(r io.Reader) ([]place, error) {
	var places []place
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		p, err := parsePlace(lines.Text())
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", len(places)+1, err)
		}
		places = append(places, p)
	}
	return places, lines.Err()
}

func parsePlace(line string) (place, error) {
	f := strings.Split(line, "\t")
	if len(f) != 19 {
		return place{}, fmt.Errorf("%d columns instead of 19", len(f))
	}
	id, errID := strconv.ParseInt(f[0], 10, 32)
	latitude, errLat := strconv.ParseFloat(f[4], 64)
	longitude, errLon := strconv.ParseFloat(f[5], 64)
	population, errPop := strconv.Atoi(f[14])
	for _, err := range []error{errID, errLat, errLon, errPop} {
		if err != nil {
			return place{}, err
		}
	}
	return place{
		id: int32(id), name: f[1], ascii: f[2], alternates: strings.FieldsFunc(f[3], func(r rune) bool { return r == ',' }),
		latitude: latitude, longitude: longitude, feature: f[7], country: f[8], region: f[10],
		population: population, zone: f[17],
	}, nil
}
