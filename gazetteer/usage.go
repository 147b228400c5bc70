package gazetteer

// Usage is how usual a name is for a place. Whoever looks for places in running text should not trust rare names alone.
type Usage int

// The usages, the most usual first.
const (
	Usual     Usage = iota // the place's own name, or its usual one in a language that mostbot speaks
	Foreign                // its usual name in some other language
	Alternate              // another spelling of one of these
	Rare                   // anything else: old names, nicknames, codes
)
