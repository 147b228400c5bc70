package languages

import (
	"embed"
	"fmt"

	"github.com/BurntSushi/toml"

	"mostbot/catalog"
)

//go:embed */lexicon.toml foreign.toml latin.toml
var lexicons embed.FS

// Lexicon is what mostbot has to know of a language to read news in it. All of it is data that a linguist can edit.
//
// A word list's entry is a phrase of one or more words in lower case; "подпис*" stands for every word that begins so,
// and "*" alone for any one word.
// A rewriting rule "ові>ів" turns a word's ending into another. Weighted lists have their weight as key.
type Lexicon struct {
	Language      catalog.Language `toml:"-"`
	Cyrillic      bool             `toml:"cyrillic"`      // written in Cyrillic letters
	Home          []string         `toml:"home"`          // countries where the language is at home
	Words         string           `toml:"words"`         // its most frequent words: how it is recognised
	Letters       string           `toml:"letters"`       // letters that tell it from its neighbours
	Abbreviations string           `toml:"abbreviations"` // words whose full stop ends no sentence

	Noise         Noise               `toml:"noise"`
	Dates         Dates               `toml:"dates"`
	Places        Places              `toml:"places"`
	Organisations Organisations       `toml:"organisations"`
	People        People              `toml:"people"`
	Projects      Projects            `toml:"projects"`
	Topics        map[string]Weighted `toml:"topics"`
	Digital       Weighted            `toml:"digital"`
	Cooperation   Weighted            `toml:"cooperation"`
	Kinds         map[string]Weighted `toml:"kinds"`
	Stage         Stage               `toml:"stage"`
}

// Weighted are phrases by the weight that finding one of them has: {"3": ["меморандум*"]}.
type Weighted map[string][]string

// Noise is what stands on a page and tells nothing of the event.
type Noise struct {
	Starts  []string `toml:"starts"`  // a paragraph or sentence that begins so
	Holds   []string `toml:"holds"`   // a sentence in which this stands
	Outlets []string `toml:"outlets"` // agencies and papers that report
}

// Dates is how the language writes and tells dates. A list's entry may hold several forms of one word; where phrases are
// allowed, an entry is one phrase.
type Dates struct {
	Months   []string            `toml:"months"`   // twelve, each with all its forms; "jan." is a month beside a day or a year only
	Weekdays []string            `toml:"weekdays"` // seven from Monday, each with all its forms; "mon." is one beside a day only
	Seasons  []string            `toml:"seasons"`  // four from spring, each with all its forms
	Adverbs  []string            `toml:"adverbs"`  // four from spring: "in spring" in one word
	Doubtful []string            `toml:"doubtful"` // forms of months that are other words too
	Habitual []string            `toml:"habitual"` // forms of weekdays that mean every such day, unless "last" stands beside
	Dayparts []string            `toml:"dayparts"` // parts of a day, behind a day: "evening"
	Suffixes []string            `toml:"suffixes"` // parts of a day that make one word with the day: "Montagabend"
	Units    map[string][]string `toml:"units"`    // day, week, weekend, month, quarter, year: all forms; days, weeks …: of several

	Numbers   map[string]int `toml:"numbers"`   // ordinals written as words
	Tens      map[string]int `toml:"tens"`      // phrases before an ordinal below ten: "двадесет и" = 20
	Cardinals map[string]int `toml:"cardinals"` // 0 stands for "some"
	Days      map[string]int `toml:"days"`      // phrases: "yesterday" = -1
	Weeks     map[string]int `toml:"weeks"`     // phrases: "last week" = -1
	Moons     map[string]int `toml:"moons"`     // phrases: "last month" = -1
	Years     map[string]int `toml:"years"`     // phrases: "last year" = -1
	Following map[string]int `toml:"following"` // phrases, told from the day named before: "the next day" = 1
	Lasting   map[string]int `toml:"lasting"`   // beginnings of words that tell how many days something lasts: "двудневн" = 2

	Parts    []string `toml:"parts"`    // phrases before a month, a season, a week or a year: "early", "the end of"; "jahresende=year"
	Marks    []string `toml:"marks"`    // behind a day's number: "th"
	Yearly   []string `toml:"yearly"`   // words beside a year: "2018 г."
	ThisYear []string `toml:"thisyear"` // phrases behind a month: "т . г ."
	And      []string `toml:"and"`      // between two days: "4 and 5 May"
	To       []string `toml:"to"`       // between the ends of a span
	From     []string `toml:"from"`     // before a span
	On       []string `toml:"on"`       // before a day
	In       []string `toml:"in"`       // before a month, a season or a year
	Small    []string `toml:"small"`    // may stand inside a date: "the fifth of May"
	Until    []string `toml:"until"`    // before a date that ends something and is no event
	Since    []string `toml:"since"`    // before a date that begins something and is no event
	This     []string `toml:"this"`     // beside a weekday, a month or a unit: the one of these days
	Last     []string `toml:"last"`     // beside a weekday, a month or a unit: the one before
	Next     []string `toml:"next"`     // beside a weekday, a month or a unit: the one to come
	Every    []string `toml:"every"`    // before a weekday: no single day
	Ago      []string `toml:"ago"`      // phrases before a number of days or weeks
	Back     []string `toml:"back"`     // phrases behind a number of days or weeks: "ago"
	Hence    []string `toml:"hence"`    // phrases before a number of days or weeks to come
	Half     []string `toml:"half"`     // phrases beside a number of years: "and a half"
	About    []string `toml:"about"`    // may stand before such a number: "about"
	Measures []string `toml:"measures"` // behind figures that are no date: "10.30 Uhr", "5.12 Mio."
	Streets  []string `toml:"streets"`  // before a date that is a name: "ул. 6 септември"
	Ahead    []string `toml:"ahead"`    // phrases: what tells that the days of a clause lie ahead
	Present  []string `toml:"present"`  // phrases: verbs that tell the same where nothing in the clause is past
	Past     []string `toml:"past"`     // phrases: what tells that they lie behind
	Behind   []string `toml:"behind"`   // before a day that lies behind, whatever the tense: "since"
	Breaks   []string `toml:"breaks"`   // words that begin a new clause
	Begins   []string `toml:"begins"`   // phrases: something begins on the day named beside
	Ends     []string `toml:"ends"`     // phrases: something ends on it
}

