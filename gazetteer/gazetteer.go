// Package gazetteer knows the places of Europe and its neighbourhood, and the large ones elsewhere: their names in Latin,
// Cyrillic and Greek letters, where they lie, how many people live there, and what they are usually called in each
// language that mostbot speaks.
//
// The data comes from GeoNames (see Attribution) and from the tables names.tsv, countries.tsv and sounds.tsv; `go generate`
// makes data/gazetteer.zst of them, which the program carries in itself. Look-ups read it in place: package table says how
// it lies there, Named looks names up as they stand, Find also what a person mistyped.
package gazetteer

import (
	_ "embed" // the data
	"fmt"
	"strings"

	"github.com/klauspost/compress/zstd"

	"mostbot/catalog"
	"mostbot/gazetteer/table"
	"mostbot/ownfile"
)

//go:generate go run ./generate

//go:embed data/gazetteer.zst
var packed []byte

// Attribution is what the data's licence asks us to say.
const Attribution = "Place data: GeoNames (geonames.org), CC BY 4.0"

// Gazetteer looks places up. It does not change, so that any number of goroutines may use it.
type Gazetteer struct {
	table     *table.Table
	countries map[string]string // ISO code by folded name
	regions   map[string][]int  // into table.Regions, by folded code ("va") and name ("virginia")
	automata  automata
}

// Place is a city, town or village.
type Place struct {
	catalog.City
	Population int
	Zone       string // IANA
	Region     string // first-level region, in English; may be ""
	Latitude   float64
	Longitude  float64
	Usage      Usage // of the name by which it was found
	Kind       Kind
}

// Kind tells places apart that their size does not.
type Kind byte

// The kinds.
const (
	Town    Kind = iota // a city, town or village of its own
	Village             // a settlement that only the post codes name; how many people live there is unknown
	Quarter             // a part of a town
)

// Open unpacks the data that the program carries.
func Open() (*Gazetteer, error) {
	decoder, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true))
	if err != nil {
		return nil, fmt.Errorf("set up the gazetteer's decompression: %w", err)
	}
	defer decoder.Close()
	data, err := decoder.DecodeAll(packed, nil)
	if err != nil {
		return nil, fmt.Errorf("unpack the gazetteer: %w", err)
	}
	ownfile.Release(packed)
	t, err := table.Read(data)
	if err != nil {
		return nil, fmt.Errorf("read the gazetteer: %w", err)
	}
	return newGazetteer(t)
}

func newGazetteer(t *table.Table) (*Gazetteer, error) {
	g := &Gazetteer{table: t, countries: map[string]string{}, regions: map[string][]int{}}
	var err error
	if g.automata, err = newAutomata(); err != nil {
		return nil, fmt.Errorf("set up the look-up of misspelt names: %w", err)
	}
	for _, line := range t.Countries() {
		iso, name, _ := strings.Cut(line, "\t")
		g.countries[Fold(iso)] = iso
		if key := Fold(name); g.countries[key] == "" {
			g.countries[key] = iso
		}
	}
	for i, line := range t.Regions {
		code, name, _ := strings.Cut(line, "\t")
		if _, local, ok := strings.Cut(code, "."); ok {
			g.regions[Fold(local)] = append(g.regions[Fold(local)], i)
			g.regions[Fold(name)] = append(g.regions[Fold(name)], i)
		}
	}
	return g, nil
}

// Place is the place with the GeoNames id.
func (g *Gazetteer) Place(id int32) (Place, bool) {
	at, ok := g.table.Find(id)
	if !ok {
		return Place{}, false
	}
	return g.place(at), true
}

func (g *Gazetteer) place(at int) Place {
	r := g.table.Record(at)
	_, region, _ := strings.Cut(g.table.Regions[r.Region], "\t")
	return Place{
		City:       catalog.City{ID: r.ID, Name: r.Name, Country: r.Country},
		Population: r.Population,
		Zone:       g.table.Zones[r.Zone],
		Region:     region,
		Latitude:   r.Latitude,
		Longitude:  r.Longitude,
		Kind:       Kind(r.Kind),
	}
}

// Name is the usual name of the place in the language: the English one where no other is known, "" for an unknown id.
func (g *Gazetteer) Name(id int32, lang catalog.Language) string {
	at, ok := g.table.Find(id)
	if !ok {
		return ""
	}
	for column, l := range table.Languages {
		if l == lang {
			if name := g.table.Name(at, column); name != "" {
				return name
			}
		}
	}
	return g.table.Record(at).Name
}

// City is the place that a label such as "Burgas, BG" means: the largest in the country that usually bears the name.
func (g *Gazetteer) City(label string) (catalog.City, bool) {
	comma := strings.LastIndexByte(label, ',')
	if comma < 0 {
		return catalog.City{}, false
	}
	iso := strings.ToUpper(strings.TrimSpace(label[comma+1:]))
	postings := g.postings(label[:comma])
	for i := range postings.Len() {
		if at := postings.At(i).Place(); g.table.InCountry(at, iso) {
			return g.place(at).City, true
		}
	}
	return catalog.City{}, false
}

// Named lists the places that bear the name, in any of its spellings, the most usual bearer first and then the largest.
func (g *Gazetteer) Named(name string) []Place {
	postings := g.postings(name)
	if postings.Len() == 0 {
		return nil
	}
	places := make([]Place, postings.Len())
	for i := range places {
		p := postings.At(i)
		places[i] = g.place(p.Place())
		places[i].Usage = Usage(p.Usage())
	}
	return places
}

func (g *Gazetteer) postings(name string) table.Postings { return g.table.Bearers(Fold(name)) }

// Begins tells whether some place's name of several words begins with the word.
func (g *Gazetteer) Begins(word string) bool {
	first, _, _ := strings.Cut(Fold(word), " ") // "Ново-Алексеево": its first part tells
	return g.table.Begins(first)
}

// Country is the ISO code of the country that a person named, by its code or its name in one of our languages.
func (g *Gazetteer) Country(name string) (iso string, ok bool) {
	iso, ok = g.countries[Fold(name)]
	return iso, ok
}
