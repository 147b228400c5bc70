package embedded

import (
	"bufio"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strconv"
	"strings"
)

// sealPrefix begins the mark before a piece of the journal: how long the piece is, its checksum, and the checksum of these.
const sealPrefix = "mostbot-seal-"

var errDamaged = errors.New("the journal is damaged here")

// appendSealed writes a piece of the journal behind its seal.
func appendSealed(b, piece []byte) []byte {
	said := fmt.Sprintf("%x-%08x", len(piece), crc32.ChecksumIEEE(piece))
	b = appendCommand(b, "ECHO", fmt.Sprintf("%s%s-%08x", sealPrefix, said, crc32.ChecksumIEEE([]byte(said))))
	return append(b, piece...)
}

func isSeal(args []string) bool {
	return len(args) == 2 && args[0] == "ECHO" && strings.HasPrefix(args[1], sealPrefix)
}

func readSeal(mark string) (length int64, sum uint32, err error) {
	mark = strings.TrimPrefix(mark, sealPrefix)
	end := strings.LastIndexByte(mark, '-')
	if end < 0 || fmt.Sprintf("%08x", crc32.ChecksumIEEE([]byte(mark[:end]))) != mark[end+1:] {
		return 0, 0, errDamaged
	}
	size, digits, _ := strings.Cut(mark[:end], "-")
	length, errLength := strconv.ParseInt(size, 16, 64)
	wide, errSum := strconv.ParseUint(digits, 16, 32)
	if errLength != nil || errSum != nil || length < 1 {
		return 0, 0, errDamaged
	}
	return length, uint32(wide), nil
}

// unseal looks at the piece behind a seal before any of it is done. One that the journal's end cuts short, or the zeros that
// a power cut leaves there, gives io.ErrUnexpectedEOF.
func (r *replaying) unseal(mark string) error {
	length, sum, err := readSeal(mark)
	if err != nil {
		return err
	}
	found, err := r.sumOfNext(length)
	switch {
	case errors.Is(err, io.EOF), err == nil && found != sum && r.onlyZeros(r.read+length-1):
		return io.ErrUnexpectedEOF
	case err == nil && found != sum:
		return errDamaged
	}
	return err
}

// sumOfNext is the checksum of the bytes that come next, which stay to be read. It gives io.EOF where there are fewer.
func (r *replaying) sumOfNext(length int64) (uint32, error) {
	if length <= int64(r.reader.Size()) {
		piece, err := r.reader.Peek(int(length))
		return crc32.ChecksumIEEE(piece), err
	}
	sum := crc32.NewIEEE()
	_, err := io.CopyN(sum, io.NewSectionReader(r.server.journal.file, r.read, length), length)
	return sum.Sum32(), err
}

// onlyZeros tells whether nothing but zero bytes stands in the journal from there on.
func (r *replaying) onlyZeros(from int64) bool {
	file := io.NewSectionReader(r.server.journal.file, from, 1<<62)
	for rest := bufio.NewReader(file); ; {
		b, err := rest.ReadByte()
		if err != nil {
			return errors.Is(err, io.EOF)
		}
		if b != 0 {
			return false
		}
	}
}

// sealing writes commands into sealed pieces.
type sealing struct {
	out   io.Writer
	piece []byte
	size  int64 // of what was written
}

func (s *sealing) put(args ...string) error {
	const enough = 64 << 10
	if s.piece = appendCommand(s.piece, args...); len(s.piece) < enough {
		return nil
	}
	return s.flush()
}

func (s *sealing) flush() error {
	if len(s.piece) == 0 {
		return nil
	}
	n, err := s.out.Write(appendSealed(nil, s.piece))
	s.size += int64(n)
	s.piece = s.piece[:0]
	return err
}
