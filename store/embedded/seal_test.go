package embedded

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// aJournal is one of a few writes; compacted, it is one piece.
func aJournal(t *testing.T, compacted bool) []byte {
	t.Helper()
	dir := t.TempDir()
	s := at(t, dir, nil)
	c := dial(t, s)
	c.want("OK", "SET a abcdefghijklmnopqrstuvwxyz")
	c.want("OK", "MULTI")
	c.want("QUEUED", "SET b 2")
	c.want("QUEUED", "INCR b")
	c.want("[OK 3]", "EXEC")
	c.want("OK", "SET c 3")
	if compacted {
		if err := s.Compact(t.Context(), snapshotOf(dial(t, s), "a", "b", "c")); err != nil {
			t.Fatal(err)
		}
	}
	journal, err := os.ReadFile(filepath.Join(dir, journalName))
	if err != nil {
		t.Fatal(err)
	}
	return journal
}

func TestADamagedByteAnywhereIsNoticed(t *testing.T) {
	for _, compacted := range []bool{false, true} {
		journal := aJournal(t, compacted)
		for place := range journal {
			damaged := bytes.Clone(journal)
			damaged[place] ^= 1
			dir := t.TempDir()
			write(t, dir, damaged)
			var logged bytes.Buffer
			s, err := Open(Options{Dir: dir, Log: slog.New(slog.NewTextHandler(&logged, nil))})
			if err != nil {
				continue
			}
			if !bytes.Contains(logged.Bytes(), []byte("cut_bytes")) {
				c := dial(t, s)
				c.want("[abcdefghijklmnopqrstuvwxyz 3 3]", "MGET a b c") // only a mark's spelling was hit
			}
			_ = s.Close()
		}
	}
}

func TestZerosInAValueAreRefused(t *testing.T) {
	for _, compacted := range []bool{false, true} {
		journal := aJournal(t, compacted)
		copy(journal[bytes.Index(journal, []byte("abcdef")):], make([]byte, 20))
		dir := t.TempDir()
		write(t, dir, journal)
		if _, err := Open(Options{Dir: dir, Log: slog.New(slog.DiscardHandler)}); err == nil {
			t.Errorf("compacted %t: it was replayed", compacted)
		}
		if now, err := os.ReadFile(filepath.Join(dir, journalName)); err != nil || !bytes.Equal(now, journal) {
			t.Errorf("compacted %t: it was touched: %v", compacted, err)
		}
	}
}

func TestAnEndThatAPowerCutLeftAsZerosIsCut(t *testing.T) {
	journal := aJournal(t, false)
	end := bytes.LastIndex(journal, []byte("SET"))
	clear(journal[end:])
	dir := t.TempDir()
	write(t, dir, append(journal, make([]byte, 100)...))
	c := dial(t, at(t, dir, nil))
	c.want("[abcdefghijklmnopqrstuvwxyz 3 <nil>]", "MGET a b c")
}

func TestAJournalWithoutSealsIsStillRead(t *testing.T) {
	journal := appendCommand(nil, "SET", "a", "1")
	journal = appendSealed(journal, appendCommand(nil, "SET", "b", "2"))
	journal = appendCommand(journal, "SET", "c", "3")
	dir := t.TempDir()
	write(t, dir, journal)
	dial(t, at(t, dir, nil)).want("[1 2 3]", "MGET a b c")
}

func TestALongValueIsSealedToo(t *testing.T) {
	long := strings.Repeat("long ", 1<<19)
	journal := appendSealed(nil, appendCommand(nil, "SET", "a", long))
	journal = appendSealed(journal, appendCommand(nil, "SET", "b", "2"))
	dir := t.TempDir()
	write(t, dir, journal)
	c := dial(t, at(t, dir, nil))
	c.want(long, "GET a")
	c.want("2", "GET b")
	journal[1<<20]++
	dir = t.TempDir()
	write(t, dir, journal)
	if _, err := Open(Options{Dir: dir, Log: slog.New(slog.DiscardHandler)}); !errors.Is(err, errDamaged) {
		t.Errorf("got %v", err)
	}
}
