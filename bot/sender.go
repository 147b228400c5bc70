package bot

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync"
	"time"

	"mostbot/catalog"
	"mostbot/texts"
)

const (
	idle       = 250 * time.Millisecond // between two looks into an empty outbox
	outboxCall = 12 * time.Second       // with patience, well within the store's lease on a claimed message
	patience   = 12 * time.Second       // how long a claimed message may wait for its turn
	chatRhythm = 1500 * time.Millisecond
	mostTries  = 8
	longest    = 15 * time.Minute
	settleTime = 5 * time.Second
)

// sender empties the outbox. It claims messages in batches, never two of one chat, and has as many calls in flight as the
// rate needs. When Telegram or the network is in trouble it stops until getMe is answered again, so that an outage does
// not use up the messages' tries, and puts in doubt no more messages than were in flight.
type sender struct {
	bot    *Bot
	window int           // messages claimed at once
	calls  chan struct{} // bounds the calls in flight
	ended  chan struct{} // a claimed message was settled
	gate   *gate
	work   sync.WaitGroup

	mu      sync.Mutex
	claimed int
	rest    time.Time      // nothing can be sent before, to any chat
	partly  map[string]int // how many parts of a long message were sent before one failed, by its key
}

// callsAtOnce are enough for Telegram to take half a second over each.
func callsAtOnce(rate int) int { return max(32, rate/2) }

func (b *Bot) newSender() *sender {
	return &sender{bot: b, window: max(64, 2*b.Rate), calls: make(chan struct{}, callsAtOnce(b.Rate)),
		ended: make(chan struct{}, 1), partly: map[string]int{}, gate: newGate()}
}

// run sends until the context ends, and then until what is being sent is settled.
func (s *sender) run(ctx context.Context) error {
	defer s.work.Wait()
	s.work.Go(func() { s.reopen(ctx) })
	for wait := (backoff{}); ctx.Err() == nil; {
		if s.gate.wait(ctx) != nil || s.room(ctx) != nil || sleep(ctx, s.resting(0)) != nil {
			return nil
		}
		n, err := s.claim(ctx)
		if err == nil {
			wait = backoff{}
		}
		switch {
		case err != nil && ctx.Err() == nil:
			s.bot.Log.Warn("claim messages from the outbox", slog.Any("error", err))
			_ = sleep(ctx, wait.next())
		case n == 0:
			_ = sleep(ctx, idle)
		}
	}
	return nil
}

// resting gives how long nothing can be sent, and makes it so long if it is shorter. A rest is looked at again now and
// then, as another replica may know better.
func (s *sender) resting(wait time.Duration) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if until := now.Add(min(wait, longestRest)); until.After(s.rest) {
		s.rest = until
	}
	return s.rest.Sub(now)
}

const longestRest = 30 * time.Second

// room waits until half of the window is free.
func (s *sender) room(ctx context.Context) error {
	for s.held(0) > s.window/2 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-s.ended:
		}
	}
	return nil
}

// held changes the number of claimed messages and gives it.
func (s *sender) held(change int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.claimed += change
	s.bot.meter.inFlight.Set(float64(s.claimed))
	return s.claimed
}

func (s *sender) claim(ctx context.Context) (int, error) {
	list, err := s.bot.Outbox.Claim(ctx, time.Now(), s.window-s.held(0))
	if err != nil {
		return 0, err
	}
	s.held(len(list))
	for _, o := range list {
		s.work.Go(func() {
			s.settle(o, s.attempt(ctx, o))
			s.held(-1)
			select {
			case s.ended <- struct{}{}:
			default:
			}
		})
	}
	return len(list), nil
}

