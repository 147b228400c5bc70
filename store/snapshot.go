package store

import "context"

// snapshot gives the commands that make all that is alive. The embedded server asks for it while it holds up the writes.
func (s *Store) snapshot(ctx context.Context, put func(args ...string) error) error {
	return s.dump(ctx, "*", func(p piece) error {
		for _, command := range p.commands() {
			if err := put(command...); err != nil {
				return err
			}
		}
		return nil
	})
}
