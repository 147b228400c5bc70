package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"mostbot/telegramtest"
)

// peer is flowerss-bot, whose binary the person names. Its settings are those that its documentation lists, and say no
// more than where things are; its shortest interval is a minute.
func peer(binary string) contestant {
	var feed string
	return contestant{
		name:     "flowerss-bot",
		interval: time.Minute,
		command:  func(address string) string { return "/sub " + address },
		// Its confirmation links to the feed, and none of its refusals does.
		agreed: func(m telegramtest.Message) bool { return strings.Contains(m.HTML(), feed) },
		start: func(p *processes, s *stage, folder string) error {
			feed = s.feed.address()
			settings := filepath.Join(folder, "config.yml")
			if err := os.WriteFile(settings, []byte(peerSettings(s, folder)), 0o600); err != nil {
				return fmt.Errorf("write the peer's settings: %w", err)
			}
			absolute, err := filepath.Abs(binary)
			if err != nil {
				return fmt.Errorf("find the peer: %w", err)
			}
			return p.start(nil, absolute, "-c", settings)
		},
	}
}

func peerSettings(s *stage, folder string) string {
	return fmt.Sprintf("bot_token: %q\nupdate_interval: 1\ntelegram:\n  endpoint: %q\nsqlite:\n  path: %q\n",
		s.telegram.Token(), s.api.URL, filepath.Join(folder, "peer.db"))
}
