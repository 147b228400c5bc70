package telegramtest

import (
	"context"
	"encoding/json"
	"errors"
	"hash/maphash"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Options says what kind of Telegram to play. The zero value is the real one's behaviour, with a bot called mostbot.
type Options struct {
	Token    string // default "42:TEST"
	Name     string // the bot's first name, default "mostbot"
	Username string // default "mostbot_bot"
	ReadsAll bool   // the bot sees everything said in groups (privacy mode off)

	Now     func() time.Time     // default time.Now
	Limits  Limits               // the zero value is Telegram's
	Latency func() time.Duration // how long an answer is on its way; nil: no time. Poll requests are not delayed

	AnyUser       bool          // each positive chat id is a person who has started the bot: for fan-outs
	CountOnly     bool          // messages are checked and counted, not kept
	CallbackLife  time.Duration // how long a pressed button waits for an answer, default 15 s
	WebhookClient *http.Client  // what posts updates to a webhook, default http.DefaultClient
	Log           *slog.Logger  // default: silent
	Scene         Scene         // what the page shows
}

func (o Options) withDefaults() Options {
	o.Token = orDefault(o.Token, "42:TEST")
	o.Name = orDefault(o.Name, "mostbot")
	o.Username = orDefault(o.Username, "mostbot_bot")
	o.Limits = orDefault(o.Limits, TelegramLimits())
	o.CallbackLife = orDefault(o.CallbackLife, 15*time.Second)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.WebhookClient == nil {
		o.WebhookClient = http.DefaultClient
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

func orDefault[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

// Server is one Telegram with one bot. Its methods may be called from any goroutine.
type Server struct {
	options Options
	bot     User
	methods map[string]method
	seed    maphash.Seed // of the texts' digests, by which doubles are found

	mu        sync.Mutex
	world     world
	queue     queue
	webhook   webhook
	limiter   limiter
	faults    []*Fault
	callbacks map[string]*callback
	menu      menu
	files     map[string]*File
	stats     Stats
	doubles   map[delivery]int
	watch     watch
	scene     scene
	nextID    int // of callbacks and files
}

// New returns a Telegram in which nobody has met the bot yet.
func New(options Options) *Server {
	o := options.withDefaults()
	s := &Server{
		options:   o,
		methods:   methods(),
		seed:      maphash.MakeSeed(),
		bot:       User{ID: botID(o.Token), IsBot: true, FirstName: o.Name, Username: o.Username},
		world:     newWorld(),
		queue:     queue{next: 100_000_001},
		limiter:   newLimiter(o.Limits),
		callbacks: map[string]*callback{},
		menu:      newMenu(),
		files:     map[string]*File{},
		stats:     Stats{Calls: map[string]int{}, Delivered: map[int64]int{}},
		doubles:   map[delivery]int{},
	}
	s.openScene()
	return s
}

func botID(token string) int64 {
	number, _, _ := strings.Cut(token, ":")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 42
	}
	return id
}

// Token is the token that the bot has to use.
func (s *Server) Token() string { return s.options.Token }

// Bot is the bot as people see it.
func (s *Server) Bot() User { return s.bot }

// ServeHTTP answers the Bot API: /bot<token>/<method> and /file/bot<token>/<path>.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	if rest, ok := strings.CutPrefix(path, "/file/bot"); ok {
		s.serveFile(w, r, rest)
		return
	}
	rest, ok := strings.CutPrefix(path, "/bot")
	token, method, found := strings.Cut(rest, "/")
	if !ok || !found {
		writeError(w, &Error{Code: http.StatusNotFound, Description: "Not Found"})
		return
	}
	if token != s.options.Token {
		writeError(w, &Error{Code: http.StatusUnauthorized, Description: "Unauthorized"})
		return
	}
	s.serveMethod(w, r, strings.ToLower(method))
}

func (s *Server) serveMethod(w http.ResponseWriter, r *http.Request, method string) {
	q, err := readQuery(w, r, method)
	if err != nil {
		writeError(w, err)
		return
	}
	fault := s.takeFault(q)
	if fault.before(w, r) {
		return
	}
	result, err := s.call(r.Context(), q)
	s.delay(r.Context(), q.method)
	if fault != nil {
		sleep(r.Context(), fault.Stall)
	}
	switch {
	case fault != nil && fault.Cut == CutAfter:
		panic(http.ErrAbortHandler)
	case err != nil:
		writeError(w, err)
	default:
		writeResult(w, result)
	}
}

// call runs a method. The world is locked meanwhile, except in a long poll.
func (s *Server) call(ctx context.Context, q *query) (any, error) {
	if q.method == "getupdates" {
		return s.poll(ctx, q)
	}
	run, ok := s.methods[q.method]
	if !ok {
		return nil, &Error{Code: http.StatusNotFound, Description: "Not Found: method not found"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stats.Calls[q.method]++
	result, err := run(s, q)
	if refusal, ok := errors.AsType[*Error](err); ok && refusal.Code == http.StatusTooManyRequests {
		s.stats.TooMany++
	}
	s.watch.notify()
	return result, err
}

func (s *Server) delay(ctx context.Context, method string) {
	if s.options.Latency == nil || method == "getupdates" {
		return
	}
	sleep(ctx, s.options.Latency())
}

func sleep(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

func (s *Server) now() time.Time { return s.options.Now() }

func (s *Server) newID() string {
	s.nextID++
	return strconv.Itoa(s.nextID)
}

// Error is a refusal, as Telegram words it.
type Error struct {
	Code        int
	Description string
	Parameters  map[string]int64
}

func (e *Error) Error() string { return e.Description }

func badRequest(reason string) *Error {
	return &Error{Code: http.StatusBadRequest, Description: "Bad Request: " + reason}
}

func forbidden(reason string) *Error {
	return &Error{Code: http.StatusForbidden, Description: "Forbidden: " + reason}
}

type answer struct {
	OK          bool             `json:"ok"`
	Result      any              `json:"result,omitempty"`
	ErrorCode   int              `json:"error_code,omitempty"`
	Description string           `json:"description,omitempty"`
	Parameters  map[string]int64 `json:"parameters,omitempty"`
}

func writeResult(w http.ResponseWriter, result any) {
	writeJSON(w, http.StatusOK, answer{OK: true, Result: result})
}

func writeError(w http.ResponseWriter, err error) {
	refusal, ok := errors.AsType[*Error](err)
	if !ok {
		refusal = &Error{Code: http.StatusInternalServerError, Description: "Internal Server Error: " + err.Error()}
	}
	if wait := refusal.Parameters["retry_after"]; wait > 0 {
		w.Header().Set("Retry-After", strconv.FormatInt(wait, 10))
	}
	writeJSON(w, refusal.Code, answer{
		ErrorCode: refusal.Code, Description: refusal.Description, Parameters: refusal.Parameters,
	})
}

func writeJSON(w http.ResponseWriter, code int, body any) {
	data, err := json.Marshal(body)
	if err != nil {
		panic("telegramtest: an answer that is no JSON: " + err.Error())
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_, _ = w.Write(data) // a caller that went away needs no answer
}
