package telegramtest_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	tg "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"mostbot/telegramtest"
)

// browser opens a headless Chromium, or skips the test where there is none.
func browser(t *testing.T) context.Context {
	t.Helper()
	if _, err := exec.LookPath("chromium"); err != nil && os.Getenv("CI") != "true" {
		t.Skip("no chromium here")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.WindowSize(1280, 800),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start chromium: %v", err)
	}
	ctx, cancel = context.WithTimeout(ctx, 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// echo is a bot that answers each message with its text and a button, and each button with a toast.
func (c *caller) echo(ctx context.Context) {
	offset := 0
	for ctx.Err() == nil {
		for _, u := range c.poll(offset) {
			offset = u.UpdateID + 1
			if u.CallbackQuery != nil {
				toast := "Toast " + u.CallbackQuery.Data
				_, _ = c.call("answerCallbackQuery", "callback_query_id", u.CallbackQuery.ID, "text", toast)
			}
			if m := u.Message; m != nil && m.Text != "" {
				_, _ = c.call("sendMessage", "chat_id", telegramtest.IDText(m.Chat.ID), "text", "You said "+m.Text+" "+hostile,
					"reply_markup", `{"inline_keyboard":[[{"text":"Press me","callback_data":"pressed"}]]}`)
			}
		}
	}
}

func (c *caller) poll(offset int) []tg.Update {
	response, err := c.call("getUpdates", "offset", telegramtest.IDText(int64(offset)), "timeout", "1")
	var updates []tg.Update
	if err == nil {
		_ = json.Unmarshal(response.Result, &updates)
	}
	return updates
}

// enter presses the Enter key, as a keyboard does.
var enter = chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
		_, err := cdp.Call(ctx, t, input.DispatchKeyEvent, input.DispatchKeyEventParams{
			Type: kind, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13, NativeVirtualKeyCode: 13,
		})
		if err != nil {
			return err
		}
	}
	return nil
})

// appears waits until the page shows a text somewhere.
func appears(text string) chromedp.Action[chromedp.Void] {
	quoted, _ := json.Marshal(text)
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Poll[bool](`document.body.innerText.includes(`+string(quoted)+`)`)(ctx, t)
		return chromedp.Void{}, err
	}
}

func TestAPersonTalksToTheBotInTheBrowser(t *testing.T) {
	ctx := browser(t)
	c, page := stage(t)
	c.must("setMyCommands", "commands",
		`[{"command":"city","description":"A city's card"},{"command":"help","description":"Help"}]`)
	go c.echo(ctx)
	err := chromedp.Do(ctx,
		chromedp.Navigate(page.URL),
		chromedp.Click(chromedp.CSS("#start")),
		appears("You said /start"),
		chromedp.SendKeys(chromedp.CSS("#text"), "/ci"),
		appears("A city's card"),
		enter,
		appears("You said /city"),
		chromedp.Click(chromedp.CSS(".key")),
		appears("Toast pressed"),
		chromedp.Click(chromedp.CSS("li:nth-child(2) > .row")),
		appears("joined the group"),
		chromedp.SendKeys(chromedp.CSS("#text"), "/help"),
		enter,
		appears("You said /help"),
	)
	if err != nil {
		t.Fatal(err)
	}
	injected, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.querySelectorAll('img:not(#viewed)').length`))
	if err != nil || injected != 0 {
		t.Errorf("%d elements came out of names and texts (%v)", injected, err)
	}
	title, err := chromedp.Run(ctx, chromedp.Title())
	if err != nil || strings.Contains(title, "taken over") {
		t.Errorf("the title is %q (%v)", title, err)
	}
}

func TestThePageTellsWhatTheBotDoesElsewhere(t *testing.T) {
	ctx := browser(t)
	c, page := stage(t)
	c.server.Say(7, 7, "/start")
	channel := state(t, page)["chats"].([]any)[2].(map[string]any)["id"].(string)
	if err := chromedp.Do(ctx, chromedp.Navigate(page.URL), appears("News")); err != nil {
		t.Fatal(err)
	}
	c.must("sendMessage", "chat_id", channel, "text", "Fresh news", "parse_mode", "HTML")
	c.must("sendMessage", "chat_id", "7", "text", "<b>first</b>", "parse_mode", "HTML")
	sent := c.server.Replies(7)[0]
	if err := chromedp.Do(ctx, appears("Fresh news"), appears("first")); err != nil {
		t.Fatal(err)
	}
	c.must("editMessageText", "chat_id", "7", "message_id", telegramtest.IDText(int64(sent.ID)), "text", "second")
	if err := chromedp.Do(ctx, appears("second"), appears("edited")); err != nil {
		t.Fatal(err)
	}
	badge, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS(".row .badge")))
	if err != nil || badge != "1" {
		t.Errorf("the unread badge says %q (%v), want 1", badge, err)
	}
}

func TestThePageFitsASmallPhone(t *testing.T) {
	ctx := browser(t)
	c, page := stage(t)
	c.server.Say(7, 7, "/start")
	c.must("sendMessage", "chat_id", "7", "text", strings.Repeat("https://example.org/a-very-long-way/", 9),
		"reply_markup", `{"inline_keyboard":[[{"text":"A label that is long","callback_data":"a"},{"text":"b","url":"b.bg"}]]}`)
	err := chromedp.Do(ctx,
		chromedp.EmulateViewport(320, 568, chromedp.EmulateMobile, chromedp.EmulateTouch),
		chromedp.Navigate(page.URL),
		chromedp.Click(chromedp.CSS(".row")),
		chromedp.WaitVisible(chromedp.CSS("#send")),
		appears("A label that is long"),
	)
	if err != nil {
		t.Fatal(err)
	}
	outside, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`[...document.querySelectorAll('main *:not(.chips *)')]
		.filter((el) => el.getBoundingClientRect().right > innerWidth).map((el) => el.tagName + '.' + el.className)`))
	if err != nil || len(outside) > 0 {
		t.Errorf("beyond the right edge: %v (%v)", outside, err)
	}
}
