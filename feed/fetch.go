package feed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/temoto/robotstxt"

	"mostbot/catalog"
)

const (
	mostBytes     = 5 << 20
	mostRedirects = 5
	mostPatience  = 24 * time.Hour // of what Retry-After may ask for

	acceptFeed = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, " +
		"application/json;q=0.8, text/html;q=0.5, */*;q=0.1"
	acceptPage = "text/html, application/xhtml+xml, */*;q=0.1"

	robotName = "mostbot"
)

// trouble is an error that says why there is no article; of a lasting one, asking again will not help.
type trouble struct {
	why     catalog.Refusal
	words   string
	lasting bool
}

func (t trouble) Error() string        { return t.words }
func (t trouble) Permanent() bool      { return t.lasting }
func (t trouble) Why() catalog.Refusal { return t.why }

// What a fetch may be refused for.
var (
	ErrAddress   error = trouble{catalog.NotPublic, "the address is not on the public Internet", true}
	ErrTooLarge  error = trouble{catalog.TooLarge, "more than 5 MB", true}
	ErrRobots    error = trouble{catalog.ByRobots, "the site's robots.txt asks not to read it", true}
	ErrRedirects error = trouble{catalog.ManyRedirects, "more than 5 redirects", true}
	ErrNoHost    error = trouble{catalog.NoHost, "there is no such host", true}

	errPatience error = trouble{catalog.TooSlow, "the site did not answer whole in time", false}
)

// StatusError is a site's answer other than the page.
type StatusError struct {
	Code       int
	RetryAfter time.Time // when the site said that it may be asked again; else zero
}

func (e *StatusError) Error() string {
	return strings.TrimSpace(fmt.Sprintf("the site answered %d %s", e.Code, strings.ToLower(http.StatusText(e.Code))))
}

// Why says in one word why there is no article.
func (e *StatusError) Why() catalog.Refusal { return catalog.SiteError }

// Permanent tells whether asking again will give the same answer.
func (e *StatusError) Permanent() bool {
	switch e.Code {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return false
	}
	return e.Code < http.StatusInternalServerError
}

type request struct {
	url, accept        string
	etag, lastModified string
	obeyRobots         bool
}

type response struct {
	url                string // where the redirects led
	contentType        string
	body               []byte
	etag, lastModified string
	notModified        bool
}

func newClient(g guard) *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			DialContext:            g.dial,
			ForceAttemptHTTP2:      true,
			MaxIdleConns:           100,
			MaxIdleConnsPerHost:    mostAtOnce,
			IdleConnTimeout:        30 * time.Second,
			TLSHandshakeTimeout:    10 * time.Second,
			MaxResponseHeaderBytes: 64 << 10,
		},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > mostRedirects {
				return ErrRedirects
			}
			return checkURL(r.URL)
		},
	}
}

func checkURL(u *url.URL) error {
	if (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" {
		return fmt.Errorf("%w: %s", ErrAddress, u.Redacted())
	}
	return nil
}

// fetch asks for an address in its host's turn.
func (r *Reader) fetch(ctx context.Context, q request) (response, error) {
	u, err := url.Parse(q.url)
	if err != nil {
		return response{}, fmt.Errorf("%w: %w", ErrAddress, err)
	}
	if err := checkURL(u); err != nil {
		return response{}, err
	}
	to := r.hosts.at(u.Host)
	if until := r.hosts.closedUntil(to); until.After(r.now()) {
		return response{}, &StatusError{http.StatusTooManyRequests, until}
	}
	if q.obeyRobots {
		if err := r.obey(ctx, to, u); err != nil {
			return response{}, err
		}
	}
	if !r.guard.ours(u.Hostname(), portOf(u)) {
		done, err := r.hosts.turn(ctx, to)
		if err != nil {
			return response{}, err
		}
		defer done()
	}
	got, err := r.get(ctx, q)
	var status *StatusError
	if errors.As(err, &status) {
		r.hosts.close(to, status.RetryAfter)
	}
	return got, err
}

func portOf(u *url.URL) string {
	if u.Port() != "" {
		return u.Port()
	}
	return map[string]string{"http": "80", "https": "443"}[u.Scheme]
}

func (r *Reader) get(ctx context.Context, q request) (response, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, r.patience, errPatience)
	defer cancel()
	asked, err := http.NewRequestWithContext(ctx, http.MethodGet, q.url, nil)
	if err != nil {
		return response{}, err
	}
	asked.Header.Set("User-Agent", r.agent)
	asked.Header.Set("Accept", q.accept)
	setIf(asked.Header, "If-None-Match", q.etag)
	setIf(asked.Header, "If-Modified-Since", q.lastModified)
	answer, err := r.client.Do(asked)
	if err != nil {
		return response{}, withoutAddress(ctx, err)
	}
	defer answer.Body.Close()
	return r.take(ctx, answer)
}

