package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
)

// Telegram gives a hundred updates at the most, from the lowest that is not confirmed. An update that takes long, because
// its chat has to wait for its reply, would keep all later ones from coming. So the poller sets such updates aside: it
// writes them into the store, where a crash can't take them, and lets the offset pass them.

const asideKey = "updates aside"

// setAside keeps in the store what is being handled now, with what was set aside before and is not handled yet.
func (p *poller) setAside(ctx context.Context) error {
	list := p.track.unhandled()
	kept := append(p.stillAside(), list...)
	raws := make([]json.RawMessage, len(kept))
	for i, o := range kept {
		raws[i] = o.raw
	}
	encoded, err := json.Marshal(raws)
	if err != nil {
		return fmt.Errorf("write updates that take long: %w", err)
	}
	if err := p.progress.Remember(ctx, asideKey, string(encoded), handledFor); err != nil {
		return fmt.Errorf("keep updates that take long: %w", err)
	}
	p.aside = kept
	p.track.setAside(list)
	p.saveOffset(ctx)
	return nil
}

func (p *poller) stillAside() []open {
	var list []open
	for _, o := range p.aside {
		if p.track.isAside(o.id) {
			list = append(list, o)
		}
	}
	return list
}

// resumeAside handles what an earlier run had set aside and did not get to.
func (p *poller) resumeAside(ctx context.Context) {
	encoded, err := p.progress.Recall(ctx, asideKey)
	if err != nil {
		return // there are none
	}
	var raws []json.RawMessage
	if err := json.Unmarshal([]byte(encoded), &raws); err != nil {
		p.log.Error("read the updates that were set aside", slog.Any("error", err))
		return
	}
	for _, raw := range raws {
		p.resumeOne(ctx, raw)
	}
}

func (p *poller) resumeOne(ctx context.Context, raw json.RawMessage) {
	var u update
	if err := json.Unmarshal(raw, &u); err != nil || p.track.isAside(u.ID) {
		return
	}
	if _, err := p.progress.Recall(ctx, handledKey(u.ID)); err == nil {
		return
	}
	p.track.beginAside(u.ID)
	p.aside = append(p.aside, open{id: u.ID, raw: raw})
	p.handle(u)
}
