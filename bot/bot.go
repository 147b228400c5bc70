// Package bot is where mostbot meets Telegram, and the only one that imports the Telegram library.
//
// Updates come in by long polling ([poller]) or through the webhook; those of one chat are handled in their order,
// those of different chats at once ([lanes]). A message or a pressed button becomes a request for the book of commands, whose
// reply goes out ahead of everything else. The outbox is sent by [sender], within Telegram's limits ([pacer]). What
// Telegram's errors mean stands in one table, rules.
//
// An outbox message to which no answer came, though the request went out, is uncertain: Telegram may have delivered it.
// The rule is that it is sent again, as hearing of something twice is better than never, but tried three times at the
// most; the metrics count each such doubt.
package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"mostbot/catalog"
	"mostbot/commands"
	"mostbot/texts"
)

// Book answers people.
type Book interface {
	Reply(context.Context, commands.Request) (commands.Reply, error)
	Sorry(commands.Request, error) commands.Reply
	Menu(language string, scope commands.Scope) []commands.MenuItem
	Description(language string) (whole, short string)
}

// Chats keeps which chats can be written to.
type Chats interface {
	Chat(ctx context.Context, id int64) (catalog.Chat, error)
	PauseChat(ctx context.Context, id int64, reason string) error
	ResumeChat(ctx context.Context, id int64) error
	MoveChat(ctx context.Context, from, to int64) error
}

// Outbox keeps what is to be sent.
type Outbox interface {
	Claim(ctx context.Context, now time.Time, limit int) ([]catalog.Outgoing, error)
	Settle(context.Context, catalog.Outgoing, catalog.Outcome) error
	Delivered(ctx context.Context, event string, chat int64, thread int) (int, error)
}

// Limits counts what all replicas send.
type Limits interface {
	Take(ctx context.Context, chat int64, group bool, now time.Time) (time.Duration, error)
	Hold(ctx context.Context, chat int64, until time.Time) error
}

// Progress keeps which updates are handled.
type Progress interface {
	Offset(context.Context) (int, error)
	SaveOffset(context.Context, int) error
	Remember(ctx context.Context, key, value string, ttl time.Duration) error
	Recall(ctx context.Context, key string) (string, error)
}

// Inbox keeps what came by webhook until it is handled, for all replicas.
type Inbox interface {
	AcceptUpdate(ctx context.Context, u catalog.Update, until time.Time) (fresh bool, err error)
	KeepUpdates(ctx context.Context, ids []int, until time.Time) error
	OverdueUpdates(ctx context.Context, now, until time.Time) ([]catalog.Update, error)
	HandledUpdate(ctx context.Context, id int) error
}

// Care sees to places where the bot may not write any more, and tells those whom it concerns, once.
type Care interface {
	TopicLost(ctx context.Context, chat int64, thread int, why catalog.Trouble) error
	Muted(ctx context.Context, chat int64, words string) error
}

// Turns decides which of several replicas polls.
type Turns interface {
	Lease(ctx context.Context, name, holder string, ttl time.Duration) (bool, error)
	Release(ctx context.Context, name, holder string) error
}

// Options are what the bot needs to know.
type Options struct {
	Token         string
	APIURL        string
	WebhookURL    string // "": the bot polls
	WebhookSecret string
	Rate          int              // messages a second over all chats
	Admins        []int64          // user ids
	Language      catalog.Language // of the menu, for apps whose language the bot does not speak
	Replica       string           // a name of this process that no other replica has
	Log           *slog.Logger
	Registerer    prometheus.Registerer
	Transport     http.RoundTripper // nil: the usual one
	Grace         time.Duration     // how long work under way may take at the shutdown; 0: 20 seconds
}

// Needs are the rooms that the bot works with.
type Needs struct {
	Book     Book
	Chats    Chats
	Outbox   Outbox
	Limits   Limits
	Progress Progress
	Inbox    Inbox
	Care     Care
	Turns    Turns
}

// Bot runs until its context ends.
type Bot struct {
	Options
	Needs
	client *client
	pacer  *pacer
	meter  *meter
	lanes  *lanes
	floods floods
	shares shares
	inHand inHand
	me     atomic.Pointer[user]
	stop   context.CancelFunc

	// work outlives Run's context by the grace period, so that nothing under way is cut off.
	work context.Context //nolint:containedctx // updates and messages of the outbox begin under it, whoever brought them
}

// Updates of so many chats are handled at once.
const updatesAtOnce = 512

