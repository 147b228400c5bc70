//go:build unix

package store

import (
	"context"
	"errors"
	"syscall"
	"testing"
	"time"
)

func TestAServerThatHangsIsGivenUpInTime(t *testing.T) {
	p := aRedis(t)
	s := open(t, Options{URL: "redis://" + p.address})
	must(t, p.command.Process.Signal(syscall.SIGSTOP))
	defer func() { _ = p.command.Process.Signal(syscall.SIGCONT) }()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err := s.Event(ctx, "e")
	if !errors.Is(err, ErrUnavailable) || time.Since(start) > 2*time.Second {
		t.Errorf("got %v after %s", err, time.Since(start))
	}
}
