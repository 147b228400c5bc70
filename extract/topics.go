package extract

import (
	"slices"

	"mostbot/catalog"
)

// topics is the step that names what the cooperation is about: what its words weigh enough for and, beside a strong
// first topic, those at least a third as strong. Most articles have two or more.
func topics(sums map[string]float64) []catalog.Topic {
	const enough, share, faint, most = 1.9, 0.3, 0.2, 4
	value := func(t catalog.Topic) float64 {
		if e, ok := emphasis[t]; ok {
			return sums[string(t)] * e
		}
		return sums[string(t)]
	}
	ranked := slices.Clone(catalog.Topics)
	slices.SortStableFunc(ranked, func(a, b catalog.Topic) int { return compare(value(b), value(a)) })
	var topics []catalog.Topic
	for i, t := range ranked[:most] {
		v := value(t)
		if v >= enough && v >= share*value(ranked[0]) || i == 1 && v >= 1.5 && v >= faint*value(ranked[0]) && len(topics) == 1 {
			topics = append(topics, t)
		}
	}
	if len(topics) == 0 {
		return []catalog.Topic{"other"}
	}
	return topics
}

// emphasis corrects for how often a topic's words stand in articles about something else, or are the only hint at it.
var emphasis = map[catalog.Topic]float64{
	"culture": 0.6, "creative": 0.6, "innovation-hub": 0.8, "it-cluster": 0.8, "startups": 1.2, "cybersecurity": 1.3,
}

func (d *document) topicPosition(i int) float64 {
	switch s := d.sentences[d.tokens[i].sentence]; {
	case s.headline:
		return 1.8
	case s.body < 3:
		return 1.3
	case s.body < 6:
		return 1
	}
	return 0.6
}
