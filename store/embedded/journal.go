package embedded

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
)

const (
	journalName = "journal.resp"
	anewName    = "journal.new"
)

// journal is the file of writes. It is used by one goroutine at a time.
type journal struct {
	dir     string
	log     *slog.Logger
	file    *os.File
	size    int64  // of what stands in the file for good
	live    int64  // its size when it was last written anew, 0 if never
	pending []byte // done, but not in the file
	synced  bool
}

func openJournal(dir string, log *slog.Logger) (*journal, error) {
	if err := os.Remove(filepath.Join(dir, anewName)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("remove what a rewriting of the journal left: %w", err)
	}
	file, err := os.OpenFile(filepath.Join(dir, journalName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the journal: %w", err)
	}
	return &journal{dir: dir, log: log, file: file, synced: true}, nil
}

// Copy copies the journal of a directory, in which another process may be at work, into another directory. What that process
// has answered by now is in the copy, and nothing is half in it once a server has opened it.
func Copy(from, to string) error {
	file, err := os.Open(filepath.Join(from, journalName))
	if err != nil {
		return fmt.Errorf("copy the journal: %w", err)
	}
	defer file.Close()
	copied, err := os.OpenFile(filepath.Join(to, journalName), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("copy the journal: %w", err)
	}
	_, err = io.Copy(copied, file)
	if err := errors.Join(err, copied.Close()); err != nil {
		return fmt.Errorf("copy the journal: %w", err)
	}
	return nil
}

// add writes a unit at the journal's end.
func (j *journal) add(unit []byte) error {
	j.pending = appendSealed(j.pending, unit)
	return j.flush()
}

// flush writes what could not be written before. A piece of a unit must not stay at the end.
func (j *journal) flush() error {
	if len(j.pending) == 0 {
		return nil
	}
	j.synced = false
	if _, err := j.file.WriteAt(j.pending, j.size); err != nil {
		return errors.Join(err, j.file.Truncate(j.size))
	}
	j.size += int64(len(j.pending))
	j.pending = j.pending[:0]
	return nil
}

// cut drops a torn end.
func (j *journal) cut(size int64) error {
	info, err := j.file.Stat()
	if err != nil {
		return fmt.Errorf("look at the journal: %w", err)
	}
	j.size = size
	if info.Size() == size {
		return nil
	}
	j.log.Warn("the journal's last record was torn; the rest is kept",
		slog.Int64("kept_bytes", size), slog.Int64("cut_bytes", info.Size()-size))
	if err := j.file.Truncate(size); err != nil {
		return fmt.Errorf("cut the journal's torn end: %w", err)
	}
	return nil
}

func (j *journal) close() error {
	err := errors.Join(j.flush(), j.file.Sync(), j.file.Close())
	if err != nil {
		return fmt.Errorf("close the journal: %w", err)
	}
	return nil
}

// grown tells whether writing the journal anew is worth while. While there is much to write it would hold up many, so that
// the journal may grow larger then.
func (j *journal) grown(busy bool) bool {
	const (
		small, factor         = 4 << 20, 4
		smallBusy, factorBusy = 256 << 20, 16
	)
	if busy {
		return j.size > max(smallBusy, factorBusy*j.live)
	}
	return j.size > max(small, factor*j.live)
}

// replace puts a finished new file in the journal's place.
func (j *journal) replace(file *os.File, size int64) error {
	if err := file.Sync(); err != nil {
		return fmt.Errorf("sync the new journal: %w", err)
	}
	if err := os.Rename(file.Name(), filepath.Join(j.dir, journalName)); err != nil {
		return fmt.Errorf("put the new journal in place: %w", err)
	}
	syncDirectory(j.dir)
	_ = j.file.Close()
	j.file, j.size, j.live, j.synced, j.pending = file, size, size, true, nil
	return nil
}

// syncDirectory makes a renaming last. Not every file system knows how.
func syncDirectory(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}
