package texts

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"mostbot/catalog"
)

// Kind is the kind's name, in lower case.
func (p *Printer) Kind(k catalog.Kind) string { return p.Plain("kind." + string(k)) }

// Topic is the topic's name, in lower case.
func (p *Printer) Topic(t catalog.Topic) string { return p.Plain("topic." + string(t)) }

// OrganisationKind is the name of a kind of organisation, in lower case.
func (p *Printer) OrganisationKind(kind string) string { return p.Plain("organisation." + kind) }

// Language is the name of a language, in lower case.
func (p *Printer) Language(lang catalog.Language) string { return p.Plain("language_name." + lang) }

// Tag is the topic as a hashtag, which Telegram makes a link of.
func (p *Printer) Tag(t catalog.Topic) string {
	return "#" + strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '_'
	}, p.Topic(t))
}

// renamed are countries that CLDR's table in x/text knows by a former name, or by one that people hardly use.
var renamed = map[string]catalog.Text{
	"MK": {
		"bg": "Северна Македония", "en": "North Macedonia", "uk": "Північна Македонія", "ro": "Macedonia de Nord",
		"de": "Nordmazedonien",
	},
	"US": {"bg": "САЩ", "en": "United States", "uk": "США", "ro": "SUA", "de": "USA"},
	"GB": {
		"bg": "Великобритания", "en": "United Kingdom", "uk": "Велика Британія", "ro": "Marea Britanie",
		"de": "Großbritannien",
	},
	"EU": {
		"bg": "Европейски съюз", "en": "European Union", "uk": "Європейський Союз", "ro": "Uniunea Europeană",
		"de": "Europäische Union",
	},
}

// Country is the country's name; its code where nobody knows one.
func (p *Printer) Country(iso string) string {
	if name := renamed[iso][p.Lang]; name != "" {
		return name
	}
	region, err := language.ParseRegion(iso)
	if err != nil {
		return iso
	}
	if name := p.countries.Name(region); name != "" {
		return name
	}
	return iso
}

// City is the city's usual name.
func (p *Printer) City(c catalog.City) string {
	if p.names != nil {
		if name := p.names.Name(c.ID, p.Lang); name != "" {
			return p.spelt(name, c.Country)
		}
	}
	return p.spelt(Cut(c.Name, longestLine), c.Country)
}

// commaBelow are the Romanian letters as Romanian writes them today; the T with a cedilla is no other language's.
var commaBelow = strings.NewReplacer("ş", "ș", "Ş", "Ș")

// spelt is a place's name with the letters and the apostrophe that our messages have.
func (p *Printer) spelt(name, country string) string {
	name = strings.NewReplacer("ţ", "ț", "Ţ", "Ț", "'", "’", "ʼ", "’").Replace(name)
	if p.Lang == "ro" || country == "RO" || country == "MD" {
		return commaBelow.Replace(name)
	}
	return name
}

// Organisation is the organisation's name, its short form where the whole one is long; the id where nobody knows one.
func (p *Printer) Organisation(id string, d Directory) string {
	o, _ := d.Organisation(id)
	if name := p.organisation(o); name != "" {
		return short(name)
	}
	return Cut(id, longestLine)
}

// spoken is the language in which an organisation's native name is written, by its country.
var spoken = map[string]catalog.Language{
	"BG": "bg", "UA": "uk", "RO": "ro", "MD": "ro", "DE": "de", "AT": "de", "GB": "en", "IE": "en", "US": "en",
}

// organisation is the whole name: the reader's language's own, for a city's administration one made of the city's name,
// else the one that most can read.
func (p *Printer) organisation(o catalog.Organisation) string {
	if o.Names[p.Lang] != "" {
		return o.Names[p.Lang]
	}
	if native := o.Names["native"]; native != "" && spoken[o.Country] == p.Lang {
		return native
	}
	common := o.Names.In(p.Lang)
	if o.Kind != "municipality" || o.City == nil || !strings.Contains(common, "City") &&
		!strings.Contains(common, "Municipality") {
		return common
	}
	return p.Plain("organisation.of_city", Data{"City": p.City(*o.City)})
}

// Project is the project's name, without the explanation that some carry behind a dash; the id where nobody knows one.
func (p *Printer) Project(id string, d Directory) string {
	project, _ := d.Project(id)
	name := project.Names.In(p.Lang)
	if name == "" {
		return Cut(id, longestLine)
	}
	if head, _, ok := strings.Cut(name, " – "); ok && utf8.RuneCountInString(name) > longName {
		return Cut(head, longestLine)
	}
	return short(name)
}

// Name is what a ref is called in a list.
func (p *Printer) Name(r catalog.Ref, d Directory) string {
	switch r.Sort {
	case catalog.SortCity:
		return p.City(catalog.City{ID: r.CityID(), Name: r.ID})
	case catalog.SortCountry:
		return p.Country(r.ID)
	case catalog.SortOrganisation:
		return p.Organisation(r.ID, d)
	case catalog.SortProject:
		return p.Project(r.ID, d)
	case catalog.SortTopic:
		return p.Tag(catalog.Topic(r.ID))
	case catalog.SortKind:
		return p.Kind(catalog.Kind(r.ID))
	}
	return p.Language(r.ID)
}

// longName is the number of characters above which a name's short form is the better one on a phone.
const longName = 32

// short gives the short form that stands in brackets at the end of a long name: "(DIGIHUB)". What else stands there, such
// as a translation or a former name, is left out.
func short(name string) string {
	long, rest, ok := strings.Cut(name, "(")
	long = strings.TrimSpace(long)
	acronym, after, closed := strings.Cut(rest, ")")
	if !ok || !closed || after != "" || long == "" || utf8.RuneCountInString(name) <= longName {
		return Cut(name, longestLine)
	}
	first, _ := utf8.DecodeRuneInString(acronym)
	if unicode.IsLower(first) || 2*utf8.RuneCountInString(acronym) > utf8.RuneCountInString(long) {
		return Cut(long, longestLine)
	}
	return Cut(acronym, longestLine)
}

// Flag is the flag that stands for a language.
func Flag(lang catalog.Language) string {
	return map[catalog.Language]string{"bg": "🇧🇬", "en": "🇬🇧", "uk": "🇺🇦", "ro": "🇷🇴", "de": "🇩🇪"}[lang]
}

// List joins names as a sentence does: "Бургас, Одеса и Тбилиси". Of more than the given number the first are named and
// the rest counted.
func (p *Printer) List(names []string, most int) string {
	if len(names) > most {
		shown := max(most-1, 1)
		return p.Plain("list.more", Data{"Names": strings.Join(names[:shown], ", "), "N": len(names) - shown})
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return p.Plain("list.and", Data{"Names": strings.Join(names[:last], ", "), "Last": names[last]})
}

// Capitalised is the text with a capital letter at its beginning.
func Capitalised(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}
