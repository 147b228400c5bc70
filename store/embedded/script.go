package embedded

import (
	"crypto/sha1" //nolint:gosec // Redis names scripts by it
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/alicebob/miniredis/v2/server"
	lua "github.com/yuin/gopher-lua"
)

// interpreter runs Lua. miniredis can do that too, but makes a whole Lua anew for each call, which takes ten times as long as
// what the store's short scripts do in it. Here one Lua lives as long as the server, as in Redis, and each script is
// compiled once. A script can't leave anything behind for the next: globals are closed.
//
// It is used by one goroutine at a time, the one that holds the server's mu.
type interpreter struct {
	lua     *lua.LState
	globals *lua.LTable
	byText  map[string]*lua.LFunction
	bySum   map[string]*lua.LFunction // the SHA-1 of the text, in hexadecimal digits
	ok      *lua.LTable               // the answer of a command that has nothing else to say
	calls   *connection               // for the commands that scripts call
	effects [][]string                // what the script under way wrote, as the journal will have it
}

// newInterpreter makes the Lua, in which redis.call is the given function.
func newInterpreter(call, pcall lua.LGFunction) *interpreter {
	x := &interpreter{
		lua:    lua.NewState(lua.Options{SkipOpenLibs: true, RegistryMaxSize: 1 << 20, RegistryGrowStep: 4096}),
		byText: map[string]*lua.LFunction{}, bySum: map[string]*lua.LFunction{}, calls: newConnection(),
	}
	for name, open := range map[string]lua.LGFunction{
		lua.BaseLibName: lua.OpenBase, lua.TabLibName: lua.OpenTable, lua.StringLibName: lua.OpenString,
		lua.MathLibName: lua.OpenMath,
	} {
		x.lua.Push(x.lua.NewFunction(open))
		x.lua.Push(lua.LString(name))
		x.lua.Call(1, 0)
	}
	x.ok = x.lua.NewTable()
	x.ok.RawSetString("ok", lua.LString("OK"))
	x.globals = x.lua.Get(lua.GlobalsIndex).(*lua.LTable)
	x.globals.RawSetString("redis", x.lua.SetFuncs(x.lua.NewTable(), map[string]lua.LGFunction{"call": call, "pcall": pcall}))
	for _, name := range []string{"dofile", "loadfile", "print", "collectgarbage", "newproxy", "module", "require"} {
		x.globals.RawSetString(name, lua.LNil)
	}
	closed := x.lua.SetFuncs(x.lua.NewTable(), map[string]lua.LGFunction{
		"__index":    refuseGlobal("Script attempted to access nonexistent global variable '%s'"),
		"__newindex": refuseGlobal("Attempt to modify a readonly table, the global variable '%s'"),
	})
	x.lua.SetMetatable(x.globals, closed)
	return x
}

func refuseGlobal(format string) lua.LGFunction {
	return func(l *lua.LState) int {
		l.RaiseError(format, l.CheckString(2))
		return 0
	}
}

// find gives the script that an EVAL holds or an EVALSHA names.
func (x *interpreter) find(name, script string) (*lua.LFunction, error) {
	if strings.EqualFold(name, "EVALSHA") {
		if f := x.bySum[strings.ToLower(script)]; f != nil {
			return f, nil
		}
		return nil, errors.New("NOSCRIPT No matching script. Please use EVAL.")
	}
	if f := x.byText[script]; f != nil {
		return f, nil
	}
	f, err := x.lua.LoadString(script)
	if err != nil {
		return nil, fmt.Errorf("ERR Error compiling script: %w", err)
	}
	sum := sha1.Sum([]byte(script)) //nolint:gosec // see above
	x.byText[script], x.bySum[hex.EncodeToString(sum[:])] = f, f
	return f, nil
}

// run does EVAL or EVALSHA, whose answer goes to the peer, and gives what it wrote, also where it failed halfway.
func (x *interpreter) run(peer *server.Peer, args []string) [][]string {
	x.effects = nil
	if len(args) < 3 {
		peer.WriteError("ERR wrong number of arguments for '" + strings.ToLower(args[0]) + "' command")
		return nil
	}
	keys, err := strconv.Atoi(args[2])
	if err != nil || keys < 0 || keys > len(args)-3 {
		peer.WriteError("ERR Number of keys can't be greater than number of args, nor negative")
		return nil
	}
	f, err := x.find(args[0], args[1])
	if err != nil {
		peer.WriteError(oneLine(err.Error()))
		return nil
	}
	x.globals.RawSetString("KEYS", x.list(args[3:3+keys]))
	x.globals.RawSetString("ARGV", x.list(args[3+keys:]))
	x.lua.Push(f)
	if err := x.lua.PCall(0, 1, nil); err != nil {
		peer.WriteError(refusal(err))
		return x.effects
	}
	result := x.lua.Get(-1)
	x.lua.Pop(1)
	writeValue(peer, result)
	return x.effects
}

func (x *interpreter) list(texts []string) *lua.LTable {
	t := x.lua.CreateTable(len(texts), 0)
	for _, text := range texts {
		t.Append(lua.LString(text))
	}
	return t
}

