package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"mostbot/catalog"
)

// startSentinel starts a sentinel that watches a master and needs nobody's agreement.
func startSentinel(t *testing.T, master *redisProcess) *redisProcess {
	t.Helper()
	if _, err := exec.LookPath("redis-sentinel"); err != nil {
		t.Skip("redis-sentinel is not installed")
	}
	file := filepath.Join(t.TempDir(), "sentinel.conf")
	must(t, os.WriteFile(file, fmt.Appendf(nil, "sentinel monitor main 127.0.0.1 %d 1\n"+
		"sentinel down-after-milliseconds main 500\nsentinel failover-timeout main 3000\n", master.port), 0o600))
	port := freePort(t)
	p := &redisProcess{port: port, address: "127.0.0.1:" + decimal(port),
		command: exec.Command("redis-sentinel", file, "--port", decimal(port), "--bind", "127.0.0.1")}
	must(t, p.command.Start())
	t.Cleanup(p.kill)
	must(t, p.await(func(ctx context.Context, db *redis.Client) error {
		masters, err := db.Do(ctx, "SENTINEL", "REPLICAS", "main").Slice()
		if err == nil && len(masters) == 0 {
			err = errors.New("it knows of no replica yet")
		}
		return err
	}))
	return p
}

func startReplica(t *testing.T, master *redisProcess) *redisProcess {
	t.Helper()
	p, err := startRedis(t.TempDir(), freePort(t), "--replicaof", "127.0.0.1", decimal(master.port))
	must(t, err)
	t.Cleanup(p.kill)
	must(t, p.await(replicates))
	return p
}

func replicates(ctx context.Context, db *redis.Client) error {
	info, err := db.Info(ctx, "replication").Result()
	if err == nil && !strings.Contains(info, "master_link_status:up") {
		err = errors.New("the replica is not in step yet")
	}
	return err
}

// inStep waits until a replica has all that was written.
func inStep(t *testing.T, address string) {
	t.Helper()
	db := redis.NewClient(&redis.Options{Addr: address})
	defer db.Close()
	if n, err := db.Wait(t.Context(), 1, 5*time.Second).Result(); err != nil || n < 1 {
		t.Fatalf("%d replicas are in step, %v", n, err)
	}
}

func TestAFailoverBySentinelLosesNothingThatReachedTheReplica(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	needRedis(t)
	master, err := startRedis(t.TempDir(), freePort(t))
	must(t, err)
	defer master.kill()
	startReplica(t, master)
	sentinel := startSentinel(t, master)
	s := open(t, Options{URL: "redis+sentinel://" + sentinel.address + "/main"})
	add(t, s, visitOf(t, "a", "2021-01-01", burgas, kherson))
	inStep(t, master.address)
	master.kill()
	awaitOther(t, ErrUnavailable, func() error { return s.Remember(t.Context(), "x", "y", time.Hour) }, nil)
	add(t, s, visitOf(t, "b", "2022-01-01", burgas, kherson))
	page, err := s.Events(t.Context(), catalog.Query{})
	must(t, err)
	if ids(page.Events) != "b a" {
		t.Errorf("got %q, want b a", ids(page.Events))
	}
}

// aClusterWithReplicas has three masters with a replica each, for one test.
func aClusterWithReplicas(t *testing.T) (masters, replicas []*redisProcess) {
	t.Helper()
	masters, err := startCluster(t, 3)
	must(t, err)
	failures := make([]error, len(masters))
	var joining sync.WaitGroup
	for i, master := range masters {
		replica, err := startRedis(t.TempDir(), freePort(t), clusterSettings(t)...)
		must(t, err)
		replicas = append(replicas, replica)
		t.Cleanup(master.kill)
		t.Cleanup(replica.kill)
		joining.Go(func() { failures[i] = joinAsReplica(t, replica, master) })
	}
	joining.Wait()
	must(t, errors.Join(failures...))
	for _, p := range append(masters, replicas...) {
		must(t, p.await(func(ctx context.Context, db *redis.Client) error {
			nodes, err := db.ClusterNodes(ctx).Result()
			if err == nil && strings.Count(nodes, "slave") < 3 {
				err = errors.New("not all replicas are known")
			}
			return err
		}))
	}
	return masters, replicas
}

