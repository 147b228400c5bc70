package embedded

import (
	"strings"
	"sync"
	"testing"
	"time"
)

func TestScriptsAnswerAsRedisDoes(t *testing.T) {
	c := dial(t, at(t, t.TempDir(), nil))
	c.want("2", "RPUSH list a b")
	for script, want := range map[string]string{
		"return 3.9":                                   "3",
		"return 'text'":                                "text",
		"return true":                                  "1",
		"return false":                                 "<nil>",
		"return {1, 'two', {3}, nil, 5}":               "[1 two [3]]",
		"return {ok = 'well'}":                         "well",
		"return redis.call('SET', 'k', 1)":             "OK",
		"return redis.call('GET', 'missing')":          "<nil>",
		"return type(redis.call('GET', 'missing'))":    "boolean",
		"return redis.call('LRANGE', 'list', 0, -1)":   "[a b]",
		"return redis.call('HGET', 'hash', 'f') or ''": "",
		"return redis.call('INCRBY', 'n', 1e3)":        "1000",
		"return redis.pcall('INCR', 'list')['err']":    "WRONGTYPE Operation against a key holding the wrong kind of value",
		"return #KEYS + #ARGV":                         "0",
	} {
		c.want(want, "EVAL", script, "0")
	}
	c.want("[k1 k2 a]", "EVAL", "return {KEYS[1], KEYS[2], ARGV[1]}", "2", "k1", "k2", "a")
}

func TestScriptsThatFailSayWhy(t *testing.T) {
	c := dial(t, at(t, t.TempDir(), nil))
	c.want("1", "RPUSH list a")
	for script, want := range map[string]string{
		"redis.call('INCR', 'list')":   "WRONGTYPE ",
		"error('no')":                  "ERR ",
		"return (":                     "ERR Error compiling",
		"leak = 1":                     "ERR ",
		"return missing":               "ERR ",
		"return redis.call('EVAL')":    "ERR This Redis command is not allowed from script",
		"return redis.call('NOTHING')": "ERR This Redis command is not allowed from script",
		"return redis.call({})":        "ERR Lua redis lib command arguments must be strings or integers",
		"local function f() return f() + 1 end return f()": "ERR ",
	} {
		if got := c.do("EVAL", script, "0"); !strings.HasPrefix(got, "error: "+want) {
			t.Errorf("%s: got %q, want an error that begins with %q", script, got, want)
		}
	}
	c.want("1", "EVAL", "return 1", "0")
	if got := c.do("EVALSHA", strings.Repeat("0", 40), "0"); !strings.HasPrefix(got, "error: NOSCRIPT") {
		t.Errorf("an unknown script: got %q", got)
	}
	c.want("1", "EVALSHA", "e0e1f9fabfc9d4800c877a703b823ac0578ff8db", "0")
}

// What one script sees of KEYS and ARGV is its own, and what it makes ends with it.
func TestScriptsLeaveNothingForTheNext(t *testing.T) {
	c := dial(t, at(t, t.TempDir(), nil))
	c.want("b", "EVAL", "local x = ARGV[1] return x", "1", "a", "b")
	c.want("[]", "EVAL", "return {KEYS[1], ARGV[1]}", "0")
}

// Who reads sees a script's writes all or not at all.
func TestReadersSeeNoHalfOfAScript(t *testing.T) {
	s := at(t, t.TempDir(), nil)
	c := dial(t, s)
	end := time.Now().Add(200 * time.Millisecond)
	var writing sync.WaitGroup
	writing.Go(func() {
		w := dial(t, s)
		for time.Now().Before(end) {
			w.do("EVAL", "redis.call('DEL', 'l') for i = 1, 20 do redis.call('RPUSH', 'l', i) end return 1", "0")
		}
	})
	for time.Now().Before(end) {
		if n := c.do("LLEN l"); n != "0" && n != "20" {
			t.Errorf("saw %s of 20", n)
			break
		}
	}
	writing.Wait()
}

func BenchmarkScript(b *testing.B) {
	c := dial(b, at(b, b.TempDir(), nil))
	for b.Loop() {
		c.do("EVAL", "redis.call('SET', KEYS[1], ARGV[1]) return redis.call('GET', KEYS[1])", "1", "key", "value")
	}
}
