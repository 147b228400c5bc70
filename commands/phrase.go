package commands

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mostbot/catalog"
)

// phrase is a line of words, understood: what it names, and what is left.
type phrase struct {
	refs   []catalog.Ref
	doubts []finding // names with several meanings
	left   []string  // words that name nothing we know
	gaps   []int     // how many refs stand before each of them
	latest bool      // it asks for what is new
	all    bool      // it says "everything"
}

const (
	mostWords    = 40     // of a line that are looked at
	longestRun   = 6      // words of a name
	mostForgiven = 4      // unknown words up to which they may be misspelt: more are no question to us
	longestWord  = 30     // characters of a word that may be misspelt
	renowned     = 40_000 // people of a city that is looked for even where its name is typed without a capital letter
	hamlet       = 3_000
	shortestRef  = 3 // characters of a single word that may name a place in the middle of a question
)

var nameSorts = []catalog.Sort{
	catalog.SortCity, catalog.SortCountry, catalog.SortOrganisation, catalog.SortProject,
}

// understand reads a line of names: the longest runs of words that mean something, from left to right, in any order, of
// any sort. What is left is looked at once more as misspelt.
func (b *Book) understand(ctx context.Context, t *talk, line string) (phrase, error) {
	p, err := b.read(ctx, t, line)
	if err != nil {
		return p, err
	}
	err = b.forgive(ctx, t, &p)
	p.refs = b.withoutHomes(slices.Compact(p.refs))
	return p, err
}

// read is understand for words that are spelt right.
func (b *Book) read(ctx context.Context, t *talk, line string) (phrase, error) {
	var p phrase
	f, err := b.scoped(ctx, line)
	if ref, ok := f.sure(); ok {
		return phrase{refs: []catalog.Ref{ref}}, nil
	}
	if err != nil || len(f.refs) > 0 {
		return phrase{doubts: []finding{f}}, err
	}
	for _, words := range tokens(line) {
		if err := b.readRun(ctx, t, &p, words); err != nil {
			return p, err
		}
	}
	return p, nil
}

func (b *Book) readRun(ctx context.Context, t *talk, p *phrase, words []string) error {
	for i := 0; i < len(words); {
		n, err := b.readAt(ctx, t, p, words[i:])
		if err != nil {
			return err
		}
		if n == 0 {
			if !b.words.small[catalog.Fold(words[i])] || isTag(words[i]) {
				p.left, p.gaps = append(p.left, words[i]), append(p.gaps, len(p.refs))
			}
			n = 1
		}
		i += n
	}
	return nil
}

// readAt reads the longest run of words at the beginning that means something, and gives its length.
func (b *Book) readAt(ctx context.Context, t *talk, p *phrase, words []string) (int, error) {
	for n := min(longestRun, len(words)); n > 0; n-- {
		found, err := b.mean(ctx, t, p, words[:n])
		if err != nil || found {
			return n, err
		}
	}
	return 0, nil
}

func (b *Book) mean(ctx context.Context, t *talk, p *phrase, words []string) (bool, error) {
	text := strings.Join(words, " ")
	if len(words) == 1 {
		if ref, ok := b.readKey(text); ok {
			p.refs = append(p.refs, ref)
			return true, nil
		}
	}
	folded := catalog.Fold(text)
	switch {
	case isTag(text): // of a topic that there is not
		return false, nil
	case b.words.latest[folded]:
		p.latest = true
		return true, nil
	case b.words.all[folded]:
		p.all = true
		return true, nil
	case b.words.small[folded] || folded == "":
		return false, nil
	}
	if ref, ok := b.words.refs[folded]; ok {
		p.refs = append(p.refs, ref)
		return true, nil
	}
	if b.words.small[catalog.Fold(words[0])] && b.words.small[catalog.Fold(words[len(words)-1])] {
		return false, nil
	}
	return b.meanName(ctx, t, p, text)
}

func isTag(word string) bool { return strings.HasPrefix(word, "#") }

func (b *Book) meanName(ctx context.Context, t *talk, p *phrase, text string) (bool, error) {
	if utf8.RuneCountInString(text) < shortestRef && len(t.directory.Named(text)) == 0 {
		return false, nil
	}
	refs, err := b.namesExactly(ctx, t, text)
	switch {
	case err != nil:
		return false, err
	case len(refs) == 0:
		ref, ok := b.words.bent(catalog.Fold(text))
		if !ok {
			ref, ok = t.written(text)
		}
		if ok {
			p.refs = append(p.refs, ref)
		}
		return ok, nil
	case len(refs) == 1:
		p.refs = append(p.refs, refs[0])
	default:
		p.doubts = append(p.doubts, finding{query: text, refs: refs})
	}
	return true, nil
}

// written finds the one organisation or project whose name was torn apart: "EU DIGIT" for "EUDIGIT".
func (t *talk) written(text string) (catalog.Ref, bool) {
	joined := strings.ReplaceAll(text, " ", "")
	if joined == text || utf8.RuneCountInString(joined) < shortestBent {
		return catalog.Ref{}, false
	}
	for _, m := range t.directory.Nearest(joined, 1) {
		first, _, _ := strings.Cut(catalog.Fold(m.Name), " ")
		return m.Ref, first == catalog.Fold(joined)
	}
	return catalog.Ref{}, false
}

