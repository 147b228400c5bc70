package store

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"testing"
	"time"

	"mostbot/catalog"
)

// flaky is a network between the store and a Redis on which answers get lost: the connection breaks after the command was
// done. The client can't know, and sends the command again.
type flaky struct {
	listener net.Listener
	server   string
	mu       sync.Mutex
	chance   *rand.Rand
	every    int // about one in so many answers is lost; 0: none
	lost     int
}

func newFlaky(t *testing.T, server string, every int) *flaky {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	f := &flaky{listener: l, server: server, chance: rand.New(rand.NewPCG(1, 2)), every: every}
	go f.accept()
	return f
}

// lose makes one answer in so many get lost; 0: none.
func (f *flaky) lose(every int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.every = every
}

func (f *flaky) accept() {
	for {
		client, err := f.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", f.server)
		if err != nil {
			_ = client.Close()
			continue
		}
		go func() {
			_, _ = io.Copy(server, client)
			_ = server.Close()
		}()
		go f.answer(client, server)
	}
}

func (f *flaky) answer(client, server net.Conn) {
	defer client.Close()
	defer server.Close()
	buffer := make([]byte, 64<<10)
	for {
		n, err := server.Read(buffer)
		if err != nil || f.loses(buffer[:n]) {
			return
		}
		if _, err := client.Write(buffer[:n]); err != nil {
			return
		}
	}
}

func (f *flaky) loses(answer []byte) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.every == 0 || bytes.HasPrefix(answer, []byte("+")) || f.chance.IntN(f.every) > 0 {
		return false
	}
	f.lost++
	return true
}

// insist does something until it goes well, as the rooms above the store do.
func insist(t *testing.T, do func() error) {
	t.Helper()
	var err error
	for range 50 {
		if err = do(); err == nil {
			return
		}
	}
	t.Fatal(err)
}

func TestLostAnswersNeitherLoseNorDoubleAnything(t *testing.T) {
	const chats = 60
	network := newFlaky(t, aRedis(t).address, 0)
	now := noon
	s := open(t, Options{URL: "redis://" + network.listener.Addr().String(), Clock: func() time.Time { return now }})
	network.lose(8) // from now on: what went wrong with the first answer would be believed for a while
	for chat := range int64(chats) {
		for _, schedule := range []catalog.Schedule{morning, instant} {
			insist(t, func() error { _, err := s.Subscribe(t.Context(), wishOf(chat+1, schedule), noon); return err })
		}
		insist(t, func() error { _, err := s.Put(t.Context(), []catalog.Outgoing{message(chat+1, "news")}); return err })
	}
	insist(t, func() error { return serveAll(t, s) })
	got := map[string]int{}
	for depth := 1; depth > 0; now = now.Add(lease) {
		insist(t, func() error { return sendAll(t, s, now, got) })
		insist(t, func() (err error) { depth, _, err = s.OutboxStats(t.Context()); return err })
	}
	for chat := range int64(chats) {
		for _, key := range []string{"news", "digest"} {
			if n := got[fmt.Sprint(chat+1, key)]; n != 1 {
				t.Errorf("chat %d got %q %d times", chat+1, key, n)
			}
		}
		insist(t, func() error {
			subs, err := s.Subscriptions(t.Context(), chat+1)
			if err == nil && len(subs) != 2 {
				t.Errorf("chat %d has %d subscriptions", chat+1, len(subs))
			}
			return err
		})
	}
	network.mu.Lock()
	t.Logf("%d answers were lost", network.lost)
	network.mu.Unlock()
	network.lose(0)
	wantNothingLeft(t, s)
	n, err := s.CountChats(t.Context())
	must(t, err)
	want(t, "chats", n, chats)
}

func serveAll(t *testing.T, s *Store) error {
	list, err := s.Due(t.Context(), noon, 1000)
	if err != nil {
		return err
	}
	var all []catalog.Served
	for _, d := range list {
		o := message(d.Chat.ID, "digest")
		all = append(all, served(d, &o))
	}
	return s.Serve(t.Context(), all)
}

func sendAll(t *testing.T, s *Store, now time.Time, got map[string]int) error {
	list, err := s.Claim(t.Context(), now, 1000)
	if err != nil {
		return err
	}
	for _, o := range list {
		got[fmt.Sprint(o.Chat, o.Key)]++
		insist(t, func() error { return s.Settle(t.Context(), o, sent(1)) })
	}
	return nil
}
