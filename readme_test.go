package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"mostbot/config"
)

// settingsTable is what stands between the README's settings marks.
func settingsTable() string {
	var b strings.Builder
	b.WriteString("\n| variable | default | meaning |\n|---|---|---|\n")
	for _, s := range config.Settings() {
		held := ""
		if s.Default != "" {
			held = "`" + s.Default + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", s.Variable, held, s.Meaning)
	}
	return b.String()
}

// TestTheReadmeListsEverySetting also mends the README when UPDATE is set.
func TestTheReadmeListsEverySetting(t *testing.T) {
	held, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(held), "<!-- settings -->")
	inside, after, okEnd := strings.Cut(rest, "<!-- /settings -->")
	if !ok || !okEnd {
		t.Fatal("README.md has lost its settings marks")
	}
	if inside == settingsTable() {
		return
	}
	if os.Getenv("UPDATE") == "" {
		t.Fatal("the table of settings is not what config has; run: UPDATE=1 go test -run Readme .")
	}
	mended := before + "<!-- settings -->" + settingsTable() + "<!-- /settings -->" + after
	if err := os.WriteFile("README.md", []byte(mended), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestTheReadmeNamesEveryRoomAndSubcommand(t *testing.T) {
	held, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for room := range arrows {
		room = room[strings.LastIndex(room, "/")+1:]
		if !strings.Contains(string(held), "\n"+room+"/") && !strings.Contains(string(held), "\n  "+room+"/") {
			t.Errorf("room %s is not on the README's map", room)
		}
	}
	for _, s := range subcommands() {
		if !strings.Contains(string(held), "`"+s.name+"`") {
			t.Errorf("`%s` is not in the README", s.name)
		}
	}
}
