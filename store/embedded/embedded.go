// Package embedded is a Redis in the process, for those who want a bot without a second program: miniredis, driven by the
// real time, with a journal of its writes.
//
// A [Server] takes connections through [Server.Dial], reads Redis's wire format from them and hands each command to
// miniredis. Commands that write go one at a time, and each is in the journal, by write(2), before its answer leaves: what
// was answered survives a kill -9. The journal is synced to the disk every second; a power cut can take that second.
//
// The journal is a sequence of commands in Redis's own wire format. Scripts stand in it as the writes that they did, times
// to live as moments of expiry, what has expired as deleted, and new entries of streams with their ids, so that a replay,
// whenever it is done, ends where the server was. Where a command notes the time at which it was done, the journal names
// it in an ECHO, which means nothing to a real Redis. When the journal has grown to several times its live size, it is
// written anew from what is alive.
//
// Before each piece of the journal stands, in an ECHO too, its checksum: a piece that is damaged is not replayed.
package embedded

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// Server is the Redis in the process.
type Server struct {
	redis   *miniredis.Miniredis
	log     *slog.Logger
	clock   func() time.Time
	journal *journal
	unlock  func() error

	mu      sync.Mutex // held by whoever writes: the journal has the order in which things were done
	now     time.Time  // what miniredis believes
	told    time.Time  // the last moment that the journal names
	expiry  expiries
	scripts *interpreter
	asking  *connection
	ids     idSource
	writes  int           // since the house was last kept
	changed chan struct{} // closed when something was written

	running sync.RWMutex // a script runs alone: who reads must not see half of it

	dialing     sync.Mutex
	connections sync.WaitGroup
	closed      chan struct{}
	closeOnce   sync.Once
}

// Options say where the journal lies. Clock may be left out.
type Options struct {
	Dir   string
	Log   *slog.Logger
	Clock func() time.Time
}

// Open replays the journal in the directory and keeps the directory for itself until Close.
func Open(o Options) (*Server, error) {
	unlock, err := lockDirectory(o.Dir)
	if err != nil {
		return nil, err
	}
	s := &Server{
		redis: miniredis.NewMiniRedis(), log: o.Log, clock: o.Clock, unlock: unlock,
		changed: make(chan struct{}), closed: make(chan struct{}), asking: newConnection(),
	}
	s.scripts = newInterpreter(s.called(false), s.called(true))
	if s.clock == nil {
		s.clock = time.Now
	}
	if err := s.start(o.Dir); err != nil {
		s.redis.Close()
		return nil, errors.Join(err, unlock())
	}
	return s, nil
}

func (s *Server) start(dir string) error {
	first, err := s.redis.Dial() // starts it without a listener: nobody else on this machine can reach it
	if err != nil {
		return fmt.Errorf("start the embedded store: %w", err)
	}
	if err := first.Close(); err != nil {
		return fmt.Errorf("start the embedded store: %w", err)
	}
	if s.journal, err = openJournal(dir, s.log); err != nil {
		return err
	}
	if err := s.replay(); err != nil {
		return fmt.Errorf("replay the journal in %s: %w", dir, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expiry.gone = nil // the journal has those
	s.advance(s.clock())
	return nil
}

// Dial makes a connection to the server, inside the process.
func (s *Server) Dial() (net.Conn, error) {
	s.dialing.Lock()
	defer s.dialing.Unlock()
	select {
	case <-s.closed:
		return nil, net.ErrClosed
	default:
	}
	client, ours := net.Pipe()
	s.connections.Go(func() { s.serve(ours) })
	return client, nil
}

// Close ends all connections, puts the journal on the disk and gives the directory free.
func (s *Server) Close() error {
	var err error
	s.closeOnce.Do(func() {
		s.dialing.Lock()
		close(s.closed)
		s.dialing.Unlock()
		s.connections.Wait()
		s.redis.Close()
		s.mu.Lock()
		defer s.mu.Unlock()
		err = s.journal.close()
		if unlocking := s.unlock(); err == nil {
			err = unlocking
		}
	})
	return err
}

// granularity is how exactly things expire.
const granularity = 100 * time.Millisecond

// advance tells miniredis the time, so that what has expired goes. The caller holds mu.
func (s *Server) advance(to time.Time) {
	if passed := to.Sub(s.now); passed <= -granularity || passed >= granularity {
		s.setTime(to.Truncate(time.Millisecond))
	}
}

func (s *Server) setTime(to time.Time) {
	s.redis.SetTime(to)
	s.now = to
	for _, key := range s.expiry.pass(to) {
		if s.redis.TTL(key) == 0 {
			continue // it is not there, or was set anew without an end
		}
		s.ask("DEL", key)
		s.expiry.gone = append(s.expiry.gone, key)
	}
}

// end is when a key expires, in Unix milliseconds, as the command that was just done has left it; 0 for one that does not,
// or is not there.
func (s *Server) end(key string) int64 {
	ttl := s.redis.TTL(key)
	if ttl == 0 {
		return 0
	}
	return s.now.Add(ttl).UnixMilli()
}

// ask gives the number that a command answers. The caller holds mu.
func (s *Server) ask(command ...string) int64 {
	s.asking.reply.Reset()
	reply := s.dispatch(s.asking, command)
	n, _ := strconv.ParseInt(string(bytes.TrimSuffix(reply[1:], []byte("\r\n"))), 10, 64)
	return n
}

// catchUp lets what has expired go before something is read. Who finds somebody writing leaves it to them.
func (s *Server) catchUp() {
	if s.mu.TryLock() {
		s.advance(s.clock())
		s.mu.Unlock()
	}
}
