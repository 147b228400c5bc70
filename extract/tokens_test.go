package extract

import (
	"strconv"
	"strings"
	"testing"
)

func TestTheQuickWaySaysTheSameAsTheLongOne(t *testing.T) {
	for _, s := range []string{"", "Община", "ОБЩИНА", "Zürich", "Iași", "Țara", "І’мя", "Ёлка", "St. Gallen", "е\u0301", "a\u00adb", "A1",
		"„Проект“ – 5 %", `a "b" \ c`, "tab\there", "© 2024", "日本", "Їжак", "Ґанок", "e‑Gov"} {
		folded := strings.Map(foldRune, s)
		if got := fold(s); got != folded {
			t.Errorf("fold(%q) = %q, want %q", s, got, folded)
		}
		for at := range folded {
			if !beginsFolded(s, folded[:at]) || beginsFolded(s, folded[:at]+"☃") {
				t.Errorf("%q, folded, begins with %q and not with a snowman behind", s, folded[:at])
			}
		}
		if got := quote(s); got != strconv.Quote(s) {
			t.Errorf("quote(%q) = %s", s, got)
		}
	}
}
