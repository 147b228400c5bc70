// Bench compares how bots deliver one new post to many subscribers: this one, and the feed bot flowerss-bot. Each in its
// turn is started as a user would start it, on the same machine, against the same stand-in for Telegram and with a feed
// on loopback. N people subscribe with the bot's own command, a post appears in the feed, and what comes is counted.
//
//	go run ./bench -n 600 -peer /path/to/flowerss-bot
//
// Nothing of the peer is kept here. Who wants the comparison gets its source from github.com/indes/flowerss-bot, builds
// it as its own documentation says (it is one `go build`, and needs a C compiler for SQLite), and names the binary.
// Without -peer, this bot is measured alone. The README beside this file tells what is measured, and how it came out.
//
// main.go reads the flags; measure.go is one run; stage.go is Telegram and the crowd, news.go the feed; mostbot.go and
// peer.go start the bots, process.go watches what they cost; figures.go makes the table.
package main
