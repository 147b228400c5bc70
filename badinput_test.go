package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestExtractDoesTheLinesThatFollowABadOne(t *testing.T) {
	in := "{\"id\":\"a\",\"text\":\"Rain.\"}\n{\"id\":\"b\",\n\n[1]\n{\"id\":\"c\",\"text\":\"Sun.\"}"
	out, status := callWith(t, nil, in, "extract")
	if status != 1 || strings.Count(out, "\n") != 4 {
		t.Errorf("status %d: %s", status, out)
	}
	for _, want := range []string{`"id":"a"`, `"id":"c"`, "line 2 ", "line 4 "} {
		if !strings.Contains(out, want) {
			t.Errorf("no %s in %s", want, out)
		}
	}
}

func TestAFileThatIsNoTextIsNamedAndTheOthersAreDone(t *testing.T) {
	folder := t.TempDir()
	write := func(name, content string) string {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	files := []string{write("picture.txt", "\x89PNG\r\n\x1a\n\x00\x00"), write("empty.txt", ""), write("story.txt", story)}
	for command, done := range map[string]string{"extract": `"Odesa, UA"`, "import": "story.txt: added"} {
		out, status := callWith(t, map[string]string{"DATA_DIR": t.TempDir()}, "", append([]string{command}, files...)...)
		for _, want := range []string{"picture.txt: it is no text", "empty.txt: there is no text", done} {
			if status != 1 || !strings.Contains(out, want) {
				t.Errorf("%s: status %d, no %q in %s", command, status, want, out)
			}
		}
	}
}

func TestFactsAreImportedWithTheirStage(t *testing.T) {
	file := filepath.Join(t.TempDir(), "facts.jsonl")
	fact := `{"id":"x","date":"2024-02-03","stage":"planned","kind":"visit","title":{"en":"A visit"},"cities":["Burgas, BG"]}`
	if err := os.WriteFile(file, []byte(fact), 0o600); err != nil {
		t.Fatal(err)
	}
	out, status := callWith(t, map[string]string{"DATA_DIR": t.TempDir()}, "", "import", file)
	if status != 0 || !strings.Contains(out, "added") {
		t.Errorf("status %d: %s", status, out)
	}
}
