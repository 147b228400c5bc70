package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/mattn/go-isatty"

	"mostbot/store"
)

// openStore opens the store and waits for nobody: a subcommand that needs one and finds none says so and ends. To read
// alone, a copy of the embedded one will do, so that the bot may be running.
func openStore(ctx context.Context, p program, readAlone bool) (*store.Store, error) {
	s, err := store.Open(ctx, store.Options{
		URL: p.config.RedisURL.Reveal(), Dir: p.config.DataDir, Log: p.log, Copy: readAlone,
	})
	if err != nil {
		return nil, err
	}
	if err := s.Ping(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("reach the store: %w", err), s.Close())
	}
	return s, nil
}

func runExport(ctx context.Context, p program, arguments []string) (err error) {
	flags := flag.NewFlagSet("export", flag.ContinueOnError)
	flags.SetOutput(p.out)
	file := flags.String("o", "", "the file to write; standard output without it")
	if flags.Parse(arguments) != nil || flags.NArg() > 0 {
		return errUsage
	}
	s, err := openStore(ctx, p, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if *file == "" {
		return exportTo(ctx, s, p.out, progressOn(p.errors))
	}
	return exportToFile(ctx, s, *file, progressOn(p.errors))
}

// exportToFile writes beside the file and then renames, so that a file of that name is always whole.
func exportToFile(ctx context.Context, s *store.Store, file string, progress store.Progress) error {
	part := file + ".part"
	f, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if err := errors.Join(exportTo(ctx, s, f, progress), f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	if err := os.Rename(part, file); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

func exportTo(ctx context.Context, s *store.Store, w io.Writer, progress store.Progress) error {
	out := bufio.NewWriter(w)
	return errors.Join(s.ExportWith(ctx, out, progress), out.Flush())
}

// progressOn draws a bar where a person sees it, and nothing where the output goes to a file.
func progressOn(w io.Writer) store.Progress {
	const length = 40
	terminal, ok := w.(*os.File)
	if !ok || !isatty.IsTerminal(terminal.Fd()) {
		return func(_, _ int64) {}
	}
	drawn := -1
	return func(done, total int64) {
		share := int(length * done / max(total, 1))
		if share == drawn {
			return
		}
		drawn = share
		fmt.Fprintf(terminal, "\r%s%s %d / %d", strings.Repeat("█", share), strings.Repeat("░", length-share), done, total)
		if share == length {
			fmt.Fprintln(terminal)
		}
	}
}

func runRestore(ctx context.Context, p program, arguments []string) (err error) {
	if len(arguments) != 1 {
		fmt.Fprintln(p.errors, "mostbot restore wants one file, as `mostbot export` wrote it")
		return errUsage
	}
	f, err := os.Open(arguments[0])
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	defer f.Close()
	s, err := openStore(ctx, p, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return s.RestoreWith(ctx, f, progressOn(p.errors))
}
