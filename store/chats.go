package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"

	"mostbot/catalog"
)

// Chat returns a chat's settings. One that nobody saved has none but its id.
func (s *Store) Chat(ctx context.Context, id int64) (catalog.Chat, error) {
	r, err := s.record(ctx, id)
	if err != nil {
		return catalog.Chat{}, fmt.Errorf("read chat %d: %w", id, err)
	}
	return r.chat(id), nil
}

func (s *Store) record(ctx context.Context, chat int64) (record, error) {
	document, err := s.document(ctx, chat)
	if err != nil {
		return record{}, err
	}
	return readRecord(document)
}

// SaveChat keeps a chat's settings. In a new zone its subscriptions are due by the new clock.
func (s *Store) SaveChat(ctx context.Context, c catalog.Chat) error {
	err := s.changeChat(ctx, c.ID, func(r *record) ([]command, error) {
		moved := c.Zone != "" && c.Zone != r.Zone
		r.set(c)
		if moved {
			return nil, r.reschedule(s.clock())
		}
		return nil, nil
	})
	if err != nil {
		return fmt.Errorf("save chat %d: %w", c.ID, err)
	}
	return nil
}

// reschedule computes the slots after now, in the record's zone.
func (r *record) reschedule(now time.Time) error {
	zone, err := time.LoadLocation(r.Zone)
	if err != nil {
		return fmt.Errorf("the chat's zone: %w", err)
	}
	for i, w := range r.Subscriptions {
		schedule, err := catalog.ParseSchedule(w.Schedule)
		if err != nil {
			return err
		}
		if !w.instant() {
			r.Subscriptions[i].Next = schedule.Next(now, zone).Unix()
		}
	}
	return nil
}

// ForgetChat deletes all that is kept of a chat: settings, subscriptions, messages under way and sent.
func (s *Store) ForgetChat(ctx context.Context, id int64) error {
	err := s.changeChat(ctx, id, func(r *record) ([]command, error) {
		*r = record{}
		commands := []command{{drop, itoa(id)}}
		for _, key := range []string{"put", "pace"} {
			commands = append(commands, command{"DEL", chatKey(id, key)})
		}
		return commands, nil
	})
	if err != nil {
		return fmt.Errorf("forget chat %d: %w", id, err)
	}
	return nil
}

// PauseChat stops all that goes to a chat which can't be reached, for the reason that Telegram gave. Announcements on
// their way are dropped; what a digest on its way held, the first one after ResumeChat will hold again.
func (s *Store) PauseChat(ctx context.Context, id int64, reason string) error {
	if reason == "" {
		reason = "paused"
	}
	err := s.changeChat(ctx, id, func(r *record) ([]command, error) {
		r.Paused = reason
		entries, err := s.db.LRange(ctx, chatKey(id, "queue"), 0, -1).Result()
		if err != nil {
			return nil, err
		}
		return []command{{drop, itoa(id)}}, r.takeBack(entries)
	})
	if err != nil {
		return fmt.Errorf("pause chat %d: %w", id, err)
	}
	return nil
}

// takeBack makes the events of digests that never arrived due again.
func (r *record) takeBack(entries []string) error {
	for _, e := range entries {
		w, err := entry(e).waiting()
		if err != nil {
			return err
		}
		if i := r.wish(w.N); i >= 0 && w.Since != 0 {
			r.Subscriptions[i].Since = min(r.Subscriptions[i].Since, w.Since)
		}
	}
	return nil
}

// ResumeChat lets messages go to a chat again.
func (s *Store) ResumeChat(ctx context.Context, id int64) error {
	err := s.changeChat(ctx, id, func(r *record) ([]command, error) {
		r.Paused = ""
		return nil, nil
	})
	if err != nil {
		return fmt.Errorf("resume chat %d: %w", id, err)
	}
	return nil
}

// CountChats says how many chats there are records of.
func (s *Store) CountChats(ctx context.Context) (int, error) {
	n, err := s.sum(ctx, "chats")
	if err != nil {
		return 0, fmt.Errorf("count the chats: %w", err)
	}
	return n, nil
}

