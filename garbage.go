package main

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// How much garbage may lie around, in per cent of what is in use. A small server has more time than memory; but a bot whose
// store has grown would spend the time that a paid broadcast needs on looking for garbage in it, and a command that ends
// has little time.
const (
	garbage      = 25
	garbageBrief = 50
	garbageLarge = 200
	largeHeap    = 96 << 20 // bytes in use
)

// garbageFor is how much may lie around where so many bytes are in use.
func garbageFor(inUse uint64) int {
	if inUse >= largeHeap {
		return garbageLarge
	}
	return garbage
}

// clearAway gives back what some work took that is not done all the time, unless looking for it would take long.
func clearAway() {
	if liveBytes() < largeHeap {
		debug.FreeOSMemory()
	}
}

// liveBytes is how much was in use when garbage was last looked for.
func liveBytes() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// watchGarbage keeps to garbageFor until the context ends, unless the operator said how much it is to be (GOGC).
func watchGarbage(ctx context.Context) error {
	const often = 2 * time.Second
	if os.Getenv("GOGC") != "" {
		return nil
	}
	now := garbage
	ticker := time.NewTicker(often)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
		if wanted := garbageFor(liveBytes()); wanted != now {
			debug.SetGCPercent(wanted)
			now = wanted
		}
	}
}
