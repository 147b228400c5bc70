package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"mostbot/catalog"
	"mostbot/commands"
	"mostbot/texts"
)

// pressed is a line that presses a button: "#1".
var pressed = regexp.MustCompile(`^#\d+$`)

// longestLine of standard input that is taken as a message; Telegram's own limit is 4096 characters.
const longestLine = 1 << 20

// terminal is a private chat on standard input and output.
type terminal struct {
	book    *commands.Book
	user    commands.User
	chat    func(context.Context, int64) (catalog.Chat, error) // the chat with its settings
	out     io.Writer
	now     func() time.Time
	message int            // the last message's number
	buttons []texts.Button // of the last message that had any
	carrier int            // that message's number
}

func runChat(ctx context.Context, p program, arguments []string) (err error) {
	flags := flag.NewFlagSet("chat", flag.ContinueOnError)
	flags.SetOutput(p.out)
	language := flags.String("lang", "", "the language of the app in which the user writes")
	user := flags.Int64("user", 1, "the user's id")
	if flags.Parse(arguments) != nil || flags.NArg() > 0 {
		return errUsage
	}
	if *language == "" {
		*language = string(p.config.Language)
	}
	h, err := openHouse(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	if err := h.fill(ctx); err != nil {
		return err
	}
	t := &terminal{
		book: h.book,
		user: commands.User{ID: *user, Language: *language, Admin: slices.Contains(h.config.AdminIDs, *user)},
		chat: h.store.Chat,
		out:  p.out,
		now:  time.Now,
	}
	return t.converse(ctx, p.in)
}

// converse answers each line until the input ends.
func (t *terminal) converse(ctx context.Context, in io.Reader) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, longestLine)
	for lines.Scan() && ctx.Err() == nil {
		line := strings.TrimSpace(lines.Text())
		if line == "" {
			continue
		}
		if err := t.answer(ctx, line); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read a message: %w", err)
	}
	return nil
}

func (t *terminal) answer(ctx context.Context, line string) error {
	request, err := t.request(ctx, line)
	if err != nil {
		fmt.Fprintln(t.out, err)
		return nil
	}
	reply, err := t.book.Reply(ctx, request)
	if err != nil {
		if ctx.Err() != nil {
			return err
		}
		reply = t.book.Sorry(request, err)
	}
	return t.print(reply)
}

func (t *terminal) request(ctx context.Context, line string) (commands.Request, error) {
	t.message++
	chat, err := t.chat(ctx, t.user.ID)
	if err != nil {
		chat = catalog.Chat{ID: t.user.ID}
	}
	chat.Kind = catalog.Private
	request := commands.Request{
		Chat: chat, User: t.user, Message: t.message, Now: t.now(), Args: line,
		ChatAdmin: func(context.Context) (bool, error) { return true, nil },
	}
	if pressed.MatchString(line) {
		return t.press(request, line[1:])
	}
	if strings.HasPrefix(line, "/") {
		name, rest, _ := strings.Cut(line[1:], " ")
		name, _, _ = strings.Cut(name, "@")
		request.Command, request.Args = strings.ToLower(name), strings.TrimSpace(rest)
	}
	return request, nil
}

func (t *terminal) press(request commands.Request, number string) (commands.Request, error) {
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > len(t.buttons) {
		return request, fmt.Errorf("there is no button %q", "#"+number)
	}
	button := t.buttons[n-1]
	if button.Data == "" {
		return request, errors.New(button.URL)
	}
	request.Args, request.Press, request.Message = "", button.Data, t.carrier
	return request, nil
}

func (t *terminal) print(reply commands.Reply) error {
	if reply.Toast != "" {
		fmt.Fprintf(t.out, "(%s)\n", reply.Toast)
	}
	for _, file := range [][]byte{reply.Picture, reply.Document} {
		if err := t.save(file, reply.Filename); err != nil {
			return err
		}
	}
	if reply.Silent || len(reply.Blocks) == 0 {
		fmt.Fprintln(t.out)
		return nil
	}
	t.message++
	fmt.Fprintln(t.out, reply.Plain())
	t.buttons, t.carrier = nil, t.message
	for _, row := range reply.Buttons {
		for _, button := range row {
			t.buttons = append(t.buttons, button)
			fmt.Fprintf(t.out, "[%d] %s\n", len(t.buttons), button.Text)
		}
	}
	fmt.Fprintln(t.out)
	return nil
}

// save keeps a picture or document in a folder of its own and prints its path.
func (t *terminal) save(file []byte, name string) error {
	if len(file) == 0 {
		return nil
	}
	folder, err := os.MkdirTemp("", "mostbot-")
	if err != nil {
		return fmt.Errorf("save %s: %w", name, err)
	}
	path := filepath.Join(folder, filepath.Base(name))
	if err := os.WriteFile(path, file, 0o600); err != nil {
		return fmt.Errorf("save %s: %w", name, err)
	}
	fmt.Fprintln(t.out, path)
	return nil
}