// New makes a bot. It does not speak to Telegram yet.
func New(o Options, n Needs) (*Bot, error) {
	if o.Grace == 0 {
		o.Grace = 20 * time.Second
	}
	if o.Language == "" {
		o.Language = catalog.Languages[0]
	}
	if o.Rate <= 0 {
		return nil, errors.New("the bot needs a rate at which it may send")
	}
	calls := callsAtOnce(o.Rate)
	if o.Transport == nil {
		o.Transport = newTransport(calls + updatesAtOnce)
	}
	m := newMeter(o.Registerer, time.Now)
	c, err := newClient(o.Token, o.APIURL, o.Transport, m)
	if err != nil {
		return nil, err
	}
	token := o.Token
	err = tgbotapi.SetLogger(libraryLog{token: token, say: func(line string) {
		o.Log.Warn("the Telegram library says", slog.String("text", line))
	}})
	if err != nil {
		return nil, fmt.Errorf("give the library a logger: %w", err)
	}
	o.Token = "" // the client's alone
	b := &Bot{Options: o, Needs: n, client: c, meter: m,
		pacer: newPacer(n.Limits, o.Rate), lanes: newLanes(updatesAtOnce)}
	b.work, b.stop = context.WithCancel(context.Background())
	return b, nil
}

// Run serves until the context ends, and then until what is under way is done. The error says that it can't serve at
// all: Telegram refuses the token.
func (b *Bot) Run(ctx context.Context) error {
	defer b.stop()
	if err := b.introduce(ctx); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return nil
	}
	g, ctx := errgroup.WithContext(ctx)
	context.AfterFunc(ctx, func() { time.AfterFunc(b.Grace, b.stop) })
	g.Go(func() error { return b.receive(ctx) })
	g.Go(func() error { return b.newSender().run(ctx) })
	g.Go(func() error { b.publishMenus(ctx); return nil })
	err := g.Wait()
	b.lanes.close()
	return err
}

// receive takes updates by one of the two ways.
func (b *Bot) receive(ctx context.Context) error {
	if b.WebhookURL == "" {
		return b.takeTurns(ctx)
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return b.announceWebhook(ctx) })
	g.Go(func() error { b.mindInbox(ctx); return nil })
	return g.Wait()
}

// introduce asks Telegram who the bot is, until there is an answer.
func (b *Bot) introduce(ctx context.Context) error {
	for wait := (backoff{}); ctx.Err() == nil; {
		me, err := b.whoAmI(ctx)
		if err == nil {
			b.me.Store(&me)
			b.Log.Info("Telegram knows the bot", slog.String("username", me.Username), slog.Int64("id", me.ID))
			return nil
		}
		d := diagnose(err)
		if d.remedy == halt {
			return fmt.Errorf("ask Telegram who the bot is: it refuses the token: %w", err)
		}
		if ctx.Err() == nil {
			b.Log.Warn("Telegram can't be reached", slog.Any("error", err))
		}
		_ = sleep(ctx, max(d.wait, wait.next()))
	}
	return nil
}

func (b *Bot) whoAmI(ctx context.Context) (user, error) {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	raw, err := b.client.call(ctx, "getMe", nil)
	if err != nil {
		return user{}, err
	}
	var me user
	if err := json.Unmarshal(raw, &me); err != nil {
		return user{}, fmt.Errorf("read who the bot is: %w", err)
	}
	return me, nil
}

// Username is the bot's name on Telegram, "" while Telegram has not told.
func (b *Bot) Username() string {
	if me := b.me.Load(); me != nil {
		return me.Username
	}
	return ""
}

// Ready tells why the bot can't serve people now, nil when it can.
func (b *Bot) Ready() error {
	if b.me.Load() == nil {
		return errors.New("no answer from Telegram yet")
	}
	if reason := b.meter.turnedAway(); reason != "" {
		return fmt.Errorf("turned away by Telegram: %s", reason)
	}
	return nil
}

// TurnedAway is why Telegram does not serve the bot, in the metrics' word: "conflict" where somebody else takes the updates,
// "unauthorized" where the token is refused; "" while all is well.
func (b *Bot) TurnedAway() string { return b.meter.turnedAway() }

// Tell sends a message at once, past the outbox: for what has to be said when the store takes no more.
func (b *Bot) Tell(ctx context.Context, chat int64, m texts.Message) error {
	for _, p := range posts(m, post{chat: chat, optional: true}) {
		if err := b.insist(ctx, p); err != nil {
			return fmt.Errorf("tell chat %d: %w", chat, err)
		}
	}
	return nil
}
