package extract

import (
	"unicode/utf8"
)

// vocabulary numbers the words that tell something of the names beside them and of those they stand in: by their
// beginnings, which all case forms have in common, and by their endings.
type vocabulary map[string]int32

// wordNumbers are a token's numbers in the vocabulary, 0 for what is not in it.
type wordNumbers [wordParts]int32

const (
	partBeginning = iota
	partEnding
	wordParts
)

// parts are the word's beginning and ending as the vocabulary has them.
func (t token) parts() [wordParts]string {
	const beginning, ending = 6, 3 // letters
	switch t.kind {                //nolint:exhaustive // nobody uses the same numbers and addresses again
	case sign:
		return [wordParts]string{t.text, ""}
	case word:
	default:
		return [wordParts]string{}
	}
	end := 0
	for n := 0; n < beginning && end < len(t.fold); n++ {
		_, size := utf8.DecodeRuneInString(t.fold[end:])
		end += size
	}
	from := len(t.fold)
	for n := 0; n < ending && from > 0; n++ {
		_, size := utf8.DecodeLastRuneInString(t.fold[:from])
		from -= size
	}
	if from < 2 {
		return [wordParts]string{t.fold[:end], ""}
	}
	return [wordParts]string{t.fold[:end], "-" + t.fold[from:]}
}

func (v vocabulary) numbers(t token) wordNumbers {
	var numbers wordNumbers
	for k, part := range t.parts() {
		if part != "" {
			numbers[k] = v[part]
		}
	}
	return numbers
}

// wordSpot is where a word of the vocabulary is looked at.
type wordSpot int

const (
	wordBefore2 wordSpot = iota
	wordBefore
	wordFirst
	wordInner
	wordLast
	wordAfter
	wordAfter2
	wordNear
	wordOnly
	wordSpots
)

var wordSpotNames = [wordSpots]string{"before2", "before", "first", "inner", "last", "after", "after2", "near", "only"}
