package extract

import (
	_ "embed" // the weights
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"mostbot/catalog"
)

// weights.tsv says what each feature counts for: question, feature, weight; of names, three weights, one a sort. The
// questions "name" and "name bg" hold what counts in all languages and what one language adds to it. A row of "word" holds
// what one word of the vocabulary tells of names, by where it stands; one of "bag", what a word tells wherever it stands
// (see bag), by the answer.
//
//go:generate go test -v -run FitWeights -fit -timeout 60m .
//go:embed weights.tsv
var weightsFile string

// question is something that a reader decides by weighing evidence.
type question string

const (
	askPlace       question = "place"       // which of the places of a name is meant?
	askSite        question = "site"        // is the word a city's name?
	askPart        question = "part"        // does the city take part?
	askTogether    question = "together"    // and once it is known how the others were judged?
	askCooperation question = "cooperation" // do parties from different places work together?
	askDigital     question = "digital"     // is it about digital transformation?
	askKind        question = "kind"        // which kind of event is it?
	askDate        question = "date"        // which date is the event's?
	askPlanned     question = "planned"     // does it lie ahead?
	askTopic       question = "topic"       // is it about the topic?
	askSure        question = "sure"        // is all this right?
	askWord        question = "word"        // the same, by a word in it or beside it
	askName        question = "name"        // person, organisation or project?
)

// judgement is all that was learned from labelled articles.
type judgement struct {
	answers map[question]weights
	names   map[catalog.Language]*nameWeights
	*wordWeights
	bags *bags
}

var errManyWords = errors.New("there are more words than numbers for them")

func readJudgement(file string) (*judgement, error) {
	j := &judgement{map[question]weights{}, map[catalog.Language]*nameWeights{}, &wordWeights{vocabulary: vocabulary{}}, newBags()}
	for _, lang := range catalog.Languages {
		j.names[lang] = &nameWeights{wordWeights: j.wordWeights}
	}
	places := namePlaces()
	for n, row := range strings.Split(file, "\n") {
		if row == "" || row[0] == '#' {
			continue
		}
		if err := j.readRow(strings.Split(row, "\t"), places); err != nil {
			return nil, fmt.Errorf("weights.tsv, line %d: %w", n+1, err)
		}
	}
	return j, nil
}

func (j *judgement) readRow(cells []string, places map[string]int) error {
	if len(cells) < 3 {
		return fmt.Errorf("%d cells, want a question, a feature and its weights", len(cells))
	}
	asked, lang, _ := strings.Cut(cells[0], " ")
	if question(asked) == askWord {
		return j.readWord(cells[1], cells[2:])
	}
	if word, ok := strings.CutPrefix(cells[1], bagFeature); ok {
		return j.bags.read(question(cells[0]), word, cells[2:])
	}
	values, err := readWeights(cells[2:])
	if err != nil {
		return err
	}
	if question(asked) == askName {
		return j.readName(lang, cells[1], values, places)
	}
	q := question(cells[0])
	if j.answers[q] == nil {
		j.answers[q] = weights{}
	}
	j.answers[q][cells[1]] = float64(values[0])
	return nil
}

// readName adds the weights of a name's feature, in one language or in all.
func (j *judgement) readName(lang catalog.Language, feature string, values []float32, places map[string]int) error {
	at, ok := places[feature]
	if !ok || len(values) != int(nameSorts) {
		return fmt.Errorf("%d weights of %q, which may be unknown", len(values), feature)
	}
	for of, w := range j.names {
		if lang == "" || lang == of {
			w.cell(at).add(scores(values))
		}
	}
	return nil
}

func readWeights(cells []string) ([]float32, error) {
	values := make([]float32, 0, nameSorts)
	for _, cell := range cells {
		v, err := strconv.ParseFloat(cell, 32)
		if err != nil {
			return nil, fmt.Errorf("weight %q is no number", cell)
		}
		values = append(values, float32(v))
	}
	return values, nil
}

// readWord adds a word of the vocabulary, with its weights where it tells something: "before -0.10 0.25 0.31".
func (j *judgement) readWord(word string, cells []string) error {
	var at [wordSpots]scores
	for _, cell := range cells {
		name, rest, _ := strings.Cut(cell, " ")
		spot := slices.Index(wordSpotNames[:], name)
		values, err := readWeights(strings.Fields(rest))
		if err != nil {
			return err
		}
		if spot < 0 || len(values) != int(nameSorts) {
			return fmt.Errorf("%d weights of %q, which may be unknown", len(values), name)
		}
		at[spot] = scores(values)
	}
	if len(j.words) == math.MaxUint16 {
		return errManyWords
	}
	word = strings.Clone(word) // the file is to leave memory
	j.words, j.spots = append(j.words, word), append(j.spots, at)
	j.vocabulary[word] = uint16(len(j.words))
	return nil
}

// cell is where the weights of the feature lie; those of names side by side are numbered after all others.
func (w *nameWeights) cell(at int) *scores {
	if at < featureSum {
		return &w.features[at]
	}
	at -= featureSum
	return &w.beside[at/int(nameSorts)][at%int(nameSorts)]
}

// nameFeatures is how many features names have, those of names side by side included.
const nameFeatures = featureSum + int(separators)*int(nameSorts)

var sortNames = [nameSorts]string{"person", "organisation", "project"}

func nameFeature(at int) string {
	if at < featureSum {
		return featureName(at)
	}
	at -= featureSum
	return sortNames[at%int(nameSorts)] + " before " + separatorNames[at/int(nameSorts)]
}

func namePlaces() map[string]int {
	places := make(map[string]int, nameFeatures)
	for at := range nameFeatures {
		places[nameFeature(at)] = at
	}
	return places
}