func setIf(h http.Header, name, value string) {
	if value != "" {
		h.Set(name, value)
	}
}

// withoutAddress takes off what the HTTP client puts before an error, since callers name the address themselves, and
// says why the time ran out.
func withoutAddress(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil && errors.Is(err, context.DeadlineExceeded) {
		return cause
	}
	var name *net.DNSError
	if errors.As(err, &name) && name.IsNotFound {
		return fmt.Errorf("%w: %s", ErrNoHost, name.Name)
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

func (r *Reader) take(ctx context.Context, answer *http.Response) (response, error) {
	got := response{
		url: answer.Request.URL.String(), contentType: answer.Header.Get("Content-Type"),
		etag: answer.Header.Get("ETag"), lastModified: answer.Header.Get("Last-Modified"),
	}
	switch {
	case answer.StatusCode == http.StatusNotModified:
		got.notModified = true
		return got, nil
	case answer.StatusCode != http.StatusOK:
		return got, &StatusError{answer.StatusCode, retryAfter(answer.Header.Get("Retry-After"), r.now())}
	case answer.ContentLength > mostBytes:
		return got, ErrTooLarge
	}
	// The client unpacks what comes packed, so that the limit holds for what a small packet may swell to.
	body, err := io.ReadAll(io.LimitReader(answer.Body, mostBytes+1))
	switch {
	case len(body) > mostBytes:
		return got, ErrTooLarge
	case errors.Is(err, io.ErrUnexpectedEOF) && len(body) > 0: // the site lied about its length: what came may do
	case ended.Match(body[max(len(body)-20, 0):]): // it did, and keeps the line open
	case err != nil:
		return got, withoutAddress(ctx, err)
	}
	got.body = body
	return got, nil
}

// ended finds how feeds and pages end.
var ended = regexp.MustCompile(`(?i)(</(rss|feed|rdf:RDF|html)\s*>|\})\s*$`)

// retryAfter reads the header's two forms, seconds and a date; it is zero for anything else.
func retryAfter(header string, now time.Time) time.Time {
	if seconds, err := strconv.Atoi(strings.TrimSpace(header)); err == nil && seconds >= 0 {
		return now.Add(time.Duration(min(seconds, int(mostPatience.Seconds()))) * time.Second)
	}
	at, err := http.ParseTime(header)
	if err != nil || at.Before(now) {
		return time.Time{}
	}
	return earlier(at, now.Add(mostPatience))
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// obey asks the host's robots.txt, once a day, whether we may read the address.
func (r *Reader) obey(ctx context.Context, to *host, u *url.URL) error {
	to.asking.Lock()
	defer to.asking.Unlock()
	if r.now().After(to.until) {
		robots, lasts, err := r.fetchRobots(ctx, to, u)
		if ctx.Err() != nil {
			return err
		}
		r.hosts.mu.Lock()
		to.robots, to.unreadable, to.until = robots, err, r.now().Add(lasts)
		r.hosts.mu.Unlock()
	}
	if to.unreadable != nil {
		return to.unreadable
	}
	if to.robots != nil && !to.robots.TestAgent(u.RequestURI(), robotName) {
		return ErrRobots
	}
	return nil
}

func (r *Reader) fetchRobots(ctx context.Context, to *host, u *url.URL) (*robotstxt.RobotsData, time.Duration, error) {
	if !r.guard.ours(u.Hostname(), portOf(u)) {
		done, err := r.hosts.turn(ctx, to)
		if err != nil {
			return nil, 0, err
		}
		defer done()
	}
	got, err := r.get(ctx, request{url: u.Scheme + "://" + u.Host + "/robots.txt", accept: "text/plain, */*;q=0.1"})
	var status *StatusError
	switch {
	case errors.As(err, &status) && status.Code < http.StatusInternalServerError:
		return nil, robotsLast, nil // there is none, and so nothing is forbidden
	case errors.As(err, &status):
		robots, err := robotstxt.FromStatusAndBytes(status.Code, nil)
		return robots, robotsRetry, err
	case err != nil:
		return nil, robotsSilent, fmt.Errorf("robots.txt: %w", err)
	}
	robots, err := robotstxt.FromBytes(got.body)
	if err != nil {
		return nil, robotsLast, nil // unreadable rules forbid nothing
	}
	return robots, robotsLast, nil
}
