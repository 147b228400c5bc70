package commands

import (
	"context"
	"fmt"
	"strconv"

	"mostbot/catalog"
	"mostbot/texts"
)

const linesOnPage = 15

func (b *Book) cities(ctx context.Context, t *talk) (Reply, error) {
	return b.counted(ctx, t, catalog.SortCity, 0)
}

func (b *Book) projects(ctx context.Context, t *talk) (Reply, error) {
	return b.counted(ctx, t, catalog.SortProject, 0)
}

// listNames are the commands' names, which their texts and buttons go by.
var listNames = map[catalog.Sort]string{catalog.SortCity: "cities", catalog.SortProject: "projects"}

func (b *Book) pressList(s catalog.Sort) press {
	return func(ctx context.Context, t *talk, rest string) (Reply, error) {
		offset, _, ok := cutOffset(rest)
		if !ok {
			return t.toast("ask.old"), nil
		}
		return b.counted(ctx, t, s, offset)
	}
}

// counted is a page of all things of a sort with their numbers of events.
func (b *Book) counted(ctx context.Context, t *talk, s catalog.Sort, offset int) (Reply, error) {
	counts, err := b.needs.Catalogue.Counts(ctx, s)
	if err != nil {
		return Reply{}, fmt.Errorf("count the events of each %s: %w", s, err)
	}
	name := listNames[s]
	if s == catalog.SortProject {
		counts = t.withQuietProjects(counts)
	}
	if len(counts) == 0 {
		return t.say(name + ".none"), nil
	}
	offset = min(offset, len(counts)-1)
	page := counts[offset:min(offset+linesOnPage, len(counts))]
	lines := []texts.HTML{texts.Join(" · ", t.Say(name+".head"), t.Say("count."+name, texts.Data{"N": len(counts)}))}
	if len(counts) > linesOnPage {
		lines = append(lines, t.span(offset, len(page), len(counts)))
	}
	blocks := []texts.HTML{texts.Join("\n", lines...)}
	var numbers []texts.Button
	lines = nil
	for i, c := range page {
		n := offset + i + 1
		lines = append(lines, b.countLine(t, n, c))
		button, err := b.button(ctx, strconv.Itoa(n), c.Ref.String())
		if err != nil {
			return Reply{}, err
		}
		numbers = append(numbers, button)
	}
	turns, err := b.turns(ctx, t, turning{offset, len(page), len(counts), linesOnPage, byCount}, func(offset int) string {
		return fmt.Sprintf("%s:%d", name, offset)
	})
	reply := t.blocks(append(blocks, texts.Join("\n", lines...))...)
	return reply.with(inRows(numbers, 5)...).with(turns).replacing(t), err
}

// withQuietProjects adds the projects that no event is known of.
func (t *talk) withQuietProjects(counts []catalog.Count) []catalog.Count {
	known := map[catalog.Ref]bool{}
	for _, c := range counts {
		known[c.Ref] = true
	}
	for p := range t.directory.Projects() {
		if r := catalog.ProjectRef(p.ID); !known[r] {
			counts = append(counts, catalog.Count{Ref: r})
		}
	}
	return counts
}

// countLine is "3. Burgas, Bulgaria – 12".
func (b *Book) countLine(t *talk, n int, c catalog.Count) texts.HTML {
	name := t.Name(c.Ref, t.directory)
	if place, ok := b.needs.Places.Place(c.Ref.CityID()); ok && c.Ref.Sort == catalog.SortCity {
		name += ", " + t.Country(place.Country)
	}
	line := strconv.Itoa(n) + ". " + name
	if c.Events > 0 {
		line += " – " + t.Number(c.Events)
	}
	return texts.Text(line)
}
