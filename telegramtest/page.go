package telegramtest

import (
	"bytes"
	"embed"
	"encoding/json"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"
)

//go:embed page
var pageFiles embed.FS

// The page may load nothing from anywhere else, and run no script but its own.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const longestSaying = 1 << 16

// Page is a chat in the browser, for the person of the scene. It serves / and all under /demo/.
func (s *Server) Page() http.Handler {
	files, err := fs.Sub(pageFiles, "page")
	if err != nil {
		panic(err) // the folder is built in
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, files, "index.html")
	})
	mux.Handle("GET /demo/", http.StripPrefix("/demo", http.FileServerFS(files)))
	mux.HandleFunc("GET /demo/events", s.serveEvents)
	mux.HandleFunc("GET /demo/file/{id}", s.servePageFile)
	mux.HandleFunc("POST /demo/say", s.serveSay)
	mux.HandleFunc("POST /demo/press", s.servePress)
	mux.HandleFunc("POST /demo/language", s.serveLanguage)
	return http.NewCrossOriginProtection().Handler(guarded(mux))
}

func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", pagePolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-cache")
		next.ServeHTTP(w, r)
	})
}

// serveEvents streams what happens as server-sent events.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	viewer := s.join()
	defer s.part(viewer)
	w.Header().Set("Content-Type", "text/event-stream")
	heartbeat := time.NewTicker(20 * time.Second)
	defer heartbeat.Stop()
	stream := http.NewResponseController(w)
	for {
		line := []byte(": still here")
		select {
		case e, ok := <-viewer:
			if !ok {
				return
			}
			line = append([]byte("data: "), e.encode()...)
		case <-heartbeat.C:
		case <-r.Context().Done():
			return
		}
		if _, err := w.Write(append(line, "\n\n"...)); err != nil || stream.Flush() != nil {
			return
		}
	}
}

func (s *Server) serveSay(w http.ResponseWriter, r *http.Request) {
	var saying struct {
		Chat    int64 `json:"chat,string"`
		ReplyTo int   `json:"reply_to"`
		Text    string
	}
	if !readPage(w, r, &saying) {
		return
	}
	text := strings.TrimSpace(saying.Text)
	if !slices.Contains(s.scene.chats, saying.Chat) || text == "" {
		http.Error(w, "no such chat, or nothing said", http.StatusBadRequest)
		return
	}
	for _, part := range parts(text) {
		s.Send(Saying{Chat: saying.Chat, User: s.options.Scene.Person.ID, ReplyTo: saying.ReplyTo, Text: part})
	}
	w.WriteHeader(http.StatusNoContent)
}

// parts cuts a text into as many messages as it needs, as Telegram's apps do.
func parts(text string) []string {
	var cut []string
	for runes := []rune(text); len(runes) > 0; {
		n := min(len(runes), maxText)
		cut = append(cut, string(runes[:n]))
		runes = runes[n:]
	}
	return cut
}

func (s *Server) servePress(w http.ResponseWriter, r *http.Request) {
	var pressed struct {
		Chat    int64 `json:"chat,string"`
		Message int
		Data    string
	}
	if !readPage(w, r, &pressed) {
		return
	}
	if !slices.Contains(s.scene.chats, pressed.Chat) {
		http.Error(w, "no such chat", http.StatusBadRequest)
		return
	}
	id, err := s.Press(pressed.Chat, pressed.Message, s.options.Scene.Person.ID, pressed.Data)
	if err != nil {
		http.Error(w, err.Error(), http.StatusGone)
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"callback": id})
}

func (s *Server) serveLanguage(w http.ResponseWriter, r *http.Request) {
	var chosen struct{ Language string }
	if !readPage(w, r, &chosen) {
		return
	}
	if len(chosen.Language) > 10 {
		http.Error(w, "no such language", http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.person(s.options.Scene.Person.ID).Language = chosen.Language
	s.show("menu", nil, nil)
	w.WriteHeader(http.StatusNoContent)
}

func readPage(w http.ResponseWriter, r *http.Request, value any) bool {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, longestSaying))
	if err == nil {
		err = json.Unmarshal(body, value)
	}
	if err != nil {
		http.Error(w, "this is not what the page sends", http.StatusBadRequest)
	}
	return err == nil
}

func (s *Server) servePageFile(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	f := s.files[r.PathValue("id")]
	s.mu.Unlock()
	if f == nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "private, max-age=86400, immutable")
	sendBytes(w, r, f)
}

// sendBytes sends a file. Only pictures may be shown in place; whatever else somebody uploaded is for keeping.
func sendBytes(w http.ResponseWriter, r *http.Request, f *File) {
	disposition := "attachment"
	if f.Picture {
		disposition = "inline"
	}
	w.Header().Set("Content-Type", f.Type)
	w.Header().Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": f.Name}))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.Data))
}