// namesExactly is bearers for the middle of a line: hamlets that are called like a common word don't count.
func (b *Book) namesExactly(ctx context.Context, t *talk, text string) ([]catalog.Ref, error) {
	known := t.named(text, nameSorts)
	places := b.needs.Places.Named(text)
	if len(places) == 0 {
		places = b.bentNames(text)
	}
	first, _ := utf8.DecodeRuneInString(text)
	places, err := b.knownPlaces(ctx, places, unicode.IsUpper(first))
	if err != nil {
		return nil, err
	}
	iso, country := b.country(text)
	switch large := slices.ContainsFunc(places, func(p Place) bool { return p.Population >= wellKnown }); {
	case len(known) > 0 && !large:
		return known, nil
	case country && utf8.RuneCountInString(text) > 2:
		return []catalog.Ref{catalog.CountryRef(iso)}, nil
	case len(places) > 0:
		return b.settle(ctx, places)
	}
	return known, nil
}

// knownPlaces drops the places that are no more than hamlets, and of names without a capital letter the towns that nobody
// has heard of here: they are too easily common words.
func (b *Book) knownPlaces(ctx context.Context, places []Place, capital bool) ([]Place, error) {
	hamlets := func(p Place) bool { return p.Usage >= rare || p.Population < hamlet }
	if !slices.ContainsFunc(places, func(p Place) bool { return !hamlets(p) }) {
		return nil, nil
	}
	kept := slices.DeleteFunc(slices.Clone(places), func(p Place) bool { return p.Usage >= rare || p.Population < hamlet/2 })
	towns := slices.DeleteFunc(slices.Clone(kept), func(p Place) bool { return p.Population >= renowned })
	if len(towns) == 0 || capital {
		return kept, nil
	}
	var refs []catalog.Ref
	for _, p := range towns {
		refs = append(refs, catalog.CityRef(p.City))
	}
	known, err := b.withEvents(ctx, refs)
	return slices.DeleteFunc(kept, func(p Place) bool {
		return p.Population < renowned && !slices.Contains(known, catalog.CityRef(p.City))
	}), err
}

// country knows a country by its name, a bent form of it, or what its things and people are called.
func (b *Book) country(text string) (string, bool) {
	if iso, ok := b.needs.Places.Country(text); ok {
		return iso, true
	}
	return b.bends.country(catalog.Fold(text))
}

// readKey reads a word such as "kind:visit", "lang:bg" or "#smart_city".
func (b *Book) readKey(word string) (catalog.Ref, bool) {
	if tag, ok := strings.CutPrefix(word, "#"); ok {
		ref, ok := b.words.refs[catalog.Fold(tag)]
		return ref, ok
	}
	key, value, ok := strings.Cut(word, ":")
	sort, known := b.words.keys[catalog.Fold(key)]
	if !ok || !known || value == "" {
		return catalog.Ref{}, false
	}
	switch sort {
	case catalog.SortKind, catalog.SortTopic:
		ref, ok := b.words.refs[catalog.Fold(value)]
		return ref, ok && ref.Sort == sort
	case catalog.SortLanguage:
		lang, ok := b.words.languages[catalog.Fold(value)]
		return catalog.LanguageRef(lang), ok
	case catalog.SortCountry:
		iso, ok := b.country(value)
		return catalog.CountryRef(iso), ok
	}
	return catalog.Ref{}, false
}

// forgive looks at the words that are left as misspelt names, and puts what they name where they stood.
func (b *Book) forgive(ctx context.Context, t *talk, p *phrase) error {
	if len(p.left) > mostForgiven {
		return nil
	}
	if n := len(p.left); n > 1 && n <= mostUnknown && p.gaps[0] == p.gaps[n-1] { // "Стара Загоре" before either word
		ref, ok, err := b.misspelt(ctx, t, strings.Join(p.left, " "))
		if ok || err != nil {
			p.refs, p.left, p.gaps = slices.Insert(p.refs, p.gaps[0], ref), nil, nil
			return err
		}
	}
	var left []string
	found := 0
	for i, w := range p.left {
		ref, ok, err := b.misspelt(ctx, t, w)
		if err != nil {
			return err
		}
		if !ok {
			left = append(left, w)
			continue
		}
		p.refs = slices.Insert(p.refs, p.gaps[i]+found, ref)
		found++
	}
	p.left = left
	return nil
}

func (b *Book) misspelt(ctx context.Context, t *talk, word string) (catalog.Ref, bool, error) {
	if n := utf8.RuneCountInString(word); n < readyToGuess || n > longestWord {
		return catalog.Ref{}, false, nil
	}
	f, err := b.look(ctx, t, word, nameSorts...)
	ref, ok := f.sure()
	if err != nil || !ok || ref.Sort != catalog.SortCity {
		return ref, ok, err
	}
	known, err := b.withEvents(ctx, f.refs) // a common word is too easily a misspelt city of the other end of the world
	return ref, len(known) == 1, err
}

// things keeps the refs that have a card: cities, organisations and projects.
func (p phrase) things() []catalog.Ref {
	return slices.DeleteFunc(slices.Clone(p.refs), func(r catalog.Ref) bool {
		return r.Sort != catalog.SortCity && r.Sort != catalog.SortOrganisation && r.Sort != catalog.SortProject
	})
}
