// Package redistest starts real Redis servers on loopback for tests, from the redis-server and redis-cli of the path: one
// alone, or a cluster of three masters, each with a replica. Where there are none a test is skipped, but not on CI.
package redistest

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// startTime is how long servers may take to stand; a machine may be busy.
const startTime = time.Minute

// Node is one redis-server.
type Node struct {
	Port int

	settings []string
	command  *exec.Cmd
	end      func()
}

// URL is the address for REDIS_URL.
func (n *Node) URL() string { return "redis://127.0.0.1:" + strconv.Itoa(n.Port) }

// Kill ends the server as kill -9 does.
func (n *Node) Kill() { n.end() }

// Restart starts a killed server anew in its old directory.
func (n *Node) Restart(t testing.TB) {
	t.Helper()
	n.start(t)
	await(t, "redis-server", func() error { return n.expect("PONG", "PING") })
}

// Do asks the server by redis-cli and gives what it prints.
func (n *Node) Do(command ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "redis-cli", append([]string{"-e", "-p", strconv.Itoa(n.Port)}, command...)...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("redis-cli %v: %w: %s", command, err, out)
	}
	return strings.TrimSpace(string(out)), nil
}

// Start starts a server for one test, with more settings where the test wants them.
func Start(t testing.TB, settings ...string) *Node {
	t.Helper()
	need(t)
	n := &Node{Port: freePort(t), settings: append([]string{"--bind", "127.0.0.1", "--save", "", "--dir", t.TempDir()}, settings...)}
	n.start(t)
	await(t, "redis-server", func() error { return n.expect("PONG", "PING") })
	return n
}

func (n *Node) start(t testing.TB) {
	t.Helper()
	n.command = exec.Command("redis-server", append([]string{"--port", strconv.Itoa(n.Port)}, n.settings...)...)
	if err := n.command.Start(); err != nil {
		t.Fatal(err)
	}
	command := n.command
	n.end = sync.OnceFunc(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	t.Cleanup(n.end)
}

func (n *Node) expect(answer string, command ...string) error {
	out, err := n.Do(command...)
	if err == nil && !strings.Contains(out, answer) {
		err = fmt.Errorf("redis-cli %v says %q", command, out)
	}
	return err
}

// Cluster has three masters, each with a replica.
type Cluster struct{ Nodes []*Node }

// slots is how many there are in a Redis cluster; each master has a third.
const slots = 16384

// StartCluster starts a cluster for one test, of nodes that notice after two seconds that another is dead.
func StartCluster(t testing.TB) *Cluster {
	t.Helper()
	need(t)
	c := &Cluster{}
	addresses := make([]string, 6)
	for i := range addresses {
		bus := strconv.Itoa(freePort(t))
		c.Nodes = append(c.Nodes, Start(t, "--cluster-enabled", "yes", "--cluster-port", bus,
			"--cluster-node-timeout", "2000", "--repl-diskless-sync-delay", "0",
			"--cluster-replica-validity-factor", "0")) // on a busy machine an election may take more than one attempt
		addresses[i] = "127.0.0.1:" + strconv.Itoa(c.Nodes[i].Port)
	}
	masters, replicas := c.Nodes[:3], c.Nodes[3:]
	for i, m := range masters {
		must(t, m, "CLUSTER", "ADDSLOTSRANGE", strconv.Itoa(i*slots/3), strconv.Itoa((i+1)*slots/3-1))
	}
	for _, n := range c.Nodes[1:] {
		must(t, n, "CLUSTER", "MEET", "127.0.0.1", strconv.Itoa(masters[0].Port), masters[0].setting("--cluster-port"))
	}
	for i, r := range replicas {
		id := must(t, masters[i], "CLUSTER", "MYID")
		await(t, "a replica to know its master", func() error { return r.expect("OK", "CLUSTER", "REPLICATE", id) })
		await(t, "a replica to be in step", func() error { return r.expect("master_link_status:up", "INFO", "replication") })
	}
	for _, n := range c.Nodes {
		await(t, "the cluster", func() error { return n.stands() })
	}
	return c
}

func (n *Node) setting(name string) string {
	for i, s := range n.settings {
		if s == name {
			return n.settings[i+1]
		}
	}
	return ""
}

func (n *Node) stands() error {
	if err := n.expect("cluster_state:ok", "CLUSTER", "INFO"); err != nil {
		return err
	}
	known, err := n.Do("CLUSTER", "NODES")
	if err == nil && (strings.Count(known, " connected") < 6 || strings.Count(known, "slave") < 3) {
		err = fmt.Errorf("it knows of\n%s", known)
	}
	return err
}

// URL lists all nodes, for REDIS_URL.
func (c *Cluster) URL() string {
	var urls []string
	for _, n := range c.Nodes {
		urls = append(urls, n.URL())
	}
	return strings.Join(urls, ",")
}

// KillMaster kills one of the three masters, 0 to 2, and waits until its replica has taken its place and the cluster
// stands again.
func (c *Cluster) KillMaster(t testing.TB, i int) {
	t.Helper()
	c.Nodes[i].Kill()
	await(t, "the replica to take its master's place", func() error {
		return c.Nodes[i+3].expect("role:master", "INFO", "replication")
	})
	await(t, "the cluster to stand again", func() error {
		return c.Nodes[i+3].expect("cluster_state:ok", "CLUSTER", "INFO")
	})
}

// Each runs a test on each kind of store, which it is given as REDIS_URL: "" is the embedded one.
func Each(t *testing.T, test func(t *testing.T, url string)) {
	t.Helper()
	t.Run("embedded", func(t *testing.T) { test(t, "") })
	t.Run("redis", func(t *testing.T) { test(t, Start(t).URL()) })
	t.Run("cluster", func(t *testing.T) { test(t, StartCluster(t).URL()) })
}

func need(t testing.TB) {
	t.Helper()
	for _, program := range []string{"redis-server", "redis-cli"} {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal(program + " is missing")
			}
			t.Skip(program + " is not installed")
		}
	}
}

func must(t testing.TB, n *Node, command ...string) string {
	t.Helper()
	out, err := n.Do(command...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func await(t testing.TB, what string, ask func() error) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for begin := time.Now(); ; <-tick.C {
		err := ask()
		if err == nil {
			return
		}
		if time.Since(begin) > startTime {
			t.Fatalf("wait for %s: %v", what, err)
		}
	}
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
