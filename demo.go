package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"mostbot/catalog"
	"mostbot/catalog/starter"
	"mostbot/config"
	"mostbot/telegramtest"
)

// The stage of the demo: a person with a private chat, a group and a channel.
var stage = telegramtest.Scene{
	Person:  telegramtest.User{FirstName: "Мария", LastName: "Петрова", Language: "bg"},
	Group:   "Градове и клъстери",
	Channel: "Дигитални мостове",
	Try:     []string{"/city Бургас", "София Виена", "какво ново в Лвов?", "/project ITBridge", "/subscribe"},
}

// fresh is how many of the starter facts are held back, to come in as news while somebody watches.
const fresh = 3

// runDemo runs the bot against the stand-in for Telegram. Its store is new each time and gone afterwards.
func runDemo(ctx context.Context, p program, arguments []string) (err error) {
	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	flags.SetOutput(p.errors)
	address := flags.String("addr", "127.0.0.1:8080", "where the chat page listens")
	if flags.Parse(arguments) != nil || flags.NArg() > 0 {
		return errUsage
	}
	folder, err := os.MkdirTemp("", "mostbot-demo-")
	if err != nil {
		return fmt.Errorf("make a folder for the demo's store: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	page, err := net.Listen("tcp", *address)
	if err != nil {
		return fmt.Errorf("listen for the chat page (-addr): %w", err)
	}
	telegram := telegramtest.New(telegramtest.Options{Username: "mostbot_demo_bot", Scene: stage})
	person := telegram.Stage()[0]
	p.config = demoSettings(p.config, folder, "http://"+page.Addr().String(), telegram.Token(), person)
	h, err := openHouse(ctx, p)
	if err != nil {
		return errors.Join(err, page.Close())
	}
	defer func() { err = errors.Join(err, h.close()) }()
	return h.demonstrate(ctx, telegram, page)
}

// demoSettings are the person's own, but for where Telegram is and where things are kept.
func demoSettings(c config.Config, folder, telegram, token string, person int64) config.Config {
	c.Token, c.APIURL = config.Secret(token), config.Address(telegram)
	c.WebhookURL, c.RedisURL, c.DataDir = "", "", folder
	c.AdminIDs = config.IDs{person}
	return c
}

func (h *house) demonstrate(ctx context.Context, telegram *telegramtest.Server, page net.Listener) error {
	g, ctx := errgroup.WithContext(ctx)
	paths := http.NewServeMux()
	paths.Handle("/", telegram.Page())
	paths.Handle("/bot"+telegram.Token()+"/", telegram)
	g.Go(func() error { return serve(ctx, h.log, page, paths) })
	health, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen for health checks: %w", err)
	}
	if err := h.run(ctx, g, health); err != nil {
		return err
	}
	g.Go(func() error { return h.play(ctx, telegram.Stage()) })
	g.Go(func() error { return h.runClockwork(ctx, clockwork{everyMinute: h.tick}) }) // no feeds: no network
	fmt.Fprintf(h.out, "mostbot's demo: open http://%s (Ctrl+C ends it)\n", page.Addr())
	return g.Wait()
}

// play fills the store but for the newest facts, subscribes the group and the channel, and lets those facts come in.
func (h *house) play(ctx context.Context, chats []int64) error {
	facts, err := starter.Read(h.places.City)
	if err != nil {
		return err
	}
	slices.SortFunc(facts.Events, func(a, b catalog.Event) int { return a.Date.Last().Compare(b.Date.Last()) })
	news := facts.Events[len(facts.Events)-fresh:]
	facts.Events = facts.Events[:len(facts.Events)-fresh]
	if err := h.store.Fill(ctx, facts); err != nil {
		return err
	}
	for i, kind := range []catalog.ChatKind{catalog.Supergroup, catalog.Channel} {
		if err := h.subscribeToAll(ctx, chats[i+1], kind); err != nil {
			return err
		}
	}
	for _, event := range news {
		if !pause(ctx, 3*time.Second) {
			return nil
		}
		event.Entered, event.Origin = time.Now(), catalog.FromNews
		if _, err := h.store.Add(ctx, catalog.Addition{Event: event}); err != nil {
			return err
		}
	}
	return nil
}

func (h *house) subscribeToAll(ctx context.Context, chat int64, kind catalog.ChatKind) error {
	now := time.Now()
	settings := catalog.Chat{ID: chat, Kind: kind, Language: strings.ToLower(string(h.config.Language)), Since: now}
	if err := h.store.SaveChat(ctx, settings); err != nil {
		return err
	}
	_, err := h.store.Subscribe(ctx, catalog.Subscription{
		Chat: chat, Schedule: catalog.Schedule{Recurrence: catalog.Instant}, Since: now,
	}, time.Time{})
	return err
}

// pause waits, and tells whether the context still runs.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
