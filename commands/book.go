package commands

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"mostbot/catalog"
	"mostbot/texts"
)

// Book is the book of all commands. It is safe for concurrent use.
type Book struct {
	needs    Needs
	commands []command
	presses  map[string]press
	public   map[string]bool // actions that anybody may press
	words    vocabulary
	bends    bends
}

// talk is one request on its way to its reply.
type talk struct {
	Request
	*texts.Printer
	zone      *time.Location
	directory *catalog.Directory
}

// New makes the book; it fails where the program carries a broken lexicon.
func New(n Needs) (*Book, error) {
	if n.Zone == nil {
		n.Zone = time.UTC
	}
	bends, err := newBends()
	if err != nil {
		return nil, err
	}
	b := &Book{needs: n, words: newVocabulary(n.Texts), bends: bends}
	b.commands = b.list()
	b.presses, b.public = b.pressable(), publicActions()
	return b, nil
}

// Reply answers a request. A person's mistake is answered too: an error is ours, and Sorry says so to the person.
func (b *Book) Reply(ctx context.Context, r Request) (Reply, error) {
	t := &talk{Request: r, Printer: b.printer(r).At(r.Now), zone: b.zone(r.Chat)}
	var err error
	if t.directory, err = b.needs.News.Directory(ctx); err != nil {
		return Reply{}, fmt.Errorf("read the directory: %w", err)
	}
	switch {
	case r.Press != "":
		return b.press(ctx, t)
	case r.Command != "":
		return b.command(ctx, t)
	}
	return b.question(ctx, t)
}

// Sorry is what the person is told when Reply failed.
func (b *Book) Sorry(r Request, err error) Reply {
	id := "trouble.sorry"
	var away interface{ Unavailable() bool }
	if b.needs.Away != nil && errors.Is(err, b.needs.Away) || errors.As(err, &away) && away.Unavailable() {
		id = "trouble.again"
	}
	var fast interface{ TooFast() bool }
	if errors.As(err, &fast) && fast.TooFast() {
		id = "trouble.fast"
	}
	p := b.printer(r)
	if r.Press != "" {
		return Reply{Toast: p.Plain(id), Alert: true}
	}
	return Reply{Message: texts.Message{Blocks: []texts.HTML{p.Say(id)}}}
}

// printer speaks the chat's language; in a private chat that chose none the one of the person's app.
func (b *Book) printer(r Request) *texts.Printer { return b.needs.Texts.Printer(b.language(r)) }

func (b *Book) language(r Request) catalog.Language {
	if r.Chat.Kind == catalog.Private || r.Chat.Kind == "" {
		return texts.Choose(r.Chat.Language, r.User.Language, b.needs.Language)
	}
	return texts.Choose(r.Chat.Language, b.needs.Language)
}

func (b *Book) zone(c catalog.Chat) *time.Location {
	if c.Zone != "" {
		if zone, err := time.LoadLocation(c.Zone); err == nil {
			return zone
		}
	}
	return b.needs.Zone
}

// longestArgs is the number of characters above which an argument is nothing that a person means by it.
const longestArgs = 300

func (b *Book) command(ctx context.Context, t *talk) (Reply, error) {
	c, ok := b.find(t.Command)
	switch {
	case !ok && t.Chat.Kind != catalog.Private && !t.Named: // other bots have commands, too
		return Reply{Silent: true}, nil
	case !ok:
		return t.say("ask.unknown_command", texts.Data{"Command": "/" + texts.Cut(t.Command, 40)}), nil
	case c.editors && !t.User.Admin:
		return t.say("ask.bot_admins"), nil
	case !c.long && utf8.RuneCountInString(t.Args) > longestArgs:
		return t.say("ask.long"), nil
	}
	if !c.long {
		t.Args = texts.Clean(t.Args)
	}
	return c.run(ctx, t)
}

func (b *Book) isNotFound(err error) bool {
	return b.needs.NotFound != nil && errors.Is(err, b.needs.NotFound)
}

// say is a reply of one message.
func (t *talk) say(id string, data ...texts.Data) Reply { return t.blocks(t.Say(id, data...)) }

func (t *talk) blocks(blocks ...texts.HTML) Reply {
	return Reply{Message: texts.Message{Blocks: blocks}}
}

// toast answers a pressed button without a message.
func (t *talk) toast(id string, data ...texts.Data) Reply {
	return Reply{Toast: t.Plain(id, data...), Alert: true}
}

// with puts rows of buttons under a reply.
func (r Reply) with(rows ...[]texts.Button) Reply {
	for _, row := range rows {
		if len(row) > 0 {
			r.Buttons = append(r.Buttons, row)
		}
	}
	return r
}

// beside puts a button into the last row where there is room, else under it. Rows of events stay as they are.
func (r Reply) beside(button texts.Button) Reply {
	last := len(r.Buttons) - 1
	if last < 0 || len(r.Buttons[last]) != 1 || strings.HasPrefix(r.Buttons[last][0].Data, "event:") {
		return r.with([]texts.Button{button})
	}
	r.Buttons[last] = append(r.Buttons[last], button)
	return r
}

// replacing makes the reply replace the message whose button was pressed.
func (r Reply) replacing(t *talk) Reply {
	r.Edit = t.Press != ""
	return r
}

// empty answers a command that lacks its argument.
func (t *talk) empty(command string) Reply {
	return t.say("ask.empty", texts.Data{"Example": "/" + command + " " + t.Plain(command+".example")})
}

// inRows puts buttons into rows of the given length.
func inRows(buttons []texts.Button, length int) [][]texts.Button {
	var rows [][]texts.Button
	for len(buttons) > 0 {
		n := min(length, len(buttons))
		rows, buttons = append(rows, buttons[:n]), buttons[n:]
	}
	return rows
}

// label is the text of a button: short enough for half a phone's width.
func label(sign, name string) string {
	return strings.TrimSpace(sign + " " + texts.Cut(name, 28))
}
