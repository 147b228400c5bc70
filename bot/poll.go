package bot

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strconv"
	"sync"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

const (
	pollTimeout  = 30 * time.Second // how long Telegram holds a poll open when there is nothing new
	pollAnswer   = 15 * time.Second // how long the answer may then take
	batch        = 100              // the most updates that Telegram gives at once
	handledFor   = 24 * time.Hour   // as long as Telegram keeps updates
	pollBusy     = 100 * time.Millisecond
	vainRounds   = 5 // polls that gave nothing new before what takes long is set aside
	conflictWait = time.Minute
)

// poller asks Telegram for updates. Telegram forgets an update when a higher one is asked for, so the poller asks from
// the lowest that is not handled yet: what a crash interrupts comes again. Updates that came twice are told by their ids.
type poller struct {
	client   *client
	progress Progress
	meter    *meter
	log      *slog.Logger
	handle   func(update) // queues an update for handling; the handler calls finished
	track    *tracker
	aside    []open // what the store keeps besides the offset

	saving sync.Mutex
	saved  int
}

// run polls until the context ends.
func (p *poller) run(ctx context.Context) {
	from, err := p.progress.Offset(ctx)
	if err != nil {
		p.log.Warn("start to poll without a saved offset", slog.Any("error", err))
	}
	p.saved = from
	p.track.start(from)
	p.resumeAside(ctx)
	wait, vain := backoff{}, 0
	for ctx.Err() == nil {
		fresh, known, err := p.round(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			_ = sleep(ctx, p.troubled(err, &wait))
			continue
		}
		wait = backoff{}
		if fresh > 0 || known == 0 {
			vain = 0
			continue
		}
		if vain++; vain > vainRounds || known >= batch {
			p.clear(ctx)
			vain = 0
			continue
		}
		p.track.progress(ctx, pollBusy)
	}
}

// clear makes room for later updates.
func (p *poller) clear(ctx context.Context) {
	if err := p.setAside(ctx); err != nil && ctx.Err() == nil {
		p.log.Warn("set updates aside", slog.Any("error", err))
		p.track.progress(ctx, pollBusy)
	}
}

// round asks once and counts what was new and what was not.
func (p *poller) round(ctx context.Context) (fresh, known int, err error) {
	list, err := p.fetch(ctx, p.track.next())
	if err != nil {
		return 0, 0, err
	}
	p.meter.polled.Store(time.Now().UnixNano())
	p.meter.turnAway("")
	for _, raw := range list {
		if p.accept(ctx, raw) {
			fresh++
		} else {
			known++
		}
	}
	return fresh, known, nil
}

func (p *poller) fetch(ctx context.Context, from int) ([]json.RawMessage, error) {
	params := tgbotapi.Params{}
	params.AddNonZero("offset", from)
	params.AddNonZero("limit", batch)
	params.AddNonZero("timeout", int(pollTimeout.Seconds()))
	if err := params.AddInterface("allowed_updates", taken); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, pollTimeout+pollAnswer)
	defer cancel()
	raw, err := p.client.call(ctx, "getUpdates", params)
	if err != nil {
		return nil, err
	}
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, errors.New("getUpdates gave no list")
	}
	return list, nil
}

// accept queues an update for handling, unless it can't be read or came before.
func (p *poller) accept(ctx context.Context, raw json.RawMessage) bool {
	var u update
	err := json.Unmarshal(raw, &u)
	if u.ID == 0 { // the decoder stopped before it got to the id
		u.ID = p.idOf(raw)
	}
	if !p.track.begin(u.ID, raw) {
		return false
	}
	switch {
	case err != nil:
		p.meter.broken.Inc()
		p.log.Error("skip an update that can't be read", slog.Int("update", u.ID), slog.Any("error", err))
	case p.handledBefore(ctx, u.ID):
		p.meter.repeated.Inc()
	default:
		p.handle(u)
		return true
	}
	p.finished(ctx, u.ID)
	return true
}

// idOf finds the id of an update that could not be decoded. One without any follows the last.
func (p *poller) idOf(raw json.RawMessage) int {
	var only struct {
		ID int `json:"update_id"`
	}
	if json.Unmarshal(raw, &only) != nil || only.ID == 0 {
		return p.track.highest() + 1
	}
	return only.ID
}

// handledBefore asks the store, but only for updates that may have been under way when the program last ended: Telegram
// never gave it more than one batch of them.
func (p *poller) handledBefore(ctx context.Context, id int) bool {
	if p.track.seen() > batch {
		return false
	}
	_, err := p.progress.Recall(ctx, handledKey(id))
	return err == nil
}

func handledKey(id int) string { return "update:" + strconv.Itoa(id) }

// finished notes that an update is handled: by the offset when all before it are, else by its id.
func (p *poller) finished(ctx context.Context, id int) {
	if p.track.finish(id) {
		p.saveOffset(ctx)
		return
	}
	if err := p.progress.Remember(ctx, handledKey(id), "handled", handledFor); err != nil {
		p.log.Warn("remember a handled update", slog.Int("update", id), slog.Any("error", err))
	}
}

func (p *poller) saveOffset(ctx context.Context) {
	p.saving.Lock()
	defer p.saving.Unlock()
	next := p.track.next()
	if next == p.saved {
		return
	}
	if err := p.progress.SaveOffset(ctx, next); err != nil {
		p.log.Warn("save the offset", slog.Int("offset", next), slog.Any("error", err))
		return
	}
	p.saved = next
}

// troubled says what went wrong and how long to wait before the next poll.
func (p *poller) troubled(err error, wait *backoff) time.Duration {
	switch d := diagnose(err); d.remedy {
	case halt:
		p.meter.turnAway(d.reason)
		p.log.Error("stopped polling: Telegram refuses the token", slog.Any("error", err))
		return conflictWait
	case stepAside:
		p.meter.turnAway(d.reason)
		p.log.Error("stopped polling: another program polls with this token or a webhook is set", slog.Any("error", err))
		return conflictWait
	case waitOut:
		p.meter.floods.Inc()
		return d.wait
	default:
		p.log.Warn("poll", slog.Any("error", err))
		return wait.next()
	}
}
