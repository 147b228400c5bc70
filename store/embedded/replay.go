package embedded

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"time"
)

// Marks that stand in the journal as ECHO commands, which a real Redis takes without any effect.
const (
	clockPrefix = "mostbot-clock-" // what follows was done at this moment
	liveMark    = "mostbot-live"   // what stands before is what was alive when the journal was written anew
)

func clockMark(t time.Time) string { return clockPrefix + strconv.FormatInt(t.UnixMilli(), 10) }

// replay does again what the journal says, and cuts off a torn end.
func (s *Server) replay() error {
	start := time.Now()
	r := &replaying{server: s, connection: newConnection(), reader: bufio.NewReaderSize(s.journal.file, 1<<20)}
	for {
		err := r.unit()
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if errors.Is(err, errNoCommand) && r.onlyZeros(r.good) {
			break // a power cut can leave the file longer than what reached the disk
		}
		if err != nil {
			return fmt.Errorf("at byte %d: %w", r.good, err)
		}
	}
	if err := s.journal.cut(r.good); err != nil {
		return err
	}
	if r.units > 0 {
		s.log.Info("the journal was replayed", slog.Int("units", r.units), slog.Int64("bytes", r.good),
			slog.Duration("took", time.Since(start)))
	}
	return nil
}

type replaying struct {
	server     *Server
	connection *connection
	reader     *bufio.Reader
	read       int64 // bytes read
	good       int64 // bytes of whole units
	units      int
	clock      time.Time // as the journal has it
}

// unit does one command, or one transaction.
func (r *replaying) unit() error {
	args, err := r.command()
	if err != nil {
		return err
	}
	if isSeal(args) {
		return r.unseal(args[1]) // good stays before the seal until something behind it is done
	}
	commands := [][]string{args}
	for strings.EqualFold(commands[0][0], "MULTI") && !strings.EqualFold(args[0], "EXEC") {
		if args, err = r.command(); err != nil {
			return err
		}
		commands = append(commands, args)
	}
	for _, command := range commands {
		if sorts[strings.ToUpper(command[0])] == unknown {
			return errDamaged
		}
		r.do(command)
	}
	for _, command := range commands { // those of a transaction are done by its end only
		r.server.expiry.note(command, r.server.end)
	}
	r.good = r.read
	r.units++
	return nil
}

func (r *replaying) command() ([]string, error) {
	args, size, err := readCommand(r.reader)
	r.read += size
	return args, err
}

// do does a command again. The clock stands still meanwhile, at the journal's first moment, but for commands that note the
// time: so nothing expires but where the journal says so.
func (r *replaying) do(args []string) {
	s := r.server
	switch {
	case len(args) == 2 && args[0] == "ECHO" && args[1] == liveMark:
		s.journal.live = r.read
	case len(args) == 2 && args[0] == "ECHO":
		if ms, err := strconv.ParseInt(strings.TrimPrefix(args[1], clockPrefix), 10, 64); err == nil {
			r.clock = time.UnixMilli(ms)
		}
		if s.now.IsZero() {
			s.setTime(r.clock)
		}
	default:
		if args[0] == "XADD" {
			s.ids.fill(args[1:], s.now)
		}
		if notesTime(args) && !r.clock.Equal(s.now) {
			s.setTime(r.clock)
		}
		s.dispatch(r.connection, args)
		r.connection.reply.Reset()
	}
}
