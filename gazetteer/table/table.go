// Package table is the gazetteer's data as it lies on disk and in memory: a few flat byte slices, made once by the
// generator (Builder) and read in place (Table), so that a hundred thousand places cost neither parsing nor pointers.
//
// Places are numbered by importance: place 0 is the most important one. Names are keys of an FST; a key's ordinal leads
// to its postings, the places that bear the name, best first.
package table

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/blevesearch/vellum"
)

// Languages are those for which a place can have a name of its own beside its English one, in the order of the columns.
var Languages = []string{"bg", "uk", "ro", "de"}

// The sections of a data file, in their order.
const (
	placesSection    = iota // a record each, in planes
	shownSection            // per place and language, where its name lies in strings; 0: the English name does
	stringsSection          // each with its length in front
	zonesSection            // lines
	regionsSection          // lines
	countriesSection        // lines "AT\tAustria"
	byIDSection             // places in the order of their ids
	keysSection             // the FST
	indexSection            // per key its one posting, or where its postings lie
	postingsSection         // count and postings of the keys that several places bear
	firstsSection           // an FST of the words with which keys of several words begin
	sections
)

const (
	magic      = "mostgaz4"
	recordSize = 28
	several    = 1 << 31 // flag in the index: not a posting but where postings lie
	usageBits  = 3
)

// ErrFormat is the complaint about bytes that are no data file.
var ErrFormat = errors.New("no gazetteer data of this version")

// Table reads a data file in place.
type Table struct {
	Keys     *vellum.FST
	named    sync.Pool // readers of Keys
	begun    sync.Pool // and of their first words
	Zones    []string
	Regions  []string // "US.VA\tVirginia"
	sections [sections][]byte
}

// Read makes a table of a data file's bytes, which become its own: they are laid out anew, and must not change afterwards.
func Read(data []byte) (*Table, error) {
	t := &Table{}
	data, ok := bytes.CutPrefix(data, []byte(magic))
	if !ok {
		return nil, ErrFormat
	}
	for i := range t.sections {
		if len(data) < 4 {
			return nil, ErrFormat
		}
		n := binary.LittleEndian.Uint32(data)
		if data = data[4:]; uint64(n) > uint64(len(data)) {
			return nil, ErrFormat
		}
		t.sections[i], data = data[:n:n], data[n:]
	}
	join(t.sections[placesSection], recordSize)
	var err error
	if t.Keys, err = vellum.Load(t.sections[keysSection]); err != nil {
		return nil, fmt.Errorf("load the names: %w", err)
	}
	firsts, err := vellum.Load(t.sections[firstsSection])
	if err != nil {
		return nil, fmt.Errorf("load the names' first words: %w", err)
	}
	t.named.New, t.begun.New = readers(t.Keys), readers(firsts)
	t.Zones = t.lines(zonesSection)
	t.Regions = t.lines(regionsSection)
	return t, nil
}

// readers makes readers of the FST, each for one goroutine at a time: they cost less than asking the FST itself.
func readers(of *vellum.FST) func() any {
	return func() any {
		r, _ := of.Reader() // which never fails
		return r
	}
}

// planes lays records by their first bytes, their second ones and so on: alike bytes side by side compress better.
func planes(records []byte, size int) []byte {
	all := make([]byte, 0, len(records))
	for plane := range size {
		for at := plane; at < len(records); at += size {
			all = append(all, records[at])
		}
	}
	return all
}

// join makes records of planes again, in their place.
func join(planes []byte, size int) {
	count := len(planes) / size
	for i, b := range slices.Clone(planes[:count*size]) {
		planes[i%count*size+i/count] = b
	}
}

func (t *Table) lines(section int) []string { return strings.Split(string(t.sections[section]), "\n") }

// Countries lists country names as "AT\tAustria", several a country.
func (t *Table) Countries() []string { return t.lines(countriesSection) }

// Len is the number of places.
func (t *Table) Len() int { return len(t.sections[placesSection]) / recordSize }

// Record is what is known of a place, but for its names in other languages.
type Record struct {
	ID         int32
	Name       string // the English one
	Country    string
	Zone       uint16 // into Zones
	Region     uint16 // into Regions
	Kind       byte   // what kind of place it is, as package gazetteer numbers them
	Population int
	Latitude   float64
	Longitude  float64
}

// Record reads a place.
func (t *Table) Record(place int) Record {
	b := t.record(place)
	u32 := binary.LittleEndian.Uint32
	return Record{
		ID:         int32(u32(b)),
		Population: int(u32(b[4:])),
		Latitude:   float64(int32(u32(b[8:]))) / 1e5,
		Longitude:  float64(int32(u32(b[12:]))) / 1e5,
		Zone:       binary.LittleEndian.Uint16(b[16:]),
		Region:     binary.LittleEndian.Uint16(b[18:]),
		Country:    string(b[20:22]),
		Kind:       b[22],
		Name:       t.text(u32(b[24:])),
	}
}

func (t *Table) record(place int) []byte {
	return t.sections[placesSection][place*recordSize:][:recordSize]
}

// InCountry tells whether the place lies in the country, without reading the rest of it.
func (t *Table) InCountry(place int, iso string) bool { return string(t.record(place)[20:22]) == iso }

// Population is how many people live in the place.
func (t *Table) Population(place int) int {
	return int(binary.LittleEndian.Uint32(t.record(place)[4:]))
}

// Region is the index of the place's region.
func (t *Table) Region(place int) int { return int(binary.LittleEndian.Uint16(t.record(place)[18:])) }

// Name is the place's usual name in a column of Languages; "" where it is the English one.
func (t *Table) Name(place, column int) string {
	at := 4 * (place*len(Languages) + column)
	offset := binary.LittleEndian.Uint32(t.sections[shownSection][at:])
	if offset == 0 {
		return ""
	}
	return t.text(offset)
}

func (t *Table) text(offset uint32) string {
	b := t.sections[stringsSection][offset:]
	return string(b[1 : 1+int(b[0])])
}

// Find is the place with the id.
func (t *Table) Find(id int32) (place int, ok bool) {
	order := t.sections[byIDSection]
	at := func(i int) (int, int32) {
		place := int(binary.LittleEndian.Uint32(order[4*i:]))
		return place, int32(binary.LittleEndian.Uint32(t.record(place)))
	}
	low, high := 0, len(order)/4
	for low < high {
		middle := (low + high) / 2
		place, found := at(middle)
		switch {
		case found == id:
			return place, true
		case found < id:
			low = middle + 1
		default:
			high = middle
		}
	}
	return 0, false
}
