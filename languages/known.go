package languages

import (
	_ "embed" // the names
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"mostbot/catalog"
)

//go:embed known.tsv
var known string

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

const (
	everyLanguage = "any"
	english       = "en"
)

// In returns the forms that news of a language may use.
func (k Known) In(lang catalog.Language) []Form { return slices.Concat(k.Own(lang), k.Everywhere()) }

// Own returns the forms that news of no other language uses.
func (k Known) Own(lang catalog.Language) []Form {
	if lang == english {
		return nil
	}
	return k.forms[lang]
}

// Everywhere returns the forms that news of every language may use: those of no language, and the English ones.
func (k Known) Everywhere() []Form { return slices.Concat(k.forms[everyLanguage], k.forms[english]) }

// ReadKnown reads the names known to all.
func ReadKnown() ([]Known, error) {
	names, err := readKnown(known)
	if err != nil {
		return nil, fmt.Errorf("read known.tsv: %w", err)
	}
	return names, nil
}

func readKnown(file string) ([]Known, error) {
	var names []Known
	var group Known
	n := 0
	for line := range strings.Lines(file) {
		n++
		line = strings.TrimRight(line, "\n")
		var err error
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			group, err = readGroup(line)
		default:
			var k Known
			k, err = group.entry(line)
			names = append(names, k)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	return names, nil
}

// readGroup reads "[organisation]	EU	Agencies of the European Union".
func readGroup(line string) (Known, error) {
	cells := strings.Split(line, "\t")
	sort := Sort(strings.Trim(cells[0], "[]"))
	if !slices.Contains(sorts, sort) {
		return Known{}, fmt.Errorf("%q is no sort", sort)
	}
	if len(cells) != 3 {
		return Known{}, fmt.Errorf("%d cells, want sort, country and what the group is about", len(cells))
	}
	return Known{Sort: sort, Where: cells[1]}, nil
}

// entry reads the forms of one name of the group.
func (k Known) entry(line string) (Known, error) {
	k.forms = map[string][]Form{}
	for cell := range strings.SplitSeq(line, "\t") {
		key, written, _ := strings.Cut(cell, "=")
		switch {
		case key == "town":
			k.Town = written
			continue
		case key != everyLanguage && !slices.Contains(catalog.Languages, key):
			return k, fmt.Errorf("%q: %q is no language", written, key)
		case k.forms[key] != nil:
			return k, fmt.Errorf("%q stands twice", key)
		}
		for form := range strings.SplitSeq(written, "|") {
			k.forms[key] = append(k.forms[key], readForm(form)...)
		}
	}
	if len(k.forms) == 0 {
		return k, errors.New("an entry has no name")
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
