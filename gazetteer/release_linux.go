package gazetteer

import (
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// release tells the system that the data, a part of the program's file, need not stay in memory; whoever reads it again gets
// it from the file. Only whole pages can go.
func release(data []byte) {
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
