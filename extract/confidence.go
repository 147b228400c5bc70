package extract

import (
	"math"

	"mostbot/catalog"
)

// confidence is how likely it is that the article is read rightly: that it is a report or none and, of a report, its kind,
// stage and date as well. Its weights were fitted to articles that the other weights had not seen.
func (r *reading) confidence(out catalog.Report) float64 {
	const surest = 0.97 // nobody reads better
	v := r.weights(askSure).sum(r.sureEvidence(out))
	p := math.Min(1/(1+math.Exp(-v)), surest)
	return math.Round(p*100) / 100
}

// sureEvidence is what speaks for the report's being right: by how much each question was decided.
func (r *reading) sureEvidence(out catalog.Report) evidence {
	const clear = 5 // what is decided by more is no surer
	var e evidence
	if !out.Reportable() {
		e.add("no report")
		e.much("no report, by", math.Min(math.Max(-r.cooperation, -r.digital), clear))
		return e
	}
	e.add("report")
	e.much("cooperation", math.Min(r.cooperation, clear))
	e.much("digital", math.Min(r.digital, clear))
	e.much("kind", math.Min(r.kindMargin, clear))
	e.much("date", math.Min(r.dateMargin, clear))
	e.much("stage", math.Min(math.Abs(r.ahead), clear))
	return e
}
