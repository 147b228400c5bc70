package commands

import "mostbot/catalog"

// Description is how the bot introduces itself to people who have not started it: what an empty chat shows, and the line
// under its name.
func (b *Book) Description(lang catalog.Language) (whole, short string) {
	p := b.needs.Texts.Printer(lang)
	return p.Plain("start.hello") + "\n\n" + p.Plain("start.ask"), p.Plain("start.about")
}
