package telegramtest

import (
	"io"
	"net/http"
	"net/http/httptest"
)

// Transport answers requests without any socket, so that a bot can be tested inside testing/synctest: give its
// http.Client this transport and any address.
func (s *Server) Transport() http.RoundTripper { return transport{s} }

type transport struct{ server *Server }

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	answered := make(chan *http.Response, 1)
	request := r.Clone(r.Context())
	if request.Body == nil {
		request.Body = http.NoBody
	}
	go func() {
		defer close(answered)
		defer func() {
			if cut := recover(); cut != nil && cut != http.ErrAbortHandler {
				panic(cut)
			}
		}()
		recorder := httptest.NewRecorder()
		t.server.ServeHTTP(recorder, request)
		answered <- recorder.Result()
	}()
	select {
	case response, ok := <-answered:
		if !ok {
			return nil, io.ErrUnexpectedEOF
		}
		return response, nil
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}
