package commands_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"mostbot/catalog"
	"mostbot/commands"
	"mostbot/texts"
)

const (
	longestMessage = 4096
	longestData    = 64
	longestToast   = 200

	payload = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
)

// fits tells what of a reply Telegram would not take.
func fits(r commands.Reply) error {
	for _, row := range r.Buttons {
		for _, b := range row {
			switch {
			case len(b.Data) > longestData:
				return fmt.Errorf("button %q carries %d bytes: %q", b.Text, len(b.Data), b.Data)
			case b.Data == "" && b.URL == "":
				return fmt.Errorf("button %q does nothing", b.Text)
			case strings.TrimSpace(b.Text) == "" || utf8.RuneCountInString(b.Text) > longestData:
				return fmt.Errorf("button has the text %q", b.Text)
			}
		}
	}
	for _, block := range r.Blocks {
		if block.Length() > longestMessage || block.IsZero() {
			return fmt.Errorf("block of %d characters", block.Length())
		}
	}
	if len(r.Blocks) == 0 && r.Toast == "" && !r.Silent && r.Picture == nil && r.Start == "" {
		return errors.New("nothing is said")
	}
	if len(r.Start) > longestData || strings.Trim(r.Start, payload) != "" {
		return fmt.Errorf("payload %q", r.Start)
	}
	if utf8.RuneCountInString(r.Toast) > longestToast {
		return fmt.Errorf("toast of %d characters", utf8.RuneCountInString(r.Toast))
	}
	return balanced(r.Blocks)
}

// balanced tells whether each block's tags are closed within it, so that a message can be split between blocks.
func balanced(blocks []texts.HTML) error {
	for _, block := range blocks {
		var open []string
		for rest := block.String(); ; {
			_, after, found := strings.Cut(rest, "<")
			if !found {
				break
			}
			tag, tail, _ := strings.Cut(after, ">")
			rest = tail
			name, _, _ := strings.Cut(strings.TrimPrefix(tag, "/"), " ")
			switch {
			case !strings.HasPrefix(tag, "/"):
				open = append(open, name)
			case len(open) == 0 || open[len(open)-1] != name:
				return fmt.Errorf("unbalanced <%s> in %q", tag, block)
			default:
				open = open[:len(open)-1]
			}
		}
		if len(open) > 0 {
			return fmt.Errorf("unclosed %v in %q", open, block)
		}
	}
	return nil
}

var commandNames = []string{
	"", "", "start", "help", "city", "project", "org", "between", "search", "cities", "projects", "latest", "digest", "subscribe",
	"subscriptions", "unsubscribe", "language", "timezone", "sources", "forget", "add", "status", "report", "review",
	"map", "timeline", "nonsense",
}

var pieces = []string{
	"Варна", "Odesa", "Vienna", "Newcastle", "LIGHTHOUSE", "bridgehub", "Дунав", "#стартъпи", "kind:visit", "lang:de", "daily", "в", "08:30",
	"25:00", "понеделник", "какво ново", "и", ",", "–", "🤷", "\u202e", "<b>", "&", "'", "\"", "\x00", "all", "7", "-1", "city:1", "|", "?", "Яш",
	"Австрия", "weekly", "fri", "UTC+2", "Europe/Kyiv", "event_hub-opening", "graz-ruse-2026-0a1b",
	"date", "cities", "12.05.2025", strings.Repeat("ж", 300), strings.Repeat("a ", 500),
}

func anyRequest(t *rapid.T, buttons []texts.Button) commands.Request {
	r := commands.Request{
		Chat: rapid.SampledFrom([]catalog.Chat{
			{ID: 7, Kind: catalog.Private}, {ID: -100, Kind: catalog.Supergroup}, {ID: -200, Kind: catalog.Channel},
		}).Draw(t, "chat"),
		User: commands.User{
			ID:       rapid.SampledFrom([]int64{0, 7, 8, 1<<52 - 1}).Draw(t, "user"),
			Language: rapid.SampledFrom([]string{"bg", "en", "uk", "ro", "de", "fr", ""}).Draw(t, "language"),
			Admin:    rapid.Bool().Draw(t, "editor"),
		},
		Now: now,
	}
	admin := rapid.Bool().Draw(t, "admin")
	r.ChatAdmin = func(context.Context) (bool, error) { return admin, nil }
	args := rapid.OneOf(
		rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 6), func(s []string) string { return strings.Join(s, " ") }),
		rapid.String(),
	).Draw(t, "args")
	switch rapid.IntRange(0, 3).Draw(t, "what") {
	case 0, 1:
		r.Command, r.Args = rapid.SampledFrom(commandNames).Draw(t, "command"), args
	case 2:
		if len(buttons) > 0 {
			r.Press = rapid.SampledFrom(buttons).Draw(t, "button").Data
			return r
		}
		fallthrough
	default:
		actions := []string{
			"city:", "event:", "latest:0:", "between:0:", "sub:7:", "subs:7:", "zone:7:", "~", "lang:7:", "search:3:", "report:",
			"review:", "review:graz-ruse-2026-0a1b:", "map:", "timeline:", "cities:", "do:", "",
		}
		r.Press = rapid.SampledFrom(actions).Draw(t, "action") + args
	}
	return r
}

