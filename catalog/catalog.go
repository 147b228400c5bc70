// Package catalog holds the nouns of mostbot and what is true of them without any network, clock or database.
//
// News arrives as an [Article]. Reading it gives a [Report]: what that one article says. A report that is sure enough
// becomes an [Event] of the catalogue, in which [City], [Organisation], [Project] and [Person] take part and which one or
// more [Source] tell of: a [Resolver] finds in the [Directory] what the report's names mean. [Same] decides whether two
// events are one, [Merge] makes one of two. Everything an event can be found by is a [Ref]; a [Filter] is a set of refs.
// A [Chat] holds a [Subscription] with a filter and a [Schedule]; what is to be sent to it is an [Outgoing]. Every other
// room imports this one, and this one imports none.
package catalog

import "slices"

// Language is an ISO 639-1 code, such as "bg".
type Language = string

// Languages that mostbot speaks and reads, the project's first language first.
var Languages = []Language{"bg", "en", "uk", "ro", "de"}

// Text is the same text in several languages.
type Text map[Language]string

// In returns the text in the first of the wanted languages that it has, else in any language it has, chosen always the
// same way; an empty text gives "".
func (t Text) In(wanted ...Language) string {
	for _, l := range slices.Concat(wanted, []Language{"en", "bg", "native"}) {
		if s := t[l]; s != "" {
			return s
		}
	}
	first := ""
	for l := range t {
		if first == "" || l < first {
			first = l
		}
	}
	return t[first]
}

// Kind is the one main thing that an event is about.
type Kind string

// The kinds of event.
const (
	Agreement Kind = "agreement" // a memorandum, agreement or programme is signed, joined or renewed
	Visit     Kind = "visit"     // a delegation visits, an official meeting is held
	Launch    Kind = "launch"    // a project or programme starts
	Gathering Kind = "gathering" // a conference, forum, hackathon or training held jointly
	Opening   Kind = "opening"   // a hub, lab, office or centre opens
	Funding   Kind = "funding"   // a grant, call or award for joint work is given or opened
	Milestone Kind = "milestone" // a joint project reports results or ends
)

// Kinds in the order in which lists show them.
var Kinds = []Kind{Agreement, Visit, Launch, Gathering, Opening, Funding, Milestone}

// Stage tells whether an event lies ahead or has happened.
type Stage string

// The stages.
const (
	Planned  Stage = "planned"
	Happened Stage = "happened"
)

// Topic is what a cooperation is about, from a closed list.
type Topic string

// Topics in the order in which lists show them.
var Topics = []Topic{
	"e-government", "smart-city", "it-cluster", "innovation-hub", "startups", "cybersecurity", "ai", "open-data",
	"digital-skills", "connectivity", "health-tech", "mobility", "energy", "education", "fintech", "creative",
	"culture", "other",
}

// City is a place of the gazetteer: the GeoNames id, the English name and the ISO country.
type City struct {
	ID      int32  `json:"id"`
	Name    string `json:"name"`
	Country string `json:"country"`
}

// String gives "Burgas, BG".
func (c City) String() string { return c.Name + ", " + c.Country }

// Organisation is a body that takes part: a town hall, a cluster, a hub, an agency, a university.
type Organisation struct {
	ID      string   `json:"id"` // a slug, such as "digihub"
	Names   Text     `json:"names"`
	Aliases []string `json:"aliases,omitempty"`
	Kind    string   `json:"kind,omitempty"` // see OrganisationKinds
	City    *City    `json:"city,omitempty"`
	Country string   `json:"country,omitempty"` // ISO, or "EU"
	URL     string   `json:"url,omitempty"`
	Provenance
}

// OrganisationKinds that an organisation can be of.
var OrganisationKinds = []string{
	"municipality", "it-cluster", "innovation-hub", "agency", "network", "university", "ngo", "company", "ministry",
	"fund", "other",
}

// Project is a named project or programme.
type Project struct {
	ID          string   `json:"id"`
	Names       Text     `json:"names"`
	Aliases     []string `json:"aliases,omitempty"`
	Programme   string   `json:"programme,omitempty"` // "Interreg Danube"; "" where unknown
	Start       Date     `json:"start,omitzero"`
	End         Date     `json:"end,omitzero"`
	Coordinator string   `json:"coordinator,omitempty"` // an organisation's id
	Partners    []string `json:"partners,omitempty"`    // organisations' ids
	Cities      []City   `json:"cities,omitempty"`
	Summary     Text     `json:"summary,omitempty"`
	URL         string   `json:"url,omitempty"`
	Provenance
}