// Places is how the language bends the names of places and what stands around them.
type Places struct {
	Endings    []string            `toml:"endings"`    // rules from a case form to the headword
	Adjectives []string            `toml:"adjectives"` // endings of adjectives made of places
	Stems      []string            `toml:"stems"`      // rules from such an adjective's stem to the name
	Irregular  map[string]string   `toml:"irregular"`  // adjective's stem → name, where no rule helps
	Names      map[string]string   `toml:"names"`      // further names → "Chisinau, MD"
	Before     []string            `toml:"before"`     // prepositions of place
	Towns      []string            `toml:"towns"`      // words that a town's name follows
	Regions    []string            `toml:"regions"`    // words that make the name beside them a region's
	Capitals   []string            `toml:"capitals"`   // "столица": of the country named beside it
	Common     []string            `toml:"common"`     // words that are names of places as well, but seldom meant so
	Countries  map[string][]string `toml:"countries"`  // ISO → names, adjectives, inhabitants
	Sites      []string            `toml:"sites"`      // words before the name of a building, street or quarter: "комплекс"
	Elsewhere  []string            `toml:"elsewhere"`  // phrases that tell a mere mention from taking part
}

// Organisations is how the language builds the names of bodies.
type Organisations struct {
	Heads       map[string][]string `toml:"heads"`       // by gender: "общин|а": stem and headword's ending
	Honours     []string            `toml:"honours"`     // before the person after whom a body is called: "імені"
	Mild        []string            `toml:"mild"`        // heads that also stand inside longer names: "technologies"
	Named       []string            `toml:"named"`       // complements behind which only a capitalised word belongs to the name
	Bare        []string            `toml:"bare"`        // heads that name a body only with a complement: "city"
	Endings     []string            `toml:"endings"`     // what may follow a head's stem
	Adjectives  []string            `toml:"adjectives"`  // endings by which an adjective is known
	Base        map[string][]string `toml:"base"`        // by gender: rules from an adjective's form to its headword
	Genitive    []string            `toml:"genitive"`    // endings of nouns that may depend on a head without a preposition
	Verbs       []string            `toml:"verbs"`       // endings of words that depend on no head: verbs, instrumentals
	Complements []string            `toml:"complements"` // prepositions inside names: "на", "за"
	Articles    []string            `toml:"articles"`    // words passed over inside names
	Joins       []string            `toml:"joins"`       // "и"
	Bodies      []string            `toml:"bodies"`      // names known to all: "европейск* комиси*=Европейска комисия"
	From        []string            `toml:"from"`        // before a quoted name that needs no head: "инженер от „Искра“"
	Agents      []string            `toml:"agents"`      // before a body that needs no head: "coordinated by"
	Not         []string            `toml:"not"`         // what looks like a body and is none
	Cities      []string            `toml:"cities"`      // bodies that stand for a city: "столична община" = "Sofia, BG"
}