func TestWhateverIsSaidOrPressedTheReplyFitsTelegram(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t)
		book := w.book(t)
		var buttons []texts.Button
		for range rapid.IntRange(1, 6).Draw(rt, "turns") {
			r := anyRequest(rt, buttons)
			reply, err := book.Reply(context.Background(), r)
			if err != nil {
				rt.Fatalf("%+v: %v", r, err)
			}
			if err := fits(reply); err != nil && r.Press+r.Command+r.Args != "" {
				rt.Fatalf("%q %q %q: %v", r.Command, r.Args, r.Press, err)
			}
			for _, row := range reply.Buttons {
				buttons = append(buttons, row...)
			}
		}
	})
}

type unavailable struct{}

func (unavailable) Error() string     { return "connection refused" }
func (unavailable) Unavailable() bool { return true }

func TestTroubleIsToldInTheReadersLanguage(t *testing.T) {
	w := newWorld(t)
	book := w.book(t)
	for _, c := range []struct {
		err  error
		lang string
		want string
	}{
		{fmt.Errorf("read: %w", unavailable{}), "en", "Please try again in a minute"},
		{fmt.Errorf("read: %w", unavailable{}), "bg", "след минута"},
		{errors.New("nil map"), "de", "schiefgegangen"},
		{errors.New("nil map"), "fr", "Извинете"},
	} {
		r := commands.Request{Chat: catalog.Chat{Kind: catalog.Private}, User: commands.User{Language: c.lang}, Command: "city"}
		if said := book.Sorry(r, c.err).Plain(); !strings.Contains(said, c.want) {
			t.Errorf("%s, %v: said %q", c.lang, c.err, said)
		}
		r.Press = "city:1"
		if toast := book.Sorry(r, c.err).Toast; !strings.Contains(toast, c.want) {
			t.Errorf("%s, %v: toast %q", c.lang, c.err, toast)
		}
	}
}

func TestAStoreThatFailsIsAnErrorAndNoReply(t *testing.T) {
	for _, c := range []commands.Request{
		{Command: "city", Args: "Варна"}, {Command: "latest"}, {Args: "Варна"}, {Press: "latest:0:"}, {Command: "subscriptions"},
	} {
		w := newWorld(t)
		book := w.book(t)
		w.fail = unavailable{}
		c.Chat, c.Now = catalog.Chat{ID: 7, Kind: catalog.Private}, now
		if reply, err := book.Reply(context.Background(), c); !errors.Is(err, unavailable{}) {
			t.Errorf("%+v: reply %q, error %v", c, reply.Plain(), err)
		}
	}
}

func FuzzReply(f *testing.F) {
	for _, p := range pieces {
		f.Add("city", p, "")
		f.Add("", p, "")
		f.Add("", "", p)
	}
	w := newWorld(f)
	book := w.book(f)
	f.Fuzz(func(t *testing.T, command, args, press string) {
		r := commands.Request{
			Chat: catalog.Chat{ID: 7, Kind: catalog.Private}, User: commands.User{ID: 7}, Command: command, Args: args, Press: press, Now: now,
		}
		reply, err := book.Reply(context.Background(), r)
		if err != nil {
			t.Fatal(err)
		}
		if err := fits(reply); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkReply(b *testing.B) {
	w := newWorld(b)
	book := w.book(b)
	for _, c := range []commands.Request{
		{Command: "city", Args: "Варна"}, {Command: "latest"}, {Args: "какво ново в Лвов?"}, {Args: "Врна Одесса"}, {Command: "city", Args: "Врна"},
	} {
		b.Run(c.Command+" "+c.Args, func(b *testing.B) {
			c.Chat, c.Now = catalog.Chat{ID: 7, Kind: catalog.Private}, now
			for b.Loop() {
				if _, err := book.Reply(context.Background(), c); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
