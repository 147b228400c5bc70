package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"mostbot/catalog"
	"mostbot/commands"
	"mostbot/telegramtest"
	"mostbot/texts"
)

// stage is a bot that runs against a stand-in for Telegram, over real HTTP: through the loopback, or, in simulated time,
// through pipes.
type stage struct {
	*telegramtest.Server
	t       *testing.T
	bot     *Bot
	memory  *memory
	book    *echo
	logged  *safeBuffer
	context context.Context
	stop    func() error // ends the bot and waits for it
	metrics *prometheus.Registry
	http    *httptest.Server
}

type setting func(*Options, *telegramtest.Options)

func perform(t *testing.T, settings ...setting) *stage {
	t.Helper()
	s := prepare(t, settings...)
	s.start()
	return s
}

// rehearse runs a test in simulated time.
func rehearse(t *testing.T, test func(*stage), settings ...setting) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := prepare(t, append(settings, func(o *Options, _ *telegramtest.Options) { o.APIURL = simulated })...)
		test(s)
	})
}

const simulated = "http://telegram.test"

// pipes serves the stand-in over pipes, which wait in simulated time as sockets don't.
func (s *stage) pipes() http.RoundTripper {
	listener := &pipeListener{calls: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{Handler: s.Server, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo)}
	go func() { _ = server.Serve(listener) }()
	transport := newTransport(64)
	transport.Proxy, transport.DialContext = nil, listener.dial
	s.t.Cleanup(func() {
		transport.CloseIdleConnections()
		server.Close()
	})
	return transport
}

type pipeListener struct {
	calls  chan net.Conn
	closed chan struct{}
}

func (l *pipeListener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case l.calls <- there:
		return here, nil
	case <-l.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.calls:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error   { close(l.closed); return nil }
func (l *pipeListener) Addr() net.Addr { return &net.TCPAddr{} }

func prepare(t *testing.T, settings ...setting) *stage {
	t.Helper()
	server := telegramtest.Options{Token: "42:SECRET-TOKEN"}
	options := Options{Token: "42:SECRET-TOKEN", Rate: 1000, Language: "en", Replica: "one", Grace: 5 * time.Second}
	for _, set := range settings {
		set(&options, &server)
	}
	s := &stage{t: t, Server: telegramtest.New(server), memory: newMemory(options.Rate), logged: &safeBuffer{},
		book: &echo{}, metrics: prometheus.NewRegistry()}
	if options.APIURL == "" {
		s.http = httptest.NewServer(s.Server)
		t.Cleanup(s.http.Close)
		options.APIURL = s.http.URL
	}
	if options.APIURL == simulated {
		options.Transport = s.pipes()
	}
	options.Registerer = s.metrics
	options.Log = slog.New(slog.NewTextHandler(s.logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s.bot = s.newBot(options)
	var cancel context.CancelFunc
	s.context, cancel = context.WithTimeout(context.Background(), 10*time.Second)
	if options.APIURL == simulated {
		s.context, cancel = context.WithCancel(context.Background())
	}
	t.Cleanup(cancel)
	t.Cleanup(func() {
		if strings.Contains(s.logged.String(), "SECRET-TOKEN") {
			t.Errorf("the token is in the log:\n%s", s.logged)
		}
	})
	return s
}

func (s *stage) newBot(o Options) *Bot {
	s.t.Helper()
	b, err := New(o, Needs{Book: s.book, Chats: s.memory, Outbox: s.memory, Limits: s.memory, Progress: s.memory, Inbox: s.memory, Care: s.memory, Turns: s.memory})
	if err != nil {
		s.t.Fatal(err)
	}
	return b
}

func (s *stage) start() {
	ctx, cancel := context.WithCancel(s.context)
	ended := make(chan error, 1)
	go func() { ended <- s.bot.Run(ctx) }()
	s.stop = sync.OnceValue(func() error { cancel(); return <-ended })
	s.t.Cleanup(func() {
		if err := s.stop(); err != nil {
			s.t.Errorf("the bot ended with %v", err)
		}
	})
}

// wait waits for a condition that changes with what the stand-in sees.
func (s *stage) wait(what string, holds func() bool) {
	s.t.Helper()
	if err := s.Wait(s.context, holds); err != nil {
		s.t.Fatalf("wait for %s: %v\n%s", what, err, s.logged)
	}
}

// eventually waits for a condition that the stand-in can't see.
func (s *stage) eventually(what string, holds func() bool) {
	s.t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-s.context.Done():
			s.t.Fatalf("wait for %s\n%s", what, s.logged)
		}
	}
}

func (s *stage) replies(chat int64, count int) []telegramtest.Message {
	s.t.Helper()
	list, err := s.WaitReplies(s.context, chat, count)
	if err != nil {
		s.t.Fatalf("wait for %d replies in %d, have %d: %v\n%s", count, chat, len(list), err, s.logged)
	}
	return list
}

// figure is a metric's value, summed over its labels.
func (s *stage) figure(name string) float64 {
	s.t.Helper()
	families, err := s.metrics.Gather()
	if err != nil {
		s.t.Fatal(err)
	}
	sum := 0.0
	for _, family := range families {
		if family.GetName() != name {
			continue
		}
		for _, m := range family.GetMetric() {
			sum += m.GetCounter().GetValue() + m.GetGauge().GetValue()
		}
	}
	return sum
}

// echo is a book that answers with what was asked, unless the test has told it something else.
type echo struct {
	mu     sync.Mutex
	asked  []commands.Request
	answer func(context.Context, commands.Request) (commands.Reply, error)
}

func (e *echo) Reply(ctx context.Context, r commands.Request) (commands.Reply, error) {
	e.mu.Lock()
	e.asked = append(e.asked, r)
	answer := e.answer
	e.mu.Unlock()
	if answer != nil {
		return answer(ctx, r)
	}
	return saying(fmt.Sprintf("command=%s args=%s press=%s", r.Command, r.Args, r.Press)), nil
}

func (e *echo) Sorry(commands.Request, error) commands.Reply {
	return saying("please try again in a minute")
}

func (e *echo) Menu(language string, scope commands.Scope) []commands.MenuItem {
	return []commands.MenuItem{{Command: "help", Description: fmt.Sprintf("help in %s %d", language, scope)}}
}

func (e *echo) Description(language string) (whole, short string) {
	return "what the bot does, in " + language, "briefly, in " + language
}

func (e *echo) requests() []commands.Request {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]commands.Request(nil), e.asked...)
}

func (e *echo) answers(f func(context.Context, commands.Request) (commands.Reply, error)) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.answer = f
}

// marked makes markup as it comes out of the store.
func marked(markup string) texts.HTML {
	var h texts.HTML
	encoded, _ := json.Marshal(markup)
	if err := h.UnmarshalJSON(encoded); err != nil {
		panic(err)
	}
	return h
}

func saying(blocks ...string) commands.Reply {
	var r commands.Reply
	for _, b := range blocks {
		r.Blocks = append(r.Blocks, marked(b))
	}
	return r
}

// outgoing is a message for the outbox.
func outgoing(key string, chat int64, blocks ...string) catalog.Outgoing {
	body, err := json.Marshal(saying(blocks...).Message)
	if err != nil {
		panic(err)
	}
	return catalog.Outgoing{Key: key, Chat: chat, Body: body}
}

type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

var errAway = errors.New("the store is away")
