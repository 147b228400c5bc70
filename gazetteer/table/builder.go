package table

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/blevesearch/vellum"
)

// Builder gathers what goes into a data file.
type Builder struct {
	zones     list
	regions   list
	countries []string
	places    bytes.Buffer
	shown     bytes.Buffer
	strings   bytes.Buffer
	offsets   map[string]uint32
	ids       []int32
	names     map[string][]Posting
}

// list is a set of strings that keeps their order.
type list struct {
	items []string
	index map[string]uint16
}

func (l *list) put(item string) uint16 {
	if i, ok := l.index[item]; ok {
		return i
	}
	if l.index == nil {
		l.index = map[string]uint16{}
	}
	i := uint16(len(l.items))
	l.items, l.index[item] = append(l.items, item), i
	return i
}

// NewBuilder makes a builder of an empty table.
func NewBuilder() *Builder {
	b := &Builder{offsets: map[string]uint32{}, names: map[string][]Posting{}}
	b.strings.WriteByte(0) // offset 0 means "none"
	return b
}

// Zone numbers a time zone.
func (b *Builder) Zone(name string) uint16 { return b.zones.put(name) }

// Region numbers a region, "US.VA\tVirginia".
func (b *Builder) Region(line string) uint16 { return b.regions.put(line) }

// Country adds a name of a country.
func (b *Builder) Country(iso, name string) { b.countries = append(b.countries, iso+"\t"+name) }

// Add adds the next place, most important first, with its names in Languages' order; "" where it has none of its own.
func (b *Builder) Add(r Record, names []string) (place int) {
	le := binary.LittleEndian
	var raw []byte
	raw = le.AppendUint32(raw, uint32(r.ID))
	raw = le.AppendUint32(raw, uint32(r.Population))
	raw = le.AppendUint32(raw, uint32(int32(math.Round(r.Latitude*1e5))))
	raw = le.AppendUint32(raw, uint32(int32(math.Round(r.Longitude*1e5))))
	raw = le.AppendUint16(raw, r.Zone)
	raw = le.AppendUint16(raw, r.Region)
	raw = append(raw, (r.Country + "  ")[:2]...)
	raw = append(raw, r.Kind, 0)
	raw = le.AppendUint32(raw, b.text(r.Name))
	b.places.Write(raw)
	for i := range Languages {
		var at [4]byte
		if names[i] != "" && names[i] != r.Name {
			le.PutUint32(at[:], b.text(names[i]))
		}
		b.shown.Write(at[:])
	}
	b.ids = append(b.ids, r.ID)
	return len(b.ids) - 1
}

func (b *Builder) text(s string) uint32 {
	if at, ok := b.offsets[s]; ok {
		return at
	}
	if len(s) > math.MaxUint8 {
		panic(fmt.Sprintf("the name %q is too long for its length byte", s))
	}
	at := uint32(b.strings.Len())
	b.strings.WriteByte(byte(len(s)))
	b.strings.WriteString(s)
	b.offsets[s] = at
	return at
}

// Bear notes that a place bears a name; the most usual of several usages counts.
func (b *Builder) Bear(key string, place, usage int) {
	for i, p := range b.names[key] {
		if p.Place() == place {
			b.names[key][i] = NewPosting(place, min(usage, p.Usage()))
			return
		}
	}
	b.names[key] = append(b.names[key], NewPosting(place, usage))
}

// Bytes makes the data file.
func (b *Builder) Bytes() ([]byte, error) {
	keys := slices.Sorted(maps.Keys(b.names))
	fst, err := buildFST(keys)
	if err != nil {
		return nil, fmt.Errorf("build the FST of names: %w", err)
	}
	firsts, err := buildFST(firstWords(keys))
	if err != nil {
		return nil, fmt.Errorf("build the FST of first words: %w", err)
	}
	index, postings := b.postings(keys)
	file := []byte(magic)
	for _, section := range [sections][]byte{
		placesSection:    planes(b.places.Bytes(), recordSize),
		shownSection:     b.shown.Bytes(),
		stringsSection:   b.strings.Bytes(),
		zonesSection:     []byte(strings.Join(b.zones.items, "\n")),
		regionsSection:   []byte(strings.Join(b.regions.items, "\n")),
		countriesSection: []byte(strings.Join(b.countries, "\n")),
		byIDSection:      b.byID(),
		keysSection:      fst,
		indexSection:     index,
		postingsSection:  postings,
		firstsSection:    firsts,
	} {
		file = binary.LittleEndian.AppendUint32(file, uint32(len(section)))
		file = append(file, section...)
	}
	return file, nil
}

func buildFST(keys []string) ([]byte, error) {
	var buffer bytes.Buffer
	builder, err := vellum.New(&buffer, nil)
	if err != nil {
		return nil, err
	}
	for ordinal, key := range keys {
		if err := builder.Insert([]byte(key), uint64(ordinal)); err != nil {
			return nil, err
		}
	}
	if err := builder.Close(); err != nil {
		return nil, err
	}
	return buffer.Bytes(), nil
}

// firstWords are those of the keys of several words, which are given in their order.
func firstWords(keys []string) []string {
	var firsts []string
	for _, key := range keys {
		if first, _, several := strings.Cut(key, " "); several {
			firsts = append(firsts, first)
		}
	}
	return slices.Compact(firsts) // in order, as the space sorts before whatever a word may hold
}

func (b *Builder) postings(keys []string) (index, lists []byte) {
	le := binary.LittleEndian
	for _, key := range keys {
		postings := b.names[key]
		slices.SortFunc(postings, func(p, q Posting) int {
			return cmp.Or(cmp.Compare(p.Usage(), q.Usage()), cmp.Compare(p.Place(), q.Place()))
		})
		if len(postings) == 1 {
			index = le.AppendUint32(index, uint32(postings[0]))
			continue
		}
		index = le.AppendUint32(index, several|uint32(len(lists)/4))
		lists = le.AppendUint32(lists, uint32(len(postings)))
		for _, p := range postings {
			lists = le.AppendUint32(lists, uint32(p))
		}
	}
	return index, lists
}

func (b *Builder) byID() []byte {
	order := make([]int, len(b.ids))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(b.ids[i], b.ids[j]) })
	var raw []byte
	for _, place := range order {
		raw = binary.LittleEndian.AppendUint32(raw, uint32(place))
	}
	return raw
}
