package catalog

import "testing"

func TestAddressesAreTidied(t *testing.T) {
	for in, want := range map[string]string{
		"HTTP://Example.BG:80/a?utm_source=x&id=3#top":          "http://example.bg/a?id=3",
		"https://example.bg:443":                                "https://example.bg/",
		"https://example.bg/новини/5?fbclid=1":                  "https://example.bg/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8/5",
		"https://example.bg/?2492":                              "https://example.bg/?2492",
		"https://amp.example.bg/a":                              "https://example.bg/a",
		"https://example.bg/a/amp/":                             "https://example.bg/a",
		"https://www.google.com/amp/s/example.bg/a.amp.html":    "https://example.bg/a",
		"https://example-bg.cdn.ampproject.org/c/s/example.bg/": "https://example.bg/",
		"https://община.бг/a":                                   "https://xn--80abvuc1e.xn--90ae/a",
		"https://user:secret@example.bg/":                       "https://example.bg/",
		"javascript:alert(1)":                                   "", "/news": "", "": "", "http://": "", "http://[::1": "",
	} {
		if got := Address(in); got != want {
			t.Errorf("Address(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestOnePageHasOneKey(t *testing.T) {
	for _, same := range [][]string{
		{"http://example.bg/a/", "https://www.example.bg/a?utm_medium=rss", "https://m.example.bg/a#comments"},
		{"https://example.bg", "http://example.bg/index.php", "http://example.bg:80/"},
		{"https://example.bg/?b=2&a=1", "https://example.bg/?a=1&b=2"},
		{"https://example.bg/%D0%B1", "https://example.bg/б"},
	} {
		for _, other := range same[1:] {
			if a, b := AddressKey(same[0]), AddressKey(other); a != b {
				t.Errorf("%s and %s are one page, their keys %q and %q", same[0], other, a, b)
			}
		}
	}
	if AddressKey("https://example.bg/?id=1") == AddressKey("https://example.bg/?id=2") {
		t.Error("two pages have one key")
	}
}
