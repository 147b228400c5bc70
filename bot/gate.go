package bot

import (
	"context"
	"sync"
)

// gate lets everybody pass while it is open.
type gate struct {
	mu     sync.Mutex
	opened chan struct{} // nil while open
	closed chan struct{} // has an element when the gate was shut
}

func newGate() *gate { return &gate{closed: make(chan struct{}, 1)} }

// shut tells whether it was open.
func (g *gate) shut() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.opened != nil {
		return false
	}
	g.opened = make(chan struct{})
	g.closed <- struct{}{}
	return true
}

func (g *gate) open() {
	g.mu.Lock()
	defer g.mu.Unlock()
	close(g.opened)
	g.opened = nil
}

// wait waits until the gate is open.
func (g *gate) wait(ctx context.Context) error {
	g.mu.Lock()
	opened := g.opened
	g.mu.Unlock()
	if opened == nil {
		return ctx.Err()
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-opened:
		return nil
	}
}

// waitShut waits until somebody has shut the gate.
func (g *gate) waitShut(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-g.closed:
		return nil
	}
}
