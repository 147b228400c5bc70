package languages

import (
	"iter"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"mostbot/catalog"
)

func TestKnownNamesAreFoundInEveryLanguage(t *testing.T) {
	names := readAll(t)
	for _, want := range []struct {
		lang catalog.Language
		sort Sort
		form Form
	}{
		{"bg", Organisation, Form{Text: "Европейска комисия"}},
		{"de", Organisation, Form{Text: "EBWE", Exact: true}},
		{"de", Organisation, Form{Text: "EBRD", Exact: true}}, // English abbreviations stand in German news as well
		{"uk", Organisation, Form{Text: "Мінцифра"}},
		{"ro", Organisation, Form{Text: "Autoritatea pentru Digitalizarea României"}},
		{"ro", Programme, Form{Text: "Interreg VI-A România-Bulgaria"}},
		{"uk", Programme, Form{Text: "Horizon Europe"}},
		{"en", Project, Form{Text: "GrowSmarter"}},
		{"bg", Project, Form{Text: "GrowSmarter"}},
		{"en", Event, Form{Text: "Web Summit"}},
		{"bg", Outlet, Form{Text: "Капитал", Quoted: true}},
		{"uk", Product, Form{Text: "Дія", Quoted: true}},
		{"de", Award, Form{Text: "Europäische Kulturhauptstadt"}},
		{"bg", Policy, Form{Text: "Дунавска стратегия"}},
	} {
		if !slices.ContainsFunc(names, func(k Known) bool {
			return k.Sort == want.sort && slices.Contains(k.In(want.lang), want.form)
		}) {
			t.Errorf("%s: no %s is known as %+v", want.lang, want.sort, want.form)
		}
	}
}

func TestNamesOfOneLanguageAreNotLookedForInAnother(t *testing.T) {
	for _, k := range readAll(t) {
		if slices.Contains(k.In("en"), Form{Text: "Weltbank"}) || slices.Contains(k.In("bg"), Form{Text: "Світовий банк"}) {
			t.Errorf("%+v mixes languages", k)
		}
	}
}

func TestAFormIsTakenApart(t *testing.T) {
	for written, want := range map[string][]Form{
		"Weltbank":              {{Text: "Weltbank"}},
		" Weltbank (WB, IBRD) ": {{Text: "Weltbank"}, {Text: "WB", Exact: true}, {Text: "IBRD", Exact: true}},
		"URBACT IV":             {{Text: "URBACT IV", Exact: true}},
		"«Дія»":                 {{Text: "Дія", Quoted: true}},
		"Фонд «Східна Європа»":  {{Text: "Фонд «Східна Європа»"}},
		"„Арсенал“ АД":          {{Text: "„Арсенал“ АД"}},
		"Фонд „Научни изследвания“ ФНИ": {{Text: "Фонд „Научни изследвания“ ФНИ"}},
	} {
		if got := readForm(written); !slices.Equal(got, want) {
			t.Errorf("%q is read as %+v, want %+v", written, got, want)
		}
	}
}

func TestFaultsInTheFileAreNamed(t *testing.T) {
	for broken, want := range map[string]string{
		"[club]\t\tClubs":                                      `line 1: "club" is no sort`,
		"[event]\t\tFairs\nfr=Foire":                           `line 2: "Foire": "fr" is no language`,
		"[event]\t\tFairs\n\n# empty\ntown=Varna, BG":          "line 4: an entry has no name",
		"[event]\tFairs":                                       "line 1: 2 cells",
		"[event]\t\tFairs\nen=Web Summit\ten=Web Summit again": `line 2: "en" stands twice`,
	} {
		if _, err := readKnown(broken); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\ngives %v, want: %s", broken, err, want)
		}
	}
}

func TestNoNameIsKnownTwice(t *testing.T) {
	names := readAll(t)
	for _, lang := range catalog.Languages {
		owner := map[string]int{}
		for i, k := range names {
			for _, f := range k.In(lang) {
				key := spelling(f)
				if first, taken := owner[key]; taken && first != i {
					t.Errorf("%s: %q stands in two entries", lang, f.Text)
				}
				owner[key] = i
			}
		}
	}
}

// spelling is a form with one sort of dash and no quotation marks, in lower case unless it is exact.
func spelling(f Form) string {
	s := strings.NewReplacer("–", " ", "-", " ", "„", "", "“", "", "”", "", "«", "", "»", "", "'", "").Replace(f.Text)
	s = strings.Join(strings.Fields(s), " ")
	if f.Exact {
		return s
	}
	return strings.ToLower(s)
}

// inflected are signs that a form's first word bears an article or a case ending.
var inflected = map[catalog.Language]*regexp.Regexp{
	"bg": regexp.MustCompile(`^\S+(ият|ския|ската|ското|ските|ството|цията|ието|етът|итета|ната|ното|ните)( |$)`),
	"uk": regexp.MustCompile(`^\S+(ської|ському|ським|ською|ського|ства|ству|ством|цією|ної|ному|ного|тету|тетом)( |$)`),
	"ro": regexp.MustCompile(`^\S+(ului|iei|elor|ilor|ății)( |$)`),
	"de": regexp.MustCompile(`^(der|die|das|dem|den|des|ein|eine) |^\S+(ischen|ischem|isches Instituts|ministeriums) `),
	"en": regexp.MustCompile(`^(the|a|an) |['’]s$`),
}

