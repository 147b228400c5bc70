package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mostbot/store/redistest"
	"mostbot/telegramtest"
)

// Several processes of the bot on one Redis or a cluster, some of which are killed.
//
//	MOSTBOT_SCALE=1 go test -v -timeout 30m -run 'Replica|Master' .

// eachShared runs a test on the stores that several processes can share.
func eachShared(t *testing.T, test func(t *testing.T, redis string)) {
	t.Helper()
	t.Parallel() // most of the time they wait for leases to end
	t.Run("redis", func(t *testing.T) { t.Parallel(); test(t, redistest.Start(t).URL()) })
	t.Run("cluster", func(t *testing.T) { t.Parallel(); test(t, redistest.StartCluster(t).URL()) })
}

// another is the settings of one more replica.
func another(t *testing.T, settings map[string]string) map[string]string {
	t.Helper()
	other := map[string]string{}
	for name, value := range settings {
		other[name] = value
	}
	other["LISTEN_ADDR"], other["DATA_DIR"] = freeAddress(t), t.TempDir()
	return other
}

func startReady(t *testing.T, settings map[string]string) *child {
	t.Helper()
	c := startChild(t, settings)
	waitFor(t, func() error { return get("http://" + settings["LISTEN_ADDR"] + "/readyz") })
	return c
}

func TestTheOtherReplicaPollsWithinFifteenSecondsOfAKill(t *testing.T) {
	eachShared(t, func(t *testing.T, redis string) {
		telegram, address := crowdAt(t, telegramtest.TelegramLimits())
		settings := settingsFor(t, telegram, address)
		settings["REDIS_URL"] = redis
		first := startReady(t, settings)
		ask(t, telegram)
		second := startReady(t, another(t, settings))
		ask(t, telegram)
		first.kill()
		took := ask(t, telegram)
		t.Logf("answered %v after the kill", took)
		if took > 15*time.Second {
			t.Error("that is too late")
		}
		if n := telegram.DeliveredTo(admin); n != 3 {
			t.Errorf("three questions got %d answers", n)
		}
		for _, c := range []*child{first, second} {
			c.kill()
			if strings.Contains(c.said.String(), "stopped polling") {
				t.Errorf("both polled:\n%s", c.said)
			}
		}
	})
}

// balancer shares what comes out among replicas, one after the other. One that does not answer is a bad gateway.
func balancer(t *testing.T, replicas ...map[string]string) string {
	t.Helper()
	var next atomic.Int64
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			chosen := replicas[int(next.Add(1))%len(replicas)]
			r.SetURL(&url.URL{Scheme: "http", Host: chosen["LISTEN_ADDR"]})
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	}
	server := httptest.NewServer(proxy)
	t.Cleanup(server.Close)
	return server.URL
}

func TestAReplicaThatIsKilledBehindABalancerLeavesNoUpdateUnanswered(t *testing.T) {
	eachShared(t, func(t *testing.T, redis string) {
		people := size(100, 1000)
		telegram, address := crowdAt(t, telegramtest.PaidLimits())
		settings := settingsFor(t, telegram, address)
		settings["REDIS_URL"], settings["SEND_RATE"] = redis, "200"
		other := another(t, settings)
		settings["TELEGRAM_WEBHOOK_URL"] = balancer(t, settings, other)
		settings["TELEGRAM_WEBHOOK_SECRET"] = "s3cret"
		other["TELEGRAM_WEBHOOK_URL"], other["TELEGRAM_WEBHOOK_SECRET"] = settings["TELEGRAM_WEBHOOK_URL"], "s3cret"
		doomed := startReady(t, settings)
		startReady(t, other)
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
		defer cancel()
		if err := telegram.Wait(ctx, func() bool { return telegram.Stats().Calls["setwebhook"] >= 2 }); err != nil {
			t.Fatal(err)
		}
		for i := range people {
			telegram.Say(crowdID(i), crowdID(i), "/city Бургас")
		}
		if err := telegram.Wait(ctx, func() bool { return telegram.Delivered() >= people/2 }); err != nil {
			t.Fatal(err)
		}
		doomed.kill()
		began := time.Now()
		if err := telegram.Wait(ctx, func() bool { lost, _ := servedOnce(telegram, people); return lost == 0 }); err != nil {
			t.Error(err)
		}
		lost, doubled := servedOnce(telegram, people)
		t.Logf("%d people asked, half were answered before the kill: %d were not answered, %d twice; all %v after it",
			people, lost, doubled, time.Since(began))
		if lost > 0 || doubled > 100 { // so many answers can have been on their way at the kill
			t.Error("that falls short")
		}
	})
}

// Of three masters with a replica each, one dies in the middle of a fan-out, and one of two bots too.
func TestAMasterAndABotThatDieInAFanOutLoseNobody(t *testing.T) {
	t.Parallel()
	const rate = 200
	people := size(1200, 6000)
	telegram, address := crowdAt(t, telegramtest.PaidLimits())
	cluster := redistest.StartCluster(t)
	settings := settingsFor(t, telegram, address)
	settings["REDIS_URL"], settings["SEND_RATE"] = cluster.URL(), fmt.Sprint(rate)
	subscribeCrowd(t, settings, people)
	doomed := startReady(t, settings)
	startReady(t, another(t, settings))
	announce(t, telegram)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	third := func(n int) {
		t.Helper()
		if err := telegram.Wait(ctx, func() bool { return telegram.Delivered() > n*people/3 }); err != nil {
			t.Fatal(err)
		}
	}
	third(1)
	began := time.Now()
	cluster.KillMaster(t, 1)
	promoted := time.Since(began)
	third(2)
	doomed.kill()
	if err := telegram.Wait(ctx, func() bool { lost, _ := servedOnce(telegram, people); return lost == 0 }); err != nil {
		t.Error(err)
	}
	lost, doubled := servedOnce(telegram, people)
	t.Logf("%d people, a master's replica promoted in %v: %d lost, %d doubled, %d floods",
		people, promoted, lost, doubled, telegram.Stats().TooMany)
	// What was under way when the master died, and what the dead bot had under way.
	if underWay := 3 * rate; lost > 0 || doubled > underWay {
		t.Errorf("that falls short: at most %d were under way", underWay)
	}
}
