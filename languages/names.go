package languages

import (
	_ "embed" // the lists
	"strings"

	"mostbot/catalog"
)

// Names is a list of names, one a line: in lower case, without accents, apostrophes and hyphens (as gazetteer.Fold writes
// them), in the order of their bytes. So it is searched where it lies, and costs neither memory nor time at the start.
type Names string

// Has tells whether the name, folded, is in the list.
func (n Names) Has(name string) bool {
	for low, high := 0, len(n); low < high; {
		from := strings.LastIndexByte(string(n[:(low+high)/2]), '\n') + 1
		line, _, _ := strings.Cut(string(n[from:]), "\n")
		switch {
		case line == name:
			return true
		case line < name:
			low = from + len(line) + 1
		default:
			high = from
		}
	}
	return false
}

// The names in Latin letters serve every language; Bulgarian and Ukrainian have their own spellings besides.
var (
	//go:embed given.txt
	latinGiven Names
	//go:embed surnames.txt
	latinSurnames Names
	//go:embed bg/given.txt
	bulgarianGiven Names
	//go:embed bg/surnames.txt
	bulgarianSurnames Names
	//go:embed uk/given.txt
	ukrainianGiven Names
	//go:embed uk/surnames.txt
	ukrainianSurnames Names
)

// ownNames are the given and the family names in the language's own letters, where those are not Latin.
func ownNames(lang catalog.Language) (given, surnames Names) {
	switch lang {
	case "bg":
		return bulgarianGiven, bulgarianSurnames
	case "uk":
		return ukrainianGiven, ukrainianSurnames
	}
	return "", ""
}