// attempt tries to send one message, and says how that ended.
func (s *sender) attempt(ctx context.Context, o catalog.Outgoing) catalog.Outcome {
	var m texts.Message
	if err := json.Unmarshal(o.Body, &m); err != nil {
		return s.refused(o, "unreadable", "the message can't be read: "+err.Error())
	}
	to, err := s.place(o)
	if err != nil {
		return s.outcome(o, err)
	}
	if o.Edit && to.edit == 0 {
		return catalog.Outcome{Verdict: catalog.Moot}
	}
	list := posts(m, to)
	if len(list) == 0 {
		return s.refused(o, "empty", "the message is empty")
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	id, err := s.sendParts(ctx, o.Key, list)
	if err != nil {
		return s.outcome(o, err)
	}
	s.bot.meter.sent.WithLabelValues("outbox").Inc()
	s.bot.meter.delivered(o, time.Now())
	return catalog.Outcome{Verdict: catalog.Sent, MessageID: id}
}

// sendParts sends the parts of a message, but not those that went out in an earlier try, and gives the first one's id.
func (s *sender) sendParts(ctx context.Context, key string, list []post) (int, error) {
	first := 0
	for i := s.partsSent(key); i < len(list); i++ {
		turn := func(_ context.Context, chat int64) (func(), error) { return s.turn(ctx, chat) }
		id, err := s.bot.deliver(s.bot.work, &list[i], outboxCall, turn)
		if err != nil {
			s.notePart(key, i)
			return 0, err
		}
		if first == 0 {
			first = id
		}
	}
	s.notePart(key, 0)
	return first, nil
}

func (s *sender) partsSent(key string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.partly[key]
}

func (s *sender) notePart(key string, sent int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if sent == 0 {
		delete(s.partly, key)
		return
	}
	s.partly[key] = sent
}

// turn is the price of an outbox message: the right to send and a free call. It gives up when the message's patience or
// the program ends.
func (s *sender) turn(ctx context.Context, chat int64) (func(), error) {
	if err := s.gate.wait(ctx); err != nil {
		return nil, err
	}
	leave, wait, err := s.bot.pacer.outbox(ctx, chat, chatRhythm)
	if err != nil {
		return nil, err
	}
	if wait > 0 {
		if !crowd(chat) { // the store hands out no chat that has to wait for itself: everything is held
			s.resting(wait)
		}
		return nil, tooEarly(wait)
	}
	select {
	case s.calls <- struct{}{}:
		return func() { leave(); <-s.calls }, nil
	case <-ctx.Done():
		leave()
		return nil, ctx.Err()
	}
}

// place says where a message goes: into the place of the message that announced its event, or in reply to that.
func (s *sender) place(o catalog.Outgoing) (post, error) {
	to := post{chat: o.Chat, thread: o.Thread, queued: true}
	if o.ReplyTo == "" {
		return to, nil
	}
	announced, err := s.bot.Outbox.Delivered(s.bot.work, o.ReplyTo, o.Chat, o.Thread)
	if o.Edit {
		to.edit, to.mendOnly = announced, true
		return to, err
	}
	to.replyTo = announced
	return to, nil // should it not be known, the message is whole in itself
}

// settle tells the store, which it must not fail to hear: else a message that was sent would be sent again.
func (s *sender) settle(o catalog.Outgoing, outcome catalog.Outcome) {
	for wait := (backoff{}); ; {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(s.bot.work), settleTime)
		err := s.bot.Outbox.Settle(ctx, o, outcome)
		cancel()
		if err == nil {
			return
		}
		s.bot.Log.Warn("settle a message", slog.String("key", o.Key), slog.String("verdict", string(outcome.Verdict)),
			slog.Any("error", err))
		if sleep(s.bot.work, wait.next()) != nil {
			return
		}
	}
}

// trouble stops the sending until Telegram answers again.
func (s *sender) trouble(err error) {
	if s.gate.shut() {
		s.bot.Log.Warn("sending stops until Telegram answers", slog.Any("error", err))
	}
}

// reopen asks Telegram, whenever there was trouble, until there is an answer.
func (s *sender) reopen(ctx context.Context) {
	for s.gate.waitShut(ctx) == nil {
		for wait := (backoff{}); ctx.Err() == nil; _ = sleep(ctx, wait.next()) {
			if _, err := s.bot.whoAmI(ctx); err == nil {
				s.bot.Log.Info("Telegram answers again")
				break
			}
		}
		s.gate.open()
	}
}
