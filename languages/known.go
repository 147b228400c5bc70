package languages

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/BurntSushi/toml"

	"mostbot/catalog"
)

//go:embed known.toml
var known []byte

// Sort is what a name known to all is the name of.
type Sort string

// The sorts. A body may take part in an event and a programme or project may be what it is about; the others are neither,
// however much their names look like one.
const (
	Organisation Sort = "organisation"
	Programme    Sort = "programme" // of funding or cooperation, under which there are projects
	Project      Sort = "project"
	Event        Sort = "event"   // a conference, fair, hackathon or week of the year
	Outlet       Sort = "outlet"  // reports, and takes no part
	Product      Sort = "product" // a platform, register, app or network
	Award        Sort = "award"   // a title or prize
	Policy       Sort = "policy"  // a strategy or process
)

var sorts = []Sort{Organisation, Programme, Project, Event, Outlet, Product, Award, Policy}

// Known is a name known to all in the field, with all its forms.
type Known struct {
	Sort  Sort
	Where string // ISO country, "EU", or "" where the file does not tell
	Town  string // seat of an organisation: "Varna, BG"; "" where it has none or several, or the file does not tell

	forms map[string][]Form // by language, or by everyLanguage
}

// Form is one way to write a name.
type Form struct {
	Text   string // in its base form: an inflected form in a text is found by its stem
	Exact  bool   // an abbreviation, or written in capitals: it has just these letters in a text
	Quoted bool   // an ordinary word, which is the name only within quotation marks
}

const everyLanguage = "any"

// In returns the forms that news of a language may use, its own before those of every language and the English ones.
func (k Known) In(lang catalog.Language) []Form {
	forms := slices.Concat(k.forms[lang], k.forms[everyLanguage])
	if lang != "en" {
		forms = append(forms, k.forms["en"]...)
	}
	return forms
}

// ReadKnown reads the names known to all.
func ReadKnown() ([]Known, error) {
	names, err := readKnown(known)
	if err != nil {
		return nil, fmt.Errorf("read known.toml: %w", err)
	}
	return names, nil
}

func readKnown(data []byte) ([]Known, error) {
	groups, err := readGroups(data)
	if err != nil {
		return nil, err
	}
	var names []Known
	for _, g := range groups {
		for _, e := range g.Entries {
			k, err := e.known(g)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", g.About, err)
			}
			names = append(names, k)
		}
	}
	return names, nil
}

func readGroups(data []byte) ([]group, error) {
	var file struct {
		Names []group `toml:"names"`
	}
	meta, err := toml.NewDecoder(bytes.NewReader(data)).Decode(&file)
	if err != nil {
		return nil, err
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("nothing is known of %q", unknown[0])
	}
	for _, g := range file.Names {
		if !slices.Contains(sorts, g.Sort) {
			return nil, fmt.Errorf("%s: %q is no sort", g.About, g.Sort)
		}
	}
	return file.Names, nil
}

// group is a table of the file: names of one sort and place.
type group struct {
	Sort    Sort    `toml:"sort"`
	Where   string  `toml:"where"`
	About   string  `toml:"about"`
	Entries []entry `toml:"entries"`
}

// entry is a line of the file: "town", or language to forms.
type entry map[string]string

func (e entry) known(g group) (Known, error) {
	k := Known{Sort: g.Sort, Where: g.Where, Town: e["town"], forms: map[string][]Form{}}
	for _, key := range slices.Sorted(maps.Keys(e)) {
		if key == "town" {
			continue
		}
		if key != everyLanguage && !slices.Contains(catalog.Languages, key) {
			return Known{}, fmt.Errorf("%q: %q is no language", e[key], key)
		}
		for written := range strings.SplitSeq(e[key], "|") {
			k.forms[key] = append(k.forms[key], readForm(written)...)
		}
	}
	if len(k.forms) == 0 {
		return Known{}, errors.New("an entry has no name")
	}
	return k, nil
}

// readForm takes "Weltgesundheitsorganisation (WHO)" apart.
func readForm(written string) []Form {
	text, rest, abbreviated := strings.Cut(strings.TrimSpace(written), "(")
	var forms []Form
	if text = strings.TrimSpace(text); text != "" {
		bare, quoted := unquoted(text)
		forms = append(forms, Form{Text: bare, Exact: shouted(bare), Quoted: quoted})
	}
	if !abbreviated {
		return forms
	}
	for short := range strings.SplitSeq(strings.TrimSuffix(rest, ")"), ",") {
		forms = append(forms, Form{Text: strings.TrimSpace(short), Exact: true})
	}
	return forms
}

// unquoted takes the quotation marks off a form that stands wholly within them.
func unquoted(text string) (bare string, quoted bool) {
	const marks = "„“”«»"
	bare = strings.Trim(text, marks)
	if bare == text || strings.ContainsAny(bare, marks) {
		return text, false
	}
	return bare, true
}

// shouted tells whether all letters are capitals.
func shouted(s string) bool {
	return !strings.ContainsFunc(s, unicode.IsLower)
}
