package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// asPeer, in the environment, makes this test binary a peer that forgets one subscriber and tells another one twice.
const asPeer = "BENCH_AS_PEER"

func TestMain(m *testing.M) {
	if os.Getenv(asPeer) != "" {
		bePeer(os.Args[len(os.Args)-1])
		return
	}
	os.Exit(m.Run())
}

// small is a run that takes seconds.
var small = options{people: 5, grace: time.Second, high: 10 * time.Millisecond}

func measureSmall(t *testing.T, c contestant) figures {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("what a process costs is read from Linux")
	}
	f, err := measure(t.Context(), c, small, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(f)
	if f.cpu < 0 || f.peak < 1024 || f.read <= 0 || f.first < f.read || f.last < f.first {
		t.Errorf("these figures can't be: %s", f)
	}
	return f
}

func TestThisBotServesEachSubscriberOnce(t *testing.T) {
	binary, err := buildOurs(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if f := measureSmall(t, ours(binary, "")); f.delivered != small.people || f.lost+f.doubled+f.floods > 0 {
		t.Error(f)
	}
}

func TestAPeerIsMeasuredWithWhatItForgetsAndRepeats(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(t.TempDir(), "peer")
	start := fmt.Sprintf("#!/bin/sh\n%s=1 exec %q \"$@\"\n", asPeer, self)
	if err := os.WriteFile(script, []byte(start), 0o700); err != nil {
		t.Fatal(err)
	}
	c := peer(script)
	c.interval = smallInterval
	if f := measureSmall(t, c); f.delivered != small.people-1 || f.lost != 1 || f.doubled != 1 {
		t.Error(f)
	}
}

func TestABotThatEndsIsNoWait(t *testing.T) {
	_, err := measure(t.Context(), peer("/bin/false"), small, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "/bin/false ended") {
		t.Errorf("got %v", err)
	}
}

func TestOptionsThatMakeNoSenseAreRefused(t *testing.T) {
	for _, arguments := range []string{"-n 0", "-runs 0", "-fast 2s -slow 1s", "now", "-bots none", "-bots peer"} {
		if err := compare(t.Context(), strings.Fields(arguments), io.Discard, io.Discard); err == nil {
			t.Errorf("%s was taken", arguments)
		}
	}
}

func TestTheMedianIsTheMiddle(t *testing.T) {
	f := median([]figures{{name: "a", lost: 9, last: 3}, {name: "a", lost: 1, last: 5}, {name: "a", lost: 4, last: 4}})
	if f.name != "a" || f.lost != 4 || f.last != 4 || f.runs != 3 {
		t.Errorf("%+v", f)
	}
}

// bePeer is a small feed bot: it reads the settings that the true peer would, and takes the same command.
func bePeer(settings string) {
	held, err := os.ReadFile(settings)
	if err != nil {
		panic(err)
	}
	p := &smallPeer{
		api: fmt.Sprintf("%s/bot%s/", valueOf(string(held), "endpoint"), valueOf(string(held), "bot_token")),
		end: time.Now().Add(time.Minute), // should nobody end it
	}
	for offset := 0; time.Now().Before(p.end); {
		offset = p.listen(offset)
		p.read()
	}
}

func valueOf(settings, name string) string {
	_, rest, _ := strings.Cut(settings, name+": ")
	line, _, _ := strings.Cut(rest, "\n")
	value, err := strconv.Unquote(line)
	if err != nil {
		panic(err)
	}
	return value
}

const smallInterval = 200 * time.Millisecond

type smallPeer struct {
	api, feed string
	readers   []int64
	told      bool
	end       time.Time
}

func (p *smallPeer) listen(offset int) int {
	var got struct {
		Result []struct {
			ID      int `json:"update_id"`
			Message struct {
				Text string
				Chat struct{ ID int64 }
			}
		}
	}
	if err := json.Unmarshal(p.call("getUpdates", url.Values{"offset": {strconv.Itoa(offset)}}), &got); err != nil {
		panic(err)
	}
	for _, u := range got.Result {
		offset = u.ID + 1
		_, p.feed, _ = strings.Cut(u.Message.Text, "/sub ")
		p.readers = append(p.readers, u.Message.Chat.ID)
		p.say(u.Message.Chat.ID, "[your feed]("+p.feed+")")
	}
	return offset
}

// read looks at the feed, once an interval.
func (p *smallPeer) read() {
	_ = sleep(context.Background(), smallInterval)
	if p.feed == "" || p.told || !strings.Contains(string(get(p.feed)), newPost.Path) {
		return
	}
	p.told = true
	slices.Sort(p.readers)
	for _, reader := range append(p.readers[1:], p.readers[1]) {
		p.say(reader, strings.TrimSuffix(p.feed, "/feed.xml")+newPost.Path)
	}
}

func (p *smallPeer) say(chat int64, text string) {
	p.call("sendMessage", url.Values{"chat_id": {strconv.FormatInt(chat, 10)}, "text": {text}, "parse_mode": {"Markdown"}})
}

func (p *smallPeer) call(method string, values url.Values) []byte {
	return get(p.api + method + "?" + values.Encode())
}

func get(address string) []byte {
	response, err := http.Get(address)
	if err != nil {
		os.Exit(0) // the stage is closed
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		panic(err)
	}
	return body
}