// Person is somebody named in an event, with the role in which they took part.
type Person struct {
	Name string `json:"name"`
	Role string `json:"role,omitempty"`
}

// Source is one report of an event: where it can be read.
type Source struct {
	URL       string    `json:"url"`
	Outlet    string    `json:"outlet"`
	Language  Language  `json:"lang"`
	Title     string    `json:"title,omitempty"`    // the original headline
	Published Date      `json:"published,omitzero"` // the day on which it came out
	Seen      Timestamp `json:"seen,omitzero"`      // when mostbot read it
}

// Evidence is a sentence that says what the event claims.
type Evidence struct {
	Text     string   `json:"text"`
	Language Language `json:"lang"`
	URL      string   `json:"url,omitempty"`
}

// Provenance tells who wrote a record last, so that a newer release's starter facts overwrite only what starter facts wrote.
type Provenance struct {
	Origin  Origin `json:"origin,omitempty"`
	Version int    `json:"version,omitempty"` // grows by one with each change
}

// Origin is where a record comes from.
type Origin string

// The origins. An editor's word stands above all others.
const (
	FromStarter Origin = "starter" // shipped with the program
	FromNews    Origin = "news"    // read by the program
	FromEditor  Origin = "editor"  // confirmed or corrected by a person
)

// Event is one thing that happened, or will, between partners.
type Event struct {
	ID            string     `json:"id"`
	Kind          Kind       `json:"kind"`
	Stage         Stage      `json:"stage"`
	Date          Date       `json:"date"`
	Title         Text       `json:"title,omitempty"` // editors' words; empty: a headline is made from the data
	Summary       Text       `json:"summary,omitempty"`
	Cities        []City     `json:"cities,omitempty"`
	Organisations []string   `json:"organisations,omitempty"` // ids
	Projects      []string   `json:"projects,omitempty"`      // ids
	People        []Person   `json:"people,omitempty"`
	Topics        []Topic    `json:"topics,omitempty"`
	Evidence      []Evidence `json:"evidence,omitempty"`
	Sources       []Source   `json:"sources"`
	Confidence    float64    `json:"confidence"` // 0…1: how likely it is that this is a cooperation event, read rightly
	Entered       Timestamp  `json:"entered"`    // when it entered the catalogue
	Provenance
}

// Article is a news article as text, with what its feed or page said of it.
type Article struct {
	ID        string   // what the reader of extraction's output knows it by
	URL       string   // canonical address; "" for a file
	Title     string   // "" where the text's first line is the headline
	Text      string   // headline, blank line, paragraphs; no markup
	Published Date     // zero where unknown
	Outlet    string   // "Община Бургас"
	Language  Language // what the source says; "" where unknown
	Place     string   // the home of what the source reports, "Burgas, BG"; may be ""
}

// Report is what one article says, as `mostbot extract` prints it. Names stand as the text has them, in base form.
type Report struct {
	ID            string   `json:"id"`
	Language      Language `json:"lang"`
	Cooperation   bool     `json:"cooperation"`
	Digital       bool     `json:"digital"`
	Kind          *Kind    `json:"kind"`  // nil where Cooperation is false
	Stage         *Stage   `json:"stage"` // nil where Cooperation is false
	Date          *Date    `json:"date"`  // nil where Cooperation is false or no date is known
	Cities        []City   `json:"cities"`
	OtherCities   []City   `json:"other_cities"`
	Organisations []string `json:"organisations"`
	Projects      []string `json:"projects"`
	People        []Person `json:"people"`
	Topics        []Topic  `json:"topics"`
	Title         string   `json:"title"`
	Evidence      string   `json:"evidence"`
	Confidence    float64  `json:"confidence"`
	Reasons       []string `json:"reasons"`
}

// Reportable tells whether the article reports a digital cooperation, the only thing that becomes an event.
func (r Report) Reportable() bool { return r.Cooperation && r.Digital }
