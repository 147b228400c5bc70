package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// arrows is the map of the house: which rooms a room may import. What stands further down an arrow may be imported too.
// main may import everything, and only main imports store and config.
var arrows = map[string][]string{
	"bot":             {"commands"},
	"commands":        {"texts"},
	"texts":           {"languages"},
	"languages":       {"catalog"},
	"digest":          {"texts"},
	"ingest":          {"catalog"},
	"feed":            {"catalog"},
	"store":           {"catalog/starter", "store/embedded"},
	"store/embedded":  {},
	"store/redistest": {},
	"extract":         {"gazetteer", "languages", "ownfile"},
	"gazetteer":       {"catalog", "gazetteer/table", "ownfile"},
	"gazetteer/table": {},
	"ownfile":         {},
	"picture":         {"catalog"},
	"catalog/starter": {"catalog"},
	"catalog":         {},
	"config":          {},
	"telegramtest":    {},
	"bench":           {"telegramtest"},
}

// standIn takes the place of a library that would cost too much; see its package comment.
const standIn = "feed/dateparser"

// keepers names the one room that may import a library.
var keepers = map[string]string{
	"github.com/go-telegram-bot-api/telegram-bot-api/v5": "bot",
	"github.com/redis/go-redis/v9":                       "store",
	"github.com/alicebob/miniredis/v2":                   "store/embedded",
	"github.com/mmcdole/gofeed":                          "feed",
	"github.com/nicksnyder/go-i18n/v2/i18n":              "texts",
}

func TestRoomsImportOnlyAlongTheArrows(t *testing.T) {
	for file, imports := range importsOfTheProgram(t) {
		room := filepath.ToSlash(filepath.Dir(file))
		if room == "." || strings.HasSuffix(room, "/generate") || room == standIn {
			continue
		}
		if _, ok := arrows[room]; !ok {
			t.Errorf("%s: room %s is not on the map", file, room)
			continue
		}
		for _, other := range imports {
			other, ours := strings.CutPrefix(other, "mostbot/")
			if ours && !reaches(room, other) {
				t.Errorf("%s: no arrow leads from %s to %s", file, room, other)
			}
		}
	}
}

func TestLibrariesStayInTheirRooms(t *testing.T) {
	for file, imports := range importsOfTheProgram(t) {
		room := filepath.ToSlash(filepath.Dir(file))
		for _, library := range imports {
			if keeper, kept := keepers[library]; kept && room != keeper {
				t.Errorf("%s imports %s, which only %s may", file, library, keeper)
			}
		}
	}
}

func TestPureRoomsKnowNoNetworkAndNoContext(t *testing.T) {
	for file, imports := range importsOfTheProgram(t) {
		room := filepath.ToSlash(filepath.Dir(file))
		if !slices.Contains([]string{"catalog", "gazetteer", "extract", "texts", "languages"}, room) {
			continue
		}
		for _, forbidden := range []string{"context", "net", "net/http"} {
			if slices.Contains(imports, forbidden) {
				t.Errorf("%s imports %s", file, forbidden)
			}
		}
	}
}

func reaches(from, to string) bool {
	if from == to {
		return true
	}
	return slices.ContainsFunc(arrows[from], func(next string) bool { return reaches(next, to) })
}

// importsOfTheProgram maps each Go file but the tests to what it imports.
func importsOfTheProgram(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			found[path] = append(found[path], name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		t.Fatal("no Go files found")
	}
	return found
}
