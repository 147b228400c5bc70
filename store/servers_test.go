package store

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// redisProcess is a real redis-server on loopback that the tests started.
type redisProcess struct {
	port    int
	address string
	command *exec.Cmd
}

// servers are started by the first test that wants them and ended by TestMain.
var servers struct {
	sync.Mutex
	single  *redisProcess
	cluster []*redisProcess
	all     []*redisProcess
}

func TestMain(m *testing.M) {
	if journalWriter() { // this process is the one that a test kills
		return
	}
	quietLibrary()
	code := m.Run()
	for _, p := range servers.all {
		p.kill()
	}
	for _, dir := range lastingDirs {
		_ = os.RemoveAll(dir)
	}
	os.Exit(code)
}

// needRedis skips a test where there is no redis-server; on CI there must be one.
func needRedis(t testing.TB) {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("redis-server is missing")
		}
		t.Skip("redis-server is not installed")
	}
}

// startRedis starts a server that keeps nothing, with more settings where a test wants them.
func startRedis(dir string, port int, settings ...string) (*redisProcess, error) {
	args := append([]string{"--port", decimal(port), "--bind", "127.0.0.1", "--dir", dir, "--save", "",
		"--daemonize", "no", "--logfile", dir + "/log"}, settings...)
	p := &redisProcess{port: port, address: "127.0.0.1:" + decimal(port), command: exec.Command("redis-server", args...)}
	if err := p.command.Start(); err != nil {
		return nil, fmt.Errorf("start redis-server: %w", err)
	}
	servers.Lock()
	servers.all = append(servers.all, p)
	servers.Unlock()
	return p, p.await(func(ctx context.Context, db *redis.Client) error { return db.Ping(ctx).Err() })
}

func (p *redisProcess) kill() {
	_ = p.command.Process.Kill()
	_ = p.command.Wait()
}

// await asks until the answer is not an error.
func (p *redisProcess) await(ask func(context.Context, *redis.Client) error) error {
	db := redis.NewClient(&redis.Options{Addr: p.address, MaxRetries: -1, DialerRetries: 1})
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		err := ask(ctx, db)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for redis-server at %s: %w", p.address, err)
		case <-tick.C:
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

// aRedis is the one real Redis that tests share, emptied.
func aRedis(t testing.TB) *redisProcess {
	t.Helper()
	needRedis(t)
	if servers.single == nil {
		p, err := startRedis(lastingDir(t), freePort(t))
		if err != nil {
			t.Fatal(err)
		}
		servers.single = p
	}
	servers.single.empty(t)
	return servers.single
}

func (p *redisProcess) empty(t testing.TB) {
	t.Helper()
	db := redis.NewClient(&redis.Options{Addr: p.address})
	defer db.Close()
	if err := db.FlushAll(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
}

// aCluster is the one cluster of three masters that tests share, emptied; its addresses, comma-separated.
func aCluster(t testing.TB) string {
	t.Helper()
	needRedis(t)
	if servers.cluster == nil {
		cluster, err := startCluster(t, 3)
		if err != nil {
			t.Fatal(err)
		}
		servers.cluster = cluster
	}
	var addresses []string
	for _, p := range servers.cluster {
		p.empty(t)
		addresses = append(addresses, p.address)
	}
	return strings.Join(addresses, ",")
}

func startCluster(t testing.TB, masters int) ([]*redisProcess, error) {
	var nodes []*redisProcess
	for range masters {
		p, err := startRedis(lastingDir(t), freePort(t), clusterSettings(t)...)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, p)
	}
	const slots = 16384
	for i, p := range nodes {
		db := redis.NewClient(&redis.Options{Addr: p.address})
		defer db.Close()
		err := errors.Join(
			db.ClusterAddSlotsRange(t.Context(), i*slots/masters, (i+1)*slots/masters-1).Err(),
			meet(t, db, nodes[0]),
		)
		if err != nil {
			return nil, err
		}
	}
	for _, p := range nodes {
		if err := p.await(func(ctx context.Context, db *redis.Client) error { return clusterIsWell(ctx, db, masters) }); err != nil {
			return nil, err
		}
	}
	return nodes, nil
}

func clusterSettings(t testing.TB) []string {
	return []string{"--cluster-enabled", "yes", "--cluster-port", decimal(freePort(t)), "--cluster-node-timeout", "2000"}
}

func meet(t testing.TB, db *redis.Client, other *redisProcess) error {
	bus := other.command.Args[1:]
	for i, arg := range bus {
		if arg == "--cluster-port" {
			return db.Do(t.Context(), "CLUSTER", "MEET", "127.0.0.1", other.port, bus[i+1]).Err()
		}
	}
	return errors.New("no cluster port")
}

func clusterIsWell(ctx context.Context, db *redis.Client, masters int) error {
	info, err := db.ClusterInfo(ctx).Result()
	if err != nil {
		return err
	}
	if !strings.Contains(info, "cluster_state:ok") || !strings.Contains(info, fmt.Sprintf("cluster_size:%d", masters)) {
		return errors.New("the cluster has not come together")
	}
	return nil
}

// lastingDir outlives the test, since its server does.
func lastingDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "mostbot-redis-")
	if err != nil {
		t.Fatal(err)
	}
	lastingDirs = append(lastingDirs, dir)
	return dir
}

var lastingDirs []string

func decimal(n int) string { return strconv.Itoa(n) }
