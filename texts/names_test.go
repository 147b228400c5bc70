package texts_test

import (
	"strings"
	"testing"

	"mostbot/catalog"
)

func TestOrganisationsBearTheNameThatTheReaderKnows(t *testing.T) {
	all := open(t)
	city := cities(3)[0]
	for _, c := range []struct {
		lang string
		catalog.Organisation
		want string
	}{
		{"en", catalog.Organisation{Names: catalog.Text{"en": "Offices of a Certain Old City (formerly Bits-PR)"}}, "Offices of a Certain Old City"},
		{"en", catalog.Organisation{Names: catalog.Text{"en": "Association of Very Clever Towns (Clever)"}}, "Clever"},
		{"en", catalog.Organisation{Names: catalog.Text{"en": "Smart Town (Agency for the Development of Towns)"}}, "Smart Town"},
		{"ro", catalog.Organisation{Kind: "municipality", City: &city, Names: catalog.Text{"en": "City of Yash"}}, "Primăria Iași"},
		{"de", catalog.Organisation{Kind: "municipality", City: &city, Names: catalog.Text{"en": "City of Yash"}}, "Stadt Iași"},
		{"uk", catalog.Organisation{Kind: "municipality", City: &city, Names: catalog.Text{"en": "City of Yash"}}, "Міська рада: Ясси"},
		{"uk", catalog.Organisation{Kind: "municipality", Country: "UA", City: &city, Names: catalog.Text{"en": "City", "native": "Рада"}}, "Рада"},
		{"de", catalog.Organisation{Kind: "municipality", City: &city, Names: catalog.Text{"en": "Yash Metropole"}}, "Yash Metropole"},
	} {
		c.ID = "o"
		if got := all.Printer(c.lang).Organisation("o", catalog.NewDirectory([]catalog.Organisation{c.Organisation}, nil)); got != c.want {
			t.Errorf("%s: %q, want %q", c.lang, got, c.want)
		}
	}
}

func TestPlacesAreSpeltAsTheMessagesAre(t *testing.T) {
	all := open(t)
	for _, c := range []struct{ lang, country, name, want string }{
		{"de", "RO", "Galaţi", "Galați"}, {"de", "RO", "Botoşani", "Botoșani"}, {"de", "TR", "Eskişehir", "Eskişehir"},
		{"en", "UA", "Slov'yansk", "Slov’yansk"},
	} {
		if got := all.Printer(c.lang).City(catalog.City{ID: 99, Name: c.name, Country: c.country}); got != c.want {
			t.Errorf("%s: %q, want %q", c.lang, got, c.want)
		}
	}
}

func TestASourceWithoutAddressAndOutletIsNotShown(t *testing.T) {
	card := open(t).Printer("en").Card(catalog.Event{Kind: catalog.Visit, Sources: []catalog.Source{{}}}, catalog.NewDirectory(nil, nil))
	if strings.Contains(card.Plain(), "🔗") {
		t.Error(card)
	}
}
