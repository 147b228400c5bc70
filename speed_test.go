package main

import (
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mostbot/catalog"
	"mostbot/catalog/starter"
	"mostbot/commands"
	"mostbot/config"
)

// manyEvents is the size of the catalogue that the figures in the README are measured on.
const manyEvents = 10_000

// houseOn opens a house on a store and fills it with the starter facts and made-up events.
func houseOn(t testing.TB, redis string, events int) *house {
	t.Helper()
	settings, err := config.Read(settingsOf(map[string]string{"REDIS_URL": redis, "DATA_DIR": t.TempDir()}))
	if err != nil {
		t.Fatal(err)
	}
	h, err := openHouse(t.Context(), program{config: settings, log: slog.New(slog.DiscardHandler), out: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.close() })
	facts, err := starter.Read(h.places.City)
	if err != nil {
		t.Fatal(err)
	}
	facts.Events = append(facts.Events, madeUp(facts, events)...)
	if err := h.store.Fill(t.Context(), facts); err != nil {
		t.Fatal(err)
	}
	return h
}

// madeUp makes events out of the starter facts' parties: always the same ones.
func madeUp(facts starter.Facts, n int) []catalog.Event {
	random := rand.New(rand.NewPCG(1, 2))
	made := make([]catalog.Event, n)
	for i := range made {
		a, b := facts.Events[random.IntN(150)], facts.Events[random.IntN(150)]
		e := a
		e.ID, e.Date = fmt.Sprintf("made-up-%d", i), catalog.DayOf(time.Date(2000+i%26, time.Month(1+i%12), 1+i%28, 0, 0, 0, 0, time.UTC))
		e.Cities = append(append([]catalog.City{}, a.Cities...), b.Cities...)
		e.Organisations = append(append([]string{}, a.Organisations...), b.Organisations...)
		made[i] = e
	}
	return made
}

func question(line string) commands.Request {
	name, rest, _ := strings.Cut(line[1:], " ")
	return commands.Request{
		Chat: catalog.Chat{ID: 5, Kind: catalog.Private}, User: commands.User{ID: 5, Language: "bg"}, Message: 1,
		Command: name, Args: rest, Now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC),
	}
}

// ask reads the chat's settings, as the bot does, and answers.
func (h *house) ask(t testing.TB, r commands.Request) commands.Reply {
	chat, err := h.store.Chat(t.Context(), r.Chat.ID)
	if err != nil {
		t.Fatal(err)
	}
	chat.Kind, r.Chat = catalog.Private, chat
	reply, err := h.book.Reply(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return reply
}

var questions = []string{"/city Бургас", "/latest", "/between Sofia Vienna", "/project ITBridge", "/search киберсигурност"}

func TestACardCostsAtMostThreeRoundTrips(t *testing.T) {
	counted := &countingProxy{to: strings.TrimPrefix(redisAt(t), "redis://")}
	h := houseOn(t, "redis://"+counted.listen(t), 500)
	for _, line := range questions {
		h.ask(t, question(line)) // the directory is read once
		before := counted.requests.Load()
		h.ask(t, question(line))
		if trips := counted.requests.Load() - before; trips > 3 {
			t.Errorf("%s: %d round trips", line, trips)
		}
	}
}

// countingProxy passes on what goes to a Redis and counts the requests: what is pipelined arrives in one piece.
type countingProxy struct {
	to       string
	requests atomic.Int64
}

func (p *countingProxy) listen(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go p.pass(client)
		}
	}()
	return l.Addr().String()
}

func (p *countingProxy) pass(client net.Conn) {
	server, err := net.Dial("tcp", p.to)
	if err != nil {
		_ = client.Close()
		return
	}
	go func() { _, _ = io.Copy(client, server); _ = client.Close() }()
	buffer := make([]byte, 1<<20)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			_ = server.Close()
			return
		}
		p.requests.Add(1)
		if _, err := server.Write(buffer[:n]); err != nil {
			return
		}
	}
}

func BenchmarkReply(b *testing.B) {
	for _, redis := range []string{"embedded", "redis"} {
		b.Run(redis, func(b *testing.B) {
			url := ""
			if redis == "redis" {
				url = redisAt(b)
			}
			h := houseOn(b, url, manyEvents)
			for _, line := range questions {
				b.Run(strings.Fields(line)[0][1:], func(b *testing.B) {
					r := question(line)
					for b.Loop() {
						h.ask(b, r)
					}
				})
			}
			b.Run("at_once", func(b *testing.B) {
				b.SetParallelism(32) // the bot handles the updates of 64 chats at once
				b.RunParallel(func(pb *testing.PB) {
					for i := 0; pb.Next(); i++ {
						h.ask(b, question(questions[i%2]))
					}
				})
			})
		})
	}
}

// BenchmarkStart is from nothing to a bot that could answer, with an empty store.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		h := houseOn(b, "", 0)
		h.ask(b, question("/latest"))
	}
}
