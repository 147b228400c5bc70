package telegramtest

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// FuzzCalls checks that whatever a bot sends is answered as Telegram answers: in JSON, with a result or a refusal of
// the caller's mistake, never with a fault of ours.
func FuzzCalls(f *testing.F) {
	names := slices.Sorted(maps.Keys(methods()))
	names = slices.DeleteFunc(names, func(name string) bool { return name == "setwebhook" }) // it would call out
	for i, body := range []string{
		`{"chat_id":7,"text":"<b>x</b>","parse_mode":"HTML","reply_markup":{"inline_keyboard":[[{"text":"a","url":"b.c"}]]}}`,
		`{"chat_id":"-5002","text":"x","message_thread_id":3,"reply_parameters":{"message_id":1}}`,
		`{"commands":[{"command":"a","description":"b"}],"scope":{"type":"chat","chat_id":7},"language_code":"bg"}`,
		`{"chat_id":-5002,"user_id":7,"message_id":1,"offset":-3,"limit":0,"timeout":0,"callback_query_id":"1"}`,
		`{"chat_id":7,"entities":[{"type":"bold","offset":0,"length":9}],"text":"🏙","link_preview_options":{}}`,
		`{"chat_id":7,"text":"x","reply_markup":{"keyboard":[["a",{"text":""}]]}}`, `[]`, `{"chat_id":null}`, ``,
	} {
		for n := range names {
			if n%3 == i%3 {
				f.Add(n, body)
			}
		}
	}
	f.Fuzz(func(t *testing.T, n int, body string) {
		s := New(Options{Limits: NoLimits()})
		s.Say(7, 7, "/start")
		s.Join(s.AddForum("F", 7), 7)
		s.Join(s.AddGroup("G", 7), 7)
		name := names[(n%len(names)+len(names))%len(names)]
		r := httptest.NewRequest(http.MethodPost, "/bot"+s.Token()+"/"+name, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		var got answer
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatalf("%s %s was answered with %q", name, body, w.Body)
		}
		if got.OK != (w.Code == 200) || !got.OK && (got.ErrorCode != w.Code || w.Code < 400 || w.Code >= 500) {
			t.Fatalf("%s %s was answered with %d %s", name, body, w.Code, w.Body)
		}
	})
}
