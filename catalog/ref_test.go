package catalog

import (
	"slices"
	"testing"
)

var meeting = Event{
	Kind:          Visit,
	Cities:        []City{{732770, "Burgas", "BG"}, {706448, "Kherson", "UA"}},
	Organisations: []string{"digihub"},
	Topics:        []Topic{"innovation-hub"},
	Sources:       []Source{{Language: "bg"}, {Language: "bg"}},
}

func filter(t *testing.T, key string) Filter {
	t.Helper()
	f, err := ParseFilter(key)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestAFilterJoinsOneSortWithOrAndDifferentSortsWithAnd(t *testing.T) {
	for key, want := range map[string]bool{
		"":                              true,
		"city:732770":                   true,
		"city:1 city:732770":            true,
		"city:1":                        false,
		"city:732770 kind:visit":        true,
		"city:732770 kind:launch":       false,
		"country:UA org:digihub":        true,
		"lang:bg topic:innovation-hub":  true,
		"lang:uk topic:innovation-hub":  false,
		"kind:launch kind:visit org:no": false,
	} {
		if got := filter(t, key).Wants(meeting); got != want {
			t.Errorf("%q wants the meeting: %v", key, got)
		}
	}
}

func TestEqualFiltersHaveEqualKeys(t *testing.T) {
	a, b := filter(t, "kind:visit city:2 city:10 city:2"), filter(t, "city:10 city:2 kind:visit")
	if a.Key() != b.Key() || !slices.Equal(a, b) {
		t.Errorf("%q and %q", a.Key(), b.Key())
	}
}

func TestWhatIsNoRefIsRefused(t *testing.T) {
	for _, s := range []string{"", "city", "city:", "planet:3", ":3"} {
		if r, err := ParseRef(s); err == nil {
			t.Errorf("%q was read as %v", s, r)
		}
	}
}

func TestAnEventIsFoundByAllThatItHasOnce(t *testing.T) {
	want := filter(t, "city:706448 city:732770 country:BG country:UA org:digihub topic:innovation-hub kind:visit lang:bg")
	if got := NewFilter(meeting.Refs()...).Key(); got != want.Key() {
		t.Errorf("%s", got)
	}
}
