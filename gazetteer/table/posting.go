package table

import (
	"encoding/binary"
	"sync"

	"github.com/blevesearch/vellum"
)

// Posting says that a place bears a name, and how usual that is.
type Posting uint32

// NewPosting packs a posting.
func NewPosting(place, usage int) Posting { return Posting(place<<usageBits | usage) }

// Place is the place that bears the name.
func (p Posting) Place() int { return int(p >> usageBits) }

// Usage is how usual the name is for the place: 0 for the most usual.
func (p Posting) Usage() int { return int(p & (1<<usageBits - 1)) }

// Bearers are the places that bear the name, best first.
func (t *Table) Bearers(name string) Postings {
	ordinal, ok := ask(&t.named, name)
	if !ok {
		return nil
	}
	return t.Postings(ordinal)
}

// Begins tells whether some name of several words begins with the word.
func (t *Table) Begins(word string) bool {
	_, ok := ask(&t.begun, word)
	return ok
}

func ask(readers *sync.Pool, key string) (uint64, bool) {
	reader := readers.Get().(*vellum.Reader)
	defer readers.Put(reader)
	value, ok, err := reader.Get([]byte(key))
	return value, ok && err == nil
}

// Postings are the places that bear the name with the ordinal that Keys gives, best first.
func (t *Table) Postings(ordinal uint64) Postings {
	entry := t.sections[indexSection][4*ordinal:][:4]
	at := binary.LittleEndian.Uint32(entry)
	if at&several == 0 {
		return Postings(entry)
	}
	list := t.sections[postingsSection][4*(at&^several):]
	return Postings(list[4:][:4*binary.LittleEndian.Uint32(list)])
}

// Postings is a list of postings as it lies in the table.
type Postings []byte

// Len is how many there are.
func (p Postings) Len() int { return len(p) / 4 }

// At is the i-th.
func (p Postings) At(i int) Posting { return Posting(binary.LittleEndian.Uint32(p[4*i:])) }
