package extract

import (
	"unicode/utf8"
)

// vocabulary numbers the words that tell something of the names beside them and of those they stand in: by their
// beginnings, which all case forms have in common, and by their endings.
type vocabulary map[string]uint16

// wordNumbers are a token's numbers in the vocabulary, 0 for what is not in it.
type wordNumbers [wordParts]uint16

const (
	partBeginning = iota
	partEnding
	wordParts
)

// parts are the token's beginning and ending as the vocabulary has them.
func (t token) parts() [wordParts]string { return [wordParts]string{t.beginning(), t.ending()} }

// beginning is "" for numbers and addresses: nobody uses the same ones again.
func (t token) beginning() string {
	const letters = 6
	switch t.kind { //nolint:exhaustive // the others have none
	case sign:
		return t.text
	case word:
		end := 0
		for n := 0; n < letters && end < len(t.fold); n++ {
			_, size := utf8.DecodeRuneInString(t.fold[end:])
			end += size
		}
		return t.fold[:end]
	}
	return ""
}

// ending is "" for what is no word, and for a short one.
func (t token) ending() string {
	const letters = 3
	if t.kind != word {
		return ""
	}
	from := len(t.fold)
	for n := 0; n < letters && from > 0; n++ {
		_, size := utf8.DecodeLastRuneInString(t.fold[:from])
		from -= size
	}
	if from < 2 {
		return ""
	}
	return "-" + t.fold[from:]
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
