package store

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// piece is a key with its value, or with a part of it when it is long, in the form of an export. The other parts follow.
type piece struct {
	Key     string   `json:"key"`
	More    bool     `json:"more,omitempty"`    // not the first of its key
	Expires int64    `json:"expires,omitempty"` // Unix milliseconds; of the first piece
	String  *text    `json:"string,omitempty"`
	Hash    []text   `json:"hash,omitempty"`   // field, value, field, value …
	Set     []text   `json:"set,omitempty"`    // members
	Sorted  []text   `json:"sorted,omitempty"` // member, score, member, score …
	List    []text   `json:"list,omitempty"`
	Stream  [][]text `json:"stream,omitempty"` // each id, field, value, field, value …
	Groups  []group  `json:"groups,omitempty"` // of the stream, after its entries

	Bodies map[string]text `json:"bodies,omitempty"` // of the messages in a queue, by digest; each once in a shard
}

// group is a stream's consumer group with what its consumers have not acknowledged.
type group struct {
	Name    string    `json:"name"`
	Last    string    `json:"last"`
	Pending []pending `json:"pending,omitempty"`
}

type pending struct {
	ID        string `json:"id"`
	Consumer  string `json:"consumer"`
	Delivered int64  `json:"delivered"` // Unix milliseconds
	Times     int64  `json:"times"`
}

// text is a string that survives JSON also when it is no UTF-8.
type text string

type rawText struct {
	Base64 []byte `json:"base64"`
}

// MarshalJSON writes a string, or {"base64": …}.
func (t text) MarshalJSON() ([]byte, error) {
	if utf8.ValidString(string(t)) {
		return json.Marshal(string(t))
	}
	return fmt.Appendf(nil, `{"base64":"%s"}`, base64.StdEncoding.EncodeToString([]byte(t))), nil
}

// UnmarshalJSON reads either form.
func (t *text) UnmarshalJSON(b []byte) error {
	if len(b) == 0 || b[0] != '{' {
		return json.Unmarshal(b, (*string)(t))
	}
	var raw rawText
	if err := json.Unmarshal(b, &raw); err != nil {
		return err
	}
	*t = text(raw.Base64)
	return nil
}

// commands lists what makes the piece in a store. The first piece of a key does away with what was there.
func (p piece) commands() [][]string {
	var commands [][]string
	if !p.More {
		commands = append(commands, []string{"DEL", p.Key})
	}
	commands = append(commands, p.adding()...)
	for _, entry := range p.Stream {
		commands = append(commands, appendTexts([]string{"XADD", p.Key}, entry))
	}
	for _, g := range p.Groups {
		commands = append(commands, g.commands(p.Key)...)
	}
	if p.Expires != 0 {
		commands = append(commands, []string{"PEXPIREAT", p.Key, strconv.FormatInt(p.Expires, 10)})
	}
	return commands
}

func (p piece) adding() [][]string {
	switch {
	case p.String != nil:
		return [][]string{{"SET", p.Key, string(*p.String)}}
	case len(p.Hash) > 0:
		return [][]string{appendTexts([]string{"HSET", p.Key}, p.Hash)}
	case len(p.Set) > 0:
		return [][]string{appendTexts([]string{"SADD", p.Key}, p.Set)}
	case len(p.List) > 0:
		return [][]string{appendTexts([]string{"RPUSH", p.Key}, p.List)}
	case len(p.Sorted) > 1:
		command := []string{"ZADD", p.Key}
		for i := 0; i+1 < len(p.Sorted); i += 2 {
			command = append(command, string(p.Sorted[i+1]), string(p.Sorted[i]))
		}
		return [][]string{command}
	}
	return nil
}

func (g group) commands(key string) [][]string {
	commands := [][]string{{"XGROUP", "CREATE", key, g.Name, g.Last, "MKSTREAM"}}
	for _, p := range g.Pending {
		commands = append(commands, []string{"XCLAIM", key, g.Name, p.Consumer, "0", p.ID, "TIME",
			strconv.FormatInt(p.Delivered, 10), "RETRYCOUNT", strconv.FormatInt(p.Times, 10), "FORCE", "JUSTID"})
	}
	return commands
}

func appendTexts(command []string, texts []text) []string {
	for _, t := range texts {
		command = append(command, string(t))
	}
	return command
}

func textsOf[S ~string](from []S) []text {
	to := make([]text, len(from))
	for i, s := range from {
		to[i] = text(s)
	}
	return to
}
