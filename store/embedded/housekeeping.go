package embedded

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"
)

// Snapshot gives, command by command, what makes all that is alive. It may read through connections of the server, but
// not write.
type Snapshot func(ctx context.Context, put func(args ...string) error) error

// Run syncs the journal to the disk each second and writes it anew when it has grown, until the context ends.
func (s *Server) Run(ctx context.Context, snapshot Snapshot) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-s.closed:
			return nil
		case <-tick.C:
			s.keepHouse(ctx, snapshot)
		}
	}
}

// manyWrites in a second are those of a fan-out.
const manyWrites = 200

func (s *Server) keepHouse(ctx context.Context, snapshot Snapshot) {
	if err := s.sync(); err != nil {
		s.log.Error("the journal could not be synced", slog.Any("error", err))
	}
	s.mu.Lock()
	grown := s.journal.grown(s.writes > manyWrites)
	s.writes = 0
	s.mu.Unlock()
	if !grown {
		return
	}
	if err := s.Compact(ctx, snapshot); err != nil && ctx.Err() == nil {
		s.log.Error("the journal could not be written anew", slog.Any("error", err))
	}
}

// sync does not hold up those who write while the disk works.
func (s *Server) sync() error {
	s.mu.Lock()
	file, synced := s.journal.file, s.journal.synced
	s.journal.synced = true
	s.mu.Unlock()
	if synced {
		return nil
	}
	if err := file.Sync(); err != nil && !s.replaced(file) {
		return err
	}
	return nil
}

// replaced tells whether another file has become the journal, which closed this one.
func (s *Server) replaced(file *os.File) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.journal.file != file
}

// Compact writes the journal anew from what is alive. Meanwhile nothing is written; reads go on.
func (s *Server) Compact(ctx context.Context, snapshot Snapshot) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	start, before := time.Now(), s.journal.size
	s.advance(s.clock())
	file, err := os.OpenFile(filepath.Join(s.journal.dir, anewName), os.O_CREATE|os.O_TRUNC|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("begin a new journal: %w", err)
	}
	size, err := s.writeLive(ctx, file, snapshot)
	if err == nil {
		err = s.journal.replace(file, size)
	}
	if err != nil {
		_ = file.Close()
		_ = os.Remove(file.Name())
		return fmt.Errorf("write the journal anew: %w", err)
	}
	s.told, s.expiry.gone = s.now, nil
	s.log.Info("the journal was written anew", slog.Int64("bytes_before", before), slog.Int64("bytes", size),
		slog.Duration("took", time.Since(start)))
	return nil
}

func (s *Server) writeLive(ctx context.Context, file *os.File, snapshot Snapshot) (size int64, err error) {
	w := sealing{out: file}
	if err := w.put("ECHO", clockMark(s.now)); err != nil {
		return 0, err
	}
	if err := snapshot(ctx, w.put); err != nil {
		return 0, err
	}
	if err := w.put("ECHO", liveMark); err != nil {
		return 0, err
	}
	err = w.flush()
	return w.size, err
}
