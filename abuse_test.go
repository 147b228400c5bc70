package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"mostbot/store/redistest"
	"mostbot/telegramtest"
)

// Somebody who sends a hundred commands a second, presses buttons by the hundred and asks for absurd things is told once
// and then not listened to; who asks in between notices nothing.
func TestWhoFloodsTheBotIsToldOnceAndOthersNoticeNothing(t *testing.T) {
	const flooder, other = 66, 8
	seconds := size(3, 20)
	telegram, address := crowdAt(t, telegramtest.TelegramLimits())
	settings := settingsFor(t, telegram, address)
	settings["REDIS_URL"], settings["BOT_LANGUAGE"] = redistest.Start(t).URL(), "en"
	runWhole(t, settings)
	waitFor(t, func() error { return get("http://" + settings["LISTEN_ADDR"] + "/readyz") })
	answered := func() int { return len(telegram.Replies(other)) }
	telegram.Say(flooder, flooder, "/start")
	if err := telegram.Wait(within(t), func() bool { return len(telegram.Replies(flooder)) > 0 }); err != nil {
		t.Fatal(err)
	}
	board := telegram.Replies(flooder)[0].ID
	absurd := "/subscribe daily " + strings.Repeat("#e-government Burgas Varna kind:visit ", 100)
	var waits []time.Duration
	for second := range seconds {
		for i := range 100 {
			telegram.Say(flooder, flooder, fmt.Sprintf("/city %d", i))
			telegram.PressAnyway(flooder, board, flooder, "do:latest")
			telegram.Say(flooder, flooder, absurd[:3500])
		}
		asked := time.Now()
		telegram.Say(other, other, "/city Burgas")
		if err := telegram.Wait(within(t), func() bool { return answered() == second+1 }); err != nil {
			t.Fatal(err)
		}
		waits = append(waits, time.Since(asked))
		pause(t.Context(), time.Second-time.Since(asked))
	}
	heard(t, telegram, flooder, "a lot at once") // once what was taken before is answered, one a second
	replies := telegram.Replies(flooder)
	told := 0
	for _, m := range replies {
		if strings.Contains(m.Text, "a lot at once") {
			told++
		}
	}
	worst := slices.Max(waits)
	t.Logf("%d commands and presses: %d answers, of them %d warnings; the other waited %v at the most",
		300*seconds, len(replies), told, worst)
	if len(replies) > 20+2*seconds || told == 0 || told > 1+seconds/5 {
		t.Error("that is not one polite answer")
	}
	if full() && worst > 300*time.Millisecond {
		t.Error("the other waited too long")
	}
}
