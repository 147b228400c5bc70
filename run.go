package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/robfig/cron/v3"
	"golang.org/x/sync/errgroup"

	"mostbot/bot"
)

// runBot runs until the context ends.
func runBot(ctx context.Context, p program, arguments []string) (err error) {
	if len(arguments) > 0 {
		fmt.Fprintln(p.errors, "mostbot run takes no arguments; settings come from the environment, see `mostbot help`")
		return errUsage
	}
	if p.config.Token == "" {
		fmt.Fprintln(p.errors, "mostbot: TELEGRAM_TOKEN is not set, so this is the demo")
		return runDemo(ctx, p, nil)
	}
	h, err := openHouse(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	listener, err := net.Listen("tcp", string(p.config.ListenAddr))
	if err != nil {
		return fmt.Errorf("listen for health checks and metrics (LISTEN_ADDR): %w", err)
	}
	g, ctx := errgroup.WithContext(ctx)
	if err := h.run(ctx, g, listener); err != nil {
		return errors.Join(err, listener.Close())
	}
	g.Go(func() error { return h.fillWhenReachable(ctx) })
	g.Go(func() error { return h.runClockwork(ctx, h.clockwork()) })
	return g.Wait()
}

// run starts all that a bot consists of, but for the clockwork, in the group.
func (h *house) run(ctx context.Context, g *errgroup.Group, listener net.Listener) error {
	metrics := prometheus.NewRegistry()
	metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	metrics.MustRegister(figures{h}, h.storeTimes.took)
	telegram, err := h.newBot(metrics)
	if err != nil {
		return err
	}
	h.telegram = telegram
	pages := healthPages(metrics, []check{
		{"store", h.store.Ping},
		{"telegram", func(context.Context) error { return telegram.Ready() }},
	})
	if h.config.WebhookURL != "" {
		pages.Handle("POST "+webhookPath(string(h.config.WebhookURL)), telegram)
	}
	g.Go(func() error { return watchGarbage(ctx) })
	g.Go(func() error { return serve(ctx, h.log, listener, pages) })
	g.Go(func() error { return h.store.Run(ctx) })
	g.Go(func() error { return h.digest.Run(ctx) })
	g.Go(func() error { return telegram.Run(ctx) })
	return nil
}

func (h *house) newBot(metrics prometheus.Registerer) (*bot.Bot, error) {
	return bot.New(bot.Options{
		Token: h.config.Token.Reveal(), APIURL: string(h.config.APIURL), WebhookURL: string(h.config.WebhookURL),
		WebhookSecret: h.config.WebhookSecret.Reveal(), Rate: int(h.config.SendRate), Admins: h.config.AdminIDs,
		Language: string(h.config.Language), Replica: h.replica, Log: h.log, Registerer: metrics,
	}, bot.Needs{
		Book: h.book, Chats: h.store, Outbox: h.store, Limits: h.store, Progress: h.store, Inbox: h.store, Care: care{h}, Turns: h.store,
	})
}

// newReplica names this process as no other one.
func newReplica() string {
	host, err := os.Hostname()
	if err != nil {
		host = "somewhere"
	}
	return host + "-" + rand.Text()[:8]
}

func webhookPath(address string) string {
	if u, err := url.Parse(address); err == nil && u.Path != "" {
		return u.Path
	}
	return "/"
}

// clockwork is what happens at which times, as cron writes them.
type clockwork map[string]func(context.Context) error

const (
	everyMinute = "* * * * *"
	halfMinutes = "@every 30s"
	atNight     = "17 3 * * *" // when few read
)

func (h *house) clockwork() clockwork {
	return clockwork{
		everyMinute: h.tick, halfMinutes: h.watch, h.roundSchedule(): h.round, atNight: h.store.Compact,
	}
}

// runClockwork keeps the times until the context ends and what is under way is done.
func (h *house) runClockwork(ctx context.Context, jobs clockwork) error {
	log := cronLog{h.log}
	clock := cron.New(cron.WithLogger(log), cron.WithChain(cron.Recover(log), cron.SkipIfStillRunning(log)))
	for schedule, job := range jobs {
		if _, err := clock.AddFunc(schedule, h.job(ctx, job)); err != nil {
			return fmt.Errorf("set the clockwork: %w", err)
		}
	}
	clock.Start()
	<-ctx.Done()
	<-clock.Stop().Done()
	return nil
}

// job makes errors of the clockwork's jobs end in the log: the next time, it is tried again.
func (h *house) job(ctx context.Context, do func(context.Context) error) func() {
	return func() {
		if err := do(ctx); err != nil && ctx.Err() == nil {
			h.log.Error("the clockwork failed and goes on", slog.Any("error", err))
		}
	}
}

func (h *house) tick(ctx context.Context) error {
	now := time.Now()
	err := h.digest.Tick(ctx, now)
	if err == nil {
		h.ticked.Store(now.Unix())
	}
	return err
}

// roundSchedule looks for sources that are due every minute, or more often where the settings ask for it.
func (h *house) roundSchedule() string {
	return "@every " + min(time.Duration(h.config.FeedInterval), time.Minute).String()
}

// roundLease is longer than any round takes.
const roundLease = 10 * time.Minute

// round reads the sources that are due, if no other replica does.
func (h *house) round(ctx context.Context) error {
	const name = "round"
	mine, err := h.store.Lease(ctx, name, h.replica, roundLease)
	if err != nil || !mine {
		return err
	}
	summary, err := h.ingest.Round(ctx, time.Now())
	if summary.Total().Articles > 0 {
		h.reader.Forget()
		clearAway()
	}
	return errors.Join(err, h.store.Release(context.WithoutCancel(ctx), name, h.replica))
}

// cronLog is cron's view of the log: its errors, since what it does each minute is of no interest.
type cronLog struct{ *slog.Logger }

func (cronLog) Info(string, ...any) {}

func (l cronLog) Error(err error, message string, details ...any) {
	l.Logger.Error(message, append([]any{slog.Any("error", err)}, details...)...)
}
