package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"time"
)

// options are what the person asked for.
type options struct {
	people    int
	runs      int
	peer      string
	bots      string
	low, high time.Duration // of Telegram's answers
	grace     time.Duration // by which the silence at the end is longer than the bot's interval
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := compare(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func readOptions(arguments []string, errors io.Writer) (options, error) {
	o := options{grace: 10 * time.Second}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(errors)
	flags.IntVar(&o.people, "n", 600, "how many people subscribe")
	flags.IntVar(&o.runs, "runs", 1, "how often each bot is measured; the table has the medians")
	flags.StringVar(&o.peer, "peer", "", "the binary of flowerss-bot, built from its public source")
	flags.StringVar(&o.bots, "bots", "embedded,redis,peer", "what to measure: this bot with either store, and the peer")
	flags.DurationVar(&o.low, "fast", 50*time.Millisecond, "how long Telegram takes for an answer, at the least")
	flags.DurationVar(&o.high, "slow", 300*time.Millisecond, "and at the most")
	if err := flags.Parse(arguments); err != nil {
		return o, err
	}
	if flags.NArg() > 0 || o.people < 1 || o.runs < 1 || o.low < 0 || o.high < o.low {
		return o, fmt.Errorf("these options don't fit together: %s", strings.Join(arguments, " "))
	}
	return o, nil
}

// compare measures each bot and prints the table.
func compare(ctx context.Context, arguments []string, out, progress io.Writer) error {
	o, err := readOptions(arguments, progress)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "mostbot-bench-")
	if err != nil {
		return fmt.Errorf("make a folder for what the bots keep: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	contestants, err := contestantsFor(ctx, o, folder)
	if err != nil {
		return err
	}
	var table []figures
	for _, c := range contestants {
		var runs []figures
		for i := range o.runs {
			fmt.Fprintf(progress, "%s, run %d of %d …\n", c.name, i+1, o.runs)
			f, err := measure(ctx, c, o, progress)
			if err != nil {
				return fmt.Errorf("measure %s: %w", c.name, err)
			}
			fmt.Fprintf(progress, "%s\n", f)
			runs = append(runs, f)
		}
		table = append(table, median(runs))
	}
	_, err = fmt.Fprint(out, markdown(table, o))
	return err
}

// contestantsFor gives the bots that were asked for and can be had here.
func contestantsFor(ctx context.Context, o options, folder string) ([]contestant, error) {
	asked := strings.Split(o.bots, ",")
	var all []contestant
	if slices.Contains(asked, "embedded") || slices.Contains(asked, "redis") {
		binary, err := buildOurs(ctx, folder)
		if err != nil {
			return nil, err
		}
		if slices.Contains(asked, "embedded") {
			all = append(all, ours(binary, ""))
		}
		if redis, err := exec.LookPath("redis-server"); err == nil && slices.Contains(asked, "redis") {
			all = append(all, ours(binary, redis))
		}
	}
	if o.peer != "" && slices.Contains(asked, "peer") {
		all = append(all, peer(o.peer))
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("nothing to measure: -bots is %q, -peer is %q", o.bots, o.peer)
	}
	return all, nil
}
