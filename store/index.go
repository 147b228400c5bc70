package store

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"mostbot/catalog"
)

// index knows, in memory, by what each event of the catalogue is found. It costs about a kilobyte an event, and answers
// any query in a fraction of a millisecond without asking the store.
//
// Events have numbers here, and so have the terms that lead to them: refs and words.
type index struct {
	at position // of the catalogue, up to which the index has followed

	numbers map[string]int32 // of events, by id
	entries []indexed        // by number
	free    []int32          // numbers of removed events
	newest  []int32          // all events, newest first

	refs     []catalog.Ref // by number
	refOf    map[catalog.Ref]int32
	ofRef    [][]int32 // the events of each ref, in no order
	wordOf   map[string]int32
	ofWord   [][]int32
	alphabet []string // all words in order
	names    names
}

// indexed is what the index keeps of an event.
type indexed struct {
	id          string
	first, last int64 // days since 1970 that the event's date can mean, or the day of its first report
	dated       bool  // it has either
	order       int64 // the day by which it is put in order
	entered     time.Time
	refs, words []int32
}

func newIndex() *index {
	return &index{numbers: map[string]int32{}, refOf: map[catalog.Ref]int32{}, wordOf: map[string]int32{}}
}

// put adds events, or changes what is known of them.
func (x *index) put(events ...catalog.Event) {
	words := len(x.alphabet)
	for _, e := range events {
		x.drop(e.ID)
		n := x.load(e)
		others := x.newest[:len(x.newest)-1]
		at, _ := slices.BinarySearchFunc(others, n, x.compare)
		x.newest = slices.Insert(others, at, n)
	}
	if len(x.alphabet) > words {
		slices.Sort(x.alphabet)
	}
}

// load adds an event that is not known, as if it were the oldest: sort puts right what many loads left.
func (x *index) load(e catalog.Event) int32 {
	n := int32(len(x.entries))
	if last := len(x.free) - 1; last >= 0 {
		n, x.free = x.free[last], x.free[:last]
	} else {
		x.entries = append(x.entries, indexed{})
	}
	entry := newIndexed(e)
	entry.refs, entry.words = x.refsOf(e), x.wordsOf(e)
	x.entries[n] = entry
	x.numbers[e.ID] = n
	for _, r := range entry.refs {
		x.ofRef[r] = append(x.ofRef[r], n)
	}
	for _, w := range entry.words {
		x.ofWord[w] = append(x.ofWord[w], n)
	}
	x.newest = append(x.newest, n)
	return n
}

func (x *index) sort() {
	slices.SortFunc(x.newest, x.compare)
	slices.Sort(x.alphabet)
}

func (x *index) drop(id string) {
	n, ok := x.numbers[id]
	if !ok {
		return
	}
	at := slices.Index(x.newest, n)
	x.newest = slices.Delete(x.newest, at, at+1)
	for _, r := range x.entries[n].refs {
		x.ofRef[r] = without(x.ofRef[r], n)
	}
	for _, w := range x.entries[n].words {
		x.ofWord[w] = without(x.ofWord[w], n)
	}
	x.entries[n] = indexed{}
	x.free = append(x.free, n)
	delete(x.numbers, id)
}

// without takes an event out of a list that has no order.
func without(events []int32, n int32) []int32 {
	last := len(events) - 1
	events[slices.Index(events, n)] = events[last]
	return events[:last]
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

func (x *index) refsOf(e catalog.Event) []int32 {
	refs := e.Refs()
	numbers := make([]int32, len(refs))
	for i, ref := range refs {
		n, ok := x.refOf[ref]
		if !ok {
			n = int32(len(x.refs))
			x.refs, x.ofRef = append(x.refs, ref), append(x.ofRef, nil)
			x.refOf[ref] = n
		}
		numbers[i] = n
	}
	return numbers
}

// wordsOf lists the words that an event can be searched by, each once, but for those of its organisations' and projects'
// names, which may change without the event.
func (x *index) wordsOf(e catalog.Event) []int32 {
	texts := slices.AppendSeq(slices.Collect(maps.Values(e.Title)), maps.Values(e.Summary))
	for _, c := range e.Cities {
		texts = append(texts, c.Name)
	}
	for _, p := range e.People {
		texts = append(texts, p.Name)
	}
	for _, source := range e.Sources {
		texts = append(texts, source.Title)
	}
	var numbers []int32
	for _, word := range distinctWords(texts) {
		n, ok := x.wordOf[word]
		if !ok {
			n, word = int32(len(x.ofWord)), strings.Clone(word)
			x.ofWord, x.alphabet = append(x.ofWord, nil), append(x.alphabet, word)
			x.wordOf[word] = n
		}
		numbers = append(numbers, n)
	}
	return numbers
}

func distinctWords(texts []string) []string {
	words := strings.Fields(catalog.Fold(strings.Join(texts, " ")))
	slices.Sort(words)
	return slices.Compact(words)
}

// names leads from the words in the names of organisations and projects to those.
type names struct {
	refs     map[string][]catalog.Ref
	alphabet []string
}

func namesOf(d *catalog.Directory) names {
	n := names{refs: map[string][]catalog.Ref{}}
	for o := range d.Organisations() {
		n.learn(catalog.OrganisationRef(o.ID), o.Names, o.Aliases)
	}
	for p := range d.Projects() {
		n.learn(catalog.ProjectRef(p.ID), p.Names, p.Aliases)
	}
	n.alphabet = slices.Sorted(maps.Keys(n.refs))
	return n
}

func (n names) learn(ref catalog.Ref, names catalog.Text, aliases []string) {
	for _, word := range distinctWords(slices.AppendSeq(slices.Clone(aliases), maps.Values(names))) {
		n.refs[word] = append(n.refs[word], ref)
	}
}

// matching lists the events of all words that are this one, or begin with it if it is long enough to say something. An
// organisation's or project's name leads to all of its events. A long word that leads nowhere may have another ending.
func (x *index) matching(word string) [][]int32 {
	const long, ending = 6, 2
	lists := x.starting(word)
	if letters := []rune(word); len(lists) == 0 && len(letters) >= long {
		lists = x.starting(string(letters[:len(letters)-ending]))
	}
	return lists
}

func (x *index) starting(word string) [][]int32 {
	var lists [][]int32
	for _, w := range beginning(x.alphabet, word) {
		if events := x.ofWord[x.wordOf[w]]; len(events) > 0 {
			lists = append(lists, events)
		}
	}
	for _, w := range beginning(x.names.alphabet, word) {
		lists = append(lists, x.leading(x.names.refs[w])...)
	}
	return lists
}

func beginning(alphabet []string, word string) []string {
	const telling = 4
	from, found := slices.BinarySearch(alphabet, word)
	to := from
	if found {
		to++
	}
	if utf8.RuneCountInString(word) >= telling {
		for to < len(alphabet) && strings.HasPrefix(alphabet[to], word) {
			to++
		}
	}
	return alphabet[from:to]
}

// leading lists the events of each of the refs.
func (x *index) leading(refs []catalog.Ref) [][]int32 {
	var lists [][]int32
	for _, ref := range refs {
		if n, ok := x.refOf[ref]; ok {
			lists = append(lists, x.ofRef[n])
		}
	}
	return lists
}
