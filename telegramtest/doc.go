// Package telegramtest is a stand-in for Telegram's Bot API, as strict as the real one: it parses entities, checks
// rights and lengths, keeps the flood limits, and refuses in Telegram's own words. Tests drive it from both sides:
//
//   - The bot speaks to it over HTTP (/bot<token>/<method>), as it would to Telegram; [Server] is an http.Handler,
//     and [Server.Transport] does without sockets, for tests in simulated time.
//   - The test plays the people: [Server.Say], [Server.Press], [Server.Block], [Server.Promote] and their like make
//     the updates that a bot would get; [Server.Messages] and [Server.Wait] tell what the bot did.
//   - [Server.Inject] makes things go wrong: errors without JSON, cut connections, long flood waits, silence.
//   - [Server.Page] is a chat in the browser, on top of the same world: the demo.
//
// A call's way through the files: server.go takes it, request.go reads its arguments, methods.go finds the method,
// send.go, edit.go, callbacks.go, chatinfo.go and menu.go do it (text.go, html.go, markdown.go and keyboard.go read
// what is to be said), world.go knows who may, limits.go counts it, wire.go says how the answer looks as JSON. people.go and
// membership.go are the test's side, updates.go and webhook.go carry what happened to the bot. scene.go and page.go
// are the page's side of the server; the page itself is in page/.
package telegramtest
