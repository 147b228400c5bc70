package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"mostbot/telegramtest"
)

// peer is flowerss-bot, whose binary the person names. Its settings are those that its documentation lists, and say no
// more than where things are; its shortest interval is a minute.
func peer(binary string) contestant {
	return contestant{
		name:     "flowerss-bot",
		interval: time.Minute,
		command:  func(address string) string { return "/sub " + address },
		// Its confirmation has a link to the feed below words of its own; none of its refusals has one.
		agreed: func(m telegramtest.Message) bool {
			return slices.ContainsFunc(m.Entities, func(e telegramtest.Entity) bool { return e.Type == "text_link" })
		},
		start: func(p *processes, s *stage, folder string) error {
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
