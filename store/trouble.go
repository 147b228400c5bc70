package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// hook stands around every command: it sees to it that the schema is known before anything else is asked, that trouble
// carries one of the store's sentinels, and that whoever watches is told.
type hook struct {
	store   *Store
	observe func(name string, took time.Duration, err error)
}

type schemaCheck struct{} // marks the context of the check itself

func (h hook) DialHook(next redis.DialHook) redis.DialHook { return next }

func (h hook) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		err := h.around(ctx, cmd.Name(), func() error { return next(ctx, cmd) })
		if err != nil {
			cmd.SetErr(err)
		}
		return err
	}
}

func (h hook) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		asked := false
		err := h.around(ctx, "pipeline", func() error { asked = true; return next(ctx, cmds) })
		for _, cmd := range cmds {
			switch {
			case !asked:
				cmd.SetErr(err)
			case cmd.Err() != nil:
				cmd.SetErr(trouble(cmd.Err()))
			}
		}
		return err
	}
}

func (h hook) around(ctx context.Context, name string, ask func() error) error {
	if err := h.store.knowSchema(ctx); err != nil {
		return err
	}
	start := time.Now()
	err := h.store.trouble(ctx, ask())
	if h.observe != nil {
		h.observe(name, time.Since(start), unlessMissing(err))
	}
	return err
}

// trouble is the function of that name; besides, a cluster that can't be reached is looked at anew: it may have another
// master by now.
func (s *Store) trouble(ctx context.Context, err error) error {
	err = trouble(err)
	if cluster, ok := s.db.(*redis.ClusterClient); ok && errors.Is(err, ErrUnavailable) {
		cluster.ReloadState(ctx)
	}
	return err
}

// trouble adds the sentinel that says what kind of trouble an error is.
func trouble(err error) error {
	var network net.Error
	var file *fs.PathError // of an export's file, which looks like trouble with a network
	switch {
	case err == nil, errors.As(err, &file), errors.Is(err, ErrUnavailable), errors.Is(err, ErrFull), errors.Is(err, context.Canceled):
		return err
	case refusesWrites(err):
		return fmt.Errorf("%w: %w", ErrFull, err)
	case errors.As(err, &network), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed),
		errors.Is(err, io.ErrClosedPipe), errors.Is(err, redis.ErrPoolTimeout), errors.Is(err, context.DeadlineExceeded),
		isAway(err):
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return err
}

// refusesWrites recognises a Redis without memory, or one whose disk is full or fails.
func refusesWrites(err error) bool {
	return redis.HasErrorPrefix(err, "OOM") || redis.HasErrorPrefix(err, "MISCONF")
}

// isAway recognises a Redis that is there but can't serve now, or a cluster or Sentinel without a master.
func isAway(err error) bool {
	for _, prefix := range []string{"LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "NOREPLICAS", "BUSY "} {
		if redis.HasErrorPrefix(err, prefix) {
			return true
		}
	}
	text := err.Error()
	return strings.Contains(text, "all sentinels specified in configuration are unreachable") ||
		strings.Contains(text, "cluster has no nodes") || strings.Contains(text, "too many connections") ||
		strings.Contains(text, "max number of clients reached")
}
