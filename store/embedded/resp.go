package embedded

import (
	"bufio"
	"errors"
	"io"
	"strconv"
)

// Limits of what a command may be, so that a damaged journal can't ask for all memory.
const (
	maxArguments = 1 << 20
	maxArgument  = 512 << 20
)

var errNoCommand = errors.New("not a command in Redis's wire format")

// readCommand reads a command and how many bytes it took. A command that the input's end cuts short gives
// io.ErrUnexpectedEOF.
func readCommand(r *bufio.Reader) (args []string, size int64, err error) {
	n, size, err := readNumber(r, '*')
	if err != nil {
		return nil, size, err
	}
	if n < 1 || n > maxArguments {
		return nil, size, errNoCommand
	}
	for range n {
		arg, took, err := readArgument(r)
		size += took
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return nil, size, err
		}
		args = append(args, arg)
	}
	return args, size, nil
}

func readArgument(r *bufio.Reader) (string, int64, error) {
	n, size, err := readNumber(r, '$')
	if err != nil {
		return "", size, err
	}
	if n < 0 || n > maxArgument {
		return "", size, errNoCommand
	}
	b, err := readBytes(r, n+2)
	size += int64(len(b))
	if err != nil {
		return "", size, err
	}
	if string(b[n:]) != "\r\n" {
		return "", size, errNoCommand
	}
	return string(b[:n]), size, nil
}

// readBytes takes memory as the bytes come, not as they are announced.
func readBytes(r *bufio.Reader, n int) ([]byte, error) {
	const step = 1 << 20
	b := make([]byte, 0, min(n, step))
	for len(b) < n {
		from := len(b)
		b = append(b, make([]byte, min(step, n-from))...)
		took, err := io.ReadFull(r, b[from:])
		if err != nil {
			return b[:from+took], err
		}
	}
	return b, nil
}

func readNumber(r *bufio.Reader, mark byte) (n int, size int64, err error) {
	line, err := r.ReadSlice('\n')
	size = int64(len(line))
	switch {
	case errors.Is(err, io.EOF) && size > 0:
		return 0, size, io.ErrUnexpectedEOF
	case errors.Is(err, bufio.ErrBufferFull):
		return 0, size, errNoCommand
	case err != nil:
		return 0, size, err
	}
	if size < 4 || line[0] != mark || line[size-2] != '\r' {
		return 0, size, errNoCommand
	}
	if n, err = strconv.Atoi(string(line[1 : size-2])); err != nil {
		return 0, size, errNoCommand
	}
	return n, size, nil
}

// appendCommand writes a command.
func appendCommand(b []byte, args ...string) []byte {
	b = appendHead(b, '*', len(args))
	for _, arg := range args {
		b = appendHead(b, '$', len(arg))
		b = append(append(b, arg...), "\r\n"...)
	}
	return b
}

func appendHead(b []byte, mark byte, n int) []byte {
	return append(strconv.AppendInt(append(b, mark), int64(n), 10), "\r\n"...)
}
