package extract

// tense tells where the days of a clause lie.
type tense int8

const (
	past    tense = -1
	untold  tense = 0
	ahead   tense = 1
	farAway       = 1 << 20 // tokens
)

// liesAhead tells whether the clause around the token speaks of what is to come.
func (r *reader) liesAhead(i int) bool { return r.tense(i) == ahead }

// tense is that of the clause around the token; a clause without a word that tells it borrows that of the clause before it
// or behind it.
func (r *reader) tense(i int) tense {
	c := r.clause(i)
	t := r.tenseIn(c, i)
	if t != untold || c.to-i >= shortClause || i-c.from >= shortClause {
		return t
	}
	if c.from > r.line.from+1 { // "The council will, on Thursday, …"
		t = r.tenseIn(r.clause(c.from-2), c.from-2)
	}
	if t == untold && c.to+1 < r.line.to { // "On Thursday, the council will …"
		t = r.tenseIn(r.clause(c.to+1), c.to+1)
	}
	return t
}

// longestClause is how many tokens on a side of a date are searched for the tense.
const longestClause = 40

// shortClause is how many tokens on a side of a date can hold no verb of its own.
const shortClause = 4

// clause is the run of tokens around the token up to the signs and words that begin a new clause.
func (r *reader) clause(i int) span {
	c := span{i, i}
	for c.from > max(r.line.from, i-longestClause) && !r.divides(c.from-1) {
		c.from--
	}
	for c.to < min(r.line.to, i+longestClause) && (c.to == i || !r.divides(c.to)) {
		c.to++
	}
	return c
}

func (r *reader) divides(i int) bool {
	t := r.tokens[i]
	return t.isOneOf(",;:()–—") || r.l.breaks[t.fold]
}

// tenseIn is the tense of the clause: the nearest word that tells it decides, and where only a verb in the present stands,
// the clause speaks of what is to come.
func (r *reader) tenseIn(c span, i int) tense {
	toCome, gone, present, particle := farAway, farAway, untold, -farAway
	for _, h := range r.l.tense.find(r.tokens[c.from:c.to]) {
		from, to := c.from+h.from, c.from+h.to
		distance := max(from-i, i-to)
		switch {
		case h.list == listAhead:
			toCome, particle = min(toCome, distance), to
		case h.list == listPresent:
			present = ahead
		case from-particle > 2: // "will be held" tells of no past
			gone = min(gone, distance)
		}
	}
	switch {
	case toCome < farAway && toCome <= gone:
		return ahead
	case gone < farAway:
		return past
	}
	return present
}
