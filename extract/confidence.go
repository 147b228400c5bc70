package extract

import (
	"math"

	"mostbot/catalog"
)

// confidence is how likely it is that the article is read rightly: that it is a report or none and, of a report, its kind,
// stage and date as well. What speaks for it is the distance from the thresholds, a kind well ahead of the next, and a
// date that the text gives. The weights were fitted to labelled articles; TestConfidenceIsCalibrated holds them to it.
func (r *reading) confidence(out catalog.Report) float64 {
	const surest = 0.96 // nobody reads better
	cooperation, digital := r.cooperation-cooperationFrom, r.digital-digitalFrom
	v := 0.7 + 0.5*math.Min(math.Max(-cooperation, -digital), 4)
	if out.Reportable() {
		v = -1.5 + 0.24*math.Min(cooperation, 6) + 0.06*math.Min(digital, 8) + 0.42*math.Min(r.margin, 8)
		if r.defaultDate {
			v -= 3
		}
	}
	p := math.Min(1/(1+math.Exp(-v)), surest)
	return math.Round(p*100) / 100
}