// sum adds up a counter over the shards.
func (s *Store) sum(ctx context.Context, counter string) (int, error) {
	var counts []*redis.StringCmd
	_, err := s.db.Pipelined(ctx, func(p redis.Pipeliner) error {
		for shard := range shards {
			counts = append(counts, p.Get(ctx, shardKey(shard, counter)))
		}
		return nil
	})
	if unlessMissing(err) != nil {
		return 0, err
	}
	total := 0
	for _, count := range counts {
		n, err := count.Int()
		if unlessMissing(err) != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// MoveChat gives a group's settings, subscriptions and messages under way to the supergroup that it became. The two lie
// in different shards, so this takes several steps; each may be done again, and the old group goes last.
func (s *Store) MoveChat(ctx context.Context, from, to int64) error {
	if from == to {
		return nil
	}
	// Whoever is sending to the old group now will settle there.
	if err := s.db.Set(ctx, movedKey(from), to, remembered).Err(); err != nil {
		return fmt.Errorf("move chat %d to %d: %w", from, to, err)
	}
	if err := s.moveRecord(ctx, from, to); err != nil {
		return fmt.Errorf("move chat %d to %d: %w", from, to, err)
	}
	if err := s.moveQueue(ctx, from, to); err != nil {
		return fmt.Errorf("move the messages of chat %d to %d: %w", from, to, err)
	}
	return s.ForgetChat(ctx, from)
}

func movedKey(chat int64) string { return chatKey(chat, "moved") }

func (s *Store) moveRecord(ctx context.Context, from, to int64) error {
	old, err := s.record(ctx, from)
	if err != nil || old.empty() {
		return err
	}
	return s.changeChat(ctx, to, func(r *record) ([]command, error) {
		r.inherit(old)
		return nil, nil
	})
}

// inherit takes over what another record has and this one has not.
func (r *record) inherit(old record) {
	kept := r.Subscriptions
	title, since := r.Title, r.Since
	r.set(old.chat(0))
	r.Kind, r.Paused = catalog.Supergroup, ""
	if title != "" {
		r.Title = title
	}
	if since != 0 && (r.Since == 0 || since < r.Since) {
		r.Since = since
	}
	r.Subscriptions = nil
	for _, w := range append(slices.Clone(old.Subscriptions), kept...) {
		if r.same(w) >= 0 {
			continue
		}
		if r.wish(w.N) >= 0 {
			w.N = max(r.Last, old.Last) + 1
		}
		r.Subscriptions = append(r.Subscriptions, w)
		r.Last = max(r.Last, w.N, old.Last)
	}
}

// same returns the place of a subscription that wants the same at the same time in the same thread, -1 without one.
func (r *record) same(w wish) int {
	return slices.IndexFunc(r.Subscriptions, func(o wish) bool {
		return o.Thread == w.Thread && o.Schedule == w.Schedule && o.Filter == w.Filter
	})
}

func (s *Store) moveQueue(ctx context.Context, from, to int64) error {
	shard := shardOf(from)
	entries, err := s.db.LRange(ctx, chatKey(from, "queue"), 0, -1).Result()
	if err != nil || len(entries) == 0 {
		return err
	}
	ready, err := s.db.ZScore(ctx, readyKey(shard), itoa(from)).Result()
	if unlessMissing(err) != nil {
		return err
	}
	var messages []catalog.Outgoing
	for i, e := range entries {
		body, err := s.db.HGet(ctx, bodiesKey(shard), entry(e).body()).Result()
		if unlessMissing(err) != nil {
			return err
		}
		o, err := entry(e).outgoing(to, body, 0)
		if err != nil {
			return err
		}
		if i == 0 { // if it is claimed, it stays so until it is settled or the lease ends
			o.Due = time.UnixMilli(int64(ready))
		}
		messages = append(messages, o)
	}
	_, err = s.Put(ctx, messages)
	return err
}
