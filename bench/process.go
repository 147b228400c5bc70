package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// processes are what a bot consists of: itself and, maybe, its database. When one of them ends, their context does.
type processes struct {
	ctx     context.Context
	end     context.CancelCauseFunc
	folder  string
	started []*exec.Cmd
	ended   []chan struct{}
}

func newProcesses(ctx context.Context, folder string) *processes {
	p := &processes{folder: folder}
	p.ctx, p.end = context.WithCancelCause(ctx)
	return p
}

// start runs a program with nothing but these variables in its environment. What it says goes to a file in the folder.
func (p *processes) start(environment []string, program string, arguments ...string) error {
	said, err := os.Create(filepath.Join(p.folder, filepath.Base(program)+".log"))
	if err != nil {
		return fmt.Errorf("make a log for %s: %w", program, err)
	}
	defer said.Close() // the process has its own handle
	c := exec.Command(program, arguments...)
	c.Dir, c.Stdout, c.Stderr = p.folder, said, said
	c.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + p.folder}, environment...)
	if err := c.Start(); err != nil {
		return fmt.Errorf("start %s: %w", program, err)
	}
	ended := make(chan struct{})
	p.started, p.ended = append(p.started, c), append(p.ended, ended)
	go func() {
		err := c.Wait()
		p.end(fmt.Errorf("%s ended (%v): %s", program, err, lastWords(said.Name())))
		close(ended)
	}()
	return nil
}

// lastWords are the end of a log.
func lastWords(file string) string {
	const most = 2000
	held, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(string(held[max(0, len(held)-most):]))
}

// stop ends them, the last one first, with a signal and, if they don't mind it, for good.
func (p *processes) stop() {
	const patience = 10 * time.Second
	for i := len(p.started) - 1; i >= 0; i-- {
		_ = p.started[i].Process.Signal(syscall.SIGTERM) // one that has ended needs none
		select {
		case <-p.ended[i]:
		case <-time.After(patience):
			_ = p.started[i].Process.Kill()
			<-p.ended[i]
		}
	}
	p.end(nil)
}

// cpu is the time that they have spent computing so far.
func (p *processes) cpu() (time.Duration, error) {
	hundredths, err := p.sum("stat", readCPU)
	return time.Duration(hundredths) * time.Second / 100, err
}

// peak is the most memory that each has held, added up, in kilobytes.
func (p *processes) peak() (int, error) { return p.sum("status", readPeak) }

// sum reads a file that the kernel keeps on each process.
func (p *processes) sum(file string, read func(string) (int, error)) (int, error) {
	all := 0
	for _, c := range p.started {
		held, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", c.Process.Pid, file))
		if err != nil {
			return 0, fmt.Errorf("see what %s costs: %w", c.Path, err)
		}
		one, err := read(string(held))
		if err != nil {
			return 0, fmt.Errorf("see what %s costs: %w", c.Path, err)
		}
		all += one
	}
	return all, nil
}

// readCPU adds up what the kernel has counted as a process's own time and as its own for it, in hundredths of a second.
func readCPU(stat string) (int, error) {
	const user, system = 11, 12 // after the name, which may hold anything
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	if len(fields) <= system {
		return 0, fmt.Errorf("no times in %q", stat)
	}
	u, errUser := strconv.Atoi(fields[user])
	s, errSystem := strconv.Atoi(fields[system])
	return u + s, errors.Join(errUser, errSystem)
}

func readPeak(status string) (int, error) {
	_, rest, ok := strings.Cut(status, "VmHWM:")
	fields := strings.Fields(rest)
	if !ok || len(fields) == 0 {
		return 0, errors.New("no peak of its memory")
	}
	return strconv.Atoi(fields[0])
}
