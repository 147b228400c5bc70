package embedded

import (
	"strconv"
	"strings"
	"time"
)

// sort of command, by what the journal must do about it.
type sort int

const (
	unknown sort = iota
	reads
	writes
	scripts  // write by the commands that they call
	controls // of the connection or of a transaction
)

// sorts lists the commands that the embedded store takes. What draws lots (SPOP), or gives a key another's time of expiry
// (RENAME, COPY), is left out on purpose: the journal could not follow.
var sorts = table(map[sort]string{
	reads: `DBSIZE EXISTS EXPIRETIME GET GETRANGE HEXISTS HGET HGETALL HKEYS HLEN HMGET HSCAN HSTRLEN HVALS KEYS LINDEX LLEN
		LPOS LRANGE MGET PEXPIRETIME PTTL SCAN SCARD SDIFF SINTER SINTERCARD SISMEMBER SMEMBERS SMISMEMBER SRANDMEMBER SSCAN
		STRLEN SUNION TIME TTL TYPE XINFO XLEN XPENDING XRANGE XREAD XREVRANGE ZCARD ZCOUNT ZINTER ZLEXCOUNT ZMSCORE ZRANGE
		ZRANGEBYLEX ZRANGEBYSCORE ZRANK ZREVRANGE ZREVRANGEBYLEX ZREVRANGEBYSCORE ZREVRANK ZSCAN ZSCORE ZUNION`,
	writes: `APPEND DECR DECRBY DEL EXPIRE EXPIREAT FLUSHALL FLUSHDB GETDEL GETEX GETSET HDEL HINCRBY HINCRBYFLOAT HMSET HSET
		HSETNX INCR INCRBY INCRBYFLOAT LINSERT LMOVE LPOP LPUSH LPUSHX LREM LSET LTRIM MSET MSETNX PERSIST PEXPIRE PEXPIREAT
		PSETEX RPOP RPUSH RPUSHX SADD SDIFFSTORE SET SETEX SETNX SETRANGE SINTERSTORE SMOVE SREM SUNIONSTORE
		UNLINK XACK XADD XAUTOCLAIM XCLAIM XDEL XGROUP XREADGROUP XTRIM ZADD ZINCRBY ZINTERSTORE ZPOPMAX ZPOPMIN ZREM
		ZREMRANGEBYLEX ZREMRANGEBYRANK ZREMRANGEBYSCORE ZUNIONSTORE`,
	scripts:  `EVAL EVALSHA`,
	controls: `CLIENT COMMAND DISCARD ECHO EXEC HELLO INFO MULTI PING QUIT UNWATCH WATCH`,
})

func table(bySort map[sort]string) map[string]sort {
	byName := map[string]sort{}
	for s, names := range bySort {
		for name := range strings.FieldsSeq(names) {
			byName[name] = s
		}
	}
	return byName
}

// journaled is how a command stands in the journal: times to live as moments of expiry, and nothing that waits.
func journaled(args []string, now time.Time) []string {
	switch name := strings.ToUpper(args[0]); {
	case name == "EXPIRE" && len(args) > 2:
		return expiry(args, now, time.Second)
	case name == "PEXPIRE" && len(args) > 2:
		return expiry(args, now, time.Millisecond)
	case name == "SETEX" && len(args) == 4:
		return []string{"SET", args[1], args[3], "PXAT", moment(args[2], now, time.Second)}
	case name == "PSETEX" && len(args) == 4:
		return []string{"SET", args[1], args[3], "PXAT", moment(args[2], now, time.Millisecond)}
	case name == "SET" && len(args) > 3:
		return options(args, 3, now)
	case name == "GETEX" && len(args) > 2:
		return options(args, 2, now)
	}
	return args
}

func expiry(args []string, now time.Time, unit time.Duration) []string {
	return append([]string{"PEXPIREAT", args[1], moment(args[2], now, unit)}, args[3:]...)
}

// options turns the EX or PX among a command's options into PXAT.
func options(args []string, from int, now time.Time) []string {
	for i := from; i+1 < len(args); i++ {
		unit := map[string]time.Duration{"EX": time.Second, "PX": time.Millisecond}[strings.ToUpper(args[i])]
		if unit > 0 {
			return append(append(append([]string{}, args[:i]...), "PXAT", moment(args[i+1], now, unit)), args[i+2:]...)
		}
	}
	return args
}

func moment(amount string, now time.Time, unit time.Duration) string {
	n, err := strconv.ParseInt(amount, 10, 64)
	if err != nil {
		return amount // the server refused it too
	}
	return strconv.FormatInt(now.UnixMilli()+n*unit.Milliseconds(), 10)
}

// notesTime tells whether a command keeps the time at which it was done.
func notesTime(args []string) bool {
	switch strings.ToUpper(args[0]) {
	case "XREADGROUP", "XCLAIM", "XAUTOCLAIM":
		return true
	}
	return false
}

// withoutBlock takes the BLOCK option out of a stream command and says how long it would wait; waits is false without one.
func withoutBlock(args []string) (rest []string, wait time.Duration, waits bool) {
	for i := 1; i+1 < len(args); i++ {
		switch strings.ToUpper(args[i]) {
		case "STREAMS":
			return args, 0, false
		case "BLOCK":
			ms, err := strconv.Atoi(args[i+1])
			if err != nil {
				return args, 0, false
			}
			rest = append(append([]string{}, args[:i]...), args[i+2:]...)
			return rest, time.Duration(ms) * time.Millisecond, true
		}
	}
	return args, 0, false
}

// idSource makes the ids of stream entries that asked for any (*), so that the journal has them as they were given.
type idSource struct {
	ms  int64
	seq int64
}

// fill replaces the * of an XADD, in place.
func (s *idSource) fill(args []string, now time.Time) {
	at := 1
	for at < len(args) {
		switch strings.ToUpper(args[at]) {
		case "NOMKSTREAM", "~", "=":
			at++
		case "MAXLEN", "MINID":
			at++
			if at < len(args) && (args[at] == "~" || args[at] == "=") {
				at++
			}
			at++
		case "LIMIT":
			at += 2
		case "*":
			args[at] = s.next(now)
			return
		default:
			s.saw(args[at])
			return
		}
	}
}

func (s *idSource) next(now time.Time) string {
	if ms := now.UnixMilli(); ms > s.ms {
		s.ms, s.seq = ms, 0
	} else {
		s.seq++
	}
	return strconv.FormatInt(s.ms, 10) + "-" + strconv.FormatInt(s.seq, 10)
}

func (s *idSource) saw(id string) {
	ms, seq, _ := strings.Cut(id, "-")
	m, errM := strconv.ParseInt(ms, 10, 64)
	n, errN := strconv.ParseInt(seq, 10, 64)
	if errM == nil && errN == nil && (m > s.ms || m == s.ms && n > s.seq) {
		s.ms, s.seq = m, n
	}
}
