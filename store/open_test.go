package store

import (
	"testing"
)

func TestAnEmptyStoreAnswersAndCarriesTheSchema(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		if err := s.Ping(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := s.db.Get(t.Context(), schemaKey).Val(); got != "1" {
			t.Errorf("schema is %q, want 1", got)
		}
	})
}
