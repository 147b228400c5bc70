package telegramtest

import (
	"bytes"
	"mime"
	"net/http"
	"strings"
	"time"
)

// Scene is what the page shows. (stub)
type Scene struct{ Title string }
type scene struct{}

func (s *Server) openScene()                            {}
func (s *Server) show(kind string, c *chat, m *Message) {}
func (s *Server) showAnswer(id string, c *callback)     {}
func trimToken(path, token string) string {
	return strings.TrimPrefix(path, token+"/")
}
func sendBytes(w http.ResponseWriter, r *http.Request, f *File) {
	w.Header().Set("Content-Type", f.Type)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.Data))
}