func joinAsReplica(t *testing.T, replica, master *redisProcess) error {
	t.Helper()
	db := redis.NewClient(&redis.Options{Addr: replica.address})
	defer db.Close()
	if err := meet(t, db, master); err != nil {
		return err
	}
	of := redis.NewClient(&redis.Options{Addr: master.address})
	defer of.Close()
	id, err := of.Do(t.Context(), "CLUSTER", "MYID").Text()
	if err != nil {
		return err
	}
	err = replica.await(func(ctx context.Context, db *redis.Client) error { return db.ClusterReplicate(ctx, id).Err() })
	if err != nil {
		return err
	}
	return replica.await(replicates)
}

func TestAClusterThatLosesAMasterGoesOnWithItsReplica(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	needRedis(t)
	masters, _ := aClusterWithReplicas(t)
	var addresses []string
	for _, p := range masters {
		addresses = append(addresses, p.address)
	}
	s := open(t, Options{URL: "redis://" + strings.Join(addresses, ",")})
	add(t, s, visitOf(t, "a", "2021-01-01", burgas, kherson))
	for chat := range int64(shards) {
		must(t, s.SaveChat(t.Context(), catalog.Chat{ID: chat, Title: strconv.FormatInt(chat, 10)}))
	}
	for _, p := range masters {
		inStep(t, p.address)
	}
	masters[holderOf(t, s)].kill()
	awaitOther(t, ErrUnavailable, func() error {
		_, err := s.Add(t.Context(), catalog.Addition{Event: visitOf(t, "b", "2022-01-01", burgas, kherson)})
		return err
	}, nil)
	page, err := s.Events(t.Context(), catalog.Query{})
	must(t, err)
	if ids(page.Events) != "b a" {
		t.Errorf("got %q, want b a", ids(page.Events))
	}
	for chat := range int64(shards) {
		if c, err := s.Chat(t.Context(), chat); err != nil || c.Title != strconv.FormatInt(chat, 10) {
			t.Errorf("chat %d: %+v, %v", chat, c, err)
		}
	}
}

// holderOf tells which of the three masters has the catalogue.
func holderOf(t *testing.T, s *Store) int {
	t.Helper()
	slot, err := s.db.ClusterKeySlot(t.Context(), sequenceKey).Result()
	must(t, err)
	return int(slot) * 3 / 16384
}

// With appendfsync always, that is. With everysec, Redis puts off writing to a file that is being synced, for up to two
// seconds, and loses as much when it is killed.
func TestARedisThatIsKilledAndComesBackHasAllThatWasAcknowledged(t *testing.T) {
	needRedis(t)
	dir, port := t.TempDir(), freePort(t)
	start := func() *redisProcess {
		p, err := startRedis(dir, port, "--appendonly", "yes", "--appendfsync", "always")
		must(t, err)
		return p
	}
	p := start()
	s := open(t, Options{URL: "redis://" + p.address})
	acknowledged := make(chan string, 1<<16)
	stop := make(chan struct{})
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				name := fmt.Sprint(w, "-", n)
				if err := s.Remember(t.Context(), name, name, time.Hour); err == nil {
					acknowledged <- name
				} else if !errors.Is(err, ErrUnavailable) {
					t.Error(err)
				}
			}
		})
	}
	var all []string
	for range 3 {
		for range 500 {
			all = append(all, <-acknowledged)
		}
		p.kill()
		p = start()
	}
	close(stop)
	writers.Wait()
	close(acknowledged)
	defer p.kill()
	for name := range acknowledged {
		all = append(all, name)
	}
	for _, name := range all {
		if _, err := s.Recall(t.Context(), name); err != nil {
			t.Fatalf("%s was acknowledged: %v", name, err)
		}
	}
}
