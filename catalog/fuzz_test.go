package catalog

import (
	"testing"
	"unicode/utf8"
)

func FuzzNames(f *testing.F) {
	f.Add("Община Бургас", "Burgas Municipality")
	f.Add("\u0301", "ь й")
	f.Fuzz(func(t *testing.T, a, b string) {
		if folded := Fold(a); utf8.ValidString(a) && Fold(folded) != folded {
			t.Errorf("%q folds to %q and then to %q", a, folded, Fold(folded))
		}
		if samePerson(a, b) != samePerson(b, a) || sameWord(Latin(a), Latin(b)) != sameWord(Latin(b), Latin(a)) {
			t.Errorf("%q and %q depend on their order", a, b)
		}
		isHall(a, b)
		sameName(a, b)
		d := NewDirectory([]Organisation{{ID: Slug(a), Names: Text{"en": a}}}, nil)
		if Fold(a) != "" && len(d.Named(a)) != 1 {
			t.Errorf("%q is not found by its own name", a)
		}
		d.Named(b)
		d.Nearest(b, 3)
	})
}

func FuzzAddress(f *testing.F) {
	f.Add("https://www.google.com/amp/s/a.example/b.amp.html?utm_source=x&id=1#top")
	f.Fuzz(func(t *testing.T, raw string) {
		if tidy := Address(raw); tidy != "" && Address(tidy) != tidy {
			t.Errorf("%q becomes %q and then %q", raw, tidy, Address(tidy))
		}
		AddressKey(raw)
	})
}
