package telegramtest

import (
	"encoding/json"
	"net/url"
	"strings"
)

// Button is one button under a message.
type Button struct {
	Text   string          `json:"text"`
	URL    string          `json:"url,omitempty"`
	Data   string          `json:"callback_data,omitempty"`
	Style  string          `json:"style,omitempty"`
	Copy   *copyText       `json:"copy_text,omitempty"`
	WebApp json.RawMessage `json:"web_app,omitempty"`
	Login  json.RawMessage `json:"login_url,omitempty"`
	Inline *string         `json:"switch_inline_query,omitempty"`
	Here   *string         `json:"switch_inline_query_current_chat,omitempty"`
}

type copyText struct {
	Text string `json:"text"`
}

const (
	maxButtons     = 100 // in one keyboard
	maxMarkupBytes = 10 << 10
	maxData        = 64 // bytes of callback data
)

type markup struct {
	Inline *[][]json.RawMessage `json:"inline_keyboard"`
	Reply  *[][]json.RawMessage `json:"keyboard"`
	Remove bool                 `json:"remove_keyboard"`
	Force  bool                 `json:"force_reply"`
}

// readKeyboard takes the inline keyboard of a call. Reply keyboards are checked and not shown.
func readKeyboard(q *query) ([][]Button, error) {
	raw := strings.TrimSpace(q.text("reply_markup"))
	if raw == "" {
		return nil, nil
	}
	if !json.Valid([]byte(raw)) {
		return nil, badRequest("can't parse reply keyboard markup JSON object")
	}
	if raw == "null" {
		return nil, nil
	}
	if raw[0] != '{' {
		return nil, badRequest("object expected as reply markup")
	}
	var m markup
	if err := json.Unmarshal([]byte(raw), &m); err != nil {
		return nil, badRequest(`field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays`)
	}
	if m.Inline == nil {
		return nil, checkReplyKeyboard(m)
	}
	if len(raw) > maxMarkupBytes {
		return nil, badRequest("reply markup is too long")
	}
	return readRows(*m.Inline)
}

func checkReplyKeyboard(m markup) error {
	if m.Reply == nil {
		return nil
	}
	for _, row := range *m.Reply {
		for _, raw := range row {
			var label string
			if json.Unmarshal(raw, &label) == nil && label == "" {
				return badRequest("keyboard button text must be non-empty")
			}
		}
	}
	return nil
}

func readRows(rows [][]json.RawMessage) ([][]Button, error) {
	var keyboard [][]Button
	count := 0
	for _, row := range rows {
		var buttons []Button
		for _, raw := range row {
			b, err := readButton(raw)
			if err != nil {
				return nil, err
			}
			buttons = append(buttons, b)
		}
		if len(buttons) > 0 {
			keyboard = append(keyboard, buttons)
		}
		count += len(buttons)
	}
	if count > maxButtons {
		return nil, badRequest("reply markup is too long")
	}
	return keyboard, nil
}

func readButton(raw json.RawMessage) (Button, error) {
	var b Button
	var required struct{ Text *string }
	if len(raw) == 0 || raw[0] != '{' {
		return b, badButton("InlineKeyboardButton must be an Object")
	}
	if err := json.Unmarshal(raw, &b); err != nil {
		return b, badButton("a field of the button has the wrong type")
	}
	if _ = json.Unmarshal(raw, &required); required.Text == nil {
		return b, badButton(`Can't find field "text"`)
	}
	return b, checkButton(b)
}

func badButton(reason string) error {
	return badRequest("can't parse inline keyboard button: " + reason)
}

func checkButton(b Button) error {
	switch b.Style {
	case "", "danger", "success", "primary":
	default:
		return badButton("invalid button style specified")
	}
	if b.bare() {
		return badButton("Text buttons are unallowed in the inline keyboard")
	}
	if b.Text == "" {
		return badRequest("inline keyboard button text must be non-empty")
	}
	if b.URL != "" {
		if reason := checkLink(b.URL); reason != "" {
			return badRequest("inline keyboard button URL '" + b.URL + "' is invalid: " + reason)
		}
		return nil
	}
	if len(b.Data) > maxData {
		return badRequest("BUTTON_DATA_INVALID")
	}
	if b.Copy != nil && len([]rune(b.Copy.Text)) > 256 {
		return badRequest("BUTTON_COPY_TEXT_INVALID")
	}
	return nil
}

// bare tells a button that would do nothing.
func (b Button) bare() bool {
	return b.URL == "" && b.Data == "" && (b.Copy == nil || b.Copy.Text == "") &&
		b.WebApp == nil && b.Login == nil && b.Inline == nil && b.Here == nil
}

// checkLink says why an address can't be a link, in Telegram's words; "" if it can.
func checkLink(link string) string {
	if !strings.Contains(link, "://") && !strings.HasPrefix(link, "tg:") && !strings.HasPrefix(link, "ton:") {
		link = "http://" + link
	}
	u, err := url.Parse(link)
	if err != nil || strings.ContainsAny(link, " \n\t<>\"") {
		return "Wrong HTTP URL"
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
	case "tg", "ton":
		return ""
	default:
		return "Unsupported URL protocol"
	}
	host := u.Hostname()
	if !strings.Contains(host, ".") || strings.HasPrefix(host, ".") {
		return "Wrong HTTP URL"
	}
	return ""
}
