package store

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"mostbot/catalog"
)

// writerDirectory names, in the environment of the process that a test kills, where it keeps its journal.
const writerDirectory = "MOSTBOT_TEST_WRITER"

// journalWriter is what the process does that a test kills: it writes all the time, compacts again and again, and says on
// its standard output what was acknowledged. In every other process it is false.
func journalWriter() bool {
	dir := os.Getenv(writerDirectory)
	if dir == "" {
		return false
	}
	ctx := context.Background()
	s, err := Open(ctx, Options{Dir: dir})
	if err != nil {
		fmt.Println("error", err)
		return true
	}
	var out sync.Mutex
	acknowledge := func(name string, err error) {
		out.Lock()
		defer out.Unlock()
		if err != nil {
			fmt.Println("error", err)
			return
		}
		fmt.Println(name)
	}
	run := time.Now().UnixNano()
	for w := range 3 {
		go func() {
			for n := 0; ; n++ {
				name := fmt.Sprintf("memory-%d-%d-%d", run, w, n)
				acknowledge(name, s.Remember(ctx, name, name, time.Hour))
			}
		}()
	}
	go func() {
		for n := range int64(1) << 30 {
			chat := run + n
			acknowledge(fmt.Sprint("chat-", chat), s.SaveChat(ctx, catalog.Chat{ID: chat, Title: fmt.Sprint(chat)}))
		}
	}()
	for range time.Tick(50 * time.Millisecond) {
		if err := s.Compact(ctx); err != nil {
			acknowledge("", err)
		}
	}
	return true
}

func TestNothingAcknowledgedIsLostByKillNine(t *testing.T) {
	rounds := 8
	if testing.Short() {
		rounds = 3
	}
	dir := t.TempDir()
	acknowledged := map[string]bool{}
	for range rounds {
		writeUntilKilled(t, dir, 50+rand.IntN(1500), acknowledged)
		s := open(t, Options{Dir: dir})
		for name := range acknowledged {
			if err := recallAcknowledged(t.Context(), s, name); err != nil {
				t.Fatalf("%s was acknowledged: %v", name, err)
			}
		}
		must(t, s.Close())
	}
	t.Logf("%d writes were acknowledged in %d rounds", len(acknowledged), rounds)
}

func recallAcknowledged(ctx context.Context, s *Store, name string) error {
	if id, isChat := strings.CutPrefix(name, "chat-"); isChat {
		var chat int64
		if _, err := fmt.Sscan(id, &chat); err != nil {
			return err
		}
		c, err := s.Chat(ctx, chat)
		if err == nil && c.Title != id {
			err = ErrNotFound
		}
		return err
	}
	_, err := s.Recall(ctx, name)
	return err
}

// writeUntilKilled lets another process write, and kills it after so many acknowledgements.
func writeUntilKilled(t *testing.T, dir string, acknowledgements int, acknowledged map[string]bool) {
	t.Helper()
	writer := exec.CommandContext(t.Context(), os.Args[0])
	writer.Env = append(os.Environ(), writerDirectory+"="+dir)
	pipe, err := writer.StdoutPipe()
	must(t, err)
	must(t, writer.Start())
	lines := bufio.NewReader(pipe)
	for n := 0; ; n++ {
		line, err := lines.ReadString('\n')
		if err != nil {
			break // what was cut in half by the kill was not said
		}
		name := strings.TrimSpace(line)
		if strings.HasPrefix(name, "error") {
			t.Fatal(name)
		}
		acknowledged[name] = true
		if n == acknowledgements {
			must(t, writer.Process.Kill())
		}
	}
	_ = writer.Wait()
}
