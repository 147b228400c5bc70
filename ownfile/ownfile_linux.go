package ownfile

import (
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Release tells the system that the data, embedded in the program, need not stay in memory; whoever reads it again gets it
// from the file. Only whole pages can go.
func Release[T string | []byte](embedded T) {
	var data []byte
	switch e := any(embedded).(type) {
	case []byte:
		data = e
	case string:
		data = unsafe.Slice(unsafe.StringData(e), len(e))
	}
	page := uintptr(os.Getpagesize())
	at := uintptr(unsafe.Pointer(unsafe.SliceData(data)))
	skip := (page - at%page) % page
	if uintptr(len(data)) < skip+page {
		return
	}
	whole := data[skip:]
	// It is a hint: where it is refused, the program is larger, and nothing else.
	_ = unix.Madvise(whole[:len(whole)-len(whole)%int(page)], unix.MADV_DONTNEED)
}
