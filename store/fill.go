package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/redis/go-redis/v9"

	"mostbot/catalog"
	"mostbot/catalog/starter"
)

// starterKey holds the digest of the starter facts that the catalogue was last filled with.
var starterKey = catalogueKey("starter")

// Fill brings the starter facts into the catalogue, unless these very facts were brought before. Records that are not there
// are written, unless an editor removed them; those that starter facts wrote, or the news found, become what the facts
// say now; those that an editor confirmed or corrected stay. Nothing of it is news: it is announced to nobody, and enters
// at the moment that the facts name, long ago. Its first report is news.
func (s *Store) Fill(ctx context.Context, facts starter.Facts) error {
	digest, err := digestOf(facts)
	if err != nil {
		return fmt.Errorf("fill the catalogue: %w", err)
	}
	filled, err := s.db.Get(ctx, starterKey).Result()
	if err != nil && !errors.Is(err, redis.Nil) {
		return fmt.Errorf("fill the catalogue: %w", err)
	}
	if filled == digest {
		return nil
	}
	for _, part := range parts(facts) {
		err := s.changeCatalogue(ctx, func(at position) error { return s.fill(ctx, at, part) })
		if err != nil {
			return fmt.Errorf("fill the catalogue: %w", err)
		}
	}
	if err := s.db.Set(ctx, starterKey, digest, 0).Err(); err != nil {
		return fmt.Errorf("fill the catalogue: %w", err)
	}
	return nil
}

func digestOf(facts starter.Facts) (string, error) {
	b, err := json.Marshal(facts)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}

// parts cuts the facts into steps that hold up nobody for long: first whom events refer to, then the events.
func parts(facts starter.Facts) []starter.Facts {
	const size = 200
	var parts []starter.Facts
	for part := range slices.Chunk(facts.Organisations, size) {
		parts = append(parts, starter.Facts{Organisations: part})
	}
	for part := range slices.Chunk(facts.Projects, size) {
		parts = append(parts, starter.Facts{Projects: part})
	}
	for part := range slices.Chunk(facts.Events, size) {
		parts = append(parts, starter.Facts{Events: part})
	}
	return parts
}

func (s *Store) fill(ctx context.Context, at position, facts starter.Facts) error {
	organisations, err := overwrite(ctx, s, organisationsKey, facts.Organisations,
		func(o *catalog.Organisation) (string, *catalog.Provenance) { return o.ID, &o.Provenance })
	if err != nil {
		return err
	}
	projects, err := overwrite(ctx, s, projectsKey, facts.Projects,
		func(p *catalog.Project) (string, *catalog.Provenance) { return p.ID, &p.Provenance })
	if err != nil {
		return err
	}
	events, err := s.overwriteEvents(ctx, facts.Events)
	if err != nil {
		return err
	}
	writes := slices.Concat(organisations, projects, events)
	if len(writes) == 0 {
		return nil
	}
	return s.commit(ctx, step{since: at, writes: writes})
}

// overwrite lists the writes of the records that differ from what is there and that no editor touched.
func overwrite[T any](ctx context.Context, s *Store, key string, records []T, of func(*T) (string, *catalog.Provenance)) ([]write, error) {
	var ids []string
	for i := range records {
		id, _ := of(&records[i])
		ids = append(ids, id)
	}
	known, err := readRecords[T](ctx, s, key, ids)
	if err != nil {
		return nil, err
	}
	var writes []write
	for _, r := range records {
		id, provenance := of(&r)
		old, found := known[id]
		_, was := of(&old)
		if found && was.Origin == catalog.FromEditor {
			continue
		}
		provenance.Version = was.Version
		if w := recordOf(key, id, r); w == recordOf(key, id, old) {
			continue
		}
		provenance.Version = was.Version + 1
		writes = append(writes, recordOf(key, id, r))
	}
	return writes, nil
}

// overwriteEvents is overwrite for events: what the news added to an event's sources stays, and events that were removed
// stay away. A fact that the news found first under another id is merged into that.
func (s *Store) overwriteEvents(ctx context.Context, events []catalog.Event) ([]write, error) {
	var writes []write
	for _, e := range events {
		around, err := s.around(ctx, catalog.Addition{Event: e})
		if err != nil {
			return nil, err
		}
		known, found := around.sameFact(e)
		switch {
		case !found && around.removed, found && known.Origin == catalog.FromEditor:
			continue
		case found && known.ID == e.ID:
			e = renewed(known, e)
		case found:
			e, _ = catalog.Merge(known, e)
		}
		e.Version = known.Version
		if recordOf(eventsKey, e.ID, e) == recordOf(eventsKey, e.ID, known) {
			continue
		}
		e.Version = known.Version + 1
		writes = append(writes, recordOf(eventsKey, e.ID, e))
	}
	return writes, nil
}

// sameFact is same, but for what starter facts wrote: two of them are never one.
func (a surroundings) sameFact(e catalog.Event) (catalog.Event, bool) {
	a.events = slices.DeleteFunc(slices.Clone(a.events), func(known catalog.Event) bool {
		return known.ID != e.ID && known.Origin == catalog.FromStarter
	})
	return a.same(e)
}

// renewed is what the facts say of a known event, with the sources and evidence that it gained from the news.
func renewed(known, fact catalog.Event) catalog.Event {
	entered := known.Entered
	merged, _ := catalog.Merge(fact, known)
	fact.Entered, fact.Sources, fact.Evidence, fact.Origin = entered, merged.Sources, merged.Evidence, known.Origin
	return fact
}
