package extract

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mostbot/catalog"
)

// The school of briefs is short news items, each below a line that says what it reports: "agreement happened digital:
// e-government, open-data". It teaches in how many ways an event of each kind is told, more than whole articles could.

// briefShare is how much a brief counts beside an article.
const briefShare = 0.3

// briefs reads the school. Its labels tell nothing of names, cities and dates.
func briefs(t testing.TB) []labels {
	t.Helper()
	var all []labels
	schoolItems(t, "briefs", func(name string, lang catalog.Language, item string) error {
		l, err := readBrief(item)
		if err == nil {
			l.ID, l.Language = name, lang
			all = append(all, l)
		}
		return err
	})
	return all
}

func readBrief(item string) (labels, error) {
	first, text, _ := strings.Cut(strings.TrimSpace(item), "\n")
	says, topics, _ := strings.Cut(first, ":")
	words := strings.Fields(says)
	if len(words) != 3 || words[2] != "digital" && words[2] != "other" || strings.TrimSpace(text) == "" {
		return labels{}, fmt.Errorf("no brief: %.60q", item)
	}
	l := labels{text: strings.TrimSpace(text), Kind: words[0], Stage: words[1], Digital: words[2] == "digital"}
	if l.Kind == "none" {
		l.Kind = ""
	} else if !slices.Contains(catalog.Kinds, catalog.Kind(l.Kind)) || l.Stage != "happened" && l.Stage != "planned" {
		return labels{}, fmt.Errorf("no kind or stage: %q", first)
	}
	l.Cooperation = l.Kind != ""
	for t := range strings.SplitSeq(topics, ",") {
		if t = strings.TrimSpace(t); t == "" {
			continue
		}
		if !slices.Contains(catalog.Topics, catalog.Topic(t)) {
			return labels{}, fmt.Errorf("no topic: %q", t)
		}
		l.Topics = append(l.Topics, t)
	}
	return l, nil
}

func TestBriefsSayWhatTheyReport(t *testing.T) {
	x := testExtractor(t)
	for _, l := range briefs(t) {
		if lang := x.Read(catalog.Article{Text: l.text}, nil).Language; lang != l.Language {
			t.Errorf("%s: read as %q: %.60q", l.ID, lang, l.text)
		}
	}
}

// briefExamples puts the questions to the briefs that those can answer.
func (f *fitter) briefExamples(questions []question) map[question][]example {
	examples := map[question][]example{}
	for n, l := range briefs(f.t) {
		_, r := f.parts[n%folds].read(catalog.Article{Text: l.text}, nil)
		if r == nil || r.language != l.Language {
			continue
		}
		for _, q := range questions {
			var list []example
			switch q { //nolint:exhaustive // the others ask for what briefs do not tell
			case askCooperation:
				list = []example{answered("", r.withBag(r.cooperationEvidence(), yes), l.Cooperation)}
			case askDigital:
				list = []example{answered("", r.withBag(r.digitalEvidence(), yes), l.Digital)}
			case askKind:
				if l.Cooperation {
					list = askKinds(l, r)
				}
			case askTopic:
				list = askTopics(l, r)
			}
			for _, ex := range list {
				ex.article, ex.share = "", briefShare
				if q == askDigital {
					ex.apart(ofSchools)
				}
				examples[q] = append(examples[q], ex)
			}
		}
	}
	return examples
}
