package embedded

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2/server"
)

// connection is one client of the server.
type connection struct {
	peer   *server.Peer
	reply  bytes.Buffer // what the peer said and the client has not got yet
	queued [][]string   // writes of the transaction under way, as the journal will have them
	multi  bool
}

func newConnection() *connection {
	c := &connection{}
	c.peer = server.NewPeer(bufio.NewWriter(&c.reply))
	return c
}

// serve answers a client until it or the server goes.
func (s *Server) serve(conn net.Conn) {
	stop := make(chan struct{})
	answers := newAnswers()
	var writing sync.WaitGroup
	writing.Go(func() { answers.writeTo(conn) })
	go func() {
		select {
		case <-s.closed:
		case <-stop:
		}
		_ = conn.Close()
	}()
	c := newConnection()
	for r := bufio.NewReaderSize(conn, 16<<10); ; {
		args, _, err := readCommand(r)
		if err != nil {
			break
		}
		s.handle(c, args)
		if r.Buffered() == 0 {
			answers.put(&c.reply)
		}
	}
	close(stop)
	answers.end()
	writing.Wait()
}

func (s *Server) handle(c *connection, args []string) {
	name := strings.ToUpper(args[0])
	switch sorts[name] {
	case reads:
		s.catchUp()
		s.running.RLock()
		defer s.running.RUnlock()
		s.dispatch(c, args)
	case writes, scripts:
		if name == "XREADGROUP" {
			rest, wait, waits := withoutBlock(args)
			if args = rest; waits && !c.multi {
				s.writeWhenThereIsSomething(c, args, wait)
				return
			}
		}
		s.write(c, args)
	case controls:
		s.control(c, name, args)
	default:
		c.refuse("ERR the embedded store has no command " + name)
	}
}

func (s *Server) dispatch(c *connection, args []string) []byte {
	before := c.reply.Len()
	if asksForExpiry(args) {
		s.refresh(args[1])
	}
	s.redis.Server().Dispatch(c.peer, args)
	c.peer.Flush()
	return c.reply.Bytes()[before:]
}

// refresh brings a key's time to live up to date in miniredis.
func (s *Server) refresh(key string) {
	if left, ok := s.expiry.left(key); ok && s.redis.TTL(key) > 0 {
		s.redis.SetTTL(key, max(left, time.Millisecond)) // what is due is deleted by the clock alone
	}
}

func (c *connection) refuse(why string) {
	c.peer.WriteError(why)
	c.peer.Flush()
}

func (s *Server) control(c *connection, name string, args []string) {
	if name == "EXEC" {
		s.exec(c, args)
		return
	}
	reply := s.dispatch(c, args)
	switch {
	case name == "MULTI" && reply[0] == '+':
		c.multi = true
	case name == "DISCARD":
		c.multi, c.queued = false, nil
	}
}

// write does a command that writes and puts it in the journal; in a transaction, EXEC will.
func (s *Server) write(c *connection, args []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.writable(c) {
		return
	}
	name := strings.ToUpper(args[0])
	if sorts[name] == scripts {
		s.script(c, args)
		return
	}
	if name == "XADD" {
		s.ids.fill(args[1:], s.now)
	}
	entry := journaled(slices.Clone(args), s.now)
	reply := s.dispatch(c, args)
	switch {
	case reply[0] == '-':
	case c.multi:
		c.queued = append(c.queued, entry)
	default:
		s.wrote(c, len(reply), entry)
	}
}

func (s *Server) script(c *connection, args []string) {
	if c.multi {
		c.refuse("ERR the embedded store runs no scripts in transactions")
		return
	}
	before := c.reply.Len()
	s.running.Lock()
	effects := s.scripts.run(c.peer, args)
	s.running.Unlock()
	c.peer.Flush()
	s.wrote(c, c.reply.Len()-before, effects...)
}

func (s *Server) exec(c *connection, args []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	queued := c.queued
	c.queued, c.multi = nil, false
	if len(queued) > 0 && !s.writable(c) {
		s.redis.Server().Dispatch(newConnectionOf(c), []string{"DISCARD"})
		return
	}
	reply := s.dispatch(c, args)
	if reply[0] == '*' && !isNil(reply) {
		s.wrote(c, len(reply), queued...)
	}
}

