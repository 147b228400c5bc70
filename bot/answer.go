package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"mostbot/catalog"
	"mostbot/commands"
)

const (
	replyTries   = 3
	longestFlood = time.Minute // a reply that has to wait longer is of no use to anybody
	maxToast     = 200
)

// answer sends what the book replies to a request.
func (b *Bot) answer(ctx context.Context, r commands.Request, reply commands.Reply) error {
	if reply.Silent {
		return nil
	}
	to := post{chat: r.Chat.ID, thread: r.Thread}
	if r.Chat.Kind == catalog.Group || r.Chat.Kind == catalog.Supergroup {
		to.replyTo = r.Message
	}
	if reply.Edit && r.Press != "" {
		to.edit, to.replyTo = r.Message, 0
	}
	for _, p := range withFile(posts(reply.Message, to), reply, to) {
		if err := b.insist(ctx, p); err != nil {
			return fmt.Errorf("reply in chat %d: %w", r.Chat.ID, err)
		}
	}
	return nil
}

// withFile puts the reply's picture or document before the text, or makes the text its caption where that is possible.
func withFile(list []post, reply commands.Reply, to post) []post {
	file, picture := reply.Picture, true
	if file == nil {
		file, picture = reply.Document, false
	}
	if file == nil {
		return list
	}
	carrier := to
	carrier.edit, carrier.file, carrier.filename, carrier.picture = 0, file, reply.Filename, picture
	if carrier.filename == "" {
		carrier.filename = "mostbot.png"
	}
	switch {
	case len(list) == 0:
		carrier.buttons = reply.Buttons
	case len(list) == 1 && !measure(list[0].markup).exceeds(maxCaption):
		carrier.markup, carrier.buttons = list[0].markup, list[0].buttons
		list = nil
	}
	for i := range list {
		list[i].edit, list[i].replyTo = 0, 0
	}
	return append([]post{carrier}, list...)
}

// insist sends a post that somebody is waiting for, and tries again where that can help.
func (b *Bot) insist(ctx context.Context, p post) error {
	wait := backoff{}
	for try := 1; ; try++ {
		_, err := b.deliver(ctx, &p, callTimeout, b.pacer.person)
		if err == nil {
			b.meter.sent.WithLabelValues("reply").Inc()
			return nil
		}
		d := diagnose(err)
		worth := d.remedy == again || d.remedy == waitOut && d.wait <= longestFlood
		if !worth || try == replyTries {
			b.meter.lost(d)
			return err
		}
		b.meter.retried.WithLabelValues(d.reason).Inc()
		if err := sleep(ctx, max(d.wait, wait.next())); err != nil {
			return err
		}
	}
}

// acknowledge stops the clock on a pressed button, with a toast if there is one.
func (b *Bot) acknowledge(ctx context.Context, id string, reply commands.Reply) {
	params := tgbotapi.Params{"callback_query_id": id}
	params.AddNonEmpty("text", shortened(reply.Toast, maxToast))
	params.AddBool("show_alert", reply.Alert)
	if reply.Start != "" {
		params["url"] = "https://t.me/" + b.me.Load().Username + "?start=" + reply.Start
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	_, err := b.client.call(ctx, "answerCallbackQuery", params)
	if err != nil && diagnose(err).remedy != fine {
		b.Log.Warn("answer a pressed button", slog.Any("error", err))
	}
}

func shortened(s string, limit int) string {
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	return string(runes[:limit-1]) + "…"
}

// isUnwelcome tells whether a reply failed because the chat does not want it, which is no fault of ours.
func isUnwelcome(err error) bool {
	var f *failure
	return errors.As(err, &f) && diagnose(f).remedy == pause
}
