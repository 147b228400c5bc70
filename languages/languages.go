// Package languages holds what mostbot says and what it reads, one folder per language: messages.toml for the texts that
// people see, lexicon.toml for the words that news is understood by. It is data; texts and extract give it life.
package languages

import (
	"embed"
	"fmt"

	"mostbot/catalog"
)

//go:embed */messages.toml
var messages embed.FS

// Messages returns what the bot says in the language, as TOML in the form that go-i18n reads.
func Messages(lang catalog.Language) ([]byte, error) {
	b, err := messages.ReadFile(lang + "/messages.toml")
	if err != nil {
		return nil, fmt.Errorf("read the messages of %q: %w", lang, err)
	}
	return b, nil
}
