package telegramtest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"mostbot/telegramtest"
)

// BenchmarkFanOut delivers messages to distinct chats over real connections: what the stand-in itself costs in the
// runs that measure the bot.
func BenchmarkFanOut(b *testing.B) {
	s := telegramtest.New(telegramtest.Options{Limits: telegramtest.NoLimits(), AnyUser: true, CountOnly: true})
	web := httptest.NewServer(s)
	defer web.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	address := web.URL + "/bot" + s.Token() + "/sendMessage"
	text := strings.Repeat("<b>Бургас</b> и Херсон подписаха меморандум. ", 12)
	var chat atomic.Int64
	chat.Store(1000) // past the bot's own
	b.ReportAllocs()
	b.SetParallelism(16)
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			body := "parse_mode=HTML&chat_id=" + strconv.FormatInt(chat.Add(1), 10) + "&text=" + text
			response, err := client.Post(address, "application/x-www-form-urlencoded", strings.NewReader(body))
			if err != nil {
				b.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, response.Body)
			response.Body.Close()
			if response.StatusCode != http.StatusOK {
				b.Error(response.Status)
			}
		}
	})
	if got := s.Delivered(); got != b.N {
		b.Errorf("%d delivered, want %d", got, b.N)
	}
}

// BenchmarkSendWithoutSockets is the part of it that is ours.
func BenchmarkSendWithoutSockets(b *testing.B) {
	s := telegramtest.New(telegramtest.Options{Limits: telegramtest.NoLimits(), AnyUser: true, CountOnly: true})
	text := strings.Repeat("<b>Бургас</b> и Херсон подписаха меморандум. ", 12)
	b.ReportAllocs()
	for i := range b.N {
		body := `{"chat_id":` + strconv.Itoa(i+1000) + `,"parse_mode":"HTML","text":"` + text + `"}`
		r := httptest.NewRequest(http.MethodPost, "/bot"+s.Token()+"/sendMessage", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		s.ServeHTTP(httptest.NewRecorder(), r)
	}
}
