package catalog

import (
	"slices"
	"strings"
)

// headword is a word that says what sort of body an organisation is, or what it deals with, with its beginnings in the
// languages that mostbot reads, in Latin letters. Two names in two languages are one when their headwords mean the same
// and the rest sounds the same.
type headword struct {
	meaning string
	kind    string // the kind of organisation it makes, "" for none
	stems   []string
}

var headwords = []headword{
	{"municipality", "municipality", stems("municip* obshtin* obshchin* primari* kmetstv* gemeinde* rathaus* stadtverwaltung* hromad* gromad* magistrat* meriya*")},
	{"cluster", "it-cluster", stems("cluster* klaster* klyster*")},
	{"hub", "innovation-hub", stems("hub hubs hubul* hab haba habat habove")},
	{"ministry", "ministry", stems("minister* ministr*")},
	{"university", "university", stems("universit* hochschul* uniwersyt*")},
	{"agency", "agency", stems("agenc* agent* agents*")},
	{"foundation", "ngo", stems("foundation* fundats* fundati* fondats* stiftung*")},
	{"fund", "fund", stems("fund fond funds")},
	{"association", "ngo", stems("associa* asotsia* asociat* verein* verband* spilk* obyedinen* obyednann* sadruzhen*")},
	{"company", "company", stems("gmbh ltd srl ood eood tov inc")},
	{"network", "network", stems("network* mrezh* merezh* netzwerk* retea*")},
	{"chamber", "ngo", stems("chamber* kamar* camer* kammer* palat*")},
	{"institute", "", stems("institut* instytut*")},
	{"centre", "", stems("center* centre* tsentar* tsentr* zentrum* centr*")},
	{"academy", "university", stems("academ* akadem*")},
	{"council", "", stems("council savet* sovet* rada radi consili* rat")},
	{"commission", "", stems("commission* komisi* comisi* kommission*")},
	{"regional", "", stems("region* oblast*")},
	{"digital", "", stems("digital* digit* tsifrov* tsyfrov*")},
	{"innovation", "", stems("innovat* inovat* inovats* innovats*")},
	{"technology", "", stems("techn* tehn*")},
	{"development", "", stems("develop* razviti* rozvyt* dezvolt* entwickl*")},
	{"business", "", stems("business* biznes* wirtschaft* afacer*")},
	{"commerce", "", stems("commerc* targov* torg* comert* handel*")},
	{"industry", "", stems("industr* promishl* promysl*")},
	{"science", "", stems("scien* nauk* stiint* wissensch*")},
	{"national", "", stems("nation* natsional*")},
	{"european", "", stems("europ* evrop* yevrop*")},
	{"park", "", stems("park parc")},
	{"laboratory", "", stems("lab")},
	{"and", "", stems("and und ta si i")},
	{"of", "", stems("of for the za fur pentru de der des din na")},
}

func stems(list string) []string { return strings.Fields(list) }

// Words that a town hall's name is made of beside the town's.
var hallWords = stems("city town of the council hall government administration authority local der die stadt misk miska rada " +
	"municip* obshtin* obshchin* primari* kmetstv* gemeinde* rathaus* stadtverwaltung* stadtgemeinde magistrat* gradsk* savet* " +
	"sovet* consiliul* orasul* meriya* teritorial* hromad* gromad* stadtrat* burgermeisteramt")

// meaning gives a headword's meaning, "" for any other word.
func meaning(word string) string {
	for _, h := range headwords {
		if slices.ContainsFunc(h.stems, func(stem string) bool { return begins(word, stem) }) {
			return h.meaning
		}
	}
	return ""
}

// begins tells whether a word is the stem, or, where the stem ends with a star, begins with it.
func begins(word, stem string) bool {
	if beginning, ok := strings.CutSuffix(stem, "*"); ok {
		return strings.HasPrefix(word, beginning)
	}
	return word == stem
}

// organisationKind guesses what kind of organisation bears a name; "" when no word tells.
func organisationKind(name string) string {
	words := strings.Fields(Latin(name))
	for _, h := range headwords {
		if h.kind != "" && slices.ContainsFunc(words, func(w string) bool {
			return slices.ContainsFunc(h.stems, func(stem string) bool { return begins(w, stem) })
		}) {
			return h.kind
		}
	}
	return ""
}

// isHall tells whether a name says nothing but that it is the town hall of the city so called: at least one word of a town
// hall, the city's name, and no other word.
func isHall(name, city string) bool {
	words, place := strings.Fields(Latin(name)), strings.Fields(Latin(city))
	hall, town := 0, 0
	for _, w := range words {
		switch {
		case slices.ContainsFunc(place, func(p string) bool { return sameWord(w, p) }):
			town++
		case slices.ContainsFunc(hallWords, func(stem string) bool { return begins(w, stem) }):
			hall++
		default:
			return false
		}
	}
	return hall > 0 && town > 0
}

// sameWord tells whether two words in Latin letters can be one name in two languages or cases.
func sameWord(a, b string) bool {
	if a == b || inflectedWord(a, b) {
		return true
	}
	if len(a) < roughWord || len(b) < roughWord {
		return false
	}
	return slices.ContainsFunc(roots(a), func(x string) bool {
		return len(x) >= 2 && slices.Contains(roots(b), x)
	})
}

// Endings that make an adjective of a town's name: "vienska", "odeskyi", "wiener".
var adjectives = stems("skiyat skiya skata skoto skite skyy skyi ska ski sko ske er")

// roots are the skeletons of what a word may be made of; one that ends in s loses it to the adjective's ending.
func roots(word string) []string {
	found := []string{skeleton(word)}
	for _, ending := range adjectives {
		if rest, ok := strings.CutSuffix(word, ending); ok && len(rest) >= roughWord-1 {
			found = append(found, skeleton(rest), skeleton(rest+"s"))
			break
		}
	}
	return found
}

// sameName tells whether two names can be one organisation's or project's in two languages: as many words, each with its
// counterpart, and one at least that is more than a headword.
func sameName(a, b string) bool {
	x, y := nameWords(a), nameWords(b)
	return translates(x, y) || len(x) > 0 && strings.Join(x, "") == strings.Join(y, "")
}

func translates(x, y []string) bool {
	if len(x) != len(y) || len(x) == 0 {
		return false
	}
	y = slices.Clone(y)
	names := 0
	for _, w := range x {
		at := slices.IndexFunc(y, func(other string) bool { return sameWordOrMeaning(w, other) })
		if at < 0 {
			return false
		}
		if meaning(w) == "" {
			names++
		}
		y = slices.Delete(y, at, at+1)
	}
	return names > 0
}

func nameWords(name string) []string {
	return slices.DeleteFunc(strings.Fields(Latin(strings.ReplaceAll(name, "-", " "))), func(w string) bool {
		m := meaning(w)
		return m == "of" || m == "and"
	})
}

func sameWordOrMeaning(a, b string) bool {
	if m := meaning(a); m != "" {
		return m == meaning(b)
	}
	return meaning(b) == "" && sameWord(a, b)
}
