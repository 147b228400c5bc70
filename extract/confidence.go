package extract

import (
	"math"

	"mostbot/catalog"
)

// confidence is how likely it is that the article is read rightly: far from the thresholds, a clear kind and more than
// one party speak for it.
func (r *reading) confidence(out catalog.Report) float64 {
	far := math.Min(math.Abs(r.cooperation-cooperationFrom), 4) + math.Min(math.Abs(r.digital-digitalFrom), 4)
	v := -0.3 + 0.35*far
	if out.Reportable() {
		v += 0.12*math.Min(r.margin, 5) + 0.3*math.Min(float64(len(out.Cities)+len(out.Organisations)), 4) - 0.6
	}
	p := 1 / (1 + math.Exp(-v))
	return math.Round(p*100) / 100
}
