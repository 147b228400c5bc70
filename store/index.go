package store

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"mostbot/catalog"
)

// index knows, in memory, by what each event of the catalogue is found. It costs about a kilobyte an event, and answers
// any query in a fraction of a millisecond without asking the store.
//
// Events have numbers here. A term is a ref or a word; each term has the list of the events that it leads to.
type index struct {
	at position // of the catalogue, up to which the index has followed

	numbers map[string]int32 // of events, by id
	entries []indexed        // by number
	free    []int32          // numbers of removed events
	newest  []int32          // all events, newest first

	terms  []term
	byRef  map[catalog.Ref]int32
	byWord map[string]int32
	named  map[string][]catalog.Ref // words of the names of organisations and projects
}

// indexed is what the index keeps of an event.
type indexed struct {
	id          string
	first, last int64 // days since 1970 that the event's date can mean, or the day of its first report
	dated       bool  // it has either
	order       int64 // the day by which it is put in order
	entered     time.Time
	terms       []int32
}

type term struct {
	ref    catalog.Ref // zero for a word
	events []int32     // in no order
}

func newIndex() *index {
	return &index{
		numbers: map[string]int32{}, byRef: map[catalog.Ref]int32{}, byWord: map[string]int32{},
		named: map[string][]catalog.Ref{},
	}
}

// put adds an event, or changes what is known of it.
func (x *index) put(e catalog.Event) {
	x.drop(e.ID)
	n := x.load(e)
	x.newest = x.newest[:len(x.newest)-1]
	at, _ := slices.BinarySearchFunc(x.newest, n, x.compare)
	x.newest = slices.Insert(x.newest, at, n)
}

// load adds an event that is not known, as if it were the oldest: sort puts right what many loads left.
func (x *index) load(e catalog.Event) int32 {
	n := int32(len(x.entries))
	if last := len(x.free) - 1; last >= 0 {
		n, x.free = x.free[last], x.free[:last]
	} else {
		x.entries = append(x.entries, indexed{})
	}
	x.entries[n] = newIndexed(e)
	x.entries[n].terms = x.termsOf(e)
	x.numbers[e.ID] = n
	for _, t := range x.entries[n].terms {
		x.terms[t].events = append(x.terms[t].events, n)
	}
	x.newest = append(x.newest, n)
	return n
}

func (x *index) sort() { slices.SortFunc(x.newest, x.compare) }

func (x *index) drop(id string) {
	n, ok := x.numbers[id]
	if !ok {
		return
	}
	at := slices.Index(x.newest, n)
	x.newest = slices.Delete(x.newest, at, at+1)
	for _, t := range x.entries[n].terms {
		events := x.terms[t].events
		at := slices.Index(events, n)
		events[at] = events[len(events)-1]
		x.terms[t].events = events[:len(events)-1]
	}
	x.entries[n] = indexed{}
	x.free = append(x.free, n)
	delete(x.numbers, id)
}

// compare puts the newest first: by date, then by when they entered, then always the same way.
func (x *index) compare(a, b int32) int {
	p, q := &x.entries[a], &x.entries[b]
	return cmp.Or(cmp.Compare(q.order, p.order), q.entered.Compare(p.entered), strings.Compare(p.id, q.id))
}

// newIndexed leaves the terms out. An event of which only the month or year is known stands where its first report stands.
func newIndexed(e catalog.Event) indexed {
	reported := firstReport(e)
	date := e.Date
	if date.IsZero() {
		date = reported
	}
	entry := indexed{id: e.ID, entered: e.Entered, dated: !date.IsZero(), first: day(date.First()), last: day(date.Last())}
	entry.order = entry.last
	switch {
	case !entry.dated:
		entry.order = day(e.Entered)
	case date.Precision() != catalog.Day && !reported.IsZero():
		entry.order = min(max(day(reported.First()), entry.first), entry.last)
	}
	return entry
}

func firstReport(e catalog.Event) catalog.Date {
	var first catalog.Date
	for _, source := range e.Sources {
		if !source.Published.IsZero() && (first.IsZero() || source.Published.First().Before(first.First())) {
			first = source.Published
		}
	}
	return first
}

func day(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix() / (24 * 60 * 60)
}

func (x *index) termsOf(e catalog.Event) []int32 {
	var terms []int32
	for _, ref := range e.Refs() {
		t, ok := x.byRef[ref]
		if !ok {
			t = x.newTerm(term{ref: ref})
			x.byRef[ref] = t
		}
		terms = append(terms, t)
	}
	for _, word := range wordsOf(e) {
		t, ok := x.byWord[word]
		if !ok {
			t = x.newTerm(term{})
			x.byWord[strings.Clone(word)] = t
		}
		terms = append(terms, t)
	}
	return terms
}

func (x *index) newTerm(t term) int32 {
	x.terms = append(x.terms, t)
	return int32(len(x.terms) - 1)
}

// wordsOf lists the words that an event can be searched by, each once, but for those of its organisations' and projects'
// names, which may change without the event.
func wordsOf(e catalog.Event) []string {
	var texts []string
	for _, t := range []catalog.Text{e.Title, e.Summary} {
		for _, text := range t {
			texts = append(texts, text)
		}
	}
	for _, c := range e.Cities {
		texts = append(texts, c.Name)
	}
	for _, p := range e.People {
		texts = append(texts, p.Name)
	}
	for _, source := range e.Sources {
		texts = append(texts, source.Title)
	}
	words := strings.Fields(catalog.Fold(strings.Join(texts, " ")))
	slices.Sort(words)
	return slices.Compact(words)
}

// name learns the words in the names of organisations and projects.
func (x *index) name(d *catalog.Directory) {
	x.named = map[string][]catalog.Ref{}
	learn := func(ref catalog.Ref, names catalog.Text, aliases []string) {
		all := slices.Clone(aliases)
		for _, name := range names {
			all = append(all, name)
		}
		words := strings.Fields(catalog.Fold(strings.Join(all, " ")))
		slices.Sort(words)
		for _, word := range slices.Compact(words) {
			x.named[word] = append(x.named[word], ref)
		}
	}
	for o := range d.Organisations() {
		learn(catalog.OrganisationRef(o.ID), o.Names, o.Aliases)
	}
	for p := range d.Projects() {
		learn(catalog.ProjectRef(p.ID), p.Names, p.Aliases)
	}
}

// matching lists the terms of all words that are this one, or begin with it if it is long enough to say something.
func (x *index) matching(word string) []int32 {
	var found []int32
	matches := func(w string) bool { return w == word }
	if utf8.RuneCountInString(word) >= 4 {
		matches = func(w string) bool { return strings.HasPrefix(w, word) }
	}
	for w, t := range x.byWord {
		if matches(w) {
			found = append(found, t)
		}
	}
	for w, refs := range x.named {
		if matches(w) {
			found = append(found, x.known(refs)...)
		}
	}
	return found
}

// known lists the terms of those refs that any event ever had.
func (x *index) known(refs []catalog.Ref) []int32 {
	var terms []int32
	for _, ref := range refs {
		if t, ok := x.byRef[ref]; ok {
			terms = append(terms, t)
		}
	}
	return terms
}
