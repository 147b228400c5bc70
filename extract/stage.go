package extract

import (
	"mostbot/catalog"
)

// plannedEvidence is what speaks for the event's lying ahead.
func (r *reading) plannedEvidence(kind catalog.Kind, date catalog.Date, told int) evidence {
	var e evidence
	side := r.side(date)
	e.add("bias")
	e.add("date ", side)
	e.add("date ", side, " ", precisionOf(date))
	e.add(string(kind))
	for i := range r.sentences {
		at, v := r.where(i), r.planned[i]
		if i == told && at != inLower {
			e.when(v >= 1, "evidence planned")
			e.when(v <= -1, "evidence past")
		}
		if at.above() {
			e.when(v >= 1, string(at), " planned")
			e.when(v >= 2, string(at), " surely planned")
			e.when(v <= -1, string(at), " past")
		}
	}
	return e
}
