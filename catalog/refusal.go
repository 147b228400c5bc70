package catalog

// Refusal is why an article does not go into the catalogue, or not yet, or why a source gives none.
type Refusal string

// The refusals.
const (
	NoText           Refusal = "empty"
	UnknownLanguage  Refusal = "unknown_language" // it can't be told
	UnreadLanguage   Refusal = "language"
	NothingReported  Refusal = "neither"  // neither cooperation nor anything digital
	DigitalAlone     Refusal = "alone"    // nobody cooperates
	CooperationAlone Refusal = "analogue" // nothing is digital
	Copied           Refusal = "copy"     // another copy of it waits for an editor or was decided on
	Unsure           Refusal = "unsure"   // an editor must decide
	NotReadable      Refusal = "failed"   // reading it failed, which is our mistake

	NotPublic     Refusal = "private" // the address leads into somebody's own network
	NoHost        Refusal = "no_host"
	ByRobots      Refusal = "robots" // the site's robots.txt asks not to read it
	NoArticle     Refusal = "no_article"
	TooLarge      Refusal = "large"
	TooSlow       Refusal = "slow"
	ManyRedirects Refusal = "redirects"
	SiteError     Refusal = "site"    // the site answered with an error
	SiteAway      Refusal = "away"    // there was no answer
	NoFeed        Refusal = "no_feed" // the address of a source gives none
)

// Refusals lists them all.
var Refusals = []Refusal{
	NoText, UnknownLanguage, UnreadLanguage, NothingReported, DigitalAlone, CooperationAlone, Copied, Unsure, NotReadable,
	NotPublic, NoHost, ByRobots, NoArticle, TooLarge, TooSlow, ManyRedirects, SiteError, SiteAway, NoFeed,
}
