package gazetteer_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"mostbot/gazetteer"
)

func TestWhatPeopleTypeIsFound(t *testing.T) {
	g := open(t)
	for query, label := range map[string]string{
		"Бургс": "Burgas, BG", "burgaz": "Burgas, BG", "Бургаз": "Burgas, BG", "Kherson": "Kherson, UA", "Hersun": "Kherson, UA",
		"Klausenburg": "Cluj-Napoca, RO", "Клуж": "Cluj-Napoca, RO", "Виена": "Vienna, AT", "Wien": "Vienna, AT",
		"Lemberg": "Lviv, UA", "Лвов": "Lviv, UA", "Львів": "Lviv, UA", "Lwow": "Lviv, UA", "Львов": "Lviv, UA",
		"Bucuresti": "Bucharest, RO", "Філіппополь": "Plovdiv, BG", "Солун": "Thessaloniki, GR", "Thesaloniki": "Thessaloniki, GR",
		"Salonika": "Thessaloniki, GR", "Плвдив": "Plovdiv, BG", "Пловдви": "Plovdiv, BG", "Timishoara": "Timișoara, RO",
		"Kiev": "Kyiv, UA", "Киив": "Kyiv, UA", "Київ": "Kyiv, UA", "plovd": "Plovdiv, BG", "Стара Заг": "Stara Zagora, BG",
		"  VARNA  ": "Varna, BG", "Търговище": "Targovishte, BG", "Димитровград": "Dimitrovgrad, BG",
		"Ivano Frankivsk": "Ivano-Frankivsk, UA", "Одесі": "Odesa, UA", "Cracow": "Kraków, PL", "Veliko Turnovo": "Veliko Tarnovo, BG", "Търново": "Veliko Tarnovo, BG",
	} {
		found := g.Find(query, 3)
		if len(found) == 0 || found[0].City.String() != label {
			t.Errorf("%q leads to %v, not to %s", query, found, label)
		}
	}
}

func TestANamedCountryOrRegionTellsNamesakesApart(t *testing.T) {
	g := open(t)
	for query, id := range map[string]int32{
		"Vienna": 2761369, "Vienna, VA": 4791160, "Vienna, Virginia": 4791160, "Vienna (US)": 4791160, "Виена, САЩ": 4791160,
		"Виена, Австрия": 2761369, "Виена Австрия": 2761369, "Wien Österreich": 2761369, "Відень (Австрія)": 2761369,
		"Frankfurt": 2925533, "Frankfurt (Oder)": 2925535, "Frankfurt, Brandenburg": 2925535, "Halle Saale": 2911522,
		"Vienna, Gondor": 2761369,
	} {
		found := g.Find(query, 3)
		if len(found) == 0 || found[0].ID != id {
			t.Errorf("%q leads to %v, not to %d", query, found, id)
		}
	}
}

func TestExactNamesComeBeforeOthers(t *testing.T) {
	g := open(t)
	rapid.Check(t, func(t *rapid.T) {
		query := rapid.StringMatching(`[a-zа-я]{2,7}`).Draw(t, "query")
		last := gazetteer.Exact
		for _, m := range g.Find(query, 20) {
			if m.Usage == gazetteer.Rare {
				continue
			}
			if m.How == gazetteer.Exact && last != gazetteer.Exact {
				t.Errorf("%q: %v comes too late", query, m)
			}
			last = m.How
		}
	})
}

func TestOneWrongLetterInALongNameIsForgiven(t *testing.T) {
	g := open(t)
	names := []string{"Пловдив", "Благоевград", "Букурещ", "Харков", "Thessaloniki", "Craiova", "Ужгород", "Stuttgart"}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "name")
		letters := []rune(name)
		at := rapid.IntRange(1, len(letters)-1).Draw(t, "at")
		wrong := string(letters[:at]) + string(letters[at+1:])
		right := g.Find(name, 1)[0]
		for _, m := range g.Find(wrong, 10) {
			if m.ID == right.ID {
				return
			}
		}
		t.Errorf("%q does not lead to %v", wrong, right)
	})
}

func TestNonsenseIsNotFound(t *testing.T) {
	g := open(t)
	for _, query := range []string{"", " ", ",", "()", "xyzzyxyzzy", "🙂", "\u202e", "Гърция", strings.Repeat("я", 3000), "Зжщхъъзж"} {
		if found := g.Find(query, 5); len(found) > 0 {
			t.Errorf("%q leads to %v", query, found)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, query := range []string{"Бургс", "Vienna, VA", "Frankfurt (Oder)", "((,", "\xff\xfe", "a", "san"} {
		f.Add(query)
	}
	g := open(f)
	f.Fuzz(func(t *testing.T, query string) {
		found := g.Find(query, 5)
		if len(found) > 5 {
			t.Errorf("%q leads to %d places", query, len(found))
		}
		for _, m := range found {
			if m.ID == 0 || m.Name == "" || !utf8.ValidString(m.Name) || len(m.Country) != 2 {
				t.Errorf("%q leads to %+v", query, m)
			}
		}
	})
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, err := gazetteer.Open(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNamed(b *testing.B) {
	g := open(b)
	for name, query := range map[string]string{"hit": "Бургас", "miss": "подписаха"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				g.Named(query)
			}
		})
	}
}

func BenchmarkFind(b *testing.B) {
	g := open(b)
	for name, query := range map[string]string{
		"long": strings.Repeat("някакви думи, ", 15), "words": "какво ново има в градовете",
		"exact": "Бургас", "prefix": "san", "one letter": "Бургс", "two letters": "Thessallonikki", "nothing": "Шзижзхашужлл",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				g.Find(query, 5)
			}
		})
	}
}

func TestManyMayAskAtOnce(t *testing.T) {
	g := open(t)
	var asking sync.WaitGroup
	for _, query := range []string{"Бургс", "Thesaloniki", "san", "Виена, Австрия", "Плвдив", "xyzzyx"} {
		asking.Go(func() {
			want := g.Find(query, 5)
			for range 5 {
				if got := g.Find(query, 5); !slices.Equal(got, want) {
					t.Errorf("%q leads to %v, then to %v", query, want, got)
				}
			}
		})
	}
	asking.Wait()
}
