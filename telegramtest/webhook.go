package telegramtest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	defaultConnections = 40
	maxConnections     = 100
	firstRetry         = time.Second
	longestRetry       = time.Minute
	longestRetryAfter  = time.Hour
	webhookPatience    = time.Minute // for one answer
)

// webhook is where updates are posted to, once the bot has set it.
type webhook struct {
	URL         string
	secret      string
	connections int
	busy        map[int]bool // updates on their way
	lastError   string
	lastErrorAt time.Time
	gone        chan struct{} // closed when another webhook, or none, takes its place
}

var secretPattern = regexp.MustCompile(`^[A-Za-z0-9_-]*$`)

func (s *Server) setWebhook(q *query) (any, error) {
	address := q.text("url")
	if address == "" {
		return s.deleteWebhook(q)
	}
	secret := q.text("secret_token")
	switch {
	case !webhookAddress(address):
		return nil, badRequest("bad webhook: An HTTPS URL must be provided for webhook")
	case len(secret) > 256:
		return nil, badRequest("secret token is too long")
	case !secretPattern.MatchString(secret):
		return nil, badRequest("secret token contains unallowed characters")
	}
	if err := s.readAllowed(q); err != nil {
		return nil, err
	}
	s.dropPending(q)
	connections := int(q.number("max_connections"))
	if connections < 1 {
		connections = defaultConnections
	}
	s.dropWebhook()
	s.webhook = webhook{
		URL: address, secret: secret, connections: min(connections, maxConnections),
		busy: map[int]bool{}, gone: make(chan struct{}),
	}
	s.wakePoll(conflict("terminated by setWebhook request"))
	s.postUpdates()
	return true, nil
}

// webhookAddress lets HTTP pass on loopback, where tests live, and otherwise wants what Telegram wants.
func webhookAddress(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	if u.Hostname() == "localhost" || ip != nil && ip.IsLoopback() {
		return u.Scheme == "http" || u.Scheme == "https"
	}
	return u.Scheme == "https" && slices.Contains([]string{"", "443", "80", "88", "8443"}, u.Port())
}

func (s *Server) deleteWebhook(q *query) (any, error) {
	s.dropPending(q)
	s.dropWebhook()
	return true, nil
}

// dropWebhook ends what is on its way to the present one.
func (s *Server) dropWebhook() {
	if s.webhook.gone != nil {
		close(s.webhook.gone)
	}
	s.webhook = webhook{}
}

func (s *Server) dropPending(q *query) {
	if q.flag("drop_pending_updates") {
		s.queue.updates = nil
	}
}

func (s *Server) getWebhookInfo(*query) (any, error) {
	info := map[string]any{
		"url": s.webhook.URL, "has_custom_certificate": false, "pending_update_count": len(s.queue.updates),
	}
	if s.webhook.URL != "" {
		info["max_connections"] = s.webhook.connections
	}
	if s.webhook.lastError != "" {
		info["last_error_date"] = s.webhook.lastErrorAt.Unix()
		info["last_error_message"] = s.webhook.lastError
	}
	if len(s.queue.allowed) > 0 {
		info["allowed_updates"] = s.queue.allowed
	}
	return info, nil
}

// postUpdates sets off as many deliveries as the bot has connections for.
func (s *Server) postUpdates() {
	if s.webhook.URL == "" {
		return
	}
	for _, u := range s.queue.updates {
		if len(s.webhook.busy) >= s.webhook.connections {
			return
		}
		if !s.webhook.busy[u.id] {
			s.webhook.busy[u.id] = true
			go s.deliverUpdate(u, s.webhook)
		}
	}
}

// deliverUpdate posts one update until the bot takes it or the webhook is gone.
func (s *Server) deliverUpdate(u update, hook webhook) {
	for pause := firstRetry; ; pause = min(2*pause, longestRetry) {
		wait, problem := s.post(hook, u.body)
		if problem == "" {
			s.delivered(u, hook)
			return
		}
		s.noteProblem(hook, problem)
		timer := time.NewTimer(max(wait, pause))
		select {
		case <-timer.C:
		case <-hook.gone:
			timer.Stop()
			return
		}
	}
}

func (s *Server) delivered(u update, hook webhook) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.webhook.gone != hook.gone {
		return
	}
	delete(s.webhook.busy, u.id)
	s.queue.updates = slices.DeleteFunc(s.queue.updates, func(other update) bool { return other.id == u.id })
	s.postUpdates()
	s.watch.notify()
}

func (s *Server) noteProblem(hook webhook, problem string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.webhook.gone == hook.gone {
		s.webhook.lastError, s.webhook.lastErrorAt = problem, s.now()
	}
	s.watch.notify()
}

// post sends an update, and runs the call with which the bot may answer it. On failure it says what went wrong, as
// getWebhookInfo words it, and how long to wait at the least.
func (s *Server) post(hook webhook, body []byte) (time.Duration, string) {
	ctx, cancel := context.WithTimeout(context.Background(), webhookPatience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, hook.URL, bytes.NewReader(body))
	if err != nil {
		return 0, "Failed to make a request"
	}
	request.Header.Set("Content-Type", "application/json")
	if hook.secret != "" {
		request.Header.Set("X-Telegram-Bot-Api-Secret-Token", hook.secret)
	}
	response, err := s.options.WebhookClient.Do(request)
	if err != nil {
		return 0, "Connection failed"
	}
	defer response.Body.Close()
	reply, err := io.ReadAll(io.LimitReader(response.Body, maxUpload))
	if response.StatusCode/100 != 2 {
		seconds, _ := strconv.Atoi(response.Header.Get("Retry-After"))
		wait := min(time.Duration(seconds)*time.Second, longestRetryAfter)
		return wait, "Wrong response from the webhook: " + response.Status
	}
	if err == nil {
		s.runReply(response.Header.Get("Content-Type"), reply)
	}
	return 0, ""
}

func (s *Server) runReply(kind string, reply []byte) {
	var fields map[string]json.RawMessage
	if !strings.HasPrefix(kind, "application/json") || json.Unmarshal(reply, &fields) != nil {
		return
	}
	q := &query{args: map[string]string{}}
	for name, raw := range fields {
		q.args[name] = plain(raw)
	}
	q.method = strings.ToLower(q.args["method"])
	if run, ok := s.methods[q.method]; ok {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.stats.Calls[q.method]++
		_, _ = run(s, q) // nobody hears of a refusal, with Telegram neither
		s.watch.notify()
	}
}
