// Package starter carries the facts that an empty catalogue is filled with: events, organisations and projects gathered
// from public pages, as JSON lines embedded in the program. README.md says where they come from.
package starter

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"mostbot/catalog"
)

//go:embed events.jsonl
var events []byte

//go:embed organisations.jsonl
var organisations []byte

//go:embed projects.jsonl
var projects []byte

// Facts is a set of records for the catalogue. Each event has passed the test that its references resolve.
type Facts struct {
	Events        []catalog.Event
	Organisations []catalog.Organisation
	Projects      []catalog.Project
}

// Cities finds the city that a label such as "Burgas, BG" means.
type Cities func(label string) (catalog.City, bool)

// Read gives the facts that the program carries.
func Read(cities Cities) (Facts, error) {
	var facts Facts
	var err error
	if facts.Organisations, err = read(organisations, cities, organisation.record); err != nil {
		return Facts{}, fmt.Errorf("starter organisations: %w", err)
	}
	if facts.Projects, err = read(projects, cities, project.record); err != nil {
		return Facts{}, fmt.Errorf("starter projects: %w", err)
	}
	if facts.Events, err = read(events, cities, event.record); err != nil {
		return Facts{}, fmt.Errorf("starter events: %w", err)
	}
	return facts, nil
}

// Events reads events in the form of the starter facts, one JSON object a line. Its references are not checked.
func Events(lines []byte, cities Cities) ([]catalog.Event, error) {
	return read(lines, cities, event.record)
}

func read[Line, Record any](lines []byte, cities Cities, record func(Line, Cities) (Record, error)) ([]Record, error) {
	var records []Record
	decoder := json.NewDecoder(bytes.NewReader(lines))
	decoder.DisallowUnknownFields()
	for n := 1; ; n++ {
		var line Line
		if err := decoder.Decode(&line); err == io.EOF {
			return records, nil
		} else if err != nil {
			return nil, fmt.Errorf("record %d: %w", n, err)
		}
		r, err := record(line, cities)
		if err != nil {
			return nil, fmt.Errorf("record %d: %w", n, err)
		}
		records = append(records, r)
	}
}

var provenance = catalog.Provenance{Origin: catalog.FromStarter, Version: 1}

type event struct {
	ID            string
	Date          catalog.Date
	Published     *catalog.Date
	Kind          catalog.Kind
	Stage         catalog.Stage // if left out, the dates tell
	Title         catalog.Text
	Summary       catalog.Text
	Cities        []string
	Organisations []string
	Projects      []string
	People        []catalog.Person
	Topics        []catalog.Topic
	Sources       []catalog.Source
}

func (e event) record(cities Cities) (catalog.Event, error) {
	places, err := find(e.Cities, cities)
	if err != nil {
		return catalog.Event{}, fmt.Errorf("%s: %w", e.ID, err)
	}
	stage, entered := e.timing()
	switch e.Stage {
	case catalog.Planned, catalog.Happened:
		stage = e.Stage
	case "":
	default:
		return catalog.Event{}, fmt.Errorf("%s: no stage is called %q", e.ID, e.Stage)
	}
	for i := range e.Sources {
		e.Sources[i].Seen = entered
		if e.Published != nil && i == 0 {
			e.Sources[i].Published = *e.Published
		}
	}
	return catalog.Event{
		ID: e.ID, Kind: e.Kind, Stage: stage, Date: e.Date, Title: e.Title, Summary: e.Summary, Cities: places,
		Organisations: e.Organisations, Projects: e.Projects, People: e.People, Topics: e.Topics, Sources: e.Sources,
		Confidence: 1, Entered: entered, Provenance: provenance,
	}, nil
}

// timing tells whether the event had happened when it was reported, and when it could have entered a catalogue.
func (e event) timing() (catalog.Stage, time.Time) {
	if e.Published == nil || e.Published.IsZero() {
		return catalog.Happened, e.Date.Last()
	}
	if e.Date.First().After(e.Published.Last()) {
		return catalog.Planned, e.Published.First()
	}
	return catalog.Happened, e.Published.First()
}

type organisation struct {
	ID      string
	Names   catalog.Text
	Aliases []string
	Kind    string
	City    string
	Country string
	URL     string
}

func (o organisation) record(cities Cities) (catalog.Organisation, error) {
	record := catalog.Organisation{
		ID: o.ID, Names: o.Names, Aliases: o.Aliases, Kind: o.Kind, Country: o.Country, URL: o.URL, Provenance: provenance,
	}
	if o.City == "" {
		return record, nil
	}
	places, err := find([]string{o.City}, cities)
	if err != nil {
		return catalog.Organisation{}, fmt.Errorf("%s: %w", o.ID, err)
	}
	record.City = &places[0]
	return record, nil
}

type project struct {
	ID          string
	Names       catalog.Text
	Aliases     []string
	Programme   string
	Start       catalog.Date
	End         catalog.Date
	Coordinator string
	Partners    []string
	Cities      []string
	Summary     catalog.Text
	URL         string
}

func (p project) record(cities Cities) (catalog.Project, error) {
	places, err := find(p.Cities, cities)
	if err != nil {
		return catalog.Project{}, fmt.Errorf("%s: %w", p.ID, err)
	}
	if p.Programme == "other" {
		p.Programme = ""
	}
	return catalog.Project{
		ID: p.ID, Names: p.Names, Aliases: p.Aliases, Programme: p.Programme, Start: p.Start, End: p.End,
		Coordinator: p.Coordinator, Partners: p.Partners, Cities: places, Summary: p.Summary, URL: p.URL,
		Provenance: provenance,
	}, nil
}

func find(labels []string, cities Cities) ([]catalog.City, error) {
	var found []catalog.City
	for _, label := range labels {
		city, ok := cities(label)
		if !ok {
			return nil, fmt.Errorf("no city is called %q", label)
		}
		found = append(found, city)
	}
	return found, nil
}
