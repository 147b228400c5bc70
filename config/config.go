// Package config reads mostbot's settings from the environment. Each setting is one field of [Config]: its tags name the
// variable, the default and the meaning, its type knows what it wants. The README's table is made from them. Only main
// imports this package: the other rooms are given what they need.
package config

import (
	"encoding"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
)

// Config holds every setting.
type Config struct {
	Token         Secret   `env:"TELEGRAM_TOKEN" doc:"the bot's token"`
	TokenFile     string   `env:"TELEGRAM_TOKEN_FILE" doc:"a file that holds the bot's token"`
	APIURL        Address  `env:"TELEGRAM_API_URL" default:"https://api.telegram.org" doc:"base address of the Bot API server, without /bot…"`
	WebhookURL    Address  `env:"TELEGRAM_WEBHOOK_URL" doc:"set: Telegram brings the updates to this address, instead of long polling"`
	WebhookSecret Secret   `env:"TELEGRAM_WEBHOOK_SECRET" doc:"proves that an update comes from Telegram"`
	ListenAddr    HostPort `env:"LISTEN_ADDR" default:"127.0.0.1:8081" doc:"where /healthz, /readyz, /metrics and the webhook listen"`
	RedisURL      Secret   `env:"REDIS_URL" doc:"redis://…, rediss://…; several, comma-separated: a cluster; redis+sentinel://…; empty: the embedded store"`
	DataDir       string   `env:"DATA_DIR" default:"data" doc:"where the embedded store keeps its journal"`
	AdminIDs      IDs      `env:"ADMIN_IDS" doc:"Telegram user ids of the admins, comma-separated"`
	ReviewChatID  ID       `env:"REVIEW_CHAT_ID" doc:"the chat for reports that need a person's eye; empty: the admins' private chats"`
	Language      Language `env:"BOT_LANGUAGE" default:"bg" doc:"for chats that chose none and whose app names none that the bot speaks"`
	Timezone      Zone     `env:"BOT_TIMEZONE" default:"Europe/Sofia" doc:"for chats that chose none"`
	SourcesFile   string   `env:"SOURCES_FILE" doc:"the news sources, as TOML; empty: the built-in list"`
	FetchAllow    Hosts    `env:"FETCH_ALLOW" doc:"private or loopback hosts and networks that may be read all the same, comma-separated"`
	FeedInterval  Interval `env:"FEED_INTERVAL" default:"10m" doc:"how often a source is read, at the least"`
	SendRate      Rate     `env:"SEND_RATE" default:"29" doc:"messages a second over all chats; up to 1000 with Telegram's paid broadcasts"`
	LogLevel      Level    `env:"LOG_LEVEL" default:"info" doc:"debug, info, warn or error"`
	LogFormat     Format   `env:"LOG_FORMAT" default:"text" doc:"text or json"`
}

// Setting is one line of the README's table.
type Setting struct{ Variable, Default, Meaning string }

// Settings lists all of them in their order.
func Settings() []Setting {
	var list []Setting
	for field := range reflect.TypeFor[Config]().Fields() {
		list = append(list, Setting{field.Tag.Get("env"), field.Tag.Get("default"), field.Tag.Get("doc")})
	}
	return list
}

// Read takes the settings from the environment, through a look-up such as os.Getenv; an empty variable counts as unset.
// The error names each variable that holds a bad value, what it held and what it wants, a line each.
func Read(getenv func(string) string) (Config, error) {
	var c Config
	var bad []error
	fields := reflect.ValueOf(&c).Elem()
	for i, setting := range Settings() {
		value := strings.TrimSpace(getenv(setting.Variable))
		if value == "" {
			value = setting.Default
		}
		if value == "" {
			continue
		}
		if err := set(fields.Field(i).Addr().Interface(), value); err != nil {
			bad = append(bad, fmt.Errorf("%s: %w", setting.Variable, err))
		}
	}
	if len(bad) == 0 {
		bad = append(bad, c.readTokenFile(), c.fitTogether())
	}
	return c, errors.Join(bad...)
}

func set(field any, value string) error {
	switch f := field.(type) {
	case encoding.TextUnmarshaler:
		return f.UnmarshalText([]byte(value))
	case *string:
		*f = value
		return nil
	}
	return fmt.Errorf("no way to read a setting of type %T", field)
}

func (c *Config) readTokenFile() error {
	if c.TokenFile == "" || c.Token != "" {
		return nil
	}
	held, err := os.ReadFile(c.TokenFile)
	if err != nil {
		return fmt.Errorf("TELEGRAM_TOKEN_FILE: read the token: %w", err)
	}
	token := strings.TrimSpace(string(held))
	if token == "" {
		return fmt.Errorf("TELEGRAM_TOKEN_FILE: %q is empty, want a file that holds the bot's token", c.TokenFile)
	}
	c.Token = Secret(token)
	return nil
}

// fitTogether checks what no setting can know alone.
func (c *Config) fitTogether() error {
	if c.WebhookURL != "" && c.WebhookSecret == "" {
		return errors.New("TELEGRAM_WEBHOOK_SECRET: empty, want a secret of 1 to 256 letters, digits, _ or - because TELEGRAM_WEBHOOK_URL is set")
	}
	if c.WebhookSecret != "" && !secretForm.MatchString(c.WebhookSecret.Reveal()) {
		return errors.New("TELEGRAM_WEBHOOK_SECRET: holds other signs, want 1 to 256 letters, digits, _ or -")
	}
	return nil
}
