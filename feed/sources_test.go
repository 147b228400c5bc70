package feed

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mostbot/catalog"
	"mostbot/gazetteer"
)

func TestTheBuiltInSources(t *testing.T) {
	sources, err := Sources("")
	if err != nil {
		t.Fatal(err)
	}
	if len(sources) < 40 {
		t.Errorf("there are %d", len(sources))
	}
	places, err := gazetteer.Open()
	if err != nil {
		t.Fatal(err)
	}
	languages, addresses := map[string]int{}, map[string]string{}
	for _, s := range sources {
		languages[s.Language]++
		if _, ok := places.City(s.Place); s.Place != "" && !ok {
			t.Errorf("%s: there is no %s", s.ID, s.Place)
		}
		if other, taken := addresses[catalog.AddressKey(s.URL)]; taken {
			t.Errorf("%s and %s have one address", s.ID, other)
		}
		addresses[catalog.AddressKey(s.URL)] = s.ID
	}
	for _, l := range catalog.Languages {
		if languages[l] == 0 {
			t.Errorf("none is in %s", l)
		}
	}
}

func TestABadSourcesFileSaysWhatItWants(t *testing.T) {
	for text, want := range map[string]string{
		"":             "no [[source]]",
		"[[source":     "no TOML",
		"[[source]]\n": "id wants",
		"[[source]]\nid='a'\nname='A'\nurl='ftp://a.example'":                                                          `"ftp://a.example" is no web address`,
		"[[source]]\nid='a'\nurl='https://a.example'":                                                                  "wants a name",
		"[[source]]\nid='a'\nname='A'\nurl='https://a.example'\nlanguage='Bulgarian'":                                  "no code such as bg",
		"[[source]]\nid='a'\nname='A'\nurl='https://a.example'\nkind='rss'":                                            "none of feed, list, page",
		"[[source]]\nid='a'\nname='A'\nurl='https://a.example'\nkind='list'":                                           "wants links",
		"[[source]]\nid='a'\nname='A'\nurl='https://a.example'\nkind='list'\nlinks='a[['":                              "no CSS selector",
		"[[source]]\nid='a'\nname='A'\nurl='https://a.example'\nplace='Burgas'":                                        "Burgas, BG",
		"[[source]]\nid='a'\nname='A'\nurl='https://a.example'\nlang='bg'":                                             "no setting of a source",
		"[[source]]\nid='a'\nname='A'\nurl='https://a.example'\n[[source]]\nid='a'\nname='B'\nurl='https://b.example'": "is taken",
	} {
		if _, err := ParseSources(text); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q gives %v; want one line with %q", text, err, want)
		}
	}
}

func TestASourcesFileOfOnesOwn(t *testing.T) {
	file := filepath.Join(t.TempDir(), "sources.toml")
	text := "[[source]]\nid='a'\nname='A'\nurl='https://a.example/feed'\n[[source]]\nid='b'\nname='B'\nurl='https://b.example'\nkind='list'\nlinks='h2 a'\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	sources, err := Sources(file)
	if err != nil || len(sources) != 2 || sources[0].Kind != Feed || sources[1].Links != "h2 a" {
		t.Errorf("got %+v, %v", sources, err)
	}
	if _, err := Sources(file + "x"); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("a missing file gives %v", err)
	}
}
