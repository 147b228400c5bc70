package commands

import (
	"fmt"
	"slices"
	"strings"

	"mostbot/catalog"
	"mostbot/languages"
)

// bends knows how languages bend the names of places, from their lexicons: "Лвова" is a form of "Лвов", "Wiener" of
// "Wien".
type bends struct {
	rules      []rule            // from a form's ending to the headword's, the longest endings first
	adjectives []adjectives      // of each language
	irregular  map[string]string // an adjective's stem → the name
	countries  map[string]string // country's name, adjective or inhabitant, folded → ISO
	stems      map[string]string // what such a word begins with → ISO
}

// rule turns one ending into another.
type rule struct{ from, to string }

// adjectives is how a language makes them of places: "бургаска" loses an ending and gets back what the ending took.
type adjectives struct {
	endings []string
	stems   []rule
}

func newBends() (bends, error) {
	b := bends{irregular: map[string]string{}, countries: map[string]string{}, stems: map[string]string{}}
	for _, lang := range catalog.Languages {
		l, err := languages.ReadLexicon(lang)
		if err != nil {
			return b, fmt.Errorf("learn how places are bent: %w", err)
		}
		b.learn(l.Places)
	}
	slices.SortStableFunc(b.rules, func(x, y rule) int { return len(y.from) - len(x.from) })
	return b, nil
}

func (b *bends) learn(p languages.Places) {
	for _, text := range p.Endings {
		if from, to, ok := strings.Cut(text, ">"); ok {
			b.rules = append(b.rules, rule{from, to})
		}
	}
	for _, ending := range p.Adjectives {
		b.rules = append(b.rules, rule{ending, ""})
	}
	made := adjectives{endings: p.Adjectives}
	for _, text := range p.Stems {
		if from, to, ok := strings.Cut(text, ">"); ok {
			made.stems = append(made.stems, rule{from, to})
		}
	}
	b.adjectives = append(b.adjectives, made)
	for stem, name := range p.Irregular {
		b.irregular[catalog.Fold(stem)] = name
	}
	for iso, names := range p.Countries {
		for _, name := range names {
			if stem, ok := strings.CutSuffix(name, "*"); ok {
				b.stems[catalog.Fold(stem)] = iso
				continue
			}
			b.countries[catalog.Fold(name)] = iso
		}
	}
}

// country is the ISO code of the country that the folded word belongs to.
func (b bends) country(folded string) (string, bool) {
	if iso, ok := b.countries[folded]; ok {
		return iso, true
	}
	runes := []rune(folded)
	for n := len(runes); n > shortestStem && n >= len(runes)-longestEnding; n-- {
		if iso, ok := b.stems[string(runes[:n])]; ok {
			return iso, true
		}
	}
	return "", false
}

// longestEnding is the number of characters that may follow the stem of a country's adjective.
const longestEnding = 4

// shortestStem is the number of characters that a name keeps when its ending is taken off.
const shortestStem = 3

// bases lists the headwords that the name may be a form of; only its last word is bent.
func (b bends) bases(name string) []string {
	folded := catalog.Fold(name)
	var bases []string
	for _, r := range b.rules {
		stem, ok := strings.CutSuffix(folded, r.from)
		if !ok || r.from == "" || len([]rune(stem)) < shortestStem {
			continue
		}
		if known := b.irregular[stem]; known != "" {
			bases = append(bases, known)
		}
		bases = append(bases, stem+r.to)
	}
	return bases
}

// origins lists the names that an adjective may be made of.
func (b bends) origins(name string) []string {
	folded := catalog.Fold(name)
	var names []string
	for _, a := range b.adjectives {
		for _, ending := range a.endings {
			stem, ok := strings.CutSuffix(folded, ending)
			if !ok || ending == "" || len([]rune(stem)) < shortestStem+1 {
				continue
			}
			for _, r := range a.stems {
				if base, ok := strings.CutSuffix(stem, r.from); ok {
					names = append(names, base+r.to)
				}
			}
		}
	}
	return names
}
