package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"mostbot/telegramtest"
)

// buildOurs builds this bot from the tree that the comparison is run in.
func buildOurs(ctx context.Context, folder string) (string, error) {
	root, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return "", fmt.Errorf("find the tree: %w", err)
	}
	binary := filepath.Join(folder, "mostbot")
	build := exec.CommandContext(ctx, "go", "build", "-o", binary, ".")
	build.Dir = strings.TrimSpace(string(root))
	if said, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the bot: %w: %s", err, said)
	}
	return binary, nil
}

// ours is this bot, with the embedded store or a Redis. All settings but where things are have their defaults.
func ours(binary, redis string) contestant {
	c := contestant{
		name:     "mostbot, embedded store",
		interval: time.Second,
		command:  func(string) string { return "/subscribe instant" },
		agreed: func(m telegramtest.Message) bool {
			_, ok := m.Button("My subscriptions")
			return ok
		},
	}
	if redis != "" {
		c.name = "mostbot, Redis"
	}
	c.start = func(p *processes, s *stage, folder string) error {
		settings, err := oursOn(s, folder)
		if err != nil {
			return err
		}
		if redis != "" {
			address, err := startRedis(p, redis, folder)
			if err != nil {
				return err
			}
			settings = append(settings, "REDIS_URL=redis://"+address)
		}
		return p.start(settings, binary, "run")
	}
	return c
}

func oursOn(s *stage, folder string) ([]string, error) {
	sources := filepath.Join(folder, "sources.toml")
	stanza := fmt.Sprintf("[[source]]\nid = \"loopback\"\nname = \"Loopback News\"\nurl = %q\nlanguage = \"en\"\n", s.feed.address())
	if err := os.WriteFile(sources, []byte(stanza), 0o600); err != nil {
		return nil, fmt.Errorf("write the list of sources: %w", err)
	}
	health, err := freeAddress()
	if err != nil {
		return nil, err
	}
	return []string{
		"TELEGRAM_TOKEN=" + s.telegram.Token(), "TELEGRAM_API_URL=" + s.api.URL, "LISTEN_ADDR=" + health,
		"SOURCES_FILE=" + sources, "FETCH_ALLOW=127.0.0.1", "FEED_INTERVAL=1s", "DATA_DIR=" + filepath.Join(folder, "data"),
	}, nil
}

// startRedis starts one that keeps what it was told, as compose.yaml has it.
func startRedis(p *processes, binary, folder string) (string, error) {
	address, err := freeAddress()
	if err != nil {
		return "", err
	}
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", err
	}
	err = p.start(nil, binary, "--port", port, "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "yes")
	if err != nil {
		return "", err
	}
	for {
		c, err := net.Dial("tcp", address)
		if err == nil {
			return address, c.Close()
		}
		if err := sleep(p.ctx, 10*time.Millisecond); err != nil {
			return "", err
		}
	}
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	return l.Addr().String(), l.Close()
}
