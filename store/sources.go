package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"

	"mostbot/catalog"
)

// The news sources that admins added, and how each source is doing.
var (
	sourcesKey      = catalogueKey("sources")
	sourceStatesKey = catalogueKey("sources", "states")
)

// SourceStates gives how the sources are doing, by their ids.
func (s *Store) SourceStates(ctx context.Context) (map[string]catalog.SourceState, error) {
	states, err := readHash[catalog.SourceState](ctx, s, sourceStatesKey)
	if err != nil {
		return nil, fmt.Errorf("read how the sources are doing: %w", err)
	}
	return states, nil
}

// SaveSourceState writes how a source is doing.
func (s *Store) SaveSourceState(ctx context.Context, state catalog.SourceState) error {
	if err := saveRecord(ctx, s, sourceStatesKey, state.ID, state); err != nil {
		return fmt.Errorf("write how the source %s is doing: %w", state.ID, err)
	}
	return nil
}

// Sources gives the sources that admins added, in the order of their ids.
func (s *Store) Sources(ctx context.Context) ([]catalog.NewsSource, error) {
	byID, err := readHash[catalog.NewsSource](ctx, s, sourcesKey)
	if err != nil {
		return nil, fmt.Errorf("read the added sources: %w", err)
	}
	sources := make([]catalog.NewsSource, 0, len(byID))
	for _, source := range byID {
		sources = append(sources, source)
	}
	slices.SortFunc(sources, func(a, b catalog.NewsSource) int { return cmp.Compare(a.ID, b.ID) })
	return sources, nil
}

// SaveSource adds a source, or changes it.
func (s *Store) SaveSource(ctx context.Context, source catalog.NewsSource) error {
	if err := saveRecord(ctx, s, sourcesKey, source.ID, source); err != nil {
		return fmt.Errorf("write the source %s: %w", source.ID, err)
	}
	return nil
}

// RemoveSource forgets an added source and how it was doing.
func (s *Store) RemoveSource(ctx context.Context, id string) error {
	_, err := s.db.TxPipelined(ctx, func(p redis.Pipeliner) error {
		p.HDel(ctx, sourcesKey, id)
		p.HDel(ctx, sourceStatesKey, id)
		return nil
	})
	if err != nil {
		return fmt.Errorf("remove the source %s: %w", id, err)
	}
	return nil
}

func readHash[T any](ctx context.Context, s *Store, key string) (map[string]T, error) {
	documents, err := s.db.HGetAll(ctx, key).Result()
	if err != nil {
		return nil, err
	}
	records := make(map[string]T, len(documents))
	for id, document := range documents {
		var record T
		if err := json.Unmarshal([]byte(document), &record); err != nil {
			return nil, fmt.Errorf("%s: %w", id, err)
		}
		records[id] = record
	}
	return records, nil
}

func saveRecord[T any](ctx context.Context, s *Store, key, id string, record T) error {
	document, err := json.Marshal(record)
	if err != nil {
		return err
	}
	return s.db.HSet(ctx, key, id, document).Err()
}

// memoryKey spreads what is remembered for a while over the slots of a cluster.
func memoryKey(name string) string { return schema + ":memory:" + name }

// Remember keeps a value for a while: where a dialogue stands.
func (s *Store) Remember(ctx context.Context, name, value string, ttl time.Duration) error {
	if err := s.db.Set(ctx, memoryKey(name), value, ttl).Err(); err != nil {
		return fmt.Errorf("remember: %w", err)
	}
	return nil
}

// Recall gives what was remembered, or ErrNotFound.
func (s *Store) Recall(ctx context.Context, name string) (string, error) {
	value, err := s.db.Get(ctx, memoryKey(name)).Result()
	if errors.Is(err, redis.Nil) {
		err = ErrNotFound
	}
	if err != nil {
		return "", fmt.Errorf("recall: %w", err)
	}
	return value, nil
}

// Forget drops what was remembered.
func (s *Store) Forget(ctx context.Context, name string) error {
	if err := s.db.Del(ctx, memoryKey(name)).Err(); err != nil {
		return fmt.Errorf("forget: %w", err)
	}
	return nil
}
