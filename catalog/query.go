package catalog

// Query asks the catalogue for events, newest first.
type Query struct {
	Groups [][]Ref  // an event must have at least one ref of each group: Filter.Groups(), or {{a}, {b}} for what lies between
	Words  []string // each must stand in the event's names, titles, summaries or people; folded with Fold
	Offset int
	Limit  int
}

// Page is a part of a query's answer.
type Page struct {
	Events []Event
	Total  int // how many events the query finds in all
}

// Count is how many events a ref has, alone or together with another.
type Count struct {
	Ref    Ref
	Events int
}

// Addition is an event on its way into the catalogue, with the organisations, projects and rulings that it brings along.
type Addition struct {
	Event         Event
	Organisations []Organisation
	Projects      []Project
	Rulings       []Ruling
}

// Added is what became of an addition.
type Added struct {
	Event   Event // as it stands in the catalogue now
	Novelty Novelty
}

// Novelty is what an addition told the catalogue.
type Novelty string

// The novelties.
const (
	New      Novelty = "new"      // an event that was not known
	Updated  Novelty = "updated"  // a known event; the report adds a date, a party, or that what was planned has happened
	Attached Novelty = "attached" // a known event; the report is one more source
	Known    Novelty = "known"    // nothing new: the same source said the same before

	Corrected Novelty = "corrected" // an editor changed what was known of it
	Withdrawn Novelty = "withdrawn" // an editor took it out of the catalogue
)

// NewsItem is an entry of the log of what happened to the catalogue's events, which announcements are made from.
type NewsItem struct {
	ID      string  // of the log's entry: acknowledge it when the announcements lie in the outbox
	Event   string  // the event's id
	Novelty Novelty // New, Updated, Corrected or Withdrawn
	Was     []Event // of what was corrected or withdrawn: as it had been, the latest state last
}

// DueSubscription is a scheduled subscription whose time has come.
type DueSubscription struct {
	Subscription Subscription
	Chat         Chat
	Slot         Timestamp // the moment for which it was scheduled
}

// Served says what was done for a due subscription; the store writes it in one atomic step.
type Served struct {
	Due     DueSubscription
	Message *Outgoing // nil: nothing new, or too late
	Since   Timestamp // the subscription's new Since
	Next    Timestamp // its next slot
}

// Review is a report that waits for a person's eye.
type Review struct {
	ID       string    `json:"id"`
	Addition Addition  `json:"addition"`          // what would be added if it were published as it stands
	Reason   string    `json:"reason"`            // "unsure", "reported by a reader" …
	Article  string    `json:"article,omitempty"` // the article's text
	Reasons  []string  `json:"reasons,omitempty"` // the extraction's reasons
	Known    string    `json:"known,omitempty"`   // the id of the published event that a reader complained of
	Queued   Timestamp `json:"queued"`

	Corrected bool `json:"corrected,omitempty"` // an editor changed it while it waited
}

// SourceState is how a news source is doing.
type SourceState struct {
	ID           string    `json:"id"`
	Paused       bool      `json:"paused,omitempty"`
	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"last_modified,omitempty"`
	Next         Timestamp `json:"next,omitzero"`      // not to be read before
	Read         Timestamp `json:"read,omitzero"`      // last read without an error
	News         Timestamp `json:"news,omitzero"`      // last time that it had a new article
	Failures     int       `json:"failures,omitempty"` // in a row
	Error        string    `json:"error,omitempty"`    // of the last attempt; "" when it went well
	Why          Refusal   `json:"why,omitempty"`      // the same in one word
	Articles     int       `json:"articles,omitempty"` // read in all
	Events       int       `json:"events,omitempty"`   // that came of them
	Told         bool      `json:"told,omitempty"`     // the admins were told that it is silent or failing
}

// NewsSource is a place where news is read.
type NewsSource struct {
	ID       string   `toml:"id" json:"id"`
	Name     string   `toml:"name" json:"name"` // the outlet
	URL      string   `toml:"url" json:"url"`
	Language Language `toml:"language" json:"language"`
	Place    string   `toml:"place" json:"place,omitempty"` // "Burgas, BG"; optional
	Kind     string   `toml:"kind" json:"kind,omitempty"`   // "feed" (default), "list" or "page"
	Links    string   `toml:"links" json:"links,omitempty"` // a list's CSS selector
}
