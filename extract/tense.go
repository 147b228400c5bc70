package extract

// ahead tells whether the clause around the token speaks of what is to come: the nearest word that tells its tense decides,
// and where only a verb in the present stands, it speaks of what is to come.
func (r *reader) ahead(i int) bool {
	c := r.clause(i)
	if tense, told := r.tenseIn(c, i); told {
		return tense
	}
	if c.to-i >= shortClause || i-c.from >= shortClause {
		return false
	}
	if c.from > r.line.from+1 { // "The council will, on Thursday, …"
		if tense, told := r.tenseIn(r.clause(c.from-2), c.from-2); told {
			return tense
		}
	}
	if c.to+1 < r.line.to { // "On Thursday, the council will …"
		tense, _ := r.tenseIn(r.clause(c.to+1), c.to+1)
		return tense
	}
	return false
}

// shortClause is how many tokens on a side of a date can hold no verb of its own.
const shortClause = 4

// clause is the run of tokens around the token up to the signs and words that begin a new clause.
func (r *reader) clause(i int) span {
	c := span{i, i}
	for c.from > r.line.from && !r.divides(c.from-1) {
		c.from--
	}
	for c.to < r.line.to && (c.to == i || !r.divides(c.to)) {
		c.to++
	}
	return c
}

func (r *reader) divides(i int) bool {
	t := r.tokens[i]
	return t.isOneOf(",;:()–—") || r.l.breaks[t.fold]
}

// tenseIn is the tense of the clause, as seen from the token; told is false where no word tells it.
func (r *reader) tenseIn(c span, i int) (ahead, told bool) {
	const far = 1 << 20
	future, past, present := far, far, false
	for _, h := range r.l.tense.find(r.tokens[c.from:c.to]) {
		distance := max(c.from+h.from-i, i-c.from-h.to)
		switch h.list { //nolint:exhaustive // the matcher holds these lists alone
		case listAhead:
			future = min(future, distance)
		case listPast:
			past = min(past, distance)
		case listPresent:
			present = true
		}
	}
	switch {
	case future < far:
		return future <= past+1, true
	case past < far:
		return false, true
	}
	return present, present
}
