package store

import (
	"context"
	"fmt"

	"mostbot/catalog"
)

// Learn writes what an editor says of names: the rulings, with the organisations and projects that they point to. The
// addition's event is of no account.
func (s *Store) Learn(ctx context.Context, a catalog.Addition) error {
	a.Event = catalog.Event{}
	err := s.changeCatalogue(ctx, func(at position) error {
		around, err := s.around(ctx, a)
		if err != nil {
			return err
		}
		return s.commit(ctx, step{since: at, writes: around.bring(byEditor(a))})
	})
	if err != nil {
		return fmt.Errorf("learn names: %w", err)
	}
	return nil
}
