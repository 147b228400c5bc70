package embedded

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2/server"
)

// at opens a server on a directory; the clock may be nil.
func at(t testing.TB, dir string, clock func() time.Time) *Server {
	t.Helper()
	s, err := Open(Options{Dir: dir, Log: slog.New(slog.DiscardHandler), Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// client speaks to a server.
type client struct {
	t    testing.TB
	conn net.Conn
	in   *bufio.Reader
}

func dial(t testing.TB, s *Server) *client {
	t.Helper()
	conn, err := s.Dial()
	if err != nil {
		t.Fatal(err)
	}
	return &client{t, conn, bufio.NewReader(conn)}
}

// do sends a command, its words cut at spaces, and gives the answer as text.
func (c *client) do(command string, more ...string) string {
	c.t.Helper()
	if _, err := c.conn.Write(appendCommand(nil, append(strings.Fields(command), more...)...)); err != nil {
		c.t.Fatal(err)
	}
	return c.answer()
}

func (c *client) answer() string {
	reply, err := server.ParseReply(c.in)
	if err != nil {
		return "error: " + err.Error()
	}
	return fmt.Sprint(reply)
}

func (c *client) want(want, command string, more ...string) {
	c.t.Helper()
	if got := c.do(command, more...); got != want {
		c.t.Errorf("%s %q: got %q, want %q", command, more, got, want)
	}
}

// reopened is the server after a crash: nothing was closed, the file is as the writes left it.
func reopened(t *testing.T, dir string, clock func() time.Time) *client {
	t.Helper()
	copied := t.TempDir()
	journal, err := os.ReadFile(filepath.Join(dir, journalName))
	if err != nil {
		t.Fatal(err)
	}
	write(t, copied, journal)
	return dial(t, at(t, copied, clock))
}

func write(t *testing.T, dir string, journal []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, journalName), journal, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestWhatWasAnsweredIsThereAfterACrash(t *testing.T) {
	dir := t.TempDir()
	c := dial(t, at(t, dir, nil))
	c.want("OK", "SET a 1")
	c.want("2", "INCR a")
	c.want("2", "RPUSH list x", "a text\r\nwith lines")
	c.want("1", "HSET hash f v")
	c.want("1", "ZADD sorted 1.5 m")
	c.want("0", "EVAL", "redis.call('SET', KEYS[1], ARGV[1]); redis.call('HSET', 'hash', 'g', 'w'); return 0", "1", "b", "from a script")
	c.want("OK", "MULTI")
	c.want("QUEUED", "SET c 3")
	c.want("QUEUED", "DEL a")
	c.want("[OK 1]", "EXEC")
	c.want("OK", "MULTI")
	c.want("QUEUED", "SET never 1")
	c.want("OK", "DISCARD")

	after := reopened(t, dir, nil)
	after.want("<nil>", "GET a")
	after.want("[x a text\r\nwith lines]", "LRANGE list 0 -1")
	after.want("[v w]", "HMGET hash f g")
	after.want("1.5", "ZSCORE sorted m")
	after.want("from a script", "GET b")
	after.want("3", "GET c")
	after.want("<nil>", "GET never")
}

func TestATransactionThatWasOverruledLeavesNoTrace(t *testing.T) {
	dir := t.TempDir()
	s := at(t, dir, nil)
	c, other := dial(t, s), dial(t, s)
	c.want("OK", "WATCH a")
	other.want("OK", "SET a other")
	c.want("OK", "MULTI")
	c.want("QUEUED", "SET a mine")
	c.want("<nil>", "EXEC")
	reopened(t, dir, nil).want("other", "GET a")
}

func TestAScriptThatFailsHalfwayKeepsItsFirstHalf(t *testing.T) {
	dir := t.TempDir()
	c := dial(t, at(t, dir, nil))
	if got := c.do("EVAL", "redis.call('SET', 'a', '1'); error('no')", "0"); !strings.HasPrefix(got, "error") {
		t.Fatalf("got %q", got)
	}
	c.want("1", "GET a")
	reopened(t, dir, nil).want("1", "GET a")
}

func TestWhatExpiresIsGoneAlsoAfterACrash(t *testing.T) {
	now := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	dir := t.TempDir()
	c := dial(t, at(t, dir, clock))
	c.want("OK", "SET short x PX 1500")
	c.want("OK", "SET long x EX 3600")
	c.want("OK", "SETEX mixed 1 1")
	now = now.Add(time.Second)
	c.want("x", "GET short")
	c.want("<nil>", "GET mixed")
	c.want("1", "INCR mixed") // a new key, without an end
	now = now.Add(500 * time.Millisecond)
	c.want("<nil>", "GET short")
	c.want("OK", "SET short again NX")
	now = now.Add(10 * time.Minute)

	after := reopened(t, dir, clock)
	after.want("again", "GET short")
	after.want("1", "GET mixed")
	after.want("-1", "PTTL mixed")
	after.want("2998500", "PTTL long")
}

func TestAKeyThatExpiredIsNotRaisedByTheReplay(t *testing.T) {
	now := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	dir := t.TempDir()
	c := dial(t, at(t, dir, clock))
	c.want("OK", "SET counter 1 PX 60000")
	c.want("2", "INCR counter")
	now = now.Add(time.Hour)
	reopened(t, dir, clock).want("<nil>", "GET counter")
}

func TestStreamsComeBackWithTheirIdsAndPendingEntries(t *testing.T) {
	now := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	dir := t.TempDir()
	c := dial(t, at(t, dir, clock))
	c.want("OK", "XGROUP CREATE s readers 0 MKSTREAM")
	ids := []string{c.do("XADD s * k 1"), c.do("XADD s MAXLEN ~ 100 * k 2"),
		c.do("EVAL", "return redis.call('XADD', 's', '*', 'k', '3')", "0")}
	c.do("XREADGROUP GROUP readers one COUNT 2 STREAMS s >")
	c.want("1", "XACK s readers "+ids[0])
	now = now.Add(time.Minute)
	c.do("XAUTOCLAIM s readers two 30000 0")
	before := []string{c.do("XRANGE s - +"), c.do("XPENDING s readers - + 10"), c.do("XINFO GROUPS s")}

	after := reopened(t, dir, clock)
	for i, command := range []string{"XRANGE s - +", "XPENDING s readers - + 10", "XINFO GROUPS s"} {
		after.want(before[i], command)
	}
	if next := after.do("XADD s * k 4"); next <= ids[2] {
		t.Errorf("the next id %s does not come after %s", next, ids[2])
	}
}

func TestATornEndIsCutAndTheRestKept(t *testing.T) {
	dir := t.TempDir()
	c := dial(t, at(t, dir, nil))
	c.want("OK", "SET a 1")
	c.want("OK", "MULTI")
	c.want("QUEUED", "SET b 2")
	c.want("QUEUED", "SET c 3")
	c.want("[OK OK]", "EXEC")
	journal, err := os.ReadFile(filepath.Join(dir, journalName))
	if err != nil {
		t.Fatal(err)
	}
	whole := bytes.Index(journal, appendCommand(nil, "MULTI"))
	for size := range len(journal) {
		torn := t.TempDir()
		write(t, torn, journal[:size])
		var logged bytes.Buffer
		s, err := Open(Options{Dir: torn, Log: slog.New(slog.NewTextHandler(&logged, nil))})
		if err != nil {
			t.Fatalf("cut at %d of %d: %v", size, len(journal), err)
		}
		c := dial(t, s)
		if size >= whole {
			c.want("1", "GET a")
		}
		c.want("[<nil> <nil>]", "MGET b c")
		c.want("OK", "SET after 1")
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if size > whole && !strings.Contains(logged.String(), "cut_bytes") {
			t.Errorf("cut at %d: the log does not say so: %s", size, &logged)
		}
		dial(t, at(t, torn, nil)).want("1", "GET after")
	}
}

func TestZerosAfterAPowerCutAreCutToo(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, append(appendCommand(nil, "SET", "a", "1"), make([]byte, 4096)...))
	dial(t, at(t, dir, nil)).want("1", "GET a")
}

func TestAJournalThatIsDamagedInTheMiddleIsRefusedAndLeftAlone(t *testing.T) {
	dir := t.TempDir()
	journal := appendCommand(nil, "SET", "a", "1")
	journal = append(journal, "rubbish\r\n"...)
	journal = appendCommand(journal, "SET", "b", "2")
	write(t, dir, journal)
	_, err := Open(Options{Dir: dir, Log: slog.New(slog.DiscardHandler)})
	if err == nil || !strings.Contains(err.Error(), "at byte 27") {
		t.Errorf("got %v, want an error that names the byte", err)
	}
	if now, err := os.ReadFile(filepath.Join(dir, journalName)); err != nil || !bytes.Equal(now, journal) {
		t.Errorf("the journal was touched: %q, %v", now, err)
	}
}

func TestASecondServerOnTheSameDirectoryIsRefused(t *testing.T) {
	dir := t.TempDir()
	first := at(t, dir, nil)
	_, err := Open(Options{Dir: dir, Log: slog.New(slog.DiscardHandler)})
	var locked *LockedError
	if !errors.As(err, &locked) || !strings.Contains(err.Error(), dir) {
		t.Fatalf("got %v, want an error that names the directory", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	at(t, dir, nil)
}

// snapshotOf gives what some keys hold.
func snapshotOf(c *client, keys ...string) Snapshot {
	return func(_ context.Context, put func(...string) error) error {
		for _, key := range keys {
			if err := put("SET", key, c.do("GET "+key)); err != nil {
				return err
			}
		}
		return nil
	}
}

func TestCompactingKeepsWhatIsAliveAndWhatComesAfter(t *testing.T) {
	dir := t.TempDir()
	s := at(t, dir, nil)
	c := dial(t, s)
	for n := range 1000 {
		c.want("OK", "SET a", fmt.Sprint(n))
	}
	before := s.journal.size
	if err := s.Compact(t.Context(), snapshotOf(dial(t, s), "a")); err != nil {
		t.Fatal(err)
	}
	if s.journal.size*100 > before {
		t.Errorf("%d bytes became %d", before, s.journal.size)
	}
	c.want("OK", "SET b 1")
	after := reopened(t, dir, nil)
	after.want("999", "GET a")
	after.want("1", "GET b")
}

func TestACompactionThatFailsLeavesTheJournalAsItWas(t *testing.T) {
	dir := t.TempDir()
	s := at(t, dir, nil)
	c := dial(t, s)
	c.want("OK", "SET a 1")
	broken := errors.New("broken")
	err := s.Compact(t.Context(), func(_ context.Context, put func(...string) error) error {
		return errors.Join(put("SET", "half", "1"), broken)
	})
	if !errors.Is(err, broken) {
		t.Fatalf("got %v", err)
	}
	c.want("OK", "SET b 2")
	after := reopened(t, dir, nil)
	after.want("[1 2 <nil>]", "MGET a b half")
}

func TestTheJournalIsWrittenAnewWhenItHasGrown(t *testing.T) {
	dir := t.TempDir()
	s := at(t, dir, nil)
	c := dial(t, s)
	big := strings.Repeat("x", 1<<20)
	for range 6 {
		c.want("OK", "SET a", big)
	}
	s.writes = manyWrites + 1
	s.keepHouse(t.Context(), snapshotOf(dial(t, s), "a"))
	if s.journal.size < 6<<20 {
		t.Errorf("the journal was written anew in the middle of a fan-out")
	}
	s.keepHouse(t.Context(), snapshotOf(dial(t, s), "a"))
	if s.journal.size > 2<<20 {
		t.Errorf("the journal has %d bytes for one live megabyte", s.journal.size)
	}
	for range 2 {
		c.want("OK", "SET a", big)
	}
	size := s.journal.size
	s.keepHouse(t.Context(), snapshotOf(dial(t, s), "a"))
	if s.journal.size != size {
		t.Error("the journal was written anew though it is not several times its live size")
	}
}

func TestADiskThatIsFullRefusesWritesAndRecovers(t *testing.T) {
	dir := t.TempDir()
	s := at(t, dir, nil)
	c := dial(t, s)
	c.want("OK", "SET a 1")
	good := s.journal.file
	readOnly, err := os.Open(good.Name())
	if err != nil {
		t.Fatal(err)
	}
	defer readOnly.Close()
	s.journal.file = readOnly
	for _, command := range []string{"SET a 2", "SET b 2"} {
		if got := c.do(command); !strings.Contains(got, "MISCONF") {
			t.Errorf("%s: got %q, want an error", command, got)
		}
	}
	c.want("<nil>", "GET b") // reads go on
	s.journal.file = good
	c.want("OK", "SET c 3")
	after := reopened(t, dir, nil)
	after.want("3", "GET c")
	if got, now := after.do("GET a"), c.do("GET a"); got != now {
		t.Errorf("a is %s after the crash and was %s before", got, now)
	}
}

func TestALongPipelineDoesNotStall(t *testing.T) {
	c := dial(t, at(t, t.TempDir(), nil))
	const commands = 20000
	var pipeline []byte
	for n := range commands {
		pipeline = appendCommand(pipeline, "ECHO", strings.Repeat("y", n%100))
	}
	if _, err := c.conn.Write(pipeline); err != nil {
		t.Fatal(err)
	}
	for n := range commands {
		if got := c.answer(); len(got) != n%100 {
			t.Fatalf("answer %d is %q", n, got)
		}
	}
}

func TestWhoWaitsForAStreamIsWokenByAnEntry(t *testing.T) {
	s := at(t, t.TempDir(), nil)
	c, writer := dial(t, s), dial(t, s)
	c.want("OK", "XGROUP CREATE s readers 0 MKSTREAM")
	c.want("<nil>", "XREADGROUP GROUP readers one BLOCK 1 STREAMS s >")
	var woken sync.WaitGroup
	woken.Go(func() { c.want("[[s [[1-1 [k v]]]]]", "XREADGROUP GROUP readers one BLOCK 60000 STREAMS s >") })
	writer.want("1-1", "XADD s 1-1 k v")
	woken.Wait()
}

func TestManyWritersAtOnceLeaveOneOrder(t *testing.T) {
	dir := t.TempDir()
	s := at(t, dir, nil)
	var writers sync.WaitGroup
	for w := range 8 {
		c := dial(t, s)
		writers.Go(func() {
			for n := range 200 {
				c.do("RPUSH order", fmt.Sprintf("%d-%d", w, n))
				c.do("SET last", fmt.Sprintf("%d-%d", w, n))
				c.do("GET last")
			}
		})
	}
	writers.Wait()
	c := dial(t, s)
	after := reopened(t, dir, nil)
	after.want(c.do("LRANGE order 0 -1"), "LRANGE order 0 -1")
	after.want(c.do("GET last"), "GET last")
}

func TestCommandsThatTheJournalCantCarryAreRefused(t *testing.T) {
	c := dial(t, at(t, t.TempDir(), nil))
	c.want("1", "SADD s a")
	for _, command := range []string{"SPOP s", "SELECT 1", "NONSENSE x"} {
		if got := c.do(command); !strings.Contains(got, "has no command") {
			t.Errorf("%s: got %q", command, got)
		}
	}
	if got := c.do("EVAL", "return redis.call('SPOP', 's')", "0"); !strings.Contains(got, "error") {
		t.Errorf("SPOP in a script: got %q", got)
	}
	c.want("1", "SCARD s")
}

func FuzzCommandsAreReadOrRefused(f *testing.F) {
	f.Add([]byte("*1\r\n$4\r\nPING\r\n"))
	f.Add([]byte("*2\r\n$-1\r\n"))
	f.Add([]byte("*1048577\r\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		args, size, err := readCommand(bufio.NewReader(bytes.NewReader(b)))
		if err != nil {
			return
		}
		again := appendCommand(nil, args...)
		if int(size) > len(b) {
			t.Errorf("read %d of %d bytes", size, len(b))
		}
		if back, _, err := readCommand(bufio.NewReader(bytes.NewReader(again))); err != nil || fmt.Sprint(back) != fmt.Sprint(args) {
			t.Errorf("%q became %q, %v", args, back, err)
		}
	})
}
