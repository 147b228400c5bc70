package store

import (
	"context"

	"github.com/redis/go-redis/v9"
)

// snapshot gives the commands that make all that is alive. The embedded server asks for it while it holds up the writes.
func (s *Store) snapshot(ctx context.Context, put func(args ...string) error) error {
	return eachKeysOf(ctx, s.apart, "*", func(db redis.UniversalClient, keys []string) error {
		return dumpKeys(ctx, db, keys, func(p piece) error {
			for _, command := range p.commands() {
				if err := put(command...); err != nil {
					return err
				}
			}
			return nil
		})
	})
}
