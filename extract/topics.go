package extract

import (
	"math"
	"slices"
	"strconv"

	"mostbot/catalog"
)

// topics is the step that names what the cooperation is about: the likeliest topic, and others that are likely enough.
func (r *reading) topics() []catalog.Topic {
	const most = 4
	const likely = -0.4 // a chance of two in five: to name one that three of five readers miss is no worse than to miss it
	type weighed struct {
		topic  catalog.Topic
		weight float64
	}
	sums := r.topicSums()
	var all []weighed
	for _, t := range catalog.Topics {
		e := r.topicEvidence(t, sums)
		all = append(all, weighed{t, r.sum(askTopic, string(t), e)})
		if all[len(all)-1].weight > likely {
			r.topicWhy = append(r.topicWhy, string(t)+": "+r.why(askTopic, string(t), e))
		}
	}
	slices.SortStableFunc(all, func(a, b weighed) int { return compare(b.weight, a.weight) })
	topics := []catalog.Topic{all[0].topic}
	for _, t := range all[1:most] {
		if t.weight > likely {
			topics = append(topics, t.topic)
		}
	}
	return topics
}

// topicSums are how much the article speaks of each topic: each phrase counts by where it stands first, and half again
// where it is repeated.
func (r *reading) topicSums() map[string]float64 {
	first := map[*phrase]bool{}
	repeated := map[*phrase]bool{}
	sums := map[string]float64{}
	for _, h := range r.facts.of(listTopic) {
		switch {
		case !first[h.phrase]:
			first[h.phrase] = true
			sums[h.value] += h.weight * spoken[r.where(r.tokens[h.from].sentence)]
		case !repeated[h.phrase]:
			repeated[h.phrase] = true
			sums[h.value] += h.weight / 2
		}
	}
	return sums
}

// spoken is how much a phrase tells of what the article is about, by where it stands.
var spoken = map[where]float64{
	inHeadline: 1.8, inFirst: 1.3, inSecond: 1.3, inUpper: 1.1, inLower: 0.6, inBackground: 0.6,
}

// topicEvidence is what speaks for the cooperation's being about the topic.
func (r *reading) topicEvidence(t catalog.Topic, sums map[string]float64) evidence {
	var e evidence
	v := sums[string(t)]
	most, rank := 0.0, 0
	for _, s := range sums {
		most = math.Max(most, s)
		if s > v {
			rank++
		}
	}
	e.add("bias ", string(t))
	if v == 0 {
		e.much("all else "+string(t), math.Log1p(most))
		return e
	}
	r.vocabulary(&e, listTopic, string(t), "words")
	e.much("share", v/most)
	e.much("share "+string(t), v/most)
	e.add("rank ", strconv.Itoa(min(rank, 5)))
	e.much("log", math.Log1p(v))
	e.much("log "+string(t), math.Log1p(v))
	return e
}
