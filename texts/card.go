package texts

import (
	"slices"
	"strings"

	"mostbot/catalog"
)

// What comes from outside is cut, so that no block outgrows a message.
const (
	longestText = 1500 // characters of a summary
	longestLine = 100  // of a name, a role, an outlet
	longestHead = 300  // of a headline
)

// Card is an event as a compact block for a phone: headline, date and kind, who, project, topics, source.
func (p *Printer) Card(e catalog.Event, d Directory) HTML {
	return p.lines(
		bold(p.Headline(e, d)),
		p.when(e),
		p.cities(e),
		p.organisations(e, d),
		p.projects(e, d),
		p.topics(e),
		p.sources(e.Sources, 2),
	)
}

// Line is an event in two lines, for lists: headline, then date and source.
func (p *Printer) Line(e catalog.Event, d Directory) HTML {
	when := Text("📅 " + p.Date(e.Date))
	if e.Stage == catalog.Planned {
		when = p.when(e)
	}
	return p.lines(bold(p.Headline(e, d)), HTML{when.s + " · " + p.link(e)})
}

// Numbered is Line with a number before it, which a button repeats.
func (p *Printer) Numbered(n int, e catalog.Event, d Directory) HTML {
	return HTML{bold(p.Number(n)+".").s + " " + p.Line(e, d).s}
}

// Details is all that is known of an event: its card, then summary, people and the sentence that says it.
func (p *Printer) Details(e catalog.Event, d Directory) []HTML {
	card := p.lines(bold(p.Headline(e, d)), p.when(e), p.cities(e), p.organisations(e, d), p.projects(e, d), p.topics(e))
	blocks := []HTML{card}
	if summary := e.Summary.In(p.Lang); summary != "" {
		blocks = append(blocks, Text(Cut(summary, longestText)))
	}
	if people := p.people(e); !people.IsZero() {
		blocks = append(blocks, people)
	}
	for _, quote := range e.Evidence[:min(1, len(e.Evidence))] {
		blocks = append(blocks, HTML{"<blockquote>" + escape(Cut(quote.Text, longestText)) + "</blockquote>"})
	}
	return append(blocks, p.sources(e.Sources, 6))
}

func (p *Printer) when(e catalog.Event) HTML {
	kind := p.Kind(e.Kind)
	switch {
	case e.Stage != catalog.Planned || e.Title[p.Lang] == "": // a headline of our own says so itself
	case p.isPast(e):
		kind = p.Plain("card.was_planned", Data{"Kind": kind})
	default:
		kind = p.Plain("card.planned", Data{"Kind": kind})
	}
	return Text("📅 " + p.Date(e.Date) + " · " + kind)
}

func (p *Printer) cities(e catalog.Event) HTML {
	var names []string
	for _, c := range e.Cities {
		names = append(names, p.City(c))
	}
	return p.row("🏙", names, 6)
}

func (p *Printer) organisations(e catalog.Event, d Directory) HTML {
	var names []string
	for _, id := range e.Organisations {
		names = append(names, p.Organisation(id, d))
	}
	return p.row("🏢", names, 4)
}

func (p *Printer) projects(e catalog.Event, d Directory) HTML {
	var names []string
	for _, id := range e.Projects {
		names = append(names, p.Project(id, d))
	}
	return p.row("📁", names, 3)
}

func (p *Printer) topics(e catalog.Event) HTML {
	var tags []string
	for _, t := range e.Topics {
		if t != "other" {
			tags = append(tags, p.Tag(t))
		}
	}
	return Text(strings.Join(tags, " "))
}

func (p *Printer) people(e catalog.Event) HTML {
	var lines []HTML
	for _, person := range e.People[:min(8, len(e.People))] {
		line := "👤 " + escape(Cut(person.Name, longestLine))
		if person.Role != "" {
			line += " – " + escape(Cut(person.Role, longestLine))
		}
		lines = append(lines, HTML{line})
	}
	return p.lines(lines...)
}

// row is a sign and names behind it; nothing without names.
func (p *Printer) row(sign string, names []string, most int) HTML {
	if len(names) == 0 {
		return HTML{}
	}
	if len(names) > most {
		return Text(sign + " " + p.List(names, most))
	}
	return Text(sign + " " + strings.Join(names, ", "))
}

// sources is a line of links, one an outlet.
func (p *Printer) sources(sources []catalog.Source, most int) HTML {
	var links []string
	sources = slices.DeleteFunc(slices.Clone(sources), isNameless)
	for _, s := range sources[:min(most, len(sources))] {
		links = append(links, p.source(s))
	}
	if len(links) == 0 {
		return HTML{}
	}
	line := "🔗 " + strings.Join(links, " · ")
	if rest := len(sources) - len(links); rest > 0 {
		line += " " + p.Say("card.more_sources", Data{"N": rest}).s
	}
	return HTML{line}
}

// isNameless tells a source that says nothing to a reader: no address, no outlet.
func isNameless(s catalog.Source) bool { return s.URL == "" && s.Outlet == "" }

// source is a link to a report, with the flag of its language where that is not the reader's.
func (p *Printer) source(s catalog.Source) string {
	outlet := Cut(s.Outlet, longestLine)
	if outlet == "" {
		outlet = p.Plain("card.source")
	}
	link := Link(outlet, s.URL).s
	switch {
	case s.Language == p.Lang || s.Language == "":
	case Flag(s.Language) != "":
		link += " " + Flag(s.Language)
	default:
		link += " (" + escape(s.Language) + ")"
	}
	return link
}

// link is the event's first source that the reader can read, else its first.
func (p *Printer) link(e catalog.Event) string {
	sources := slices.DeleteFunc(slices.Clone(e.Sources), isNameless)
	for _, s := range sources {
		if s.Language == p.Lang {
			return p.source(s)
		}
	}
	if len(sources) > 0 {
		return p.source(sources[0])
	}
	return p.Plain("card.no_source")
}

// lines joins what is not empty, a line each.
func (p *Printer) lines(parts ...HTML) HTML { return Join("\n", parts...) }

// Join joins what is not empty.
func Join(separator string, parts ...HTML) HTML {
	var said []string
	for _, part := range parts {
		if !part.IsZero() {
			said = append(said, part.s)
		}
	}
	return HTML{strings.Join(said, escapeKeepingLines(separator))}
}

func escapeKeepingLines(s string) string {
	if s == "\n" || s == "\n\n" {
		return s
	}
	return strings.NewReplacer("<", "&lt;", ">", "&gt;", "&", "&amp;").Replace(s)
}

// Bold is a text from outside in bold.
func Bold(s string) HTML { return bold(s) }

func bold(s string) HTML {
	if s == "" {
		return HTML{}
	}
	return HTML{"<b>" + escape(s) + "</b>"}
}

// Code is a text from outside that a reader may want to copy.
func Code(s string) HTML { return HTML{"<code>" + escape(s) + "</code>"} }

// longestAddress is the number of bytes above which browsers and Telegram part with an address.
const longestAddress = 2000

// Link is a text that leads to an address; the text alone where the address is none that a reader can open.
func Link(text, address string) HTML {
	web := strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")
	if !web || len(address) > longestAddress {
		return Text(text)
	}
	return HTML{`<a href="` + escape(address) + `">` + escape(text) + "</a>"}
}
