package ingest

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"strconv"
	"strings"

	"mostbot/catalog"
)

// Two texts are near copies when most of their runs of words agree. Which ones do is told from a few keys each: the runs
// are hashed by many functions, the least hash of each function kept, and the least hashes bundled into bands; near
// copies share bands, other texts do not.
const (
	runLength  = 5
	bands      = 8
	bandLength = 5 // least hashes in a band
	leastBands = 2 // that near copies share: nine texts in ten of which nine words in ten agree
	leastRuns  = 20
)

// wasCopied tells whether a near copy of an article's text, from whichever outlet, was read before.
func (in *Ingest) wasCopied(ctx context.Context, a catalog.Article) (bool, error) {
	keys := textKeys(a)
	unseen, err := in.Memory.Unseen(ctx, keys)
	if err != nil {
		return false, fmt.Errorf("look up near copies: %w", err)
	}
	return len(keys) > 0 && len(keys)-len(unseen) >= min(leastBands, len(keys)), nil
}

// textKeys gives a text's keys: bands for a text of some length, the text's own hash for a short one.
func textKeys(a catalog.Article) []string {
	words := strings.Fields(catalog.Fold(a.Text))
	switch {
	case len(words) == 0:
		return nil
	case len(words) < runLength+leastRuns:
		return []string{"t" + strconv.FormatUint(hash(strings.Join(words, " ")), 36)}
	}
	return bandKeys(words)
}

func bandKeys(words []string) []string {
	var least [bands * bandLength]uint64
	for i := range least {
		least[i] = math.MaxUint64
	}
	for i := 0; i+runLength <= len(words); i++ {
		run := hash(strings.Join(words[i:i+runLength], " "))
		for f := range least {
			least[f] = min(least[f], mix(run, uint64(f)))
		}
	}
	var keys []string
	for b := range bands {
		band := uint64(b)
		for _, h := range least[b*bandLength : (b+1)*bandLength] {
			band = mix(band, h)
		}
		keys = append(keys, "s"+strconv.Itoa(b)+":"+strconv.FormatUint(band, 36))
	}
	return keys
}

func hash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

// mix is the finalizer of splitmix64, which spreads its argument's bits well.
func mix(x, seed uint64) uint64 {
	x += seed*0x9e3779b97f4a7c15 + 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// identity is what an article of a source of some kind is known by: its address. A source that is a single page has one
// address for all that it ever says, so that there the text counts, as it does for an article without an address.
func identity(kind string, a catalog.Article) string {
	if kind == "page" || a.URL == "" {
		return "p" + strconv.FormatUint(hash(catalog.AddressKey(a.URL)+"\n"+catalog.Fold(a.Text)), 36)
	}
	return "a" + strconv.FormatUint(hash(catalog.AddressKey(a.URL)), 36)
}
