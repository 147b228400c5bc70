package telegramtest

import (
	"context"
	"fmt"
	"hash/maphash"
	"maps"
	"time"
)

// Stats counts what happened.
type Stats struct {
	Calls     map[string]int // by method, in lower case
	Delivered map[int64]int  // the bot's messages by chat
	Total     int            // the bot's messages
	Doubles   int            // how many of them said what the same chat had been told already
	Edited    int
	TooMany   int       // calls that broke a limit
	Faults    int       // calls that met an injected fault
	First     time.Time // when the first message was delivered
	Last      time.Time // and the last
}

type delivery struct {
	chat   int64
	thread int
	text   uint64
}

func (s *Server) count(m *Message) {
	s.stats.Total++
	s.stats.Last = m.At
	if s.stats.First.IsZero() {
		s.stats.First = m.At
	}
	s.stats.Delivered[m.Chat]++
	key := delivery{m.Chat, m.Thread, maphash.String(s.seed, m.Text)}
	s.doubles[key]++
	if s.doubles[key] > 1 {
		s.stats.Doubles++
	}
}

// Stats tells what happened so far.
func (s *Server) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	stats := s.stats
	stats.Calls = maps.Clone(s.stats.Calls)
	stats.Delivered = maps.Clone(s.stats.Delivered)
	return stats
}

// Delivered is the number of the bot's messages, in all chats.
func (s *Server) Delivered() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stats.Total
}

// DeliveredTo is the number of the bot's messages in one chat, deleted ones too.
func (s *Server) DeliveredTo(chat int64) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stats.Delivered[chat]
}

// Messages are all messages of a chat that were not deleted, of people and of the bot.
func (s *Server) Messages(chat int64) []Message {
	return s.messages(chat, func(*Message) bool { return true })
}

// Replies are the bot's messages in a chat that were not deleted.
func (s *Server) Replies(chat int64) []Message {
	return s.messages(chat, func(m *Message) bool { return m.FromBot })
}

func (s *Server) messages(chat int64, keep func(*Message) bool) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chat(chat)
	if c == nil {
		return nil
	}
	var kept []Message
	for _, m := range c.messages {
		if keep(m) && !m.Deleted {
			kept = append(kept, m.clone())
		}
	}
	return kept
}

// watch wakes those who wait for something to happen.
type watch struct {
	waiting chan struct{}
}

func (w *watch) notify() {
	if w.waiting != nil {
		close(w.waiting)
		w.waiting = nil
	}
}

func (w *watch) next() chan struct{} {
	if w.waiting == nil {
		w.waiting = make(chan struct{})
	}
	return w.waiting
}

// Wait returns when the condition holds. It is looked at again after everything that happens.
func (s *Server) Wait(ctx context.Context, holds func() bool) error {
	for {
		s.mu.Lock()
		next := s.watch.next()
		s.mu.Unlock()
		if holds() {
			return nil
		}
		select {
		case <-next:
		case <-ctx.Done():
			return fmt.Errorf("wait for the bot: %w", context.Cause(ctx))
		}
	}
}

// WaitReplies waits until the bot has written so many messages in a chat, and returns its messages there.
func (s *Server) WaitReplies(ctx context.Context, chat int64, count int) ([]Message, error) {
	err := s.Wait(ctx, func() bool { return len(s.Replies(chat)) >= count })
	return s.Replies(chat), err
}

// WaitAnswer waits for the bot's answer to a pressed button.
func (s *Server) WaitAnswer(ctx context.Context, callbackID string) (Answer, error) {
	answered := func() bool { _, ok := s.Answer(callbackID); return ok }
	err := s.Wait(ctx, answered)
	answer, _ := s.Answer(callbackID)
	return answer, err
}