// newConnectionOf is the same client, with its answers thrown away.
func newConnectionOf(c *connection) *server.Peer {
	silent := server.NewPeer(bufio.NewWriter(io.Discard))
	silent.Ctx = c.peer.Ctx
	return silent
}

// writable brings the clock up to date and sees whether the journal can take more. The caller holds mu.
func (s *Server) writable(c *connection) bool {
	s.advance(s.clock())
	if err := s.journal.flush(); err != nil {
		c.refuse("MISCONF the journal can't be written, so nothing is: " + err.Error())
		return false
	}
	return true
}

// wrote puts what was done into the journal before the answer leaves. Where that fails, the answer becomes an error; the
// journal gets the entry as soon as it takes one again, and until then nothing else is written.
func (s *Server) wrote(c *connection, answer int, entries ...[]string) {
	if len(entries) == 0 {
		return
	}
	if err := s.journal.add(s.unit(entries)); err != nil {
		c.reply.Truncate(c.reply.Len() - answer)
		c.refuse("MISCONF the journal can't be written: " + err.Error())
		return
	}
	s.writes++
	close(s.changed)
	s.changed = make(chan struct{})
}

// unit is what stands or falls together in the journal, led by what has expired since the last one, and by the time where
// that matters.
func (s *Server) unit(entries [][]string) []byte {
	var b []byte
	if s.told.IsZero() || !s.told.Equal(s.now) && slices.ContainsFunc(entries, notesTime) {
		b = appendCommand(b, "ECHO", clockMark(s.now))
		s.told = s.now
	}
	for _, key := range s.expiry.gone {
		b = appendCommand(b, "DEL", key)
	}
	s.expiry.gone = nil
	if len(entries) > 1 {
		b = appendCommand(b, "MULTI")
	}
	for _, entry := range entries {
		s.expiry.note(entry, s.end)
		b = appendCommand(b, entry...)
	}
	if len(entries) > 1 {
		b = appendCommand(b, "EXEC")
	}
	return b
}

// writeWhenThereIsSomething repeats a command that found nothing, when others wrote and until its time is over.
func (s *Server) writeWhenThereIsSomething(c *connection, args []string, wait time.Duration) {
	var timeout <-chan time.Time
	if wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		timeout = timer.C
	}
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		before := c.reply.Len()
		s.write(c, args)
		if !isNil(c.reply.Bytes()[before:]) {
			return
		}
		select {
		case <-changed:
			c.reply.Truncate(before)
		case <-timeout:
			return
		case <-s.closed:
			return
		}
	}
}

func isNil(reply []byte) bool {
	return bytes.HasPrefix(reply, []byte("*-1")) || bytes.HasPrefix(reply, []byte("$-1")) || reply[0] == '_'
}

// answers passes replies on to a client who may be busy sending: the reader of commands must never wait for it.
type answers struct {
	mu    sync.Mutex
	ready sync.Cond
	bytes []byte
	ended bool
}

func newAnswers() *answers {
	a := &answers{}
	a.ready.L = &a.mu
	return a
}

// ordinary is how large a buffer may be that is kept for the next answer.
const ordinary = 64 << 10

func (a *answers) put(reply *bytes.Buffer) {
	a.mu.Lock()
	a.bytes = append(a.bytes, reply.Bytes()...)
	a.mu.Unlock()
	if reply.Reset(); reply.Cap() > ordinary {
		*reply = bytes.Buffer{}
	}
	a.ready.Signal()
}

func (a *answers) end() {
	a.mu.Lock()
	a.ended = true
	a.mu.Unlock()
	a.ready.Signal()
}

func (a *answers) writeTo(conn net.Conn) {
	var spare []byte
	for {
		a.mu.Lock()
		for len(a.bytes) == 0 && !a.ended {
			a.ready.Wait()
		}
		batch, ended := a.bytes, a.ended
		a.bytes = spare[:0]
		a.mu.Unlock()
		if _, err := conn.Write(batch); err != nil || ended {
			return
		}
		if spare = batch; cap(spare) > ordinary {
			spare = nil
		}
	}
}
