package extract

import (
	"bytes"
	"flag"
	"fmt"
	"hash/fnv"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"mostbot/catalog"
)

var mistakes = flag.String("mistakes", "", "with -fit or -answers: list the mistakes in this field, or all fields named, comma-separated")

var (
	fit     = flag.Bool("fit", false, "fit the weights to the labelled articles and write weights.tsv")
	answers = flag.Bool("answers", false, "fit all but the weights of names, quickly, and write nothing")
)

// penalties keep weights small, the more the fewer the examples.
var penalties = map[question]float64{
	askPlace: 1, askSite: 1, askPart: 3, askTogether: 1, askCooperation: 3, askDigital: 3, askKind: 3, askDate: 1, askPlanned: 3,
	askTopic: 6, askSure: 1,
}

// folds is into how many parts the articles are divided: what is learned from all but one is tried on that one, so that
// each question is put to names, cities, kinds … as well recognised as those of unseen articles.
const folds = 5

func fold5(id string) int {
	h := fnv.New32a()
	h.Write([]byte(id))
	return int(h.Sum32() % folds)
}

// TestFitWeights learns all weights; it is what `go generate` runs. It takes some minutes.
func TestFitWeights(t *testing.T) {
	if !*fit && !*answers {
		t.Skip("only with -fit or -answers")
	}
	x := testExtractor(t)
	f := newFitter(t, x)
	if *answers {
		f.keepNames()
	} else {
		f.learnNames()
	}
	f.learnAnswers(askPlace, askSite)
	f.learnAnswers(askPlace, askSite) // now that places are settled better
	f.learnAnswers(askPart, askCooperation, askDigital, askKind, askPlanned, askTopic)
	f.learnAnswers(askTogether)
	f.learnAnswers(askDate) // which looks at the kind
	f.learnAnswers(askPlanned, askSure)
	f.measure()
	if *answers {
		return
	}
	if err := os.WriteFile("weights.tsv", f.file(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// fitter learns question after question. Each article is read with weights for names that were learned without it.
type fitter struct {
	t        *testing.T
	x        *Extractor
	articles []labels
	parts    [folds]*Extractor // each with names learned from the other parts
	names    *nameFit          // learned from all
	words    vocabulary
	answers  map[question]weights
	unseen   [folds]map[question]weights // learned from the other parts
}

func newFitter(t *testing.T, x *Extractor) *fitter {
	f := &fitter{t: t, x: x, articles: articles(t), answers: map[question]weights{}}
	f.words = f.vocabulary()
	x.judgement.bags = f.bags()
	x.Forget() // numbers of the old vocabulary
	for k := range f.unseen {
		f.unseen[k] = map[question]weights{}
	}
	return f
}

// bags are those of which nothing is learned yet.
func (f *fitter) bags() *bags {
	b := newBags()
	for _, word := range slices.Sorted(maps.Keys(f.words)) {
		b.number(word)
	}
	return b
}

// learnNames learns names from all articles, and for each part from the others.
func (f *fitter) learnNames() {
	words := f.words
	*f.x.judgement.wordWeights = *newWordWeights(words)
	f.x.Forget() // numbers of the old vocabulary
	all := school(f.t, f.x)
	ofPart := make([][]*lesson, folds)
	for _, l := range f.articles {
		if _, r := f.x.read(l.article(f.t), nil); r != nil && r.language == l.Language {
			k := fold5(l.ID)
			ofPart[k] = append(ofPart[k], r.articleLessons(l)...)
		}
	}
	fits := make([]*nameFit, folds+1)
	var wait sync.WaitGroup
	for k := range folds + 1 {
		lessons := slices.Clone(all)
		for other, more := range ofPart {
			if other != k {
				lessons = append(lessons, more...)
			}
		}
		wait.Go(func() { fits[k] = fitNames(lessons, words) })
	}
	wait.Wait()
	f.names = fits[folds]
	for k := range folds {
		f.parts[k] = f.x.with(fits[k], f.bags())
	}
	f.t.Logf("names learned from %d sentences of the school and %d articles", len(all), len(f.articles))
}

// keepNames lets names be as they are, learned from all articles: they are recognised better than in unseen ones.
func (f *fitter) keepNames() {
	for k := range folds {
		y := *f.x
		y.judgement = &judgement{map[question]weights{}, f.x.judgement.names, f.x.judgement.wordWeights, f.bags()}
		f.parts[k] = &y
	}
}

// with is the extractor with other weights of names, and its other weights to be learned.
func (x *Extractor) with(n *nameFit, b *bags) *Extractor {
	y := *x
	y.judgement = &judgement{map[question]weights{}, map[catalog.Language]*nameWeights{}, n.words(), b}
	for _, lang := range catalog.Languages {
		y.judgement.names[lang] = n.weights(lang)
	}
	return &y
}

// learnAnswers learns what answers the questions, from all articles and for each part from the others.
func (f *fitter) learnAnswers(questions ...question) {
	examples, more := f.examples(questions), f.briefExamples(questions)
	if slices.Contains(questions, askSite) || slices.Contains(questions, askPart) {
		maps.Copy(more, f.cityExamples())
	}
	for _, q := range questions {
		list := slices.Concat(examples[q], more[q])
		all := fitAnswers(list, penalties[q])
		f.answers[q] = all
		for k, x := range f.parts {
			others := slices.DeleteFunc(slices.Clone(list), func(ex example) bool { return ex.article != "" && fold5(ex.article) == k })
			f.unseen[k][q] = fitAnswers(others, penalties[q])
			x.judgement.answer(q, f.unseen[k][q])
		}
		unseen := func(ex example) weights { return f.unseen[fold5(ex.article)][q] }
		f.t.Logf("%-12s %5d examples and %5d of the schools, answered rightly %s, unseen %s", q, len(examples[q]), len(more[q]),
			agreement(examples[q], func(example) weights { return all }), agreement(examples[q], unseen))
	}
}

// answer makes the judgement use what was learned of a question.
func (j *judgement) answer(q question, w weights) {
	j.answers[q] = weights{}
	for name, v := range w {
		if word, answer, ok := inBag(name); ok {
			j.bags.set(q, word, answer, v)
		} else {
			j.answers[q][name] = v
		}
	}
}

// inBag takes apart the name of a word's feature, such as "bag цифров ai".
func inBag(name string) (word, answer string, ok bool) {
	rest, ok := strings.CutPrefix(name, bagFeature)
	word, answer, _ = strings.Cut(rest, " ")
	return word, answer, ok
}

// measure reads each article as one not learned from, and prints how well.
func (f *fitter) measure() {
	read := func(l labels) catalog.Report { return f.parts[fold5(l.ID)].Read(l.article(f.t), nil) }
	for _, d := range []domain{ofLively, ofNews} {
		list := slices.DeleteFunc(slices.Clone(f.articles), func(l labels) bool { return l.domain != d })
		by := measure(f.x, list, read)
		for _, lang := range slices.Sorted(maps.Keys(by)) {
			f.t.Logf("%sunseen %-4s %s", d, lang, by[lang])
		}
	}
	if *mistakes == "" {
		return
	}
	for _, field := range strings.Split(*mistakes, ",") {
		for _, l := range f.articles {
			if m := wrong(f.x, read(l), l, field); m != "" {
				f.t.Logf("%s: %s", field, m)
			}
		}
	}
}

// agreement tells which share of the examples is answered rightly.
func agreement(examples []example, w func(example) weights) string {
	right := 0
	for _, ex := range examples {
		if w(ex).answer(ex) == ex.right {
			right++
		}
	}
	return fmt.Sprintf("%.1f %%", 100*float64(right)/float64(max(len(examples), 1)))
}

// answer is the likeliest answer.
func (w weights) answer(ex example) int {
	if len(ex.answers) == 1 {
		if w.sum(ex.answers[0]) > 0 {
			return 0
		}
		return -1
	}
	best := 0
	for i, e := range ex.answers {
		if w.sum(e) > w.sum(ex.answers[best]) {
			best = i
		}
	}
	return best
}

// file is what was learned, as weights.tsv has it.
func (f *fitter) file() []byte {
	const faint, faintWord = 0.02, 0.03
	var b bytes.Buffer
	b.WriteString("# What evidence counts for, learned from the labelled articles in testdata: see weights.go. Made by go generate.\n")
	for _, q := range slices.Sorted(maps.Keys(f.answers)) {
		inBags := map[string]string{}
		for _, name := range slices.Sorted(maps.Keys(f.answers[q])) {
			v := f.answers[q][name]
			word, answer, isWord := inBag(name)
			switch {
			case v < faint && v > -faint, learnedApart(name):
			case isWord && v < faintWord && v > -faintWord: // there are many
			case isWord:
				inBags[word] += fmt.Sprintf("\t%s %.2f", answer, v)
			default:
				fmt.Fprintf(&b, "%s\t%s\t%.2f\n", q, name, v)
			}
		}
		for _, word := range slices.Sorted(maps.Keys(inBags)) {
			fmt.Fprintf(&b, "%s\t%s%s%s\n", q, bagFeature, word, inBags[word])
		}
	}
	writeCells(&b, string(askName), f.names.common[:nameFeatures])
	f.writeWords(&b)
	for _, lang := range catalog.Languages {
		writeCells(&b, string(askName)+" "+lang, f.names.own[lang])
	}
	return b.Bytes()
}

func writeCells(b *bytes.Buffer, question string, c cells) {
	const faint = 0.03
	var lines []string
	for at, values := range c {
		if slices.ContainsFunc(values[:], func(v float64) bool { return v > faint || v < -faint }) {
			lines = append(lines, fmt.Sprintf("%s\t%s\t%.2f\t%.2f\t%.2f\n", question, nameFeature(at), values[0], values[1], values[2]))
		}
	}
	slices.Sort(lines)
	b.WriteString(strings.Join(lines, ""))
}

// fewestTexts is in how many texts a word of the vocabulary stands at least.
const fewestTexts = 6

// vocabulary are the words that stand in several texts, small at least once, and the endings of such words.
func (f *fitter) vocabulary() vocabulary {
	times, small := map[string]int{}, map[string]bool{}
	add := func(text string) {
		seen := map[string]bool{}
		for _, t := range cut(text) {
			for _, part := range t.parts() {
				if part != "" {
					seen[part] = true
					small[part] = small[part] || !t.capital()
				}
			}
		}
		for part := range seen {
			times[part]++
		}
	}
	for _, l := range f.articles {
		add(l.text)
	}
	schoolItems(f.t, "school", func(_ string, _ catalog.Language, item string) error {
		text, _, err := unmark(item, "oph?")
		add(text)
		return err
	})
	v := vocabulary{}
	for _, part := range slices.Sorted(maps.Keys(times)) {
		if times[part] >= fewestTexts && small[part] {
			v[part] = uint16(len(v) + 1)
		}
	}
	f.t.Logf("vocabulary of %d", len(v))
	return v
}

// writeWords adds a row for each word of the vocabulary that tells something.
func (f *fitter) writeWords(b *bytes.Buffer) {
	const faint = 0.08
	all := f.names.words()
	for n, word := range all.words {
		row := ""
		for spot, values := range all.spots[n] {
			if slices.ContainsFunc(values[:], func(v float32) bool { return v > faint || v < -faint }) {
				row += fmt.Sprintf("\t%s %.2f %.2f %.2f", wordSpotNames[spot], values[0], values[1], values[2])
			}
		}
		if row != "" {
			fmt.Fprintf(b, "%s\t%s%s\n", askWord, word, row)
		}
	}
}
