package extract

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"mostbot/catalog"
	"mostbot/gazetteer"
	"mostbot/languages"
)

func testLexicon(t testing.TB, lang catalog.Language) *lexicon {
	t.Helper()
	l := testExtractor(t).lexicons[lang]
	if l == nil {
		t.Fatalf("no lexicon for %q", lang)
	}
	return l
}

func names(list languages.Names) []string {
	var all []string
	for line := range strings.Lines(string(list)) {
		if !strings.HasPrefix(line, "#") {
			all = append(all, strings.TrimSpace(line))
		}
	}
	return all
}

func TestNamesAreWrittenAsTheyAreLookedUp(t *testing.T) {
	for _, lang := range []catalog.Language{"bg", "uk", "en"} {
		l := testLexicon(t, lang)
		for _, list := range []nameList{l.given, l.family} {
			for _, name := range append(names(list[0]), names(list[1])...) {
				if folded := gazetteer.Fold(name); folded != name || strings.Contains(name, " ") {
					t.Errorf("%s: %q is looked up as %q", lang, name, folded)
				}
			}
		}
	}
}

func TestNoGivenNameIsAFrequentWord(t *testing.T) {
	for lang, l := range testExtractor(t).lexicons {
		for word := range l.words {
			if l.given.has(word) && !l.ambiguous[word] {
				t.Errorf("%s: %q is a given name and a frequent word, but not ambiguous", lang, word)
			}
		}
	}
}

func TestFamilyNamesAreNoFrequentWords(t *testing.T) {
	for lang, l := range testExtractor(t).lexicons {
		for word := range l.words {
			if l.isFamily(word) {
				t.Errorf("%s: %q is a family name and a frequent word", lang, word)
			}
		}
	}
}

func TestAmbiguousNamesAreNames(t *testing.T) {
	for lang, l := range testExtractor(t).lexicons {
		for name := range l.ambiguous {
			if !l.given.has(name) {
				t.Errorf("%s: %q is ambiguous, but no given name", lang, name)
			}
		}
	}
}

// ukrainianCases are the forms of a given name in the genitive, dative, accusative, instrumental and vocative, by the rules
// of the school grammar; foreign names in -і, -у, -е and women's in a consonant do not bend.
func ukrainianCases(name string) []string {
	last := []rune(name)[len([]rune(name))-1]
	stem := strings.TrimSuffix(name, string(last))
	with := func(endings ...string) []string {
		var forms []string
		for _, e := range endings {
			forms = append(forms, stem+e)
		}
		return forms
	}
	if root, ok := strings.CutSuffix(name, "ець"); ok {
		stem = root + "ц"
	}
	if root, ok := strings.CutSuffix(name, "єць"); ok {
		stem = root + "йц"
	}
	before, _ := utf8.DecodeLastRuneInString(stem)
	switch {
	case last == 'й':
		return with("я", "ю", "єві", "єм")
	case last == 'ь':
		return with("я", "ю", "еві", "ем")
	case last == 'о':
		return with("а", "у", "ові", "ом")
	case last == 'я' && strings.ContainsRune("аеиіоуюї", before):
		return with("ї", "ю", "єю", "є")
	case last == 'я':
		return with("і", "ю", "ею", "е")
	case last == 'а' && strings.ContainsRune("жчшщ", before):
		return with("і", "у", "ею", "е")
	case last == 'а':
		softened := strings.NewReplacer("г", "з", "к", "ц", "х", "с").Replace(string(before))
		return append(with("и", "у", "ою", "о"), strings.TrimSuffix(stem, string(before))+softened+"і")
	case strings.ContainsRune("жчшщ", last):
		stem = name
		return with("а", "у", "еві", "ем", "е")
	case strings.ContainsRune("бвгджзклмнпрстфхц", last):
		stem = name
		return with("а", "у", "ові", "ом", "е")
	}
	return nil
}

func TestUkrainianNamesComeBackFromEachCase(t *testing.T) {
	l := testLexicon(t, "uk")
	for _, name := range names(l.given[0]) {
		for _, form := range ukrainianCases(name) {
			if found, ok := l.givenName(form); !ok || !l.given.has(found) {
				t.Errorf("%q, a form of %q, is not known", form, name)
			}
		}
	}
}

