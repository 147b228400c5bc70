package config

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func environment(pairs ...string) func(string) string {
	held := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		held[pairs[i]] = pairs[i+1]
	}
	return func(name string) string { return held[name] }
}

func TestAnEmptyEnvironmentGivesTheDefaults(t *testing.T) {
	c, err := Read(environment())
	if err != nil {
		t.Fatal(err)
	}
	if c.APIURL != "https://api.telegram.org" || c.ListenAddr != "127.0.0.1:8081" || c.DataDir != "data" ||
		c.Language != "bg" || c.Timezone.String() != "Europe/Sofia" || time.Duration(c.FeedInterval) != 10*time.Minute ||
		c.SendRate != 29 || c.LogLevel.Level != slog.LevelInfo || c.LogFormat != "text" || c.RedisURL != "" {
		t.Errorf("defaults are %+v", c)
	}
}

func TestABadValueIsNamedWithWhatItHeldAndWhatItWants(t *testing.T) {
	for variable, value := range map[string]string{
		"TELEGRAM_API_URL": "telegram", "LISTEN_ADDR": "8081", "ADMIN_IDS": "me", "REVIEW_CHAT_ID": "0",
		"BOT_LANGUAGE": "fr", "BOT_TIMEZONE": "Europe/Burgas", "FETCH_ALLOW": "10.1.0.0/99 x", "FEED_INTERVAL": "often",
		"SEND_RATE": "1001", "LOG_LEVEL": "loud", "LOG_FORMAT": "xml", "TELEGRAM_WEBHOOK_URL": "ftp://x",
	} {
		_, err := Read(environment(variable, value))
		if err == nil {
			t.Errorf("%s=%q was taken", variable, value)
			continue
		}
		said := err.Error()
		if !strings.HasPrefix(said, variable+": ") || !strings.Contains(said, fmt.Sprintf("%q", value)) ||
			!strings.Contains(said, "want ") || strings.Contains(said, "\n") {
			t.Errorf("%s=%q: %q", variable, value, said)
		}
	}
}

func TestTheTokenMayLieInAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("12:abc\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Read(environment("TELEGRAM_TOKEN_FILE", file))
	if err != nil || c.Token.Reveal() != "12:abc" {
		t.Errorf("got %q, %v", c.Token.Reveal(), err)
	}
	if _, err := Read(environment("TELEGRAM_TOKEN_FILE", file+"-none")); err == nil || !strings.Contains(err.Error(), "TELEGRAM_TOKEN_FILE") {
		t.Errorf("a missing file gives %v", err)
	}
}

func TestASecretIsNeverPrinted(t *testing.T) {
	c, err := Read(environment("TELEGRAM_TOKEN", "12:abc", "REDIS_URL", "redis://:hush@localhost"))
	if err != nil {
		t.Fatal(err)
	}
	inJSON, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var logged strings.Builder
	slog.New(slog.NewTextHandler(&logged, nil)).Info("start", "config", c, "token", c.Token)
	for _, printed := range []string{fmt.Sprint(c), fmt.Sprintf("%+v %#v", c, c), string(inJSON), logged.String()} {
		if strings.Contains(printed, "abc") || strings.Contains(printed, "hush") {
			t.Errorf("a secret shows in %s", printed)
		}
	}
}

func TestAWebhookWithoutASecretIsRefused(t *testing.T) {
	if _, err := Read(environment("TELEGRAM_WEBHOOK_URL", "https://bot.example.org/hook")); err == nil {
		t.Error("taken")
	}
	if _, err := Read(environment("TELEGRAM_WEBHOOK_URL", "https://bot.example.org/hook", "TELEGRAM_WEBHOOK_SECRET", "a b")); err == nil {
		t.Error("a secret that Telegram would refuse was taken")
	}
}

func TestEverySettingHasAMeaning(t *testing.T) {
	for _, s := range Settings() {
		if s.Variable == "" || s.Meaning == "" {
			t.Errorf("%+v", s)
		}
	}
}
