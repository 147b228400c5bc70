package store

import (
	"strings"
	"testing"

	"mostbot/catalog"
)

func TestWhatAnEditorSaidOfANameIsKnownToEveryProcessAndAfterARestore(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store) {
		other := &Store{db: s.db, log: s.log, clock: s.clock}
		if d, err := other.Directory(t.Context()); err != nil || len(d.Named("Форум")) > 0 {
			t.Fatalf("Форум means %v, %v", d.Named("Форум"), err)
		}
		learned := catalog.Addition{
			Projects: []catalog.Project{{ID: "forum", Names: catalog.Text{"bg": "Дигитален форум"}}},
			Rulings:  []catalog.Ruling{{Name: "Форум", Ref: catalog.ProjectRef("forum")}, {Name: "Сподели статията"}},
		}
		must(t, s.Learn(t.Context(), learned))
		must(t, s.Learn(t.Context(), learned))
		knows := func(s *Store) {
			t.Helper()
			s.catalogue.checked = s.catalogue.checked.Add(-2 * freshness)
			d, err := s.Directory(t.Context())
			must(t, err)
			nothing, ruled := d.Ruled("Сподели статията")
			if named := d.Named("Форум"); len(named) != 1 || named[0] != catalog.ProjectRef("forum") || !ruled || nothing.Ref != (catalog.Ref{}) {
				t.Errorf("Форум means %v, „Сподели“ %+v, %v", named, nothing, ruled)
			}
		}
		knows(s)
		knows(other)
		file := export(t, s)
		must(t, s.Learn(t.Context(), catalog.Addition{Rulings: []catalog.Ruling{{Name: "Форум"}}}))
		must(t, s.Restore(t.Context(), strings.NewReader(file)))
		knows(s)
	})
}
