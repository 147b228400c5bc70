package commands

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"mostbot/catalog"
	"mostbot/texts"
)

// press answers a pressed button, given what stands behind its action.
type press func(ctx context.Context, t *talk, rest string) (Reply, error)

// pressable lists the actions of buttons. A button's data is its action, a colon, and what the action needs.
func (b *Book) pressable() map[string]press {
	return map[string]press{
		"do":       b.pressCommand,
		"city":     b.pressCard(catalog.SortCity),
		"org":      b.pressCard(catalog.SortOrganisation),
		"project":  b.pressCard(catalog.SortProject),
		"event":    b.pressEvent,
		"between":  b.pressBetween,
		"latest":   b.pressLatest,
		"search":   b.pressSearch,
		"cities":   b.pressList(catalog.SortCity),
		"projects": b.pressList(catalog.SortProject),
		"sources":  b.pressSources,
		"map":      b.pressMap,
		"timeline": b.pressTimeline,
		"report":   b.pressReport,
		"review":   b.pressReview,
		"sub":      b.owned(b.pressSubscribe),
		"subs":     b.owned(b.pressSubscription),
		"lang":     b.owned(b.pressLanguage),
		"forget":   b.owned(b.pressForget),
		"zone":     b.owned(b.pressZone),
	}
}

const (
	longestData = 64 // bytes that Telegram lets a button carry
	tokenMark   = "~"
	tokenLife   = 30 * 24 * time.Hour
)

// button makes a button; data that is too long for Telegram is kept in memory, and the button carries a token of it.
func (b *Book) button(ctx context.Context, text, data string) (texts.Button, error) {
	if len(data) <= longestData {
		return texts.Button{Text: text, Data: data}, nil
	}
	token := tokenMark + tokenOf(data)
	if err := b.needs.Memory.Remember(ctx, "press:"+token, data, tokenLife); err != nil {
		return texts.Button{}, fmt.Errorf("remember a button: %w", err)
	}
	return texts.Button{Text: text, Data: token}, nil
}

// press answers a pressed button.
func (b *Book) press(ctx context.Context, t *talk) (Reply, error) {
	data := t.Press
	if strings.HasPrefix(data, tokenMark) {
		kept, err := b.recall(ctx, "press:"+data)
		if err != nil {
			return Reply{}, err
		}
		data = kept
	}
	action, rest, _ := strings.Cut(data, ":")
	answer, ok := b.presses[action]
	switch {
	case !ok:
		return t.toast("ask.old"), nil
	case t.Chat.Kind == catalog.Channel && b.public[action]:
		return b.inPrivate(ctx, data)
	}
	return answer(ctx, t, rest)
}

// A channel belongs to all its readers: what one of them presses is answered in private. The buttons of a dialogue are
// for the channel's admins, those of a review for the editors.
func publicActions() map[string]bool {
	public := map[string]bool{}
	for _, action := range []string{
		"do", "city", "org", "project", "event", "between", "latest", "search", "cities", "projects", "sources", "map",
		"timeline",
	} {
		public[action] = true
	}
	return public
}

// inPrivate opens the private chat, where the same button is pressed again.
func (b *Book) inPrivate(ctx context.Context, data string) (Reply, error) {
	token := tokenOf(data)
	if err := b.needs.Memory.Remember(ctx, "press:"+tokenMark+token, data, tokenLife); err != nil {
		return Reply{}, fmt.Errorf("remember a button: %w", err)
	}
	return Reply{Start: "press_" + token}, nil
}

// pressed does in private what was pressed elsewhere.
func (b *Book) pressed(ctx context.Context, t *talk, token string) (Reply, error) {
	data, err := b.recall(ctx, "press:"+tokenMark+token)
	if err != nil {
		return Reply{}, err
	}
	action, rest, _ := strings.Cut(data, ":")
	answer, ok := b.presses[action]
	if !ok || !b.public[action] && action != "sub" {
		return t.say("ask.old"), nil
	}
	return answer(ctx, t, rest)
}

// tokenOf stands for data that a button can't carry.
func tokenOf(data string) string {
	sum := sha256.Sum256([]byte(data))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// recall is what memory keeps under the key, "" for nothing.
func (b *Book) recall(ctx context.Context, key string) (string, error) {
	value, err := b.needs.Memory.Recall(ctx, key)
	if err != nil && !b.isNotFound(err) {
		return "", fmt.Errorf("recall what a dialogue left: %w", err)
	}
	return value, nil
}

// pressCommand runs a command that needs no argument.
func (b *Book) pressCommand(ctx context.Context, t *talk, name string) (Reply, error) {
	c, ok := b.find(name)
	if !ok || c.editors {
		return t.toast("ask.old"), nil
	}
	asked := *t
	asked.Press, asked.Args = "", ""
	return c.run(ctx, &asked)
}

// A dialogue's button carries the id of the person who began it, base 36; nobody's where a channel began it.

func (t *talk) owner() string { return strconv.FormatInt(t.User.ID, 36) }

// owned lets only the person who began a dialogue go on with it, in groups and channels only while they are an admin.
func (b *Book) owned(answer press) press {
	return func(ctx context.Context, t *talk, rest string) (Reply, error) {
		owner, rest, _ := strings.Cut(rest, ":")
		if owner != t.owner() && owner != "0" {
			return t.toast("ask.not_yours"), nil
		}
		allowed, err := b.mayChange(ctx, t)
		if err != nil {
			return Reply{}, err
		}
		switch {
		case !allowed && t.Chat.Kind == catalog.Channel && owner == "0" && strings.HasPrefix(t.Press, "sub:"):
			return b.inPrivate(ctx, t.Press) // a reader of the channel wants the news as well
		case !allowed:
			return t.toast("ask.admins"), nil
		}
		return answer(ctx, t, rest)
	}
}

// mayChange tells whether the person may change the chat's settings: in a private chat everybody may, elsewhere its
// admins. A channel's post is an admin's, since nobody else can post there.
func (b *Book) mayChange(ctx context.Context, t *talk) (bool, error) {
	switch {
	case t.Chat.Kind == catalog.Private:
		return true, nil
	case t.Chat.Kind == catalog.Channel && t.User.ID == 0:
		return true, nil
	case t.ChatAdmin == nil:
		return false, nil
	}
	admin, err := t.ChatAdmin(ctx)
	if err != nil {
		return false, fmt.Errorf("ask who is an admin of the chat: %w", err)
	}
	return admin, nil
}
