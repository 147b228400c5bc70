package feed

import (
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/andybalholm/cascadia"

	"mostbot/catalog"
)

//go:embed sources.toml
var builtIn string

// Sources gives the news sources that a file lists, or the built-in ones where file is "".
func Sources(file string) ([]catalog.NewsSource, error) {
	if file == "" {
		return ParseSources(builtIn)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read sources: %w", err)
	}
	sources, err := ParseSources(string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return sources, nil
}

// ParseSources reads a list of sources: TOML, a stanza a source. An error names the stanza and what it wants.
func ParseSources(text string) ([]catalog.NewsSource, error) {
	var file struct {
		Source []catalog.NewsSource `toml:"source"`
	}
	meta, err := toml.Decode(text, &file)
	if err != nil {
		return nil, fmt.Errorf("the sources are no TOML: %w", err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("%q is no setting of a source; there are id, name, url, language, place, kind, links", unknown[0])
	}
	if len(file.Source) == 0 {
		return nil, errors.New("there is no [[source]]")
	}
	ids := map[string]bool{}
	for i := range file.Source {
		source := &file.Source[i]
		if err := CheckSource(source); err != nil {
			return nil, fmt.Errorf("source %d (%q): %w", i+1, source.ID, err)
		}
		if ids[source.ID] {
			return nil, fmt.Errorf("source %d: the id %q is taken", i+1, source.ID)
		}
		ids[source.ID] = true
	}
	return file.Source, nil
}

var (
	sourceID     = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)
	languageCode = regexp.MustCompile(`^[a-z]{2}$`)
	placeLabel   = regexp.MustCompile(`^.+, [A-Z]{2}$`)
)

// CheckSource says what is wrong with a source, and fills in what may be left out.
func CheckSource(s *catalog.NewsSource) error {
	u, err := url.Parse(s.URL)
	if s.Kind == "" {
		s.Kind = Feed
	}
	switch {
	case !sourceID.MatchString(s.ID):
		return errors.New("its id wants small letters, digits and hyphens, 40 at most")
	case strings.TrimSpace(s.Name) == "":
		return errors.New("it wants a name, the outlet's")
	case err != nil || checkURL(u) != nil:
		return fmt.Errorf("url %q is no web address", s.URL)
	case s.Language != "" && !languageCode.MatchString(s.Language):
		return fmt.Errorf("language %q is no code such as bg", s.Language)
	case !slices.Contains([]string{Feed, List, Page}, s.Kind):
		return fmt.Errorf("kind %q is none of feed, list, page", s.Kind)
	case s.Kind == List && s.Links == "":
		return errors.New("a list wants links, the CSS selector of its links")
	case s.Kind != List && s.Links != "":
		return errors.New("links is for kind list alone")
	}
	if s.Kind == List {
		if _, err := cascadia.Compile(s.Links); err != nil {
			return fmt.Errorf("links %q is no CSS selector: %w", s.Links, err)
		}
	}
	if s.Place != "" && !placeLabel.MatchString(s.Place) {
		return fmt.Errorf("place %q is not such as \"Burgas, BG\"", s.Place)
	}
	return nil
}
