package commands

import (
	"context"
	"time"

	"mostbot/catalog"
	"mostbot/texts"
)

// Needs is what the commands need of other rooms. What is nil is answered with an apology when somebody asks for it.
type Needs struct {
	Texts         *texts.Texts
	Places        Places
	Catalogue     Catalogue
	News          News
	Chats         Chats
	Subscriptions Subscriptions
	Memory        Memory
	Sources       Sources
	SourceDesk    SourceDesk
	Articles      Articles
	Status        Status
	Reviews       Reviews
	Editing       Editing
	Editors       Editors
	Pictures      Pictures

	Language catalog.Language // for chats that chose none and whose app names none that we speak
	Zone     *time.Location   // for chats that chose none
	NotFound error            // what errors.Is recognises in an answer "there is no such thing"
	Away     error            // what errors.Is recognises when the store can't be reached
}

// Likeness is how a name resembles what somebody typed.
type Likeness int

// The likenesses, the surest first.
const (
	Same      Likeness = iota // it is the name
	Begins                    // the name begins so
	Resembles                 // a few letters are wrong
)

// Place is a place that somebody may mean.
type Place struct {
	catalog.City
	Population int
	Zone       string // IANA
	Region     string // within the country; may be ""
	Latitude   float64
	Longitude  float64
	Likeness   Likeness
	Distance   int // letters that are wrong, where it only resembles
	Usage      int // how usual the name is for the place: 0 its own or usual one, up to 3 hardly ever used
}

// Places knows the places of the world.
type Places interface {
	Find(query string, limit int) []Place // best first; also what only resembles the query
	Named(name string) []Place            // that bear the very name, in any spelling and script, the most usual first
	Place(id int32) (Place, bool)
	Country(name string) (iso string, ok bool)
}

// Catalogue knows the events.
type Catalogue interface {
	Event(ctx context.Context, id string) (catalog.Event, error)
	Events(ctx context.Context, q catalog.Query) (catalog.Page, error)
	Partners(ctx context.Context, r catalog.Ref, limit int) ([]catalog.Count, error)
	Counts(ctx context.Context, s catalog.Sort) ([]catalog.Count, error)
}

// News knows what entered the catalogue when, and who is in it.
type News interface {
	Entered(ctx context.Context, after, until time.Time) ([]catalog.Event, error)
	Directory(ctx context.Context) (*catalog.Directory, error)
}

// Chats keeps the settings of chats.
type Chats interface {
	SaveChat(ctx context.Context, c catalog.Chat) error // in a new zone its digests come by the new wall clock
	ForgetChat(ctx context.Context, id int64) error
}

// Subscriptions keeps the wishes of chats.
type Subscriptions interface {
	Subscriptions(ctx context.Context, chat int64) ([]catalog.Subscription, error)
	Subscribe(ctx context.Context, s catalog.Subscription, next time.Time) (catalog.Subscription, error)
	ChangeSubscription(ctx context.Context, s catalog.Subscription, next time.Time) error
	Unsubscribe(ctx context.Context, chat int64, n int) error
}

// Memory keeps the state of dialogues for a while.
type Memory interface {
	Remember(ctx context.Context, key, value string, ttl time.Duration) error
	Recall(ctx context.Context, key string) (string, error)
}

// Sources knows where news is read.
type Sources interface {
	Sources(ctx context.Context) ([]catalog.NewsSource, error)
	SourceStates(ctx context.Context) (map[string]catalog.SourceState, error)
}

// SourceDesk changes the list of sources.
type SourceDesk interface {
	SaveSource(ctx context.Context, s catalog.NewsSource) error
	RemoveSource(ctx context.Context, id string) error
	SaveSourceState(ctx context.Context, state catalog.SourceState) error
}

// Outcome is what became of an article that an editor handed in.
type Outcome string

// The outcomes.
const (
	Taken      Outcome = "taken"      // it is in the catalogue: Reading.Added says how
	Queued     Outcome = "queued"     // it waits for an editor
	Refused    Outcome = "refused"    // it reports nothing that belongs there
	Unreadable Outcome = "unreadable" // the address gave no article
)

// Reading is an article that an editor handed in, read.
type Reading struct {
	Outcome Outcome
	Added   catalog.Added
	Why     catalog.Refusal // of what was queued, refused or not read
}

// Articles reads an article now, given by its address or its text.
type Articles interface {
	ReadNow(ctx context.Context, addressOrText string) (Reading, error)
}

// Figure is a line of what /status shows.
type Figure struct{ Name, Value string }

// Status says how the bot is doing.
type Status interface {
	Figures(ctx context.Context, lang catalog.Language) ([]Figure, error)
}

// Reviews keeps what waits for an editor.
type Reviews interface {
	Queue(ctx context.Context, r catalog.Review) error // one with an id that waits already takes its place
	Reviews(ctx context.Context, limit int) (oldest []catalog.Review, total int, err error)
	Review(ctx context.Context, id string) (catalog.Review, error)
	Settled(ctx context.Context, id string) error
}

// Editing carries out what editors decide.
type Editing interface {
	Add(ctx context.Context, a catalog.Addition) (catalog.Added, error)
	Revise(ctx context.Context, a catalog.Addition) (catalog.Event, error)
	Remove(ctx context.Context, eventID string) error
	Learn(ctx context.Context, a catalog.Addition) error // the rulings, and what they point to; its event is of no account
}

// Editors are told when a reader's report waits for them.
type Editors interface {
	Notify(ctx context.Context, r catalog.Review) error
}

// Mark is a city on a map.
type Mark struct {
	Name                string
	Latitude, Longitude float64
	Events              int
	Centre              bool // the map is about this city
}

// Bridge joins two marks, by their places in the list.
type Bridge struct{ From, To, Events int }

// Moment is an entry of a timeline.
type Moment struct {
	Date, Text string
	Note       string // the kind
	Next       bool   // it lies ahead
}

// Pictures draws, as PNG.
type Pictures interface {
	Map(title, credit string, marks []Mark, bridges []Bridge) ([]byte, error)
	Timeline(title, credit string, moments []Moment) ([]byte, error)
}
