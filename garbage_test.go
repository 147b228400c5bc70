package main

import "testing"

func TestASmallBotKeepsLittleGarbageAndALargeOneHasTime(t *testing.T) {
	for inUse, want := range map[uint64]int{0: garbage, 60 << 20: garbage, largeHeap: garbageLarge, 1 << 30: garbageLarge} {
		if got := garbageFor(inUse); got != want {
			t.Errorf("%d bytes in use: %d %%, want %d %%", inUse, got, want)
		}
	}
}