func TestKnownNamesStandInTheirBaseForm(t *testing.T) {
	for lang, f := range formsByLanguage(t) {
		if sign, ok := inflected[lang]; ok && sign.MatchString(f.Text) {
			t.Errorf("%s: %q is no base form", lang, f.Text)
		}
	}
}

// writtenSmall are the abbreviations whose bodies write them in small letters.
var writtenSmall = []string{"dena", "bpb", "wiiw", "dpa", "DsiN", "Nakopa"}

func TestAbbreviationsAreWrittenAsTheirBodiesDo(t *testing.T) {
	for line := range strings.Lines(known) {
		if line[0] == '#' {
			continue
		}
		for cell := range strings.SplitSeq(line, "\t") {
			if strings.HasPrefix(cell, "town=") { // "Halle (Saale), DE"
				continue
			}
			for _, found := range inBrackets.FindAllStringSubmatch(cell, -1) {
				for short := range strings.SplitSeq(found[1], ", ") {
					if capitals(short) < 2 && !slices.Contains(writtenSmall, short) || len([]rune(short)) > 12 {
						t.Errorf("%q is no abbreviation: %s", short, line)
					}
				}
			}
		}
	}
}

// capitals counts capital letters and digits.
func capitals(s string) (n int) {
	for _, r := range s {
		if unicode.IsUpper(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

var inBrackets = regexp.MustCompile(`\(([^()]*)\)`)

// Letters that a language does not have: a form with them was written in another, or with a letter that only looks right.
var foreignLetters = map[catalog.Language]string{"bg": "іїєґыэё", "uk": "ъыэё", "ro": "şţ"}

func TestKnownNamesAreWrittenInTheLettersOfTheirLanguage(t *testing.T) {
	for lang, f := range formsByLanguage(t) {
		if strings.ContainsAny(strings.ToLower(f.Text), foreignLetters[lang]) {
			t.Errorf("%s: %q has a letter that the language lacks", lang, f.Text)
		}
		if slices.Contains([]string{"en", "ro", "de"}, lang) && strings.ContainsFunc(f.Text, isCyrillic) {
			t.Errorf("%s: %q is Cyrillic", lang, f.Text)
		}
		if slices.ContainsFunc(strings.FieldsFunc(f.Text, noLetter), mixesScripts) {
			t.Errorf("%s: %q mixes two scripts", lang, f.Text)
		}
	}
}

func mixesScripts(word string) bool {
	return strings.ContainsFunc(word, isCyrillic) && strings.ContainsFunc(word, isLatin)
}

func noLetter(r rune) bool   { return !unicode.IsLetter(r) }
func isCyrillic(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }
func isLatin(r rune) bool    { return unicode.Is(unicode.Latin, r) }

func TestNoKnownNameIsAFrequentWord(t *testing.T) {
	names := readAll(t)
	for _, lang := range catalog.Languages {
		frequent := frequentWords(t, lang)
		for _, k := range names {
			for _, f := range k.In(lang) {
				if !f.Quoted && frequent[strings.ToLower(f.Text)] {
					t.Errorf("%s: %q is a frequent word", lang, f.Text)
				}
			}
		}
	}
}

// frequentWords are a language's most frequent words and those of its calendar.
func frequentWords(t *testing.T, lang catalog.Language) map[string]bool {
	t.Helper()
	l, err := ReadLexicon(lang)
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]bool{}
	for _, list := range slices.Concat([]string{l.Words}, l.Dates.Months, l.Dates.Weekdays) {
		for _, w := range strings.Fields(list) {
			words[w] = true
		}
	}
	return words
}

var (
	townLabel = regexp.MustCompile(`^\p{Lu}[^,]+, [A-Z]{2}$`)
	whereCode = regexp.MustCompile(`^([A-Z]{2})?$`)
)

func TestKnownNamesSayWhereTheyBelong(t *testing.T) {
	for _, k := range readAll(t) {
		if !whereCode.MatchString(k.Where) {
			t.Errorf("%q is no country: %+v", k.Where, k)
		}
		if k.Town != "" && !townLabel.MatchString(k.Town) {
			t.Errorf("%q is no town: %+v", k.Town, k)
		}
		if len(k.In("en")) == 0 && len(k.In("bg"))+len(k.In("uk"))+len(k.In("ro"))+len(k.In("de")) == 0 {
			t.Errorf("%+v has no form", k)
		}
	}
}

func BenchmarkReadKnown(b *testing.B) {
	for b.Loop() {
		if _, err := ReadKnown(); err != nil {
			b.Fatal(err)
		}
	}
}

func readAll(t *testing.T) []Known {
	t.Helper()
	names, err := ReadKnown()
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// formsByLanguage yields each form with the language, or "any", that the file gives it for.
func formsByLanguage(t *testing.T) iter.Seq2[string, Form] {
	t.Helper()
	names := readAll(t)
	return func(yield func(string, Form) bool) {
		for _, k := range names {
			for lang, forms := range k.forms {
				for _, f := range forms {
					if !yield(lang, f) {
						return
					}
				}
			}
		}
	}
}