// People is how the language names persons.
type People struct {
	Titles      []string `toml:"titles"`      // before a name: "проф"
	Roles       []string `toml:"roles"`       // before or after a name: "кмет*"
	Ambiguous   string   `toml:"ambiguous"`   // given names that are ordinary words, months or places as well
	Pronouns    []string `toml:"pronouns"`    // behind a name's comma: "who"
	Patronymics []string `toml:"patronymics"` // endings of the father's name between given and family name
	Plural      []string `toml:"plural"`      // endings of roles that several persons have
	Surnames    []string `toml:"surnames"`    // endings of family names
	Endings     []string `toml:"endings"`     // rules from a given name's case form to the headword
	Man         []string `toml:"man"`         // the same for a man's family name
	Woman       []string `toml:"woman"`       // and a woman's
	Speech      []string `toml:"speech"`      // verbs of saying
	Not         string   `toml:"not"`         // capitalised words that are no part of a name
	EastAsian

	Given  Names `toml:"-"` // given names in the language's own letters, where those are not Latin
	Family Names `toml:"-"` // family names in them
}

// EastAsian is what Chinese, Korean and Vietnamese names are known by: "Liu Shih-chung".
type EastAsian struct {
	Families  string `toml:"families"`  // family names, which stand first
	Syllables string `toml:"syllables"` // of which given names are made, one or two
}

// Projects is how the language speaks of projects and programmes.
type Projects struct {
	Triggers   []string `toml:"triggers"`   // "проект*": its name follows
	Programmes []string `toml:"programmes"` // names known to all: "хоризонт европа=Хоризонт Европа"
	Events     []string `toml:"events"`     // words before a quoted name that is none: "конференци*"
}

// Stage is what tells plans from what has happened.
type Stage struct {
	Planned    Weighted `toml:"planned"`
	Background []string `toml:"background"` // what lies before the news: "миналата година"
}

// ReadLexicon reads a language's lexicon.
func ReadLexicon(lang catalog.Language) (*Lexicon, error) {
	l := &Lexicon{Language: lang}
	name := lang + "/lexicon.toml"
	meta, err := toml.DecodeFS(lexicons, name, l)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("read %s: nothing is known of %q", name, unknown[0])
	}
	l.People.Given, l.People.Family = ownNames(lang)
	return l, nil
}

// Latin is what names in Latin letters are known by, whatever the language of the text.
type Latin struct {
	Parts      string   `toml:"parts"`      // words in the names of bodies: "cluster"
	Not        string   `toml:"not"`        // abbreviations that name neither a body nor a project
	Programmes []string `toml:"programmes"` // "horizon europe=Horizon Europe"
	Bodies     []string `toml:"bodies"`     // "undp"
	Ambiguous  string   `toml:"ambiguous"`  // given names that are places as well
	EastAsian

	Given  Names `toml:"-"` // given names
	Family Names `toml:"-"` // family names
}

// ReadLatin reads what is known of names in Latin letters.
func ReadLatin() (*Latin, error) {
	l := Latin{Given: latinGiven, Family: latinSurnames}
	if _, err := toml.DecodeFS(lexicons, "latin.toml", &l); err != nil {
		return nil, fmt.Errorf("read latin.toml: %w", err)
	}
	return &l, nil
}

// Foreign are the frequent words of languages that mostbot tells from its own but does not read.
func Foreign() (map[catalog.Language]string, error) {
	var words map[catalog.Language]string
	if _, err := toml.DecodeFS(lexicons, "foreign.toml", &words); err != nil {
		return nil, fmt.Errorf("read foreign.toml: %w", err)
	}
	return words, nil
}
