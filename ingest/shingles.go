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

// textKeys are an article's bands, once for its outlet alone and once for all.
type textKeys struct{ outlet, everywhere []string }

func (k textKeys) all() []string { return append(append([]string{}, k.outlet...), k.everywhere...) }

// copies tells whether near copies were read before.
type copies struct{ byOutlet, anywhere bool }

func (in *Ingest) copied(ctx context.Context, keys textKeys) (copies, error) {
	if len(keys.outlet) == 0 {
		return copies{}, nil
	}
	unseen, err := in.Memory.Unseen(ctx, keys.all())
	if err != nil {
		return copies{}, fmt.Errorf("look up near copies: %w", err)
	}
	seen := map[string]bool{}
	for _, k := range keys.all() {
		seen[k] = true
	}
	for _, k := range unseen {
		delete(seen, k)
	}
	return copies{enough(seen, keys.outlet), enough(seen, keys.everywhere)}, nil
}

func enough(seen map[string]bool, keys []string) bool {
	shared := 0
	for _, k := range keys {
		if seen[k] {
			shared++
		}
	}
	return shared >= min(leastBands, len(keys))
}

// shingleKeys gives a text's keys: bands for a text of some length, the text's own hash for a short one.
func shingleKeys(a catalog.Article) textKeys {
	words := strings.Fields(catalog.Fold(a.Text))
	if len(words) == 0 {
		return textKeys{}
	}
	found := []string{"t" + strconv.FormatUint(hash(strings.Join(words, " ")), 36)}
	if len(words) >= runLength+leastRuns {
		found = bandKeys(words)
	}
	var keys textKeys
	for _, k := range found {
		keys.everywhere = append(keys.everywhere, k)
		keys.outlet = append(keys.outlet, k+"@"+a.Outlet)
	}
	return keys
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

// addressKey is what an article of a source is known by. A source that is a single page has one address for all that it
// ever says, so that its text counts.
func addressKey(s catalog.NewsSource, a catalog.Article) string {
	if s.Kind == "page" || a.URL == "" {
		return "p" + strconv.FormatUint(hash(catalog.AddressKey(a.URL)+"\n"+catalog.Fold(a.Text)), 36)
	}
	return "a:" + catalog.AddressKey(a.URL)
}

// addressKeys are both keys that an article may be looked up by.
func addressKeys(a catalog.Article) []string {
	keys := []string{addressKey(catalog.NewsSource{Kind: "page"}, a)}
	if a.URL != "" {
		keys = append(keys, addressKey(catalog.NewsSource{}, a))
	}
	return keys
}