// refusal is a script's error as Redis would answer it: an error of a command keeps its code.
func refusal(err error) string {
	text := err.Error()
	if failed, ok := errors.AsType[*lua.ApiError](err); ok && failed.Object != nil {
		text = failed.Object.String()
	}
	code, _, _ := strings.Cut(text, " ")
	if code == "" || strings.ToUpper(code) != code || strings.ContainsAny(code, ":.<") {
		text = "ERR " + text
	}
	return oneLine(text)
}

func oneLine(s string) string { return strings.NewReplacer("\r", " ", "\n", " ").Replace(s) }

// called is the function redis.call, or redis.pcall where errors are values.
func (s *Server) called(protected bool) lua.LGFunction {
	return func(l *lua.LState) int {
		args, err := commandOf(l)
		if err != nil {
			l.Error(lua.LString(err.Error()), 0)
		}
		reply := s.callFromScript(args)
		if reply[0] == '-' {
			text := strings.TrimSuffix(string(reply[1:]), "\r\n")
			if !protected {
				l.Error(lua.LString(text), 0)
			}
			failed := l.NewTable()
			failed.RawSetString("err", lua.LString(text))
			l.Push(failed)
			return 1
		}
		value, _ := readValue(l, s.scripts.ok, reply)
		l.Push(value)
		return 1
	}
}

// commandOf is the command that a script calls.
func commandOf(l *lua.LState) ([]string, error) {
	args := make([]string, l.GetTop())
	for i := range args {
		switch v := l.Get(i + 1).(type) {
		case lua.LString:
			args[i] = string(v)
		case lua.LNumber:
			args[i] = v.String()
		default:
			return nil, errors.New("ERR Lua redis lib command arguments must be strings or integers")
		}
	}
	if len(args) == 0 {
		return nil, errors.New("ERR Please specify at least one argument for this redis lib call")
	}
	return args, nil
}

// callFromScript does one command of a script and notes what it wrote.
func (s *Server) callFromScript(args []string) []byte {
	name := strings.ToUpper(args[0])
	c := s.scripts.calls
	c.reply.Reset()
	switch sorts[name] {
	case reads:
		return s.dispatch(c, args)
	case writes:
	default:
		return []byte("-ERR This Redis command is not allowed from script: " + name + "\r\n")
	}
	if name == "XADD" {
		s.ids.fill(args[1:], s.now)
	}
	entry := journaled(slices.Clone(args), s.now)
	reply := s.dispatch(c, args)
	if reply[0] != '-' {
		s.scripts.effects = append(s.scripts.effects, entry)
	}
	return reply
}

// readValue makes a Lua value of an answer in Redis's wire format, ok of a plain one, and gives what follows it.
func readValue(l *lua.LState, ok *lua.LTable, reply []byte) (lua.LValue, []byte) {
	line, rest := cutLine(reply)
	switch reply[0] {
	case '+', '-':
		if line == "OK" {
			return ok, rest
		}
		said := l.NewTable()
		said.RawSetString(map[byte]string{'+': "ok", '-': "err"}[reply[0]], lua.LString(line))
		return said, rest
	case ':':
		n, _ := strconv.ParseInt(line, 10, 64)
		return lua.LNumber(n), rest
	case '$':
		n, _ := strconv.Atoi(line)
		if n < 0 {
			return lua.LFalse, rest
		}
		return lua.LString(rest[:n]), rest[n+len("\r\n"):]
	case '*':
		n, _ := strconv.Atoi(line)
		if n < 0 {
			return lua.LFalse, rest
		}
		list := l.CreateTable(n, 0)
		for range n {
			var v lua.LValue
			v, rest = readValue(l, ok, rest)
			list.Append(v)
		}
		return list, rest
	}
	return lua.LFalse, rest
}

// cutLine takes the first line off an answer, without its mark.
func cutLine(reply []byte) (line string, rest []byte) {
	end := 1
	for reply[end] != '\r' {
		end++
	}
	return string(reply[1:end]), reply[end+len("\r\n"):]
}

// writeValue answers with a Lua value, by Redis's rules: numbers lose their fraction, and lists end at the first nil.
func writeValue(peer *server.Peer, v lua.LValue) {
	switch v := v.(type) {
	case lua.LNumber:
		peer.WriteInt(int(v))
	case lua.LString:
		peer.WriteBulk(string(v))
	case *lua.LTable:
		writeTable(peer, v)
	default:
		if v == lua.LTrue {
			peer.WriteInt(1)
			return
		}
		peer.WriteNull()
	}
}

func writeTable(peer *server.Peer, t *lua.LTable) {
	if failed, ok := t.RawGetString("err").(lua.LString); ok {
		peer.WriteError(oneLine(string(failed)))
		return
	}
	if said, ok := t.RawGetString("ok").(lua.LString); ok {
		peer.WriteInline(oneLine(string(said)))
		return
	}
	n := 0
	for t.RawGetInt(n+1) != lua.LNil {
		n++
	}
	peer.WriteLen(n)
	for i := range n {
		writeValue(peer, t.RawGetInt(i+1))
	}
}
