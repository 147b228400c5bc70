package extract

import "slices"

// usage is how the text uses words, as far as it helps to tell names.
type usage struct {
	tokens    []tokenUse
	quoted    map[string][]span // names in quotation marks, by their first word
	short     map[string]bool   // abbreviations that are introduced in brackets
	triggers  int
	known     []acquaintance
	knownFrom map[int]bool // where they begin: "imec"
	marks     marked       // of all candidates, side by side
	spans     []candidate  // of the line at hand
}

// tokenUse is what the names that hold the token have in common.
type tokenUse struct {
	times              int // how often the text has the word, if it has a capital
	latin, digits, odd bool
}

func (d *document) usage(f *facts) *usage {
	u := &usage{tokens: make([]tokenUse, len(d.tokens)), quoted: map[string][]span{}, short: map[string]bool{},
		triggers: len(f.of(listTrigger)), known: f.known, knownFrom: map[int]bool{}}
	times := make(map[string]int, len(d.tokens)/2)
	for _, k := range f.known {
		u.knownFrom[k.from] = true
	}
	for i, t := range d.tokens {
		if t.kind == word {
			times[t.fold]++
		}
		if q := d.quoted(i); !q.empty() && q.to-q.from < longestName {
			first := d.tokens[q.from].fold
			u.quoted[first] = append(u.quoted[first], q)
		}
		bracketed := i > 0 && i+1 < len(d.tokens) && d.tokens[i-1].text == "(" && d.tokens[i+1].text == ")"
		if bracketed && (t.shouted() || t.mixed()) {
			u.short[t.fold] = true
		}
	}
	for i := range d.tokens {
		use, t := &u.tokens[i], &d.tokens[i]
		if w := d.words[i]; w != nil {
			use.latin, use.digits, use.odd = w.latin, w.digits, w.odd
		} else {
			use.digits, use.odd = hasDigits(t.text), hasOddSigns(t.text)
		}
		if t.capital() {
			use.times = times[t.fold]
		}
	}
	return u
}

// repeats tells whether the name is one of others.
func (d *document) repeats(s span, others []span) bool {
	same := func(a, b token) bool { return a.fold == b.fold }
	return slices.ContainsFunc(others, func(o span) bool {
		return slices.EqualFunc(d.tokens[o.from:o.to], d.tokens[s.from:s.to], same)
	})
}
