package bot

import (
	"encoding/json"
	"slices"
	"testing"
	"time"
)

func TestARequestKnowsTheButtonsOfWhatItRepliesTo(t *testing.T) {
	const update = `{"message_id":9,"chat":{"id":7,"type":"private"},"from":{"id":7},"text":"/report","reply_to_message":{
		"message_id":8,"chat":{"id":7,"type":"private"},"text":"card","reply_markup":{"inline_keyboard":[
			[{"text":"Details","callback_data":"event:e1"},{"text":"Site","url":"https://x.example/"}],
			[{"text":"More","callback_data":"latest:10:"}]]}}}`
	var m message
	if err := json.Unmarshal([]byte(update), &m); err != nil {
		t.Fatal(err)
	}
	r, meant := asked(m, user{ID: 1, Username: "bot"}, time.Now())
	if !meant || r.Command != "report" || !slices.Equal(r.QuotedData, []string{"event:e1", "latest:10:"}) {
		t.Errorf("request %+v, meant %v", r, meant)
	}
}
