package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"

	"mostbot/store/embedded"
)

// Options say which Redis is to be used.
type Options struct {
	URL   string           // REDIS_URL; empty: the embedded server
	Dir   string           // DATA_DIR: where the embedded server keeps its journal
	Log   *slog.Logger     // nil: nothing is logged
	Clock func() time.Time // nil: time.Now

	// Copy opens a copy of the embedded store as it stands now, for reading: another process may have the store itself.
	Copy bool

	// Observe, if there is one, is told of each round trip: a command's name or "pipeline", how long it took, and how it ended.
	Observe func(name string, took time.Duration, err error)
}

// Open opens the store. One that can't be reached is no error: it is logged, the methods give ErrUnavailable, and all is
// well as soon as it is there. One that was written by a newer mostbot is refused, now or when it is first reached.
func Open(ctx context.Context, o Options) (*Store, error) {
	s := &Store{log: o.Log, clock: o.Clock}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.clock == nil {
		s.clock = time.Now
	}
	quietLibrary()
	options, err := s.options(o)
	if err != nil {
		return nil, errors.Join(err, s.removeScratch())
	}
	s.db = connect(options)
	s.db.AddHook(hook{s, o.Observe})
	if s.embedded != nil {
		apart := *options
		apart.PoolSize = 1
		s.apart = connect(&apart)
	}
	if err := s.greet(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// quietLibrary keeps go-redis from printing to standard error: what goes wrong comes back as an error too.
var quietLibrary = sync.OnceFunc(func() { redis.SetLogger(silence{}) })

type silence struct{}

func (silence) Printf(context.Context, string, ...any) {}

func (s *Store) options(o Options) (*redis.UniversalOptions, error) {
	if o.URL != "" {
		options, err := parseAddress(o.URL)
		if err != nil {
			return nil, err
		}
		return remote(options), nil
	}
	if o.Copy {
		if err := s.copyOf(&o); err != nil {
			return nil, fmt.Errorf("open a copy of the embedded store: %w", err)
		}
	}
	server, err := embedded.Open(embedded.Options{Dir: o.Dir, Log: s.log, Clock: o.Clock})
	if err != nil {
		return nil, fmt.Errorf("open the embedded store: %w", err)
	}
	s.embedded = server
	return common(&redis.UniversalOptions{
		Addrs:  []string{"embedded"},
		Dialer: func(context.Context, string, string) (net.Conn, error) { return server.Dial() },
		// No network, no time-outs: it answers, or the process is gone.
		ReadTimeout: -2, WriteTimeout: -2, MaxRetries: -1,
	}), nil
}

// copyOf puts a copy in the place of the data directory.
func (s *Store) copyOf(o *Options) (err error) {
	if s.scratch, err = os.MkdirTemp("", "mostbot-copy-"); err != nil {
		return err
	}
	from := o.Dir
	o.Dir = s.scratch
	return embedded.Copy(from, o.Dir)
}

// connect makes the client. A cluster's must soon notice that a replica has taken a master's place: nobody redirects those
// who ask a dead master.
func connect(o *redis.UniversalOptions) redis.UniversalClient {
	if o.MasterName != "" || len(o.Addrs) < 2 {
		return redis.NewUniversalClient(o)
	}
	options := o.Cluster()
	options.ClusterStateReloadInterval = 10 * time.Second
	return redis.NewClusterClient(options)
}

// remote sets every time-out, since the library's defaults have changed before. A command that got no answer is sent
// again, so each write of this package must be able to happen twice.
func remote(o *redis.UniversalOptions) *redis.UniversalOptions {
	o.DialTimeout = 2 * time.Second
	o.DialerRetries = 1
	o.ReadTimeout = 3 * time.Second
	o.WriteTimeout = 3 * time.Second
	o.MaxRetries = 2
	o.MinRetryBackoff = 20 * time.Millisecond
	o.MaxRetryBackoff = 500 * time.Millisecond
	o.ContextTimeoutEnabled = true
	return common(o)
}

func common(o *redis.UniversalOptions) *redis.UniversalOptions {
	o.Protocol = 2
	o.DisableIdentity = true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	o.PoolSize = 16 + 8*runtime.GOMAXPROCS(0)
	o.PoolTimeout = 4 * time.Second
	o.PipelinePoolSize = -1
	return o
}

// greet checks the schema if the store is there.
func (s *Store) greet(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	err := s.Ping(ctx)
	switch {
	case errors.Is(err, ErrUnavailable):
		s.log.Warn("the store can't be reached yet; trying again with each use", slog.Any("error", err))
	case err != nil:
		return fmt.Errorf("open the store: %w", err)
	case s.embedded == nil:
		s.advise(ctx)
	}
	return nil
}

// advise warns of settings with which Redis forgets what it was told to keep. A Redis that does not tell is trusted.
func (s *Store) advise(ctx context.Context) {
	persistence, _ := s.db.Info(ctx, "persistence").Result()
	if strings.Contains(persistence, "aof_enabled:0") {
		s.log.Warn("Redis writes no append-only file: what it was told last is lost when it dies; set appendonly yes")
	}
	memory, _ := s.db.Info(ctx, "memory").Result()
	_, policy, _ := strings.Cut(memory, "maxmemory_policy:")
	policy, _, _ = strings.Cut(policy, "\r\n")
	if policy != "" && policy != "noeviction" && !strings.Contains(memory, "maxmemory:0\r\n") {
		s.log.Warn("Redis throws keys away when its memory is full; set maxmemory-policy noeviction",
			slog.String("policy", policy))
	}
}

// Ping tells whether the store can be used: that it is there, and of a schema that this program knows.
func (s *Store) Ping(ctx context.Context) error { return s.db.Ping(ctx).Err() }

// Run keeps the embedded server's house until the context ends: the journal on the disk, and small.
func (s *Store) Run(ctx context.Context) error {
	if s.embedded == nil {
		<-ctx.Done()
		return nil
	}
	return s.embedded.Run(ctx, s.snapshot)
}

// Compact writes the embedded server's journal anew from what is alive.
func (s *Store) Compact(ctx context.Context) error {
	if s.embedded == nil {
		return nil
	}
	return s.embedded.Compact(ctx, s.snapshot)
}

// Close lets go of the store. What was answered is on the disk then. Closing again is no error.
func (s *Store) Close() error {
	err := hangUp(s.db)
	if s.embedded != nil {
		err = errors.Join(err, hangUp(s.apart), s.embedded.Close(), s.removeScratch())
	}
	return err
}

func hangUp(db redis.UniversalClient) error {
	if db == nil {
		return nil
	}
	if err := db.Close(); !errors.Is(err, redis.ErrClosed) {
		return err
	}
	return nil
}

func (s *Store) removeScratch() error {
	if s.scratch == "" {
		return nil
	}
	return os.RemoveAll(s.scratch)
}
