// Command mostbot is a Telegram bot that reports on digital-transformation partnerships: which cities, clusters, hubs
// and projects work together, what happened, when, and who says so.
//
// Package main is the wiring: it reads the settings, opens the rooms, hands each what it needs and runs them until a
// signal. This file lists the subcommands; rooms.go opens the rooms; every other file is one or a few subcommands.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	stdlog "log"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"
	_ "time/tzdata" // digests are due in the zones of their chats, also where the machine has no zones installed

	"mostbot/config"
)

// Set by the linker.
var (
	version = "dev"
	commit  = ""
)

// subcommand is a line of the list that `mostbot help` prints.
type subcommand struct {
	name, arguments, does string
	run                   func(ctx context.Context, p program, arguments []string) error
	stays                 bool // until a signal; its log tells what it does, also where LOG_LEVEL asks for nothing
}

func subcommands() []subcommand {
	return []subcommand{
		{"run", "", "runs the bot; without a token it starts the demo", runBot, true},
		{"demo", "[-addr HOST:PORT]", "runs the bot against a built-in stand-in for Telegram, with a chat in the browser", runDemo, true},
		{"chat", "[-lang bg] [-user 1]", "answers the lines of standard input in the terminal", runChat, false},
		{"extract", "[-explain] [FILE…]", "reads articles and prints what each reports, as JSON lines", runExtract, false},
		{"import", "FILE…", "reads articles (.txt, .html) or facts (.jsonl) into the store", runImport, false},
		{"export", "[-o FILE]", "writes everything in the store as JSON lines", runExport, false},
		{"restore", "FILE", "reads what export wrote into the store", runRestore, false},
		{"sources", "[check [ID…]]", "lists the news sources; check reads each once and says what came", runSources, false},
		{"ingest", "[ID…]", "reads all sources, or those named, once", runIngest, false},
		{"health", "", "asks the bot that runs on this machine whether it is well", runHealth, false},
		{"version", "", "prints the version", runVersion, false},
	}
}

// program is what every subcommand is given: the settings, the log, and where to read and write.
type program struct {
	config config.Config
	log    *slog.Logger
	in     io.Reader
	out    io.Writer
	errors io.Writer
}

// errUsage is a call that does not fit; its text has been printed.
var errUsage = errors.New("usage")

func main() {
	// The first signal asks the rooms to finish what is under way; a second one kills.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	os.Exit(start(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr))
}

// start runs the subcommand that the arguments name and returns the exit status: 0, 1 for an error, 2 for a bad call.
func start(
	ctx context.Context, arguments []string, getenv func(string) string, in io.Reader, out, problems io.Writer,
) int {
	name := "run"
	if len(arguments) > 0 {
		name, arguments = arguments[0], arguments[1:]
	}
	if name == "help" || name == "-h" || name == "--help" {
		printHelp(out)
		return 0
	}
	for _, s := range subcommands() {
		if s.name == name {
			return finish(runSubcommand(ctx, s, arguments, getenv, in, out, problems), problems)
		}
	}
	fmt.Fprintf(problems, "mostbot: there is no command %q; `mostbot help` lists them\n", name)
	return 2
}

func runSubcommand(
	ctx context.Context, s subcommand, arguments []string, getenv func(string) string,
	in io.Reader, out, problems io.Writer,
) error {
	settings, err := config.Read(getenv)
	if err != nil {
		return err
	}
	if getenv("GOGC") == "" {
		percent := garbageBrief
		if s.stays {
			percent = garbage
		}
		debug.SetGCPercent(percent)
	}
	if !s.stays && getenv("LOG_LEVEL") == "" {
		settings.LogLevel.Level = slog.LevelWarn
	}
	p := program{config: settings, log: newLog(settings, problems), in: in, out: out, errors: problems}
	// What libraries say in passing: the HTTP client quotes whatever a server sends unasked.
	stdlog.SetFlags(0)
	stdlog.SetOutput(slog.NewLogLogger(p.log.Handler(), slog.LevelDebug).Writer())
	return s.run(ctx, p, arguments)
}

func finish(err error, problems io.Writer) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errUsage):
		return 2
	case errors.Is(err, errToldAlready):
		return 1
	}
	fmt.Fprintln(problems, "mostbot:", err)
	return 1
}

// errToldAlready ends a subcommand with status 1 whose errors were printed where they arose.
var errToldAlready = errors.New("some of it failed")

func newLog(settings config.Config, w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: settings.LogLevel.Level}
	if settings.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

func printHelp(w io.Writer) {
	fmt.Fprintln(w, "mostbot reports on digital-transformation partnerships, on Telegram.")
	fmt.Fprintln(w)
	for _, s := range subcommands() {
		fmt.Fprintf(w, "  mostbot %-8s %-21s %s\n", s.name, s.arguments, s.does)
	}
	fmt.Fprintln(w, "\nSettings, from the environment:")
	for _, s := range config.Settings() {
		fmt.Fprintf(w, "  %-24s %s", s.Variable, s.Meaning)
		if s.Default != "" {
			fmt.Fprintf(w, " (%s)", s.Default)
		}
		fmt.Fprintln(w)
	}
}

func runVersion(_ context.Context, p program, _ []string) error {
	fmt.Fprintf(p.out, "mostbot %s, commit %s, %s\n", version, buildCommit(), runtime.Version())
	return nil
}

// buildCommit is the commit that the linker was told, else the one that Go noted.
func buildCommit() string {
	if commit != "" {
		return commit
	}
	info, ok := debug.ReadBuildInfo()
	if ok {
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				return setting.Value
			}
		}
	}
	return "unknown"
}
