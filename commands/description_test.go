package commands_test

import (
	"testing"
	"unicode/utf8"

	"mostbot/catalog"
)

func TestDescriptionsFitTelegram(t *testing.T) {
	book := newWorld(t).book(t)
	for _, lang := range catalog.Languages {
		whole, short := book.Description(lang)
		if n := utf8.RuneCountInString(whole); n == 0 || n > 512 {
			t.Errorf("%s: the description has %d characters, want 1 to 512", lang, n)
		}
		if n := utf8.RuneCountInString(short); n == 0 || n > 120 {
			t.Errorf("%s: the short description has %d characters, want 1 to 120", lang, n)
		}
	}
}
