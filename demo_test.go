package main

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// browser opens a headless Chromium, or skips the test where there is none.
func browser(t *testing.T) context.Context {
	t.Helper()
	if _, err := exec.LookPath("chromium"); err != nil && os.Getenv("CI") != "true" {
		t.Skip("no chromium here")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.WindowSize(1280, 980),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start chromium: %v", err)
	}
	ctx, cancel = context.WithTimeout(ctx, patience)
	t.Cleanup(cancel)
	return ctx
}

func appears(text string) chromedp.Action[chromedp.Void] {
	quoted, _ := json.Marshal(text)
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Poll[bool](`document.body.innerText.includes(`+string(quoted)+`)`)(ctx, target)
		return chromedp.Void{}, err
	}
}

func say(text string) []chromedp.Action[chromedp.Void] {
	return []chromedp.Action[chromedp.Void]{
		chromedp.SendKeys(chromedp.CSS("#text"), text), chromedp.Click(chromedp.CSS("#send")),
	}
}

// SCREENSHOT names a file for a picture of the page, such as docs/demo.png.
func TestTheDemoAnswersInTheBrowser(t *testing.T) {
	ctx := browser(t)
	address := freeAddress(t)
	running, stop := context.WithCancel(t.Context())
	said, ended := &log{}, make(chan int, 1)
	go func() {
		ended <- start(running, []string{"demo", "-addr", address}, settingsOf(nil), strings.NewReader(""), io.Discard, said)
	}()
	defer func() {
		stop()
		if status := <-ended; status != 0 {
			t.Errorf("the demo ended with status %d:\n%s", status, said)
		}
	}()
	waitFor(t, func() error { return get("http://" + address) })
	steps := []chromedp.Action[chromedp.Void]{
		chromedp.Navigate("http://" + address),
		appears("Дигитални мостове"),
		chromedp.Click(chromedp.CSS("#start")),
		appears("ITBridge"),
	}
	steps = append(steps, say("Херсон")...)
	steps = append(steps, appears("DIGIHUB"), appears("Дигитални мостове"), settled)
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	// The channel is told of the facts that come in as news.
	err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS("li:nth-child(3) > .row")), appears("2026"),
		chromedp.Click(chromedp.CSS("li:nth-child(1) > .row")), appears("DIGIHUB"), settled)
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	if file := os.Getenv("SCREENSHOT"); file != "" {
		keepScreenshot(ctx, t, file)
	}
}

// settled waits until nothing moves on the page.
var settled = func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
	_, err := chromedp.Poll[bool](`document.getAnimations().every(a => a.playState !== 'running')`)(ctx, target)
	return chromedp.Void{}, err
}

func keepScreenshot(ctx context.Context, t *testing.T, file string) {
	t.Helper()
	picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, picture, 0o644); err != nil {
		t.Fatal(err)
	}
}
