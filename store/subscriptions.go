package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"mostbot/catalog"
)

// mostSubscriptions is how many a chat may have.
const mostSubscriptions = 100

// ErrTooMany is what Subscribe returns to a chat that has as many subscriptions as one may have.
var ErrTooMany = errors.New("the chat has too many subscriptions")

// Subscriptions lists a chat's subscriptions by their numbers.
func (s *Store) Subscriptions(ctx context.Context, chat int64) ([]catalog.Subscription, error) {
	r, err := s.record(ctx, chat)
	if err != nil {
		return nil, fmt.Errorf("read the subscriptions of chat %d: %w", chat, err)
	}
	return r.subscriptions(chat)
}

func (r record) subscriptions(chat int64) ([]catalog.Subscription, error) {
	var list []catalog.Subscription
	for _, w := range r.Subscriptions {
		sub, err := w.subscription(chat)
		if err != nil {
			return nil, fmt.Errorf("chat %d: %w", chat, err)
		}
		list = append(list, sub)
	}
	return list, nil
}

// Subscribe adds a subscription, gives it its number, and makes it due at next. A chat that has the same subscription
// gets that one.
func (s *Store) Subscribe(ctx context.Context, sub catalog.Subscription, next time.Time) (catalog.Subscription, error) {
	var got wish
	err := s.changeChat(ctx, sub.Chat, func(r *record) ([]command, error) {
		w := newWish(sub, next)
		if i := r.same(w); i >= 0 {
			got = r.Subscriptions[i]
			return nil, nil
		}
		if len(r.Subscriptions) >= mostSubscriptions {
			return nil, ErrTooMany
		}
		r.Last++
		w.N = r.Last
		r.Subscriptions = append(r.Subscriptions, w)
		got = w
		return nil, nil
	})
	if err != nil {
		return catalog.Subscription{}, fmt.Errorf("subscribe chat %d: %w", sub.Chat, err)
	}
	return got.subscription(sub.Chat)
}

// ChangeSubscription replaces the subscription that has the chat's number, and makes it due at next. What was served
// meanwhile stays served.
func (s *Store) ChangeSubscription(ctx context.Context, sub catalog.Subscription, next time.Time) error {
	err := s.changeChat(ctx, sub.Chat, func(r *record) ([]command, error) {
		i := r.wish(sub.N)
		if i < 0 {
			return nil, ErrNotFound
		}
		w := newWish(sub, next)
		w.Since = max(w.Since, r.Subscriptions[i].Since)
		r.Subscriptions[i] = w
		return nil, nil
	})
	if err != nil {
		return fmt.Errorf("change subscription %d of chat %d: %w", sub.N, sub.Chat, err)
	}
	return nil
}

// PauseTopic pauses the subscriptions that are served in a topic which can't be written to, 0 for the chat outside of
// topics, and says how many went on until now.
func (s *Store) PauseTopic(ctx context.Context, chat int64, thread int, why catalog.Trouble) (int, error) {
	paused := 0
	err := s.changeChat(ctx, chat, func(r *record) ([]command, error) {
		paused = 0
		for i, w := range r.Subscriptions {
			if w.Thread == thread && !w.Paused {
				r.Subscriptions[i].Paused, r.Subscriptions[i].Trouble = true, string(why)
				paused++
			}
		}
		return nil, nil
	})
	if err != nil {
		return 0, fmt.Errorf("pause the subscriptions in topic %d of chat %d: %w", thread, chat, err)
	}
	return paused, nil
}

// Unsubscribe deletes a subscription. One that is not there is as good as deleted.
func (s *Store) Unsubscribe(ctx context.Context, chat int64, n int) error {
	err := s.changeChat(ctx, chat, func(r *record) ([]command, error) {
		if i := r.wish(n); i >= 0 {
			r.Subscriptions = append(r.Subscriptions[:i], r.Subscriptions[i+1:]...)
		}
		return nil, nil
	})
	if err != nil {
		return fmt.Errorf("delete subscription %d of chat %d: %w", n, chat, err)
	}
	return nil
}
