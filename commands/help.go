package commands

import (
	"context"

	"mostbot/texts"
)

// help explains all commands that the person can use here.
func (b *Book) help(_ context.Context, t *talk) (Reply, error) {
	blocks := []texts.HTML{texts.Join("\n", t.Say("help.head"), t.Say("help.free"))}
	for _, chapter := range []string{"questions", "news", "settings", "editors"} {
		lines := []texts.HTML{texts.Bold(t.Plain("help." + chapter))}
		for _, c := range b.commands {
			if c.chapter == chapter && (!c.editors || t.User.Admin) {
				lines = append(lines, texts.Text("/"+c.name+" – "+t.Plain(c.name+".menu")))
			}
		}
		if len(lines) > 1 {
			blocks = append(blocks, texts.Join("\n", lines...))
		}
	}
	return t.blocks(blocks...).with(t.openings()...), nil
}

// openings are the buttons for somebody who just came.
func (t *talk) openings() [][]texts.Button {
	return [][]texts.Button{
		{{Text: t.Plain("button.latest"), Data: "do:latest"}, {Text: t.Plain("button.subscribe"), Data: "do:subscribe"}},
		{{Text: t.Plain("button.cities"), Data: "do:cities"}, {Text: t.Plain("button.projects"), Data: "do:projects"}},
		{{Text: t.Plain("button.language"), Data: "do:language"}, {Text: t.Plain("button.help"), Data: "do:help"}},
	}
}
