package feed

import (
	"testing"

	"golang.org/x/net/html/charset"
)

func TestDocumentsAreDecoded(t *testing.T) {
	bulgarian, ukrainian, romanian := "Общината подписа меморандум.", "Місто підписало угоду з їхнім клубом.", "Şcolile şi învăţătorii vor primi acces."
	for _, c := range []struct{ text, in, declared string }{
		{bulgarian, "windows-1251", "windows-1251"}, {bulgarian, "windows-1251", ""}, {bulgarian, "windows-1251", "utf-8"},
		{bulgarian, "windows-1251", "iso-8859-1"}, {bulgarian, "utf-8", "windows-1251"}, {bulgarian, "koi8-r", "koi8-r"},
		{bulgarian, "iso-8859-5", "iso-8859-5"}, {bulgarian, "utf-16le", "utf-16le"}, {ukrainian, "koi8-u", ""}, {ukrainian, "koi8-u", "koi8-u"},
		{ukrainian, "windows-1251", "no-such-encoding"}, {romanian, "iso-8859-2", "iso-8859-2"}, {romanian, "windows-1250", "windows-1250"},
		{"Grüße aus Köln, große Freude für alle.", "windows-1252", ""}, {"Ο δήμος υπέγραψε συμφωνία.", "windows-1253", "windows-1253"},
		{"Belediye ile ortak çalışma başladı, eğitim açıldı.", "windows-1254", "windows-1254"},
		{"市政府签署了备忘录。", "gbk", "gb2312"}, {"市は覚書に署名しました。", "shift_jis", "shift_jis"}, {"2026년.", "euc-kr", "euc-kr"}, {"It is £5 for a “café”.", "windows-1252", "windows-1252"},
		{ukrainian, "koi8-u", "windows-1251"}, {romanian, "iso-8859-2", "windows-1252"}, {"plain", "utf-8", ""}, {"", "utf-8", "utf-8"},
	} {
		encoding, _ := charset.Lookup(c.in)
		body, err := encoding.NewEncoder().Bytes([]byte(c.text))
		if err != nil {
			t.Fatal(err)
		}
		contentType := ""
		if c.declared != "" {
			contentType = "text/html; charset=" + c.declared
		}
		if got := toUTF8(body, contentType); got != c.text {
			t.Errorf("%q in %s, declared %q, is read as %q", c.text, c.in, c.declared, got)
		}
	}
}
