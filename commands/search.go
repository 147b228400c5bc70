package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"mostbot/catalog"
	"mostbot/texts"
)

const mostSearched = 8 // words of a search that count

func (b *Book) search(ctx context.Context, t *talk) (Reply, error) {
	if catalog.Fold(t.Args) == "" {
		return t.empty("search"), nil
	}
	return b.found(ctx, t, t.Args, 0)
}

// found is a page of the events that what was typed speaks of.
func (b *Book) found(ctx context.Context, t *talk, typed string, offset int) (Reply, error) {
	page, err := b.hits(ctx, t, typed, offset)
	if err != nil {
		return Reply{}, err
	}
	said := texts.Data{"Words": texts.Cut(typed, 60)}
	if len(page.Events) == 0 {
		return t.say("search.none", said).replacing(t), nil
	}
	l := listing{head: t.Say("search.head", said), page: page, offset: offset}
	l.data = func(offset int) string { return fmt.Sprintf("search:%d:%s", offset, typed) }
	reply, err := b.show(ctx, t, l)
	return reply.replacing(t), err
}

// hits is a page of the first of several readings that finds anything: names, kinds and topics as such and the other
// words as words; the same with misspelt names; all words as they stand.
func (b *Book) hits(ctx context.Context, t *talk, typed string, offset int) (catalog.Page, error) {
	p, err := b.read(ctx, t, typed)
	if err != nil {
		return catalog.Page{}, err
	}
	literal := catalog.Query{Words: slices.DeleteFunc(searchable(strings.Fields(typed)), b.empty)}
	queries := []catalog.Query{p.query()}
	if err := b.forgive(ctx, t, &p); err != nil {
		return catalog.Page{}, err
	}
	for _, q := range append(queries, p.query(), literal) {
		if len(q.Groups)+len(q.Words) == 0 {
			continue
		}
		q.Offset, q.Limit = offset, eventsOnPage
		page, err := b.needs.Catalogue.Events(ctx, q)
		if err != nil {
			return page, fmt.Errorf("search for events: %w", err)
		}
		if page.Total > 0 {
			return page, nil
		}
	}
	return catalog.Page{}, nil
}

// empty tells whether the folded word is too small to be searched for: "и", "the".
func (b *Book) empty(word string) bool {
	return b.words.small[word] && utf8.RuneCountInString(word) <= longestPreposition
}

// query asks for the events that have all that the phrase names, and the words that name nothing.
func (p phrase) query() catalog.Query {
	q := catalog.Query{Words: searchable(p.left)}
	for _, r := range p.refs {
		if group := []catalog.Ref{r}; !slices.ContainsFunc(q.Groups, func(g []catalog.Ref) bool { return g[0] == r }) {
			q.Groups = append(q.Groups, group)
		}
	}
	for _, f := range p.doubts {
		q.Groups = append(q.Groups, f.refs)
	}
	return q
}

// searchable folds words, and keeps those that count.
func searchable(words []string) []string {
	folded := strings.Fields(catalog.Fold(strings.Join(words, " ")))
	return folded[:min(mostSearched, len(folded))]
}

func (b *Book) pressSearch(ctx context.Context, t *talk, rest string) (Reply, error) {
	offset, typed, ok := cutOffset(rest)
	if !ok || catalog.Fold(typed) == "" {
		return t.toast("ask.old"), nil
	}
	return b.found(ctx, t, typed, offset)
}
