package feed

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func TestPlainTextIsReadInTheEncodingsThatAreAlive(t *testing.T) {
	const want = "Община Бургас подписа споразумение с Херсон за обмен на данни."
	cyrillic, err := charmap.Windows1251.NewEncoder().String(want)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(want)
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]string{
		"UTF-8": want, "UTF-8 with a mark": "\uFEFF" + want, "windows-1251": cyrillic, "UTF-16": wide,
	} {
		if got, err := PlainText([]byte(body)); got != want || err != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestWhatIsNoPlainTextIsAnError(t *testing.T) {
	for body, want := range map[string]error{
		"": ErrEmpty, " \n\t": ErrEmpty, "12. 05.\n—": ErrEmpty,
		"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR":                     ErrNotText,
		strings.Repeat("text ", 1000) + "\x00":                    ErrNotText,
		"\x1f\x8b\x08\x01\x02\x03\x81\x98\x05\x11\x13\xff\xfeabc": ErrNotText,
	} {
		if got, err := PlainText([]byte(body)); got != "" || !errors.Is(err, want) {
			t.Errorf("%.20q: %q, %v", body, got, err)
		}
	}
}
