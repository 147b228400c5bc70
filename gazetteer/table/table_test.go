package table_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"mostbot/gazetteer/table"
)

func record(t *rapid.T, id int32) table.Record {
	return table.Record{
		ID: id, Name: rapid.StringN(1, 40, 255).Draw(t, "name"), Country: rapid.StringMatching(`[A-Z]{2}`).Draw(t, "country"),
		Kind:       rapid.Byte().Draw(t, "kind"),
		Population: rapid.IntRange(0, 30_000_000).Draw(t, "population"),
		Latitude:   float64(rapid.IntRange(-9_000_000, 9_000_000).Draw(t, "latitude")) / 1e5,
		Longitude:  float64(rapid.IntRange(-18_000_000, 18_000_000).Draw(t, "longitude")) / 1e5,
	}
}

func TestWhatWasBuiltIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfNDistinct(rapid.Int32Min(1), 1, 20, rapid.ID[int32]).Draw(t, "ids")
		b := table.NewBuilder()
		var records []table.Record
		for _, id := range ids {
			r := record(t, id)
			r.Zone, r.Region = b.Zone("Europe/"+r.Country), b.Region(r.Country+".1\tRegion")
			place := b.Add(r, []string{"bg" + r.Country, "", r.Name, "de"})
			b.Bear("name", place, place%4)
			b.Bear(fmt.Sprint("only ", id), place, 1)
			records = append(records, r)
		}
		file, err := b.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		read, err := table.Read(file)
		if err != nil {
			t.Fatal(err)
		}
		compare(t, read, records)
	})
}

func compare(t *rapid.T, read *table.Table, want []table.Record) {
	if read.Len() != len(want) {
		t.Fatalf("%d places instead of %d", read.Len(), len(want))
	}
	for i, r := range want {
		place, ok := read.Find(r.ID)
		if !ok || place != i || read.Record(place) != r {
			t.Errorf("%+v became %+v", r, read.Record(place))
		}
		if read.Name(i, 0) != "bg"+r.Country || read.Name(i, 1) != "" || read.Name(i, 2) != "" || read.Name(i, 3) != "de" {
			t.Errorf("the names of %d are wrong", i)
		}
		if read.Zones[r.Zone] != "Europe/"+r.Country || !read.InCountry(i, r.Country) || read.Population(i) != r.Population {
			t.Errorf("%d lies elsewhere", i)
		}
	}
	if _, ok := read.Find(-5); ok {
		t.Error("an id that was never added is found")
	}
	shared := postings(read, "name")
	if len(shared) != len(want) || !slices.IsSortedFunc(shared, func(p, q table.Posting) int { return p.Usage() - q.Usage() }) {
		t.Errorf("the places of a shared name are %v", shared)
	}
	if alone := postings(read, fmt.Sprint("only ", want[0].ID)); len(alone) != 1 || alone[0].Place() != 0 || alone[0].Usage() != 1 {
		t.Errorf("the place of a name that only one bears is %v", alone)
	}
	if !read.Begins("only") || read.Begins("name") || read.Begins("onl") {
		t.Error("the words with which names of several words begin are others")
	}
}

func postings(read *table.Table, key string) (all []table.Posting) {
	list := read.Bearers(key)
	for i := range list.Len() {
		all = append(all, list.At(i))
	}
	return all
}

func TestForeignBytesAreRefused(t *testing.T) {
	for _, data := range []string{"", "mostgaz", "mostgaz0", "mostgaz1", "mostgaz1\xff\xff\xff\xff", "something else entirely"} {
		if _, err := table.Read([]byte(data)); !errors.Is(err, table.ErrFormat) {
			t.Errorf("%q is refused with %v", data, err)
		}
	}
}
