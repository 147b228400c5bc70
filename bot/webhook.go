package bot

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"mostbot/catalog"
)

const (
	secretHeader = "X-Telegram-Bot-Api-Secret-Token" //nolint:gosec // a header's name
	maxUpdate    = 1 << 20
	webhookCalls = 40
)

// ServeHTTP takes an update from Telegram. The answer comes as soon as the update lies in the inbox, and the work is done
// after: by this replica, or, should it die, by another one or the next. An update that came before, to whichever replica,
// is only acknowledged.
func (b *Bot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "only POST", http.StatusMethodNotAllowed)
		return
	case !sameSecret(r.Header.Get(secretHeader), b.WebhookSecret):
		http.Error(w, "wrong secret", http.StatusUnauthorized)
		return
	case b.me.Load() == nil:
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpdate))
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		http.Error(w, tooLarge.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil {
		http.Error(w, "the update was cut off", http.StatusBadRequest)
		return
	}
	if !b.takeWebhook(r.Context(), raw) {
		http.Error(w, "not now", http.StatusServiceUnavailable)
	}
}

// sameSecret compares in a time that tells nothing, not even the length.
func sameSecret(given, wanted string) bool {
	g, w := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(wanted))
	return wanted != "" && subtle.ConstantTimeCompare(g[:], w[:]) == 1
}

// takeWebhook takes an update and tells whether it could. One that can't be read would be brought again for a day, so it
// counts as taken.
func (b *Bot) takeWebhook(ctx context.Context, raw []byte) bool {
	var u update
	if err := json.Unmarshal(raw, &u); err != nil {
		b.meter.broken.Inc()
		b.Log.Error("skip an update that can't be read", slog.Any("error", err))
		return true
	}
	if b.lanes.isClosed() {
		return false
	}
	fresh, err := b.Inbox.AcceptUpdate(ctx, catalog.Update{ID: u.ID, Raw: raw}, time.Now().Add(inboxLease))
	switch {
	case err != nil:
		b.Log.Warn("put an update into the inbox", slog.Int("update", u.ID), slog.Any("error", err))
		return b.handleWithoutInbox(ctx, u)
	case !fresh:
		b.meter.repeated.Inc()
		return true
	}
	b.handleTaken(u)
	return true
}

// handleWithoutInbox handles an update while the store is away: people want to hear that. Telegram is answered after it,
// and brings the update again should this process die before.
func (b *Bot) handleWithoutInbox(ctx context.Context, u update) bool {
	handled := make(chan struct{})
	if !b.queue(u, func() { close(handled) }) {
		return false
	}
	select {
	case <-handled:
		return true
	case <-ctx.Done():
		return false
	}
}

// announceWebhook tells Telegram where to bring the updates, until it has understood, and then waits for the end.
func (b *Bot) announceWebhook(ctx context.Context) error {
	params := tgbotapi.Params{"url": b.WebhookURL, "secret_token": b.WebhookSecret}
	params.AddNonZero("max_connections", webhookCalls)
	addJSON(params, "allowed_updates", taken)
	for wait := (backoff{}); ctx.Err() == nil; {
		err := b.setting(ctx, "setWebhook", params)
		if err == nil {
			b.Log.Info("Telegram brings the updates to the webhook")
			<-ctx.Done()
			return nil
		}
		d := diagnose(err)
		if d.remedy == refuse || d.remedy == halt {
			return fmt.Errorf("set the webhook: %w", err)
		}
		b.Log.Warn("set the webhook", slog.Any("error", err))
		_ = sleep(ctx, max(d.wait, wait.next()))
	}
	return nil
}

// removeWebhook makes polling possible. Where it fails, the polls say so.
func (b *Bot) removeWebhook(ctx context.Context) {
	if err := b.setting(ctx, "deleteWebhook", nil); err != nil && ctx.Err() == nil {
		b.Log.Warn("delete the webhook", slog.Any("error", err))
	}
}

// setting calls a method that sets something up.
func (b *Bot) setting(ctx context.Context, method string, params tgbotapi.Params) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	_, err := b.client.call(ctx, method, params)
	return err
}
