package telegramtest

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

const maxUpload = 50 << 20

// query is a call with its arguments, wherever in the request they stood.
type query struct {
	method  string
	args    map[string]string
	uploads map[string]upload
}

type upload struct {
	name string
	kind string
	data []byte
}

// readQuery takes arguments from the address, a form, a multipart form or a JSON object, as Telegram does.
func readQuery(w http.ResponseWriter, r *http.Request, method string) (*query, error) {
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		return nil, &Error{Code: http.StatusMethodNotAllowed, Description: "Method Not Allowed"}
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxUpload)
	q := &query{method: method, args: map[string]string{}}
	for name, values := range r.URL.Query() {
		q.args[name] = values[len(values)-1]
	}
	if err := q.readBody(r); err != nil {
		return nil, refusedBody(err)
	}
	if method == "" {
		q.method = strings.ToLower(q.args["method"])
	}
	return q, nil
}

func refusedBody(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return &Error{Code: http.StatusRequestEntityTooLarge, Description: "Request Entity Too Large"}
	}
	return badRequest("can't parse the request's body")
}

func (q *query) readBody(r *http.Request) error {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/json":
		return q.readJSON(r.Body)
	case "multipart/form-data":
		return q.readMultipart(r)
	case "application/x-www-form-urlencoded":
		if err := r.ParseForm(); err != nil {
			return err
		}
		for name, values := range r.PostForm {
			q.args[name] = values[len(values)-1]
		}
	}
	return nil
}

func (q *query) readJSON(body io.Reader) error {
	data, err := io.ReadAll(body)
	if err != nil || len(data) == 0 {
		return err
	}
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(data, &fields); err != nil {
		return err
	}
	for name, raw := range fields {
		q.args[name] = plain(raw)
	}
	return nil
}

// plain is a JSON value as it would stand in a form: strings without their quotes, null as nothing.
func plain(raw json.RawMessage) string {
	var text string
	if err := json.Unmarshal(raw, &text); err == nil {
		return text
	}
	return string(raw)
}

func (q *query) readMultipart(r *http.Request) error {
	reader, err := r.MultipartReader()
	if err != nil {
		return err
	}
	q.uploads = map[string]upload{}
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		if part.FileName() == "" {
			q.args[part.FormName()] = string(data)
			continue
		}
		q.uploads[part.FormName()] = upload{part.FileName(), part.Header.Get("Content-Type"), data}
	}
}

func (q *query) text(name string) string { return q.args[name] }

func (q *query) number(name string) int64 {
	n, _ := strconv.ParseInt(strings.TrimSpace(q.args[name]), 10, 64)
	return n
}

func (q *query) flag(name string) bool {
	switch strings.ToLower(q.args[name]) {
	case "true", "yes", "1":
		return true
	}
	return false
}

// object decodes an argument that is JSON into value, and says whether there was one.
func (q *query) object(name string, value any) (bool, error) {
	raw := q.args[name]
	if raw == "" || raw == "null" {
		return false, nil
	}
	if err := json.Unmarshal([]byte(raw), value); err != nil {
		words := strings.ReplaceAll(name, "_", " ")
		return false, badRequest("can't parse " + words + " JSON object")
	}
	return true, nil
}
