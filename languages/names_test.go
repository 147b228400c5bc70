package languages

import (
	"slices"
	"strings"
	"testing"
)

// nameFiles are the lists of names by file.
var nameFiles = map[string]Names{
	"given.txt": latinGiven, "surnames.txt": latinSurnames,
	"bg/given.txt": bulgarianGiven, "bg/surnames.txt": bulgarianSurnames,
	"uk/given.txt": ukrainianGiven, "uk/surnames.txt": ukrainianSurnames,
}

// lines are the names of a list, without the comments at its head.
func lines(n Names) []string {
	return slices.DeleteFunc(strings.Split(strings.TrimSuffix(string(n), "\n"), "\n"), func(line string) bool {
		return strings.HasPrefix(line, "#")
	})
}

func TestListsOfNamesAreSortedAndWithoutDoubles(t *testing.T) {
	for file, names := range nameFiles {
		list := lines(names)
		for i := 1; i < len(list); i++ {
			if list[i-1] >= list[i] {
				t.Errorf("%s: %q stands before %q", file, list[i-1], list[i])
			}
		}
	}
}

func TestEachNameIsFoundAndNothingElse(t *testing.T) {
	for file, names := range nameFiles {
		for _, name := range lines(names) {
			if !names.Has(name) {
				t.Fatalf("%s: %q is not found", file, name)
			}
			for _, other := range []string{name + "\n", name + "qq", "#" + name, name[:len(name)-1] + "\x7f"} {
				if names.Has(other) {
					t.Fatalf("%s: %q is found", file, other)
				}
			}
		}
	}
	for _, absent := range []string{"", "#", "\n", "zzzz", "яяяя"} {
		if latinGiven.Has(absent) || ukrainianGiven.Has(absent) || Names("").Has(absent) {
			t.Errorf("%q is found", absent)
		}
	}
}

func TestNamesOfTheWorldAreKnown(t *testing.T) {
	for file, names := range map[string]string{
		"given.txt": "volodymyr oleksandr tsvetelina yordanka perparim antigoni philbert nuria radisav getahun jurgita khadija " +
			"kyriakos giorgi hovhannes aigerim hiroshi priya ayse siobhan gheorghe jose",
		"surnames.txt":    "wang kim nguyen smith muller boc garcia silva dupont singh khan diallo yamada hoxha papadopoulos",
		"bg/given.txt":    "цветелина йорданка михаел зоран йенс катажина ференц володимир джузепе ахмет",
		"bg/surnames.txt": "смит мюлер гарсия бояджи",
		"uk/given.txt":    "володимир міхаель зоран єнс катажина ференц вячеслав мехмет цветеліна",
		"uk/surnames.txt": "коваль мельник бондар сміт мюллер гарсія",
	} {
		for _, name := range strings.Fields(names) {
			if !nameFiles[file].Has(name) {
				t.Errorf("%s lacks %s", file, name)
			}
		}
	}
}
