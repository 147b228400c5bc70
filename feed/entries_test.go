package feed

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"mostbot/catalog"
)

var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

func recorded(t testing.TB, file string) []byte {
	t.Helper()
	body, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func entriesOf(t testing.TB, file string) []catalog.Article {
	t.Helper()
	articles, err := feedArticles(response{url: "https://site.example/feed", body: recorded(t, "feeds/"+file)}, noon)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return articles
}

func line(a catalog.Article) string {
	return fmt.Sprintf("%s | %s | %s | %s", a.URL, a.Published, a.Title, strings.ReplaceAll(a.Text, "\n\n", " ¶ "))
}

func TestFeedsOfEachFormat(t *testing.T) {
	for file, want := range map[string][]string{
		"rss-summaries.xml": {
			"https://pristan.example/novini/412 | 2026-03-03 | Пристан и Белград ще обменят опит за умни улици & паркинги | " +
				"Пристан и Белград ще обменят опит за умни улици & паркинги ¶ Делегация от сръбската столица разгледа центъра за управление на движението. Прочети още",
			"https://pristan.example/novini/411/ | 2026-03-02 | Летен концерт на площада | Летен концерт на площада ¶ Духовият оркестър свири в събота.",
			"http://pristan.example/novini/410 |  | Съобщение без заглавие за ремонта на улица „Морска“. | Съобщение без заглавие за ремонта на улица „Морска“.",
			"https://pristan.example/novini/409 |  | От бъдещето | От бъдещето", " |  |  | ", // the last one is counted, and refused later
		},
		"rss-full.xml": {
			"https://hub-nord.example/2026/03/laborator | 2026-03-04 | Hub Nord și clusterul din Lviv deschid un laborator comun | " +
				"Hub Nord și clusterul din Lviv deschid un laborator comun ¶ Hub Nord și clusterul din Lviv au semnat miercuri un acord " +
				"pentru un laborator comun de inteligență artificială. ¶ „Începem cu zece ingineri”, a spus directoarea hubului. " +
				"Laboratorul va lucra în două orașe. ¶ primul modul: date deschise ¶ al doilea modul: robotică",
		},
		"atom.xml": {
			"https://stadt.example/aktuell/meldung-17.html | 2026-03-03 | Nordhafen und Tschernihiw vereinbaren Datenpartnerschaft | " +
				"Nordhafen und Tschernihiw vereinbaren Datenpartnerschaft ¶ Die Oberbürgermeisterin unterzeichnete am Dienstag. ¶ " +
				"Beide Städte öffnen ihre Verkehrsdaten.",
		},
		"feed.json": {
			"https://towns.example/news/9 | 2026-03-02 | Three towns start an open-data school | Three towns start an open-data school ¶ " +
				"Three towns on the lower Danube have started a school for open data. ¶ It takes forty clerks a year.",
			"https://elsewhere.example/8 |  | A note without a title. | A note without a title.",
		},
		"rdf.xml": {
			"https://agency.example/n/5 | 2026-03-01 | Grant for two harbour towns | Grant for two harbour towns ¶ " +
				"The agency gives two harbour towns a grant for a shared register.",
		},
	} {
		var got []string
		for _, a := range entriesOf(t, file) {
			got = append(got, line(a))
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s gives\n%s\nwant\n%s", file, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

func titlesOf(articles []catalog.Article) string {
	var titles []string
	for _, a := range articles {
		titles = append(titles, a.Title)
	}
	return strings.Join(titles, "; ")
}

func TestABrokenFeedGivesTheEntriesThatItHas(t *testing.T) {
	for file, want := range map[string]string{
		"broken-cut.xml":  "First story, whole; Second story, whole; Third story, cut in the mid",
		"broken-tags.xml": "Good & plain; Good again",
	} {
		got := titlesOf(entriesOf(t, file))
		for _, title := range strings.Split(want, "; ") {
			if !strings.Contains(got, title) {
				t.Errorf("%s gives %q, want %q among them", file, got, title)
			}
		}
	}
}

func TestFeedsBrokenInEveryWay(t *testing.T) {
	items := `<item><title>One</title><link>https://a.example/1?a=1&b=2</link><description>Text</description></item>` +
		`<item><title>Two</title><link>https://a.example/2</link></item>`
	rss := `<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>` + items + `</channel></rss>`
	feedJSON := `{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"One","content_text":"x"},{"id":2,"title":"Two"}`
	for name, body := range map[string]string{
		"text before it":        "Warning: connection lost <br />\n" + rss,
		"a long comment":        "<!--" + strings.Repeat(" cached ", 2000) + "-->" + rss,
		"control characters":    strings.Replace(rss, "Text", "Te\x0b\x00\x1fxt", 1),
		"bytes of no encoding":  strings.Replace(rss, "Text", "Te\xc3\x28xt", 1),
		"impossible characters": strings.Replace(rss, "Text", "Te&nbsp;&foo;&#0;&#xFFFFFFF;&#55555;xt", 1),
		"an unknown prefix":     strings.Replace(rss, "<description>", "<media:content url='x'/><description>", 1),
		"capital letters":       strings.ToUpper(strings.ReplaceAll(rss, "&b=2", "")),
		"no channel":            `<rss version="2.0">` + items + `</rss>`,
		"no root":               `<channel>` + items + `</channel>`,
		"entries without end":   strings.ReplaceAll(rss, "</item>", ""),
		"an unquoted attribute": strings.Replace(rss, "<link>", "<guid isPermaLink=false>x</guid><link>", 1),
		"an unknown encoding":   strings.Replace(rss, `"1.0"`, `"1.0" encoding="klingon-8"`, 1),
		"an end in CDATA":       strings.Replace(rss, "</channel></rss>", "<item><title>Three</title><description><![CDATA[ foo", 1),
		"endless depth":         strings.Replace(rss, "</channel></rss>", "<item>"+strings.Repeat("<a>", 20_000), 1),
		"UTF-16 without a mark": wide(rss, 2),
		"UTF-32":                wide(rss, 4),
		"a comma too many":      feedJSON + `,]}`,
		"an end in JSON":        feedJSON + `,{"id":`,
	} {
		got, err := feedArticles(response{url: "https://a.example/feed", body: []byte(body)}, noon)
		if titles := strings.ToLower(titlesOf(got)); err != nil || !strings.HasPrefix(titles, "one; two") {
			t.Errorf("%s: %q, %v", name, titles, err)
		}
	}
}

// wide encodes ASCII in two or four bytes each, the lowest first.
func wide(s string, bytes int) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		b.WriteString(strings.Repeat("\x00", bytes-1))
	}
	return b.String()
}

func TestFeedsThatSayItInTheirOwnWay(t *testing.T) {
	atom := func(entry string) string {
		return `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry>` + entry + `</entry></feed>`
	}
	rss := func(item string) string {
		return `<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><item>` + item + `</item></channel></rss>`
	}
	for name, one := range map[string]struct{ body, want string }{
		"a text in HTML's body": {rss(`<title>Port</title><xhtml:body xmlns:xhtml="http://www.w3.org/1999/xhtml"><p>A port <b>opens</b>.</p></xhtml:body>`), " |  | Port | Port ¶ A port opens."},
		"a body without prefix": {rss(`<body>A port opens.</body>`), " |  | A port opens. | A port opens."},
		"a link as in RSS":      {atom(`<title>Port</title><link rel="alternate">https://port.example/7</link>`), "https://port.example/7 |  | Port | Port"},
		"an empty frame":        {rss(`<description>The port &lt;iframe src="x"/&gt; opens &lt;script src="y" /&gt;today.</description>`), " |  | The port opens today. | The port opens today."},
		"a film":                {rss(`<media:group><media:title>Port</media:title><media:description>It opens.</media:description></media:group>`), " |  | Port | Port ¶ It opens."},
		"signs of windows-1252": {rss("<title>The &#147;port&#148; \u0096 open</title>"), " |  | The “port” – open | The “port” – open"},
		"nothing at all":        {rss(""), " |  |  | "},
		"a feed within a page":  {`<!DOCTYPE html><html><body>` + atom(`<title>Port</title>`) + `</body></html>`, " |  | Port | Port"},
		"a cut in CDATA":        {`<rss version="2.0"><channel><item><title>Port</title></item><item><title><![CD`, " |  | Port | Port; |  |  | "},
		"JSON of wrong types":   {`{"version":1,"items":[{"id":7,"title":"Port","tags":"sea","author":"Ann","url":"https://port.example/7"}]}`, "https://port.example/7 |  | Port | Port"},
	} {
		got, err := feedArticles(response{url: "https://a.example/feed", body: []byte(one.body)}, noon)
		var lines []string
		for _, a := range got {
			lines = append(lines, line(a))
		}
		if strings.Join(lines, ";") != one.want || err != nil {
			t.Errorf("%s: %q, %v", name, lines, err)
		}
	}
}

func TestAnEntityBombIsNotBlownUp(t *testing.T) {
	for _, a := range entriesOf(t, "bomb.xml") {
		if len(a.Title) > 100 {
			t.Errorf("a title of %d bytes", len(a.Title))
		}
	}
}

func TestFeedsInOldEncodings(t *testing.T) {
	for file, want := range map[string]string{
		"windows-1251.xml":                "Община Пристан подписа меморандум",
		"windows-1251-undeclared.xml":     "Община Пристан подписа меморандум",
		"utf-8-declared-windows-1251.xml": "Община Пристан подписа меморандум",
		"koi8-u.xml":                      "Місто Пристань підписало угоду",
		"iso-8859-2.xml":                  "a anunţat că şcolile şi învăţătorii",
	} {
		if got := entriesOf(t, file); len(got) != 1 || !strings.Contains(got[0].Text, want) {
			t.Errorf("%s gives %q", file, got)
		}
	}
}

func TestWhatIsNoFeedSaysSo(t *testing.T) {
	for body, want := range map[string]string{
		"": "it is empty", "<!DOCTYPE html><html><body>Hi</body></html>": "it is a web page", "garbage \x00\x01": "parse feed",
		`<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>`: "its feed is https://town.example/rss",
		"{": "parse feed", `{"a":1}`: "parse feed",
	} {
		if got, err := feedArticles(response{url: "https://town.example/", body: []byte(body)}, noon); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, %v; want an error with %q", body, got, err, want)
		}
	}
}

func TestAListGivesItsLinks(t *testing.T) {
	got, err := listedArticles(response{url: "https://pristan.example/novini", body: recorded(t, "pages/list.html")}, ".item a")
	if err != nil {
		t.Fatal(err)
	}
	want := []catalog.Article{
		{URL: "https://pristan.example/novini/412", Title: "Пристан и Белград ще обменят опит"},
		{URL: "https://pristan.example/novini/411", Title: "Летен концерт на площада"},
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if _, err := listedArticles(response{body: recorded(t, "pages/list.html")}, ".none a"); err == nil {
		t.Error("a selector that finds nothing is no error")
	}
}

func TestWhatBlogSoftwarePutsBelowIsNoPartOfTheText(t *testing.T) {
	for closing, want := range map[string]string{
		"<p>The post <a>Two towns</a> appeared first on <a>Hub</a>.</p>": "Story.", "<p>The post office opens.</p>": "Story.\n\nThe post office opens.",
		"<p>Der Beitrag Zwei Städte erschien zuerst auf Hub.</p>": "Story.", "<p>Articolul Două orașe apare prima dată în Hub.</p>": "Story.",
	} {
		if got := withoutClosing(plainText("<p>Story.</p>" + closing)); got != want {
			t.Errorf("%s leaves %q", closing, got)
		}
	}
}
