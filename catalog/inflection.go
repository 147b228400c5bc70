package catalog

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Endings that articles, cases, genders and numbers put on the names of organisations and projects in the languages that
// mostbot reads, folded. Two words are forms of one when they differ in nothing but two of these.
var endings = func() map[string]bool {
	table := map[string]bool{"": true}
	for _, e := range strings.Fields(`
		а я у ю е є и і ї о й ь
		ът ят та то те ия ият ията ата ото ите ът
		ен на но ни ния ният ната ното ните ски ска ско ския ският ската ското ските
		ів їв ам ям ами ями ах ях ом ем єм ою ею єю ові еві єві
		ий ій ого його ому йому ої ій ою им їм их їх ими їми ова ове ові ового
		ki ka ko ke kata koto kite kiya kiyat kyi kyy ska ski sko ske skata skoto skite skiya skiyat skyi skyy
		a i e o ul ului lui le lei ei ii iei or lor ilor ele elor
		s n en es er em ern in`) {
		table[e] = true
	}
	return table
}()

// roughWord is the part of a word that inflection leaves alone.
const roughWord = 4

// roughKey brings the inflected forms of a name together, and some others with them.
func roughKey(words []string) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(cutRunes(w, roughWord))
		b.WriteByte(' ')
	}
	return b.String()
}

func cutRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// inflected tells whether two names are forms of one, word by word.
func inflected(a, b []string) bool {
	return slices.EqualFunc(a, b, inflectedWord)
}

func inflectedWord(a, b string) bool {
	if a == b {
		return true
	}
	stem := commonPrefix(a, b)
	if utf8.RuneCountInString(stem) < roughWord-1 {
		return false
	}
	// The stem may have taken a letter that both endings begin with, so shorter stems are tried too.
	for range 3 {
		if endings[a[len(stem):]] && endings[b[len(stem):]] {
			return true
		}
		_, size := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-size]
		if utf8.RuneCountInString(stem) < roughWord-1 {
			return false
		}
	}
	return false
}

func commonPrefix(a, b string) string {
	for i, r := range a {
		if other, size := utf8.DecodeRuneInString(b[min(i, len(b)):]); size == 0 || other != r {
			return a[:i]
		}
	}
	return a
}
