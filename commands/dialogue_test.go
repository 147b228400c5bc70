package commands_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"mostbot/catalog"
	"mostbot/commands"
	"mostbot/texts"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what is said now into testdata/dialogues")

// speaker talks to a book in the way of the fixtures in testdata/dialogues: a line "> …" is said, "> #2" presses the
// second button of the last reply, "> @group admin" and its like change who speaks where.
type speaker struct {
	book    *commands.Book
	world   *world
	request commands.Request
	admin   bool
	buttons []texts.Button
}

func newSpeaker(t testing.TB, lang string) *speaker {
	w := newWorld(t)
	return &speaker{book: w.book(t), world: w, request: commands.Request{
		Chat: catalog.Chat{ID: 7, Kind: catalog.Private}, User: commands.User{ID: 7, Language: lang}, Now: now,
	}}
}

// say says a line and gives the reply as plain text.
func (s *speaker) say(line string) string {
	r := s.request
	if stored, ok := s.world.chats[r.Chat.ID]; ok {
		r.Chat = stored
	}
	r.ChatAdmin = func(context.Context) (bool, error) { return s.admin, nil }
	switch {
	case strings.HasPrefix(line, "@"):
		s.become(line[1:])
		return ""
	case strings.HasPrefix(line, "#"):
		n, _ := strconv.Atoi(line[1:])
		if n < 1 || n > len(s.buttons) {
			return "no such button"
		}
		r.Press = s.buttons[n-1].Data
	case strings.HasPrefix(line, "!"):
		r.Press = line[1:]
	case strings.HasPrefix(line, "/"):
		command, args, _ := strings.Cut(line[1:], " ")
		r.Command, r.Args = command, args
		r.Command, _, r.Named = strings.Cut(r.Command, "@")
	default:
		r.Args = line
	}
	reply, err := s.book.Reply(context.Background(), r)
	if err != nil {
		return "error: " + err.Error()
	}
	return s.print(reply)
}

// become changes who speaks where: "group", "group admin", "channel", "editor", "other", "first", "private".
func (s *speaker) become(what string) {
	group := catalog.Chat{ID: -100, Kind: catalog.Supergroup, Title: "Group"}
	switch what {
	case "private":
		s.request.Chat = catalog.Chat{ID: 7, Kind: catalog.Private}
	case "group":
		s.request.Chat, s.admin = group, false
	case "group admin":
		s.request.Chat, s.admin = group, true
	case "channel":
		s.request.Chat, s.request.User.ID = catalog.Chat{ID: -200, Kind: catalog.Channel}, 0
	case "editor":
		s.request.User.Admin = true
	case "reply":
		s.request.QuotedData = nil
		for _, b := range s.buttons {
			s.request.QuotedData = append(s.request.QuotedData, b.Data)
		}
	case "new":
		s.request.QuotedData = nil
	case "reader":
		s.request.User.ID, s.admin = 8, false
	case "other":
		s.request.User.ID = 8
	case "first":
		s.request.User.ID = 7
	}
}

func (s *speaker) print(r commands.Reply) string {
	var b strings.Builder
	if r.Silent {
		b.WriteString("(silence)\n")
	}
	if r.Toast != "" {
		fmt.Fprintf(&b, "(toast) %s\n", r.Toast)
	}
	if r.Start != "" {
		fmt.Fprintf(&b, "(opens /start %s)\n", r.Start)
	}
	if r.Edit {
		b.WriteString("(edited)\n")
	}
	if r.Picture != nil {
		fmt.Fprintf(&b, "(picture %s: %s)\n", r.Filename, r.Picture)
	}
	if len(r.Blocks) > 0 {
		b.WriteString(r.Plain() + "\n")
		s.buttons = nil
	}
	for _, row := range r.Buttons {
		for _, button := range row {
			s.buttons = append(s.buttons, button)
			fmt.Fprintf(&b, "[%d %s] ", len(s.buttons), button.Text)
		}
		b.WriteString("\n")
	}
	return strings.ReplaceAll(b.String(), " \n", "\n")
}

func TestDialoguesGoAsWritten(t *testing.T) {
	files, err := filepath.Glob("testdata/dialogues/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no dialogues", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			lang := strings.Split(filepath.Base(file), ".")[1]
			got := replay(newSpeaker(t, lang), string(want))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("said otherwise (-want +got); -update writes it down:\n%s", diff)
			}
		})
	}
}

// replay says all lines of a fixture and writes them down with their replies.
func replay(s *speaker, fixture string) string {
	var b strings.Builder
	for line := range strings.Lines(fixture) {
		if said, ok := strings.CutPrefix(line, "> "); ok {
			said = strings.TrimRight(said, "\n")
			b.WriteString(line)
			b.WriteString(s.say(said) + "\n")
		}
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// TestTalk prints what the lines of MOSTBOT_TALK are answered, to look at.
func TestTalk(t *testing.T) {
	lines := os.Getenv("MOSTBOT_TALK")
	if lines == "" {
		t.Skip("nothing to say")
	}
	lang := os.Getenv("MOSTBOT_LANG")
	s := newSpeaker(t, lang)
	for _, line := range strings.Split(lines, "\n") {
		fmt.Printf("> %s\n%s\n", line, s.say(line))
	}
}
