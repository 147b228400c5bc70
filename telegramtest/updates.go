package telegramtest

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"
)

const (
	keptFor     = 24 * time.Hour
	longestPoll = 50 * time.Second
	maxUpdates  = 100 // in one answer
)

// queue holds the updates that the bot has not confirmed.
type queue struct {
	next    int
	updates []update
	allowed []string // nil: all but those that have to be asked for
	poll    *poll    // the poll that waits, if any
}

type update struct {
	id   int
	at   time.Time
	body json.RawMessage
}

// poll is a getUpdates call that waits.
type poll struct {
	news    chan struct{} // closed when there is something
	refusal error         // set before news is closed: why the call ends without updates
}

// push makes an update, if the bot wants its kind, and wakes who waits for it.
func (s *Server) push(kind string, body any) {
	if !s.wants(kind) {
		return
	}
	data, err := json.Marshal(body)
	if err != nil {
		panic("telegramtest: an update that is no JSON: " + err.Error())
	}
	s.pushRaw(strconv.Quote(kind) + ":" + string(data))
}

func (s *Server) pushRaw(fields string) {
	id := s.queue.next
	s.queue.next++
	body := `{"update_id":` + strconv.Itoa(id) + "," + fields + "}"
	s.queue.updates = append(s.queue.updates, update{id, s.now(), json.RawMessage(body)})
	s.wakePoll(nil)
	s.postUpdates()
}

func (s *Server) wakePoll(refusal error) {
	if s.queue.poll == nil {
		return
	}
	s.queue.poll.refusal = refusal
	close(s.queue.poll.news)
	s.queue.poll = nil
}

func (s *Server) wants(kind string) bool {
	if len(s.queue.allowed) > 0 {
		return slices.Contains(s.queue.allowed, kind)
	}
	return kind != "chat_member" && kind != "message_reaction" && kind != "message_reaction_count"
}

// poll is getUpdates. A second poll ends the first.
func (s *Server) poll(ctx context.Context, q *query) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stats.Calls[q.method]++
	if err := s.startPoll(q); err != nil {
		return nil, err
	}
	timeout := min(max(time.Duration(q.number("timeout"))*time.Second, 0), longestPoll)
	deadline := time.NewTimer(timeout)
	defer deadline.Stop()
	for {
		if batch := s.batch(q); len(batch) > 0 || timeout == 0 {
			return batch, nil
		}
		waiting := &poll{news: make(chan struct{})}
		s.queue.poll = waiting
		if s.wait(ctx, waiting, deadline.C) {
			continue
		}
		if waiting.refusal != nil {
			return nil, waiting.refusal
		}
		return s.batch(q), nil
	}
}

// wait leaves the world to others until there is news; false: none came.
func (s *Server) wait(ctx context.Context, waiting *poll, deadline <-chan time.Time) bool {
	s.mu.Unlock()
	news := false
	select {
	case <-waiting.news:
		news = true
	case <-deadline:
	case <-ctx.Done():
	}
	s.mu.Lock()
	if s.queue.poll == waiting {
		s.queue.poll = nil
	}
	return news && waiting.refusal == nil
}

func (s *Server) startPoll(q *query) error {
	if s.webhook.URL != "" {
		return conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	s.wakePoll(conflict("terminated by other getUpdates request; make sure that only one bot instance is running"))
	if err := s.readAllowed(q); err != nil {
		return err
	}
	s.forget(int(q.number("offset")))
	s.watch.notify()
	return nil
}

func conflict(reason string) error {
	return &Error{Code: http.StatusConflict, Description: "Conflict: " + reason}
}

func (s *Server) readAllowed(q *query) error {
	var kinds []string
	given, err := q.object("allowed_updates", &kinds)
	if given && err == nil {
		s.queue.allowed = kinds
	}
	return err
}

// forget drops what an offset confirms, and what is too old. A negative offset keeps only so many from the end.
func (s *Server) forget(offset int) {
	updates := s.queue.updates
	if offset < 0 {
		updates = updates[max(len(updates)+offset, 0):]
	}
	oldest := s.now().Add(-keptFor)
	drop := 0
	for drop < len(updates) && (updates[drop].id < offset || updates[drop].at.Before(oldest)) {
		drop++
	}
	s.queue.updates = updates[drop:]
}

func (s *Server) batch(q *query) []json.RawMessage {
	limit := int(q.number("limit"))
	if limit < 1 || limit > maxUpdates {
		limit = maxUpdates
	}
	batch := []json.RawMessage{}
	for _, u := range s.queue.updates[:min(limit, len(s.queue.updates))] {
		batch = append(batch, u.body)
	}
	return batch
}

// Pending is the number of updates that the bot has not confirmed.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queue.updates)
}

// RawUpdate sends the bot an update of the test's making: its fields besides update_id, such as
// `"message":{"date":"x"}`.
func (s *Server) RawUpdate(fields string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pushRaw(fields)
}
