package extract

import (
	"testing"

	"mostbot/catalog"
)

func TestTownsAreKnownInTheirCaseFormsAndUsualNames(t *testing.T) {
	x := testExtractor(t)
	for lang, towns := range map[catalog.Language]map[string]string{
		"uk": {
			"Кременчуці": "Kremenchuk, UA", "Запоріжжям": "Zaporizhzhia, UA", "Женеві": "Geneva, CH", "Берна": "Bern, CH", "Нішу": "Niš, RS",
			"Ботошань": "Botoșani, RO", "Катовіцах": "Katowice, PL", "Кошиць": "Košice, SK", "Перемишлі": "Przemyśl, PL", "Риги": "Riga, LV",
			"Шегинях": "Shehyni, UA", "Бродів": "Brody, UA",
		},
		"ro": {"Tulcei": "Tulcea, RO", "Sucevei": "Suceava, RO", "Sibiului": "Sibiu, RO", "Clujului": "Cluj-Napoca, RO", "Chișinăului": "Chișinău, MD"},
		"de": {"Sterzing": "Vipiteno, IT", "Ostrau": "Ostrava, CZ", "Debrezin": "Debrecen, HU", "Klausenburg": "Cluj-Napoca, RO"},
		"bg": {"Търговище": "Targovishte, BG", "Кълъраш": "Călărași, RO", "Льовен": "Leuven, BE"},
	} {
		for form, want := range towns {
			l := x.lexicons[lang]
			n := x.inForms(l, wordForms(l, fold(form)))
			if n == nil || n.options[0].City.String() != want {
				t.Errorf("%s in %s: %+v, want %s", form, lang, n, want)
			}
		}
	}
	for adjective, want := range map[string]string{"Грацький": "Graz, AT", "Вентспілська": "Ventspils, LV", "Кілійської": "Kiliya, UA", "токійський": "Tokyo, JP"} {
		if n := x.adjective(x.lexicons["uk"], cut(adjective)[0]); n == nil || n.options[0].City.String() != want {
			t.Errorf("%s: %+v, want %s", adjective, n, want)
		}
	}
}
