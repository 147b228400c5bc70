// Package texts says things in the reader's language. It is the only maker of [HTML].
//
// [New] reads the messages of every language once. A [Printer] speaks one of them: [Printer.Say] fills a message with
// data, [Printer.Date] and its like write what CLDR knows about the language, [Printer.Card] and [Printer.Digest] put an
// event or many before a reader. Everything that comes from outside, a name or a headline, is cleaned and escaped on its
// way into HTML.
package texts

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/go-playground/locales"
	"github.com/go-playground/locales/bg"
	"github.com/go-playground/locales/de"
	"github.com/go-playground/locales/en_GB"
	"github.com/go-playground/locales/ro"
	"github.com/go-playground/locales/uk"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"mostbot/catalog"
	"mostbot/languages"
)

// Names knows the usual names of places.
type Names interface {
	Name(id int32, lang catalog.Language) string // "" for an unknown id
}

// Directory knows the organisations and projects of the catalogue.
type Directory interface {
	Organisation(id string) (catalog.Organisation, bool)
	Project(id string) (catalog.Project, bool)
}

// Texts holds a printer for each language.
type Texts struct{ printers map[catalog.Language]*Printer }

// New reads the messages of all languages.
func New(names Names) (*Texts, error) {
	bundle := i18n.NewBundle(language.MustParse(catalog.Languages[0]))
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	for _, lang := range catalog.Languages {
		b, err := languages.Messages(lang)
		if err != nil {
			return nil, err
		}
		if _, err := bundle.ParseMessageFileBytes(b, lang+".toml"); err != nil {
			return nil, fmt.Errorf("read the messages of %q: %w", lang, err)
		}
	}
	t := &Texts{printers: map[catalog.Language]*Printer{}}
	for _, lang := range catalog.Languages {
		t.printers[lang] = newPrinter(bundle, lang, names)
	}
	return t, nil
}

// Printer returns the printer of the language, of the project's first language where it speaks none such.
func (t *Texts) Printer(lang catalog.Language) *Printer {
	if p, ok := t.printers[lang]; ok {
		return p
	}
	return t.printers[catalog.Languages[0]]
}

// Choose returns the first of the wanted languages that we speak, whose tags may carry a region ("en-US", "uk_UA"), else
// the project's first language.
func Choose(wanted ...string) catalog.Language {
	for _, w := range wanted {
		base, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(w), "_", "-"), "-")
		if slices.Contains(catalog.Languages, base) {
			return base
		}
	}
	return catalog.Languages[0]
}

// Printer speaks one language.
type Printer struct {
	Lang      catalog.Language
	localizer *i18n.Localizer
	parser    template.Parser
	calendar  locales.Translator
	countries display.Namer
	names     Names
	now       time.Time // when it is read; zero where nobody said
}

// At is the printer for somebody who reads at the given time: a plan whose day has passed is told as one.
func (p *Printer) At(now time.Time) *Printer {
	then := *p
	then.now = now
	return &then
}

var calendars = map[catalog.Language]func() locales.Translator{
	"bg": bg.New, "en": en_GB.New, "uk": uk.New, "ro": ro.New, "de": de.New,
}

func newPrinter(bundle *i18n.Bundle, lang catalog.Language, names Names) *Printer {
	return &Printer{
		Lang:      lang,
		localizer: i18n.NewLocalizer(bundle, lang),
		parser:    &template.TextParser{Option: "missingkey=error"},
		calendar:  calendars[lang](),
		countries: display.Regions(language.MustParse(lang)),
		names:     names,
	}
}

// Data is what a message is filled with: strings and numbers, which are escaped, and HTML, which is not. The number N
// decides the plural form.
type Data map[string]any

// Say fills the message with the data. A message that does not exist is its id: a test sees to it that there is none.
func (p *Printer) Say(id string, data ...Data) HTML {
	config := &i18n.LocalizeConfig{MessageID: id, TemplateParser: p.parser}
	safe := map[string]any{}
	for _, d := range data {
		for key, value := range d {
			safe[key] = p.safe(value)
			if n, ok := value.(int); ok && key == "N" {
				config.PluralCount = n
			}
		}
	}
	config.TemplateData = safe
	said, err := p.localizer.Localize(config)
	if said == "" && err != nil {
		said = escape(id)
	}
	return HTML{strings.TrimSpace(said)}
}

// Plain is Say for places where Telegram takes no markup: buttons, toasts, menus.
func (p *Printer) Plain(id string, data ...Data) string { return p.Say(id, data...).Plain() }

func (p *Printer) safe(value any) any {
	switch v := value.(type) {
	case HTML:
		return v.s
	case string:
		return escape(v)
	case int:
		return p.Number(v)
	case nil, bool:
		return v
	}
	return escape(fmt.Sprint(value))
}

// Words is the message's list of words, which are separated by commas.
func (p *Printer) Words(id string) []string {
	words := strings.Split(p.Plain(id), ",")
	for i, w := range words {
		words[i] = strings.TrimSpace(w)
	}
	return slices.DeleteFunc(words, func(w string) bool { return w == "" })
}