func TestPersonsInOtherCasesComeBackToTheNominative(t *testing.T) {
	l := testLexicon(t, "uk")
	for text, want := range map[string]string{
		"Володимира Зеленського":     "Володимир Зеленський",
		"Володимиру Зеленському":     "Володимир Зеленський",
		"Володимиром Зеленським":     "Володимир Зеленський",
		"Олександра Петренка":        "Олександр Петренко",
		"Олександра Петренко":        "Олександра Петренко",
		"Олександрою Петренко":       "Олександра Петренко",
		"Марії Шевчук":               "Марія Шевчук",
		"Ольги Коваль":               "Ольга Коваль",
		"Ользі Петрівській":          "Ольга Петрівська",
		"Івана Коваля":               "Іван Коваль",
		"Андрієві Садовому":          "Андрій Садовий",
		"Ігорем Ткачуком":            "Ігор Ткачук",
		"Федора Кравця":              "Федір Кравець",
		"Антоном Бондарем":           "Антон Бондар",
		"Якова Гончара":              "Яків Гончар",
		"Павла Мороза":               "Павло Мороз",
		"Миколи Лисенка":             "Микола Лисенко",
		"В'ячеслава Ткаченка":        "В'ячеслав Ткаченко",
		"Наталії Іванової":           "Наталія Іванова",
		"Ніколя Дюпона":              "Ніколя Дюпона",
		"Фрідріха-Вільгельма Майєра": "Фрідріх-Вільгельм Майєр",
		"Віктора Дмитровича Данчука": "Віктор Данчук",
		"Інна Анатоліївна Виговська": "Інна Виговська",
	} {
		d := &document{text: text, tokens: cut(text)}
		if got := l.personBase(d, span{0, len(d.tokens)}); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestUkrainianFamilyNamesAreKnownInEachCase(t *testing.T) {
	l := testLexicon(t, "uk")
	for _, name := range names(l.family[0]) {
		if strings.HasSuffix(name, "о") && !strings.HasSuffix(name, "ко") {
			continue // Ямамото does not bend
		}
		for _, form := range ukrainianCases(name) {
			if last, _ := utf8.DecodeLastRuneInString(form); strings.ContainsRune("еоє", last) {
				continue // nobody is called by the family name alone
			}
			if !l.surname(form) {
				t.Errorf("%q, a form of %q, is not known", form, name)
			}
		}
	}
}

// around makes an article of the sentence, in whose language there is no doubt.
var around = map[catalog.Language]string{
	"en": "The two cities will work together on digital services for their people. %s This was agreed by the mayors of both.",
	"de": "Die beiden Städte werden bei digitalen Diensten für ihre Bürger zusammenarbeiten. %s Das haben sie gestern vereinbart.",
	"ro": "Cele două orașe vor lucra împreună la servicii digitale pentru locuitori. %s Așa au stabilit ieri primarii.",
	"bg": "Двата града ще работят заедно върху дигитални услуги за хората си. %s Това беше решено вчера от тях.",
	"uk": "Обидва міста працюватимуть разом над цифровими послугами для своїх мешканців. %s Про це вони домовилися вчора.",
}

func TestPersonsAreKnownByTheirNames(t *testing.T) {
	for _, c := range []struct {
		lang           catalog.Language
		sentence, want string
	}{
		{"en", "Among the guests was Liu Shih-chung of the ministry.", "Liu Shih-chung"},
		{"en", "Among the guests was Jin-young Park of the ministry.", "Jin-young Park"},
		{"en", "The plan was shown by Nguyen Van Minh.", "Nguyen Van Minh"},
		{"en", "The plan was shown by Përparim Berisha and by Getahun Tadesse.", "Përparim Berisha, Getahun Tadesse"},
		{"en", "The plan was shown by Rose Miller.", "Rose Miller"},
		{"en", "The guests were shown the Rose Garden and Grace Chapel in the old town.", ""},
		{"en", "The signing took place in Hong Kong and in San Salvador.", ""},
		{"en", "The project is led by the Faculty of Electrical Engineering.", ""},
		{"de", "Den Plan stellte Norbert Hofer vor.", "Norbert Hofer"},
		{"de", "Den Plan stellte Mario De Luca vor.", "Mario De Luca"},
		{"de", "Den Plan stellte Ernst Huber vor.", "Ernst Huber"},
		{"de", "Den Plan stellten Michael Wilke der Presse und Anna Meier den Gästen vor.", "Michael Wilke, Anna Meier"},
		{"ro", "Planul a fost prezentat de Marius Crăciun.", "Marius Crăciun"},
		{"ro", "Planul a fost prezentat de Yordanka Petrova.", "Yordanka Petrova"},
		{"ro", "Planul a fost prezentat de ambasadorul Statelor Unite.", ""},
		{"bg", "Планът беше представен от проф. Джузепе Ферари.", "Джузепе Ферари"},
		{"bg", "Среща имаше и в училище „Проф. Асен Златаров“.", ""},
		{"uk", "План показали в мерії Віталій Мельник та Йоганнес Мюллер.", "Віталій Мельник, Йоганнес Мюллер"},
		{"uk", "План показав Віктор Дмитрович Данчук.", "Віктор Данчук"},
		{"uk", "Про план говорили з Олександром Петренком.", "Олександр Петренко"},
	} {
		text := fmt.Sprintf(around[c.lang], c.sentence)
		r := testExtractor(t).Read(catalog.Article{Text: "\n\n" + text, Published: catalog.NewDate(2024, 3, 5)}, nil)
		if got := strings.Join(personNames(r.People), ", "); got != c.want || r.Language != c.lang {
			t.Errorf("%s: %s: persons %q, want %q", r.Language, c.sentence, got, c.want)
		}
	}
}
