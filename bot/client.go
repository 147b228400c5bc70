package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// maxAnswer is more than Telegram ever answers; a server that is not Telegram shall not fill the memory.
const maxAnswer = 32 << 20

// client calls Telegram's methods through the library, one context a call, and keeps the token out of what goes wrong.
type client struct {
	token    string
	endpoint string // with two verbs, for the token and the method
	http     *http.Client
	meter    *meter
}

func newClient(token, apiURL string, transport http.RoundTripper, m *meter) (*client, error) {
	if token == "" || strings.ContainsAny(token, " \t\r\n/?#%") {
		return nil, errors.New("the bot's token holds signs that no token has")
	}
	base, err := url.Parse(apiURL)
	if err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") {
		return nil, fmt.Errorf("%q is no address of a Bot API server", apiURL)
	}
	endpoint := strings.ReplaceAll(strings.TrimRight(apiURL, "/"), "%", "%%") + "/bot%s/%s"
	return &client{token: token, endpoint: endpoint, meter: m, http: &http.Client{
		Transport: transport,
		// A redirect would turn the call into a GET and carry the token to who knows where.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// newTransport keeps enough connections open for a full fan-out. Idle ones are given up before Telegram's side closes
// them, since a call that meets a closing connection can't know whether it was heard.
func newTransport(calls int) *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 15 * time.Second}).DialContext,
		TLSHandshakeTimeout:   10 * time.Second,
		MaxIdleConns:          calls,
		MaxIdleConnsPerHost:   calls,
		IdleConnTimeout:       30 * time.Second,
		ExpectContinueTimeout: time.Second,
	}
}

// call asks for one method and gives its result. The error is a *failure.
func (c *client) call(
	ctx context.Context, method string, params tgbotapi.Params, files ...tgbotapi.RequestFile,
) (json.RawMessage, error) {
	began := time.Now()
	e := &exchange{ctx: ctx, http: c.http}
	api := tgbotapi.BotAPI{Token: c.token, Client: e} // its maker would call getMe, and fail where Telegram is away
	api.SetAPIEndpoint(c.endpoint)
	var answer *tgbotapi.APIResponse
	var err error
	if len(files) == 0 {
		answer, err = api.MakeRequest(method, params)
	} else {
		answer, err = api.UploadFiles(method, params, files)
	}
	c.meter.called(method, time.Since(began))
	if err != nil {
		return nil, e.failure(method, answer, err)
	}
	return answer.Result, nil
}

// exchange is one request and its answer; it is the library's HTTP client for as long as one call takes.
type exchange struct {
	ctx       context.Context //nolint:containedctx // the library knows no contexts: this is where one call gets its own
	http      *http.Client
	connected atomic.Bool
	broken    atomic.Bool // the request could not be written as a whole
	status    int
}

// Do sends the request under the call's context.
func (e *exchange) Do(req *http.Request) (*http.Response, error) {
	trace := &httptrace.ClientTrace{
		GotConn:      func(httptrace.GotConnInfo) { e.connected.Store(true) },
		WroteRequest: func(info httptrace.WroteRequestInfo) { e.broken.Store(info.Err != nil) },
	}
	resp, err := e.http.Do(req.WithContext(httptrace.WithClientTrace(e.ctx, trace)))
	if err != nil {
		return nil, withoutAddress(err)
	}
	e.status = resp.StatusCode
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(resp.Body, maxAnswer), resp.Body}
	return resp, nil
}

// failure makes one error of all the ways in which a call can fail.
func (e *exchange) failure(method string, answer *tgbotapi.APIResponse, err error) *failure {
	f := &failure{method: method, cause: withoutAddress(err)}
	var refusal *tgbotapi.Error
	switch {
	case errors.As(err, &refusal):
		f.code, f.text = e.status, refusal.Message
		f.wait = time.Duration(refusal.RetryAfter) * time.Second
		f.movedTo = refusal.MigrateToChatID
		if answer != nil && answer.ErrorCode != 0 {
			f.code = answer.ErrorCode
		}
	case e.status >= 300: // an answer, but not the Bot API's: a proxy's error page
		f.code, f.text = e.status, http.StatusText(e.status)
	default: // no answer, or one that was cut off
		f.unheard = e.connected.Load() && !e.broken.Load()
	}
	return f
}

// withoutAddress takes the address out of an error, because it holds the token.
func withoutAddress(err error) error {
	var addressed *url.Error
	for errors.As(err, &addressed) {
		err = addressed.Err
	}
	return err
}

// failure is why a call failed.
type failure struct {
	method  string
	code    int           // Telegram's error code, or HTTP's; 0: there was no answer
	text    string        // Telegram's words
	wait    time.Duration // what Telegram asks to wait
	movedTo int64         // the chat's new id
	unheard bool          // the request went out and no answer came: Telegram may have done what it asked
	cause   error
}

func (f *failure) Error() string {
	if f.code == 0 {
		return fmt.Sprintf("call %s: %v", f.method, f.cause)
	}
	return fmt.Sprintf("call %s: %d %s", f.method, f.code, f.text)
}

func (f *failure) Unwrap() error { return f.cause }

// libraryLog takes what the library wants to print. It prints addresses, and these hold the token.
type libraryLog struct {
	token string
	say   func(string)
}

func (l libraryLog) Println(v ...any) { l.print(fmt.Sprintln(v...)) }

func (l libraryLog) Printf(format string, v ...any) { l.print(fmt.Sprintf(format, v...)) }

func (l libraryLog) print(line string) {
	l.say(strings.TrimSpace(strings.ReplaceAll(line, l.token, "***")))
}
